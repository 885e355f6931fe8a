"""Pieces that the rows of all sections share: wordings in two fields, lists as lines, codes as the desk shows them."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sla_id.agreements.file import Item, Label
from sla_id.record_types import StoredRow

PARTIES = {"provider": "Provider", "customer": "Customer"}
CONFIDENTIAL = {True: "Allowed", False: "Not Allowed", None: None}


def code_of(words: Mapping[Any, str | None], word: str | None, fallback: Any = None) -> Any:
	"""The file's code for what the desk shows, or `fallback` if the field is empty."""
	return next((code for code, shown in words.items() if shown == word), fallback)


def decimal_of(number: float, places: int = 3) -> Decimal:
	"""A number of the database as it was written, to the thousandth or to as many places."""
	return Decimal(str(round(number, places))).normalize() + 0


def label_fields(name: str, label: Label | None) -> dict[str, str | None]:
	"""A wording as two fields, `name` and `name`_en."""
	return {name: label.id if label else None, f"{name}_en": label.en if label else None}


def label_of(row: StoredRow, name: str) -> Label | None:
	"""The wording in two fields. If one is empty it reads like the other; None if both are."""
	indonesian, english = row.get(name), row.get(f"{name}_en")
	if not indonesian and not english:
		return None
	return Label(indonesian or english, english or indonesian)


def need_label(row: StoredRow, name: str, instead: str = "") -> Label:
	"""The wording in two fields, or `instead` if both are empty."""
	return label_of(row, name) or Label(instead, instead)


def line_fields(name: str, labels: Sequence[Label]) -> dict[str, str | None]:
	"""Wordings of one line each, as two fields with a line for each."""
	return {
		name: "\n".join(label.id for label in labels) or None,
		f"{name}_en": "\n".join(label.en for label in labels) or None,
	}


def lines_of(row: StoredRow, name: str) -> tuple[Label, ...]:
	"""The reverse of `line_fields`. If a language has fewer lines, the other's are used."""
	indonesian, english = texts_of(row.get(name)), texts_of(row.get(f"{name}_en"))
	longest = max(len(indonesian), len(english))
	return tuple(
		Label(
			indonesian[at] if at < len(indonesian) else english[at],
			english[at] if at < len(english) else indonesian[at],
		)
		for at in range(longest)
	)


def texts_of(text: str | None) -> tuple[str, ...]:
	"""The lines of a field that aren't empty."""
	return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def codes_of(text: str | None) -> tuple[str, ...]:
	"""Codes separated by commas."""
	return tuple(code.strip() for code in (text or "").split(",") if code.strip())


def text_of_codes(codes: Iterable[str]) -> str:
	"""Codes as one text."""
	return ", ".join(codes)


def item_rows(items: Iterable[Item], *, with_required: bool = False) -> list[dict[str, Any]]:
	"""Items with codes as rows."""
	return [
		{
			"code": item.code,
			**label_fields("label", item.label),
			**label_fields("description", item.description),
			**({"required": int(item.required)} if with_required else {}),
		}
		for item in items
	]


def items_of(rows: Iterable[Any], *, with_required: bool = False) -> tuple[Item, ...]:
	"""Rows as items with codes."""
	return tuple(
		Item(
			row.code,
			need_label(row, "label", row.code),
			label_of(row, "description"),
			bool(row.required) if with_required else True,
		)
		for row in rows
	)
