"""An SLA Ticket knows the number of its last event."""

from itertools import islice

import frappe
from frappe.query_builder.functions import Max

from sla_id.bulk import update_rows

BATCH = 1_000


def execute() -> None:
	"""Count once; from now on whoever adds an event says so."""
	event = frappe.qb.DocType("SLA Event")
	last = (
		frappe.qb.from_(event).select(event.sla_ticket, Max(event.sequence)).groupby(event.sla_ticket).run()
	)
	rows = iter(last)
	while batch := list(islice(rows, BATCH)):
		update_rows("SLA Ticket", {name: {"last_sequence": number} for name, number in batch})
