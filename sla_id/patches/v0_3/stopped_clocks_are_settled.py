"""A stopped clock keeps what was said of it, as far as the ledger was known then: for those of before, all of it was."""

import frappe
from pypika.functions import Max


def execute() -> None:
	"""Run any number of times: only clocks that don't say it yet are written."""
	clock, event = frappe.qb.DocType("SLA Ticket Clock"), frappe.qb.DocType("SLA Event")
	known = (
		frappe.qb.from_(clock)
		.join(event)
		.on(event.sla_ticket == clock.parent)
		.select(clock.name, Max(event.sequence))
		.where(clock.stopped_utc.isnotnull() & (clock.ledger_sequence == 0))
		.groupby(clock.name)
	).run()
	for name, sequence in known:
		frappe.qb.update(clock).set(clock.ledger_sequence, sequence).where(clock.name == name).run()
