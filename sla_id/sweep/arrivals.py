"""Looks at new tickets once more when everything that belongs to them has arrived.

It finds out whether several partners are affected at the same time, and what the reports lack.
"""

import frappe

from sla_id.hosts.observe import settle_arrival
from sla_id.ledger.record import record_failure
from sla_id.major_incidents.search import look_for_major_incident, tell_grouped
from sla_id.savepoints import own_transaction
from sla_id.sweep.what_is_due import Pending

MOST = 500


def group_arrivals(pending: Pending) -> int:
	"""Look at every new ticket, each in its own transaction, then tell people what was grouped.

	Returns how many were told.
	"""
	names = _arrivals() if pending.arrivals or pending.changes else []
	for name in names:
		look_for_major_incident(name)
		_complete(name)
	return tell_grouped() if names or pending.groups else 0


def _complete(name: str) -> None:
	"""Look at one new ticket.

	If that fails, it gets a problem, the tick tries it again, and the others go on.
	"""
	with own_transaction(on_failure=lambda _error: _keep_failure(name)):
		settle_arrival(name)
		_take_off_list(name)


def _keep_failure(name: str) -> None:
	fields = ["reference_doctype", "reference_name"]
	doctype, ticket = frappe.db.get_value("SLA Ticket", name, fields) or ("SLA Ticket", name)
	record_failure(frappe._dict(doctype=doctype, name=ticket))
	_take_off_list(name)


def _take_off_list(name: str) -> None:
	frappe.db.set_value("SLA Ticket", name, "just_came", 0, update_modified=False)


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
