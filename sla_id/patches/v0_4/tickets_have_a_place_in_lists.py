"""Lists show open tickets first, as they are due."""

import frappe

from sla_id.ledger.record import CLOSED_LAST, PROBLEM, PROBLEMS_FIRST, WITHOUT_DUE


def execute() -> None:
	"""Give each its place, as the ledger does from now on."""
	ticket = frappe.qb.DocType("SLA Ticket")
	closed = ticket.resolved_utc.isnotnull() | (ticket.excluded == 1)
	for where, place in (
		(ticket.urgency_utc.isnull() & closed, CLOSED_LAST),
		(ticket.urgency_utc.isnull() & (ticket.state == PROBLEM), PROBLEMS_FIRST),
		(ticket.urgency_utc.isnull() & ticket.due_utc.isnotnull(), ticket.due_utc),
		(ticket.urgency_utc.isnull(), WITHOUT_DUE),
	):
		frappe.qb.update(ticket).set(ticket.urgency_utc, place).where(where).run()
