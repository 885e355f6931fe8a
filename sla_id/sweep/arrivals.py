"""New tickets are looked at once, for whether several partners are hit at the same time."""

import frappe

from sla_id.management.major_incident_search import look_for_major_incident, tell_grouped
from sla_id.sweep.pending import Pending

MOST = 500


def group_arrivals(pending: Pending) -> int:
	"""Look at every new ticket, each in a transaction of its own, then tell what was grouped; how many were told."""
	names = _arrivals() if pending.arrivals or pending.changes else []
	for name in names:
		look_for_major_incident(name)
		frappe.db.set_value("SLA Ticket", name, "just_came", 0, update_modified=False)
	return tell_grouped() if names or pending.groups else 0


def _arrivals() -> list[str]:
	ticket = frappe.qb.DocType("SLA Ticket")
	rows = (
		frappe.qb.from_(ticket)
		.select(ticket.name)
		.where(ticket.just_came == 1)
		.orderby(ticket.creation)
		.limit(MOST)
	).run()
	return [row[0] for row in rows]
