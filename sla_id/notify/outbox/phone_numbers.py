"""Telephone numbers as people write them, read by `phonenumbers`, which every Frappe brings along. Kept in E.164."""

import re
from collections.abc import Iterator

import phonenumbers

REGION = "ID"
"""Where a number without a country code is at home."""
_LABEL = re.compile(r"^[^\d+(]*")
"""What people put in front: "HP", "WA:", "tel:", "https://wa.me/"."""
_NOTE = re.compile(r"\s*\([a-z /]+\)$", re.IGNORECASE)
"""What people put behind: "(WA)"."""
_DIGITS = re.compile(r"\+?[\d\s().\-\u2010-\u2015/]*", re.ASCII)
_SEVERAL = re.compile(r"[,;|/]| atau | or ", re.IGNORECASE)
_DIALLED_ABROAD = re.compile(r"00(?:1(?=62)|[789](?=62))?")
"""What is dialled before a country code: 00 nearly everywhere, 001, 007, 008 or 009 from Indonesia."""


def to_e164(number: str) -> str | None:
	"""A number as +628123456789, whichever way it is written; None where none that can be dialled stands there.

	Without a country code it is an Indonesian one. Of several the first that can be read counts. An extension or
	letters within a number make it unreadable: nothing reaches it by itself.
	"""
	for part in (number, *_SEVERAL.split(number)):
		read = next(filter(None, map(_read, _spellings(part))), None)
		if read:
			return read
	return None


def is_e164(number: str) -> bool:
	"""Whether a number is written as the outbox keeps it."""
	return to_e164(number) == number


def is_fixed_line(number: str) -> bool:
	"""Whether a number in E.164 is surely a fixed line: no text message arrives there."""
	kind = phonenumbers.number_type(phonenumbers.parse(number))
	return bool(kind == phonenumbers.PhoneNumberType.FIXED_LINE)


def _spellings(text: str) -> Iterator[str]:
	"""The number as it stands and, where it begins as one dialled from abroad does, with a plus instead."""
	plain = _NOTE.sub("", _LABEL.sub("", re.sub(r"\s+", " ", text).strip(), count=1)).strip()
	plain = re.sub(r"^\((\+\d+)\)", r"\1", plain)
	if not _DIGITS.fullmatch(plain):
		return
	yield plain
	digits = re.sub(r"\D", "", plain)
	abroad = _DIALLED_ABROAD.match(digits)
	if abroad and not plain.startswith("+"):
		yield "+" + digits[abroad.end() :]


def _read(text: str) -> str | None:
	try:
		number = phonenumbers.parse(text, REGION)
	except phonenumbers.NumberParseException:
		return None
	if not phonenumbers.is_valid_number(number):
		return None
	return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
