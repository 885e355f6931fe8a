"""The trail of a record as its form shows it: in words, for who may read the record."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _

from sla_id.access import need_staff
from sla_id.api.arguments import answerable
from sla_id.audit_trail import AuditEntry, State, read_trail
from sla_id.instants import from_utc, say_to_reader

OURS = "SLA ID"
"""The module whose records have a trail."""


@frappe.whitelist()
@answerable
def show_trail(doctype: str, name: str) -> list[dict[str, Any]]:
	"""What happened to a record, the latest first: when, who, what, why, and each changed field before and after.

	For staff who may read the record.
	"""
	need_staff()
	if frappe.db.get_value("DocType", doctype, "module") != OURS:
		frappe.throw(_("There is no such record, or it isn't yours."), frappe.DoesNotExistError)
	frappe.get_doc(doctype, name).check_permission("read")
	meta = frappe.get_meta(doctype)
	return [_say(entry, meta) for entry in reversed(read_trail(doctype, name))]


def _say(entry: AuditEntry, meta: Any) -> dict[str, Any]:
	return {
		"number": entry.number,
		"kind": _(entry.kind, context=meta.name),
		"at": say_to_reader(entry.at),
		"by": frappe.get_cached_value("User", entry.by_user, "full_name") or entry.by_user,
		"reason": entry.reason,
		"changes": list(_changes(entry, meta)),
	}


def _changes(entry: AuditEntry, meta: Any) -> list[dict[str, str]]:
	before, after = entry.before or {}, entry.after or {}
	order = [field.fieldname for field in meta.fields]
	named = sorted(before.keys() | after.keys(), key=lambda name: order.index(name) if name in order else -1)
	rows = [
		{
			"label": _label(meta, name),
			"before": _value(meta, name, before, after),
			"after": _value(meta, name, after, before),
		}
		for name in named
	]
	return [row for row in rows if row["before"] != row["after"]]


def _label(meta: Any, name: str) -> str:
	field = meta.get_field(name)
	label = (field and field.label) or frappe.unscrub(name)
	return _(label, context=meta.name) if not name.endswith("_utc") else _(label.removesuffix(" (UTC)"))


def _value(meta: Any, name: str, state: State, beside: State) -> str:
	"""A value as a person reads it: instants in the reader's zone, choices by their words, rows in one line each.

	Of a table, the rows that the other side doesn't have.
	"""
	value, field = state.get(name), meta.get_field(name)
	if value in (None, "", []):
		return ""
	if isinstance(value, list):
		other = beside.get(name)
		same = other if isinstance(other, list) else []
		table = frappe.get_meta(field.options) if field and field.options else None
		return "; ".join(_row(row, table) for row in value if row not in same)
	if name.endswith("_utc"):
		at = from_utc(value)
		return say_to_reader(at) if at else ""
	if field and field.fieldtype == "Check":
		return _("Yes") if value else _("No", context="SLA Audit Entry")
	if field and field.fieldtype == "Percent":
		return f"{float(value):g} %"
	if field and field.fieldtype == "Select":
		return _(str(value), context=meta.name)
	return str(value)


def _row(row: Any, table: Any) -> str:
	"""A row's values in the order of its table, what is empty left out; a ticked box by its name."""
	if not isinstance(row, Mapping):
		return str(row)
	order = [field.fieldname for field in table.fields] if table else []
	named = sorted(row, key=lambda name: order.index(name) if name in order else -1)
	return " · ".join(said for name in named if (said := _cell(name, row[name], table)))


def _cell(name: str, value: Any, table: Any) -> str:
	field = table.get_field(name) if table else None
	if value in (None, "", 0):
		return ""
	if name.endswith("_utc"):
		at = from_utc(value)
		return say_to_reader(at) if at else ""
	if field and field.fieldtype == "Check":
		return _(field.label, context=table.name)
	if field and field.fieldtype == "Select":
		return _(str(value), context=table.name)
	return str(value)
