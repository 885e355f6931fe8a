"""Reads the pieces that many sections share: wordings, items with codes, lengths of time, unique codes.

Used by `calendars_section.py`, `tiers_section.py`, `availability_section.py` and `parse_file.py`.
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sla_id.agreements.file.cursor import Cursor
from sla_id.agreements.file.model import Item, Label
from sla_id.agreements.file.plain_fields import CHOICE, COUNT, FLAG, PlainField, plain_fields
from sla_id.agreements.file.target_text import AgreedTarget, UnreadableTarget, read_length, read_target
from sla_id.engine.sentences import Sentence

_CODE = re.compile(r"[^\s,\[\]{}]{1,140}\Z")
AMOUNT = re.compile(r"\d{1,15}(?:[.,]\d{1,2})?\Z")
UNREADABLE = AgreedTarget("none")


@dataclass(frozen=True, slots=True)
class Known:
	"""The codes of the file, and of the agreement it builds on, that a section may refer to."""

	calendars: Collection[str]
	priorities: Collection[str]
	services: Collection[str]
	default_calendar: str


def read_label(cursor: Cursor) -> Label | None:
	"""A wording: one text for both languages, or `{id: …, en: …}`. None if missing."""
	if cursor.missing:
		return None
	if cursor.shape == "fields":
		get = cursor.fields(("id", "en"))
		indonesian, english = get("id").raw(), get("en").raw()
		if indonesian is None and english is None:
			cursor.fail(Sentence("is empty"), Sentence("write {id: …, en: …}"))
		return Label(indonesian or english or "", english or indonesian or "")
	text = cursor.text()
	return Label(text, text)


def need_label(cursor: Cursor) -> Label:
	"""A required wording."""
	label = read_label(cursor)
	if label is None:
		cursor.fail(Sentence("is missing"), Sentence("write a text, or {id: …, en: …}"))
		return Label("", "")
	return label


def read_labels(cursor: Cursor) -> tuple[Label, ...]:
	"""A list of wordings."""
	return tuple(need_label(item) for item in cursor.items())


def read_lines(cursor: Cursor) -> tuple[Label, ...]:
	"""A list of wordings of one line each. Line breaks in them become spaces."""
	return tuple(Label(_line(label.id), _line(label.en)) for label in read_labels(cursor))


def read_plain_lines(cursor: Cursor) -> tuple[str, ...]:
	"""A list of texts of one line each."""
	return tuple(_line(text) for text in cursor.texts())


def _line(text: str) -> str:
	return " ".join(text.split())


def read_code(cursor: Cursor) -> str:
	"""A code: short, without spaces, commas or brackets."""
	if cursor.missing:
		cursor.fail(
			Sentence("is missing"), Sentence("give a short code that stays the same in every version")
		)
		return ""
	code = cursor.text()
	if code and not _CODE.match(code):
		cursor.fail(
			Sentence("{code!r} is not a code", code=code),
			Sentence("use up to 140 characters without blanks, commas or brackets"),
		)
	return code


def unique(codes: Iterable[tuple[str, Cursor]], what: Sentence) -> None:
	"""Note a problem for each code that was used before."""
	seen: dict[str, int] = {}
	for code, cursor in codes:
		if code and code in seen:
			cursor.fail(
				Sentence(
					"the {what} {code!r} is already used on line {line}",
					what=Sentence(what),
					code=code,
					line=seen[code],
				),
				Sentence("give each its own"),
			)
		seen.setdefault(code, cursor.line)


def read_items(cursor: Cursor, what: Sentence, *, with_required: bool = False) -> tuple[Item, ...]:
	"""A list of items with codes."""
	known = (
		("code", "label", "description", "required") if with_required else ("code", "label", "description")
	)
	items: list[Item] = []
	codes: list[tuple[str, Cursor]] = []
	for entry in cursor.items():
		get = entry.fields(known)
		code = read_code(get("code"))
		codes.append((code, get("code")))
		required = get("required").flag(True) if with_required else True
		items.append(Item(code, need_label(get("label")), read_label(get("description")), required))
	unique(codes, what)
	return tuple(items)


def read_target_at(cursor: Cursor) -> AgreedTarget:
	"""A target such as "1 h" (see `target_text.py`)."""
	text = cursor.text()
	if not text:
		return UNREADABLE
	try:
		return read_target(text)
	except UnreadableTarget as error:
		cursor.fail(error.problem, error.advice)
		return UNREADABLE


def read_length_at(cursor: Cursor) -> AgreedTarget | None:
	"""A length of time such as "4 h" or "2 days"."""
	text = cursor.text()
	if not text:
		return None
	try:
		return read_length(text)
	except UnreadableTarget as error:
		cursor.fail(error.problem, error.advice)
		return None


def read_time_at(cursor: Cursor) -> AgreedTarget | None:
	"""A length of hours or minutes, or None if missing."""
	return None if cursor.missing else need_time_at(cursor)


def need_time_at(cursor: Cursor) -> AgreedTarget | None:
	"""A length of hours or minutes: how long a working day is, is a matter of the clock and not of a tier."""
	length = read_length_at(cursor)
	if length is not None and length.days is not None:
		cursor.fail(
			Sentence("{raw!r} counts working days", raw=cursor.raw()),
			Sentence('write hours or minutes, e.g. "8 h"'),
		)
		return None
	return length


def read_amount_at(cursor: Cursor) -> Decimal | None:
	"""An amount in rupiah to two places, or None if missing. Marks of thousands are refused: 25.000 may be 25."""
	value = cursor.raw()
	if value is None:
		return None
	if not AMOUNT.match(value):
		cursor.fail(
			Sentence("{value!r} is not an amount in rupiah", value=value),
			Sentence("write digits without marks of thousands, e.g. 25000000 or 25000000.50"),
		)
		return None
	return amount_of(value)


def amount_of(text: str) -> Decimal:
	"""An amount that AMOUNT matches; whole rupiah without decimals, so that it is written in one way."""
	amount = Decimal(text.replace(",", "."))
	whole = amount.to_integral_value()
	return whole if amount == whole else amount.quantize(Decimal("0.01"))


def read_references(cursor: Cursor, codes: Collection[str], what: Sentence) -> tuple[str, ...]:
	"""A list of codes that are defined elsewhere in the file."""
	found = [item.reference(codes, what) for item in cursor.items()]
	return tuple(code for code in found if code)


def read_plain(kind: type, get: Callable[[str], Cursor]) -> dict[str, Any]:
	"""The plain fields of a class of the model, by name."""
	return {entry.name: _read_plain(entry, get(entry.name)) for entry in plain_fields(kind)}


def _read_plain(entry: PlainField, cursor: Cursor) -> Any:
	if entry.kind == FLAG:
		return cursor.flag(entry.default)
	if cursor.missing:
		return entry.default
	if entry.kind == CHOICE:
		return cursor.choice(tuple(entry.shown), entry.default)
	return cursor.integer(None, 1, entry.most) if entry.kind == COUNT else cursor.raw()
