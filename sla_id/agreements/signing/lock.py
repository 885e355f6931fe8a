"""What an approved agreement refers to can't be changed under it.

Windows, zone and classes of holidays of a calendar, a whole matrix, and a policy's tiers and triggers are part of
what was signed. Shifts, breaks and single holidays are announced as they come (001 §6.1) and who is called on a
tier is the provider's own matter: these stay open.
"""

from typing import Any

import frappe
from frappe import _

CLOSED = {
	"SLA Calendar": (
		"time_zone",
		"always_open",
		"windows",
		"holiday_country",
		"close_on_national",
		"close_on_cuti_bersama",
		"close_on_regional",
		"region",
	),
	"SLA Priority Matrix": ("levels", "cells"),
	"SLA Escalation Policy": ("tiers", "triggers", "reasons"),
}
OPEN_IN_ROWS = {"user"}
_BOOKKEEPING = {"name", "owner", "creation", "modified", "modified_by", "docstatus", "parent", "parentfield"}


def refuse_change(doc: Any, method: str | None = None) -> None:
	"""validate of a calendar, matrix or policy. Throws ValidationError naming the agreement that holds it."""
	before = doc.get_doc_before_save()
	if before is None:
		return
	changed = [field for field in CLOSED[doc.doctype] if _value(doc, field) != _value(before, field)]
	holder = _approved_user_of(doc) if changed else None
	if holder:
		frappe.throw(
			_(
				"{0}: {1} was approved with it, so it can't be changed. Make a copy, change that, and let a new version of the agreement use it."
			).format(", ".join(_(doc.meta.get_label(field)) for field in changed), holder)
		)


def _value(doc: Any, field: str) -> Any:
	value = doc.get(field)
	if isinstance(value, list):
		return [
			{
				key: str(entry)
				for key, entry in row.as_dict(no_nulls=True).items()
				if key not in _BOOKKEEPING | OPEN_IN_ROWS and not key.startswith("_") and entry not in ("", 0)
			}
			for row in value
		]
	return str(value or "")


def _approved_user_of(doc: Any) -> str | None:
	"""An approved agreement that refers to a record, or None."""
	uses: list[tuple[str, dict[str, Any]]] = {
		"SLA Calendar": [
			("SLA Agreement", {"default_calendar": doc.name}),
			("SLA Agreement Calendar", {"calendar": doc.name}),
			("SLA Agreement Target", {"calendar": doc.name}),
		],
		"SLA Priority Matrix": [("SLA Agreement", {"matrix": doc.name})],
		"SLA Escalation Policy": [("SLA Agreement", {"escalation_policy": doc.name})],
	}[doc.doctype]
	for doctype, filters in uses:
		field = "name" if doctype == "SLA Agreement" else "parent"
		found = frappe.db.get_value(doctype, {**filters, "docstatus": 1}, field)
		if found:
			return str(found)
	return None
