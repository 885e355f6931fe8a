"""Compares the hosts' tickets with our records.

It finds tickets that are gone, have no record, stand under another ticket's name, or show something else.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import frappe
from frappe.utils import get_datetime

from sla_id.hosts.base import Host, record_name
from sla_id.hosts.mirror import shows_something_else
from sla_id.hosts.observe import is_another_ticket
from sla_id.hosts.registry import present_hosts
from sla_id.sweep.self_check.finding import Kind, SelfCheckFinding, find_on_ticket
from sla_id.sweep.watermark import OVERLAP
from sla_id.ticket_record import TicketRecord


def check_tickets(host: Host, records: Sequence[TicketRecord]) -> Iterator[SelfCheckFinding]:
	"""Find what is wrong with the tickets of those records. All records must belong to that host."""
	table = frappe.qb.DocType(host.doctype)
	names = [record.reference_name for record in records if _stands_for(record)]
	rows = frappe.qb.from_(table).select("*").where(table.name.isin(names)).run(as_dict=True) if names else []
	there: Mapping[str, Any] = {str(row.name): row for row in rows}
	for record in records:
		row = there.get(str(record.reference_name))
		if not _stands_for(record):
			if not record.excluded:
				yield find_on_ticket(
					record, Kind.RECORD, f"{record.name} speaks of another ticket than its name"
				)
			continue
		if row is None:
			if not record.excluded:
				yield find_on_ticket(
					record, Kind.TICKET_GONE, "its ticket was deleted, and its clocks run on"
				)
		elif is_another_ticket(record, get_datetime(row.creation)):
			yield find_on_ticket(record, Kind.NAME_REUSED, f"its ticket is a later one, of {row.creation}")
		elif not record.mirror_due and shows_something_else(row, record):
			shown = {field: row.get(field) for field in ("sla_id_state", "sla_id_due")}
			yield find_on_ticket(record, Kind.SHOWN, f"its ticket shows {shown}")


def tickets_without_record() -> Iterator[SelfCheckFinding]:
	"""The hosts' tickets that have no record although they changed after the app began to look at tickets.

	Tickets that have not changed since then don't concern the app.
	"""
	first = frappe.get_all("SLA Ticket", fields=["creation"], order_by="creation", limit=1)
	if not first:
		return
	since, until = first[0].creation, frappe.utils.now_datetime() - OVERLAP
	known = set(frappe.get_all("SLA Ticket", pluck="name", limit_page_length=0))
	for host in present_hosts():
		table = frappe.qb.DocType(host.doctype)
		rows = frappe.qb.from_(table).select(table.name, table.modified)
		for name, modified in rows.where(table.modified >= since).where(table.modified < until).run():
			if record_name(host.doctype, name) not in known:
				says = f"it was changed at {get_datetime(modified)} and has no record"
				yield SelfCheckFinding(Kind.NO_RECORD, host.doctype, str(name), says)


def _stands_for(record: TicketRecord) -> bool:
	"""Whether a record belongs to the ticket whose name it has.

	The record of a deleted ticket has given up its name.
	"""
	return bool(record.name == record_name(record.reference_doctype, record.reference_name))
