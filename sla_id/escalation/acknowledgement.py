"""Taking over an escalation as its rows say it; the event in the ledger is what the engine goes by."""

from datetime import datetime

import frappe

from sla_id.instants import to_utc

DOCTYPE = "SLA Escalation"


def mark_acknowledged(ticket: str, level: int, at: datetime, user: str) -> None:
	"""Write on a ticket's escalations up to that level who took them over; one that somebody has already stays theirs."""
	open_rows = frappe.get_all(
		DOCTYPE,
		filters={"sla_ticket": ticket, "level": ["<=", level], "acknowledged_by": ["is", "not set"]},
		pluck="name",
	)
	for name in open_rows:
		frappe.db.set_value(DOCTYPE, name, {"acknowledged_utc": to_utc(at), "acknowledged_by": user})
