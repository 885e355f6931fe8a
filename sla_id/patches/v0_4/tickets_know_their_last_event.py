"""An SLA Ticket knows the number of its last event."""

import frappe
from frappe.query_builder.functions import Max


def execute() -> None:
	"""Count once; from now on whoever adds an event says so."""
	ticket, event = frappe.qb.DocType("SLA Ticket"), frappe.qb.DocType("SLA Event")
	last = frappe.qb.from_(event).select(Max(event.sequence)).where(event.sla_ticket == ticket.name)
	frappe.qb.update(ticket).set(ticket.last_sequence, last).where(ticket.last_sequence == 0).run()
