"""New tickets are looked at once more when all that came along is there: whether several partners are hit at the same time,
and what the report lacks."""

import frappe

from sla_id.hosts.observe import settle_arrival
from sla_id.ledger.record import record_failure
from sla_id.major_incidents.search import look_for_major_incident, tell_grouped
from sla_id.savepoints import own_transaction
from sla_id.sweep.what_is_due import Pending

MOST = 500


def group_arrivals(pending: Pending) -> int:
	"""Look at every new ticket, each in a transaction of its own, then tell what was grouped; how many were told."""
	names = _arrivals() if pending.arrivals or pending.changes else []
	for name in names:
		look_for_major_incident(name)
		_complete(name)
	return tell_grouped() if names or pending.groups else 0


def _complete(name: str) -> None:
	"""One that fails has a problem, which the tick tries again; it holds up no other."""
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
