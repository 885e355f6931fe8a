"""The model's plain fields in rows of records, both ways. Only the model says which fields there are."""

from typing import Any

from sla_id.agreements.file.plain_fields import CHOICE, COUNT, FLAG, PlainField, plain_fields
from sla_id.record_types import StoredRow


def plain_columns(value: Any) -> dict[str, Any]:
	"""The plain fields of a value of the model, as columns of a row."""
	return {entry.column: _column(entry, getattr(value, entry.name)) for entry in plain_fields(type(value))}


def plain_values(kind: type, row: StoredRow) -> dict[str, Any]:
	"""The plain fields of a class of the model, read from a row."""
	return {entry.name: _value(entry, row.get(entry.column)) for entry in plain_fields(kind)}


def _column(entry: PlainField, value: Any) -> Any:
	if entry.kind == FLAG:
		return int(value)
	if entry.kind == CHOICE:
		return entry.shown[value] if value is not None else None
	return value or 0 if entry.kind == COUNT else value


def _value(entry: PlainField, column: Any) -> Any:
	if entry.kind == FLAG:
		return bool(column)
	if entry.kind == CHOICE:
		return next((code for code, shown in entry.shown.items() if shown == column), entry.default)
	return column or None
