"""Marks escalations as taken over on their rows. The engine itself goes by the event in the ledger."""

from datetime import datetime

import frappe

from sla_id.instants import to_utc

DOCTYPE = "SLA Escalation"


def mark_acknowledged(ticket: str, level: int, at: datetime, user: str) -> None:
	"""Write who took them over on a ticket's escalations up to that level.

	Those already taken over don't change.
	"""
	open_rows = frappe.get_all(
		DOCTYPE,
		filters={"sla_ticket": ticket, "level": ["<=", level], "acknowledged_by": ["is", "not set"]},
		pluck="name",
	)
	for name in open_rows:
		frappe.db.set_value(DOCTYPE, name, {"acknowledged_utc": to_utc(at), "acknowledged_by": user})
