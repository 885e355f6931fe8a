"""Fields that follow from what happened and are never typed: what a DocType marks as read-only, kept so on the server.

Frappe hides such a field from the form alone: whoever may write the record could still send another state, due time or
partner over the API, and nothing would put it right. `keep_computed` is before_validate of the DocTypes in hooks.py;
what the app itself writes is let through (`writes_computed`, or a save that ignores permissions).
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime

from sla_id.record_types import StoredRecord

LAYOUT = frozenset(
	{"Section Break", "Column Break", "Tab Break", "HTML", "Button", "Heading", "Image", "Fold"}
)
TABLES = frozenset({"Table", "Table MultiSelect"})


def writes_computed(doc: StoredRecord) -> Any:
	"""The document, marked as about to be saved by the app itself."""
	doc.flags.sla_id_computes = True
	return doc


def keep_computed(doc: StoredRecord, method: str | None = None) -> None:
	"""before_validate: computed fields are what they were, in a new record their defaults. Says so where others were sent."""
	if doc.flags.sla_id_computes or doc.flags.ignore_permissions or _is_set_up():
		return
	before = doc.get_doc_before_save()
	changed = [field.label for field in _computed(doc) if _restore(doc, field, before)]
	for table in _tables(doc):
		_restore_rows(doc.get(table.fieldname), before.get(table.fieldname) if before else ())
	if changed and before is not None:
		frappe.msgprint(
			_("These are computed and can't be edited: {0}.").format(", ".join(map(_, changed))),
			indicator="orange",
			alert=True,
		)


def _is_set_up() -> bool:
	return bool(frappe.flags.in_install or frappe.flags.in_migrate or frappe.flags.in_patch)


def _computed(doc: StoredRecord) -> list[Any]:
	"""Read-only fields, but for those that Frappe itself fills in: from a link, or as it amends."""
	return [
		field
		for field in doc.meta.fields
		if field.read_only
		and field.fieldtype not in LAYOUT
		and not field.fetch_from
		and field.fieldname != "amended_from"
	]


def _tables(doc: StoredRecord) -> list[Any]:
	return [field for field in doc.meta.fields if field.fieldtype in TABLES and not field.read_only]


def _restore(doc: StoredRecord, field: Any, before: Any) -> bool:
	"""Put one field back; whether it said something else."""
	name = field.fieldname
	if field.fieldtype in TABLES:
		kept = [row.as_dict() for row in before.get(name)] if before else []
		other = len(kept) != len(doc.get(name) or ())
		doc.set(name, kept)
		return other
	kept = before.get(name) if before else field.default
	other = _plain(doc.get(name)) != _plain(kept)
	doc.set(name, kept)
	return other


def _restore_rows(rows: Iterable[Any], before: Iterable[Any]) -> None:
	"""The same for the rows of a table that people edit."""
	held = {row.name: row for row in before or ()}
	for row in rows or ():
		for field in _computed(row):
			_restore(row, field, held.get(row.name))


def _plain(value: Any) -> str:
	"""As values are compared: a form sends instants without their fractions, and numbers as texts."""
	if value in (None, "", 0, 0.0, "0", False):
		return ""
	if isinstance(value, date | datetime | timedelta):
		return str(value).partition(".")[0]
	if isinstance(value, float) and value.is_integer():
		return str(int(value))
	text = str(value)
	return str(get_datetime(text)).partition(".")[0] if _looks_dated(text) else text


def _looks_dated(text: str) -> bool:
	return len(text) >= 19 and text[4:5] == "-" and text[10:11] in (" ", "T") and text[13:14] == ":"
