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
	"""A number in the form +628123456789, however it was written. None if the text contains no number that
	can be dialled.

	Without a country code it is taken as Indonesian. Of several numbers the first readable one counts. An
	extension or letters within a number make it unreadable, because it can't be dialled directly.
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
	"""The number as written and, if it begins with an international dialling prefix, with a plus instead."""
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
