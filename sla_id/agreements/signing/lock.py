"""Locks the records that an approved agreement refers to.

Windows, zone and classes of holidays of a calendar, a whole matrix, and a policy's tiers, triggers and duties are part
of what was signed. Shifts, breaks and single holidays are announced as they come (001 §6.1). Who is told about a tier,
when, how, how often, and how soon they have to acknowledge it is the provider's own matter. These may be changed.
"""

from typing import Any

import frappe
from frappe import _

from sla_id.agreements.records.availability_rows import CALENDARS
from sla_id.agreements.records.policy_records import STAFFING
from sla_id.record_types import StoredRecord

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
	"SLA Escalation Policy": ("tiers", "triggers", "duties", "reasons"),
}
OPEN_IN_ROWS = {
	*STAFFING,
	*("acknowledge_within", "repeat_every", "hours", "wakes_for"),
}
"""Of a tier; no other locked table has fields of these names."""
_BOOKKEEPING = {"name", "owner", "creation", "modified", "modified_by", "docstatus", "parent", "parentfield"}


def refuse_change(doc: StoredRecord, method: str | None = None) -> None:
	"""validate of a calendar, matrix or policy. Throws ValidationError naming the agreement that holds it."""
	before = doc.get_doc_before_save()
	if before is None:
		return
	changed = [field for field in CLOSED[doc.doctype] if _value(doc, field) != _value(before, field)]
	holder = _approved_user_of(doc) if changed else None
	if holder:
		frappe.throw(
			_(
				"{0}: {1} was approved with it, so it can't be changed. Make a copy, change the copy, and use it in a new version of the agreement."
			).format(", ".join(_(doc.meta.get_label(field)) for field in changed), holder)
		)


def _value(doc: StoredRecord, field: str) -> Any:
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


def _approved_user_of(doc: StoredRecord) -> str | None:
	"""An approved agreement that refers to a record, or None."""
	uses: list[tuple[str, dict[str, Any]]] = {
		"SLA Calendar": [
			("SLA Agreement", {"default_calendar": doc.name}),
			("SLA Agreement Calendar", {"calendar": doc.name}),
			*(("SLA Agreement", {field: doc.name}) for field in CALENDARS),
			*(
				(table, {"calendar": doc.name})
				for table in ("SLA Agreement Target", "SLA Agreement Guarantee", "SLA Pause Reason")
			),
			*(("SLA Agreement", {"escalation_policy": policy}) for policy in _policies_on(doc)),
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


def _policies_on(doc: StoredRecord) -> list[str]:
	"""The policies whose triggers or duties count on a calendar. Empty for any other record."""
	if doc.doctype != "SLA Calendar":
		return []
	tables = ("SLA Escalation Trigger", "SLA Escalation Duty")
	return sorted(
		{
			str(policy)
			for table in tables
			for policy in frappe.get_all(table, filters={"calendar": doc.name}, pluck="parent")
		}
	)
