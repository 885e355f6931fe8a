"""Renames an SLA Ticket with everything that refers to it.

Frappe may give a deleted document's name to the next one. So the record of a deleted ticket gives up its
name, and the next ticket of that name starts its own record. A renamed ticket keeps its record.
"""

from datetime import datetime
from typing import Any

import frappe
from frappe.query_builder import CustomFunction
from pypika.terms import Term

from sla_id.ledger.stored_cycles import rename_cycles

REPLACE = CustomFunction("REPLACE", ["text", "old", "new"])


def archive_record(name: str, at: datetime) -> str:
	"""Rename the record of a deleted ticket out of the way. Returns its new name."""
	aside = f"{name} deleted {at:%Y-%m-%d %H.%M.%S.%f}"
	rename_record(name, aside)
	return aside


def rename_record(old: str, new: str, reference: str | None = None) -> None:
	"""Rename an SLA Ticket with its clocks, their cycles, facts, events, escalations, plans, calls, pauses, claims, answers, notifications and
	waiting messages.

	`reference` is the host's new name.
	"""
	values: dict[str, Any] = {"name": new}
	if reference is not None:
		values["reference_name"] = reference
	_update("SLA Ticket", "name", old, values)
	for rows in ("SLA Ticket Clock", "SLA Ticket Fact"):
		_update(rows, "parent", old, {"parent": new})
	rename_cycles(old, new)
	for doctype in (
		*("SLA Action Plan", "SLA Conference Call", "SLA Major Incident Ticket"),
		*("SLA Ticket Pause", "SLA Ticket Claim", "SLA Breach Answer"),
	):
		_update(doctype, "sla_ticket", old, {"sla_ticket": new})
	for doctype, key in (
		("SLA Event", "event_key"),
		("SLA Escalation", "escalation_key"),
		("SLA Escalation Request", "open_key"),
	):
		table = frappe.qb.DocType(doctype)
		_update(
			doctype, "sla_ticket", old, {"sla_ticket": new, key: REPLACE(table[key], f"{old}:", f"{new}:")}
		)
	for doctype, kind, field in (
		("Notification Log", "document_type", "document_name"),
		("SLA Outbox", "reference_doctype", "reference_name"),
	):
		table = frappe.qb.DocType(doctype)
		frappe.qb.update(table).set(table[field], new).where(
			(table[kind] == "SLA Ticket") & (table[field] == old)
		).run()


def _update(doctype: str, field: str, value: str, changes: dict[str, str | Term]) -> None:
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.update(table).where(table[field] == value)
	for name, change in changes.items():
		query = query.set(table[name], change)
	query.run()
