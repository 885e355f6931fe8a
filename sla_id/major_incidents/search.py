"""Major incidents that the tick finds: several partners report incidents of one service within a short time.

For the minute tick, outside any other transaction: `look_for_major_incident` for each new ticket, then `tell_grouped`.
Both commit as they go and may be called again at any time. The next call does what a crash left undone.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import frappe
from frappe import _

from sla_id.escalation.escalation_settings import read_settings
from sla_id.instants import from_utc, to_utc
from sla_id.ledger.record import lock_record, record_failure
from sla_id.major_incidents.grouping import (
	BY_ITSELF,
	DOCTYPE,
	OPEN,
	ROW,
	add_rows,
	open_incident,
	partners_in,
	tell_ticket,
	top_service,
)
from sla_id.record_types import MajorIncidentRecord, MajorIncidentTicketRow
from sla_id.savepoints import own_transaction
from sla_id.ticket_record import TicketRecord

TRIES = 3
T = TypeVar("T")


def look_for_major_incident(sla_ticket_name: str) -> str | None:
	"""Group a new ticket with those of other partners about the same service. Returns the major incident, or None.

	A ticket counts if it is an open incident of the same service, or of the same top service, and was received within
	the minutes before it that SLA Settings state. If one of them is in an open major incident, all partners of that one
	count. A ticket that a person took out, or whose major incident is resolved, isn't grouped automatically again.
	"""
	title = f"{sla_ticket_name} could not be looked at for a major incident"
	name = _in_a_transaction(lambda: _group(sla_ticket_name), title)
	if name:
		_tell(name)
	return name


def tell_grouped() -> int:
	"""Update the tickets of open major incidents whose ledgers lack the present number of partners. Returns how many there were.

	This covers what `look_for_major_incident` left undone when it died, and tickets that came in while a person grouped
	others. It costs two indexed look-ups if there is nothing to do.
	"""
	told = 0
	for name in frappe.get_all(DOCTYPE, filters={"status": OPEN}, pluck="name", order_by="name"):
		told += _tell(name)
	return told


def _group(name: str) -> str | None:
	most = read_settings().major_partners
	record = frappe.db.exists("SLA Ticket", name) and frappe.get_doc("SLA Ticket", name)
	if not most or not record or not _counts(record) or not record.service:
		return None
	if record.major_incident or _was_taken_out(name):
		return record.major_incident or None
	near = _near(record)
	if len(_partners(near)) < most:
		return None
	# under their locks, in order of name: what has been solved or grouped since is left out
	locked = [held for row in sorted(near, key=lambda row: row.name) if (held := lock_record(row.name))]
	near = [held for held in locked if _counts(held)]
	free = [held for held in near if not held.major_incident]
	partners = _partners(near)
	if len(partners) < most or name not in {held.name for held in free}:
		return None
	incident = open_incident(top_service(record), _title(record), _reason(len(partners)), BY_ITSELF)
	add_rows(incident, free)
	return str(incident.name)


def _partners(near: list[Any]) -> set[str]:
	"""The partners of those tickets, and of the open major incident if one of them is in it."""
	name = next((row.major_incident for row in near if row.major_incident), None)
	return {row.partner for row in near} | (partners_in(frappe.get_doc(DOCTYPE, name)) if name else set())


def _counts(record: TicketRecord) -> bool:
	"""Whether a ticket is an open incident of a partner."""
	return bool(
		(record.kind or "Incident") == "Incident"
		and record.partner
		and record.received_utc
		and not record.resolved_utc
		and not record.excluded
	)


def _near(record: TicketRecord) -> list[Any]:
	"""The tickets that count with this one, including itself. Left out are those taken out and those resolved with another one."""
	ticket = frappe.qb.DocType("SLA Ticket")
	until = from_utc(record.received_utc)
	assert until is not None
	fields = (
		*("name", "kind", "partner", "service", "agreement", "choice"),
		*("received_utc", "resolved_utc", "excluded", "major_incident"),
	)
	rows = (
		frappe.qb.from_(ticket)
		.select(*(ticket[field] for field in fields))
		.where(ticket.received_utc >= to_utc(until - read_settings().major_within))
		.where(ticket.received_utc <= record.received_utc)
	).run(as_dict=True)
	top = top_service(record)
	return [
		row
		for row in rows
		if _counts(row)
		and row.service
		and (row.service == record.service or top_service(row) == top)
		and not _is_elsewhere(row, top)
		and not _was_taken_out(row.name)
	]


def _is_elsewhere(row: TicketRecord, service: str | None) -> bool:
	"""Whether a ticket's major incident is resolved, or isn't that of the service."""
	if not row.major_incident:
		return False
	found = frappe.db.get_value(DOCTYPE, row.major_incident, ["status", "service"], as_dict=True)
	return bool(found) and (found.status != OPEN or found.service != service)


def _was_taken_out(name: str) -> bool:
	return bool(frappe.db.exists(ROW, {"sla_ticket": name, "removed": 1}))


def _title(record: TicketRecord) -> str:
	service = top_service(record)
	name = frappe.get_cached_value("SLA Service", service, "service_name") or service
	return _("{0}: several partners").format(name)[:140]


def _reason(partners: int) -> str:
	minutes = round(read_settings().major_within.total_seconds() / 60)
	return _("{0} partners reported incidents of one service within {1} minutes.").format(partners, minutes)


def _tell(incident_name: str) -> int:
	"""Update each ticket of a major incident in its own transaction, in order of name."""
	incident = frappe.get_doc(DOCTYPE, incident_name)
	if incident.status != OPEN:
		return 0
	rows = [row for row in incident.tickets if not row.removed and row.told < incident.partner_count]
	return sum(
		bool(
			_in_a_transaction(
				partial(_tell_one, incident, row), on_failure=partial(_keep_failure, row.sla_ticket)
			)
		)
		for row in sorted(rows, key=lambda row: row.sla_ticket)
	)


def _tell_one(incident: MajorIncidentRecord, row: MajorIncidentTicketRow) -> bool:
	record = lock_record(row.sla_ticket)
	return record is not None and tell_ticket(incident, row, record, "Reconciliation")


def _keep_failure(name: str, _error: Exception) -> None:
	record_failure(frappe.get_doc("SLA Ticket", name))


def _in_a_transaction(
	work: Callable[[], T], title: str = "", on_failure: Callable[[Exception], object] | None = None
) -> T | None:
	"""Do a piece of work and commit it. It is tried again if the database made it give way to another process."""
	for _number in range(TRIES):
		with own_transaction(title, on_failure=on_failure) as done:
			return work()
		if not done.deadlocked:
			break
	return None
