"""Pieces that every section's rows share: wordings in two fields, lists as lines, codes as the desk words them."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sla_id.agreements.file import Item, Label
from sla_id.record_types import StoredRow

PARTIES = {"provider": "Provider", "customer": "Customer"}
CONFIDENTIAL = {True: "Allowed", False: "Not Allowed", None: None}


def code_of(words: Mapping[Any, str | None], word: str | None, fallback: Any = None) -> Any:
	"""The file's code of what the desk shows; `fallback` for an empty field."""
	return next((code for code, shown in words.items() if shown == word), fallback)


def decimal_of(number: float, places: int = 3) -> Decimal:
	"""A number of the database as it was written, to the thousandth or to as many places."""
	return Decimal(str(round(number, places))).normalize() + 0


def label_fields(name: str, label: Label | None) -> dict[str, str | None]:
	"""A wording as two fields, `name` and `name`_en."""
	return {name: label.id if label else None, f"{name}_en": label.en if label else None}


def label_of(row: StoredRow, name: str) -> Label | None:
	"""The wording of two fields; one that is empty reads as the other. None where both are."""
	indonesian, english = row.get(name), row.get(f"{name}_en")
	if not indonesian and not english:
		return None
	return Label(indonesian or english, english or indonesian)


def need_label(row: StoredRow, name: str, instead: str = "") -> Label:
	"""The wording of two fields; `instead` where both are empty."""
	return label_of(row, name) or Label(instead, instead)


def line_fields(name: str, labels: Sequence[Label]) -> dict[str, str | None]:
	"""Wordings of one line each as two fields of as many lines."""
	return {
		name: "\n".join(label.id for label in labels) or None,
		f"{name}_en": "\n".join(label.en for label in labels) or None,
	}


def lines_of(row: StoredRow, name: str) -> tuple[Label, ...]:
	"""Those wordings again; where a language has fewer lines, the other's stands in."""
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
	"""The lines of a field that say something."""
	return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def codes_of(text: str | None) -> tuple[str, ...]:
	"""Codes separated by commas."""
	return tuple(code.strip() for code in (text or "").split(",") if code.strip())


def text_of_codes(codes: Iterable[str]) -> str:
	"""Those codes as one text again."""
	return ", ".join(codes)


def item_rows(items: Iterable[Item], *, with_required: bool = False) -> list[dict[str, Any]]:
	"""Coded entries as rows."""
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
	"""Rows as coded entries."""
	return tuple(
		Item(
			row.code,
			need_label(row, "label", row.code),
			label_of(row, "description"),
			bool(row.required) if with_required else True,
		)
		for row in rows
	)
