"""Reports count rows of SLA Clock Cycle: those of tickets from before are written from their events, a batch a transaction.

One that was stopped goes on where it was. A ticket that can't be computed gets its rows when it can.
"""

import frappe

from sla_id.ledger.fill_cycles import fill_cycles

BATCH = 200


def execute() -> None:
	"""Run any number of times: only tickets without rows are looked at."""
	after = ""
	while names := _next_names(after):
		after = names[-1]
		fill_cycles(names)
		frappe.db.commit()  # nosemgrep: what is written stays when the next batch is stopped


def _next_names(after: str) -> list[str]:
	ticket = frappe.qb.DocType("SLA Ticket")
	query = (
		frappe.qb.from_(ticket)
		.select(ticket.name)
		.where((ticket.name > after) & ticket.evaluated_utc.isnotnull())
	)
	return [
		name
		for (name,) in query.where(ticket.cycles_written.isnull()).orderby(ticket.name).limit(BATCH).run()
	]
