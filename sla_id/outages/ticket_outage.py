"""An outage from a ticket in one act: what the ticket says of it is filled in, and a second one isn't opened for the same ticket."""

from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe import _
from pypika import Order

from sla_id.audit_trail import record_change
from sla_id.hosts.ticket_hooks import guarded
from sla_id.instants import from_utc, utc_now
from sla_id.ledger.record import lock_record
from sla_id.outages.outage_values import (
	COUNTING,
	DOCTYPE,
	OPEN,
	PARTNER,
	SERVICE_ROW,
	TICKET_ROW,
	DownService,
	NewOutage,
	state_of,
)
from sla_id.outages.record_outage import link_ticket, lock_outage, open_outage
from sla_id.record_types import OutageRecord
from sla_id.savepoints import undone_on_failure
from sla_id.ticket_record import TicketRecord

_TITLE = 140


@dataclass(frozen=True, slots=True)
class TicketReport:
	"""What a person says of the outage that a ticket reports. `everybody`: not only the partners whose tickets report it."""

	title: str
	services: tuple[DownService, ...]
	started: datetime
	everybody: bool = False
	cause: str = ""
	ended: datetime | None = None


def report_from_ticket(sla_ticket: str, report: TicketReport) -> str:
	"""Open an outage that a ticket, or the major incident it is in, reports; its name.

	Throws ValidationError where the ticket has one that counts, or the report says what can't be.
	"""
	record = lock_record(sla_ticket)
	if record is None:
		frappe.throw(_("There is no ticket {0}.").format(sla_ticket))
	known = outages_of_ticket(record)
	if known:
		frappe.throw(_("This ticket's outage is recorded already: {0}.").format(", ".join(known)))
	tickets, partners = _reporting(record)
	return open_outage(
		NewOutage(
			title=report.title,
			services=report.services,
			started=report.started,
			ended=report.ended,
			cause=report.cause,
			detected_by=PARTNER,
			source=tickets[0][1] if len(tickets) == 1 else record.major_incident or "",
			partners=() if report.everybody else partners,
			tickets=tickets,
			major_incident=record.major_incident or None,
		)
	)


def join_outage(outage: str, sla_ticket: str) -> None:
	"""Link a ticket to an outage that is recorded already. Throws ValidationError for one that doesn't count."""
	record = lock_record(sla_ticket)
	if record is None:
		frappe.throw(_("There is no ticket {0}.").format(sla_ticket))
	link_ticket(outage, record.reference_doctype, str(record.reference_name))


def outages_of_ticket(record: TicketRecord) -> list[str]:
	"""The outages that count and that a ticket is linked to."""
	outage, row = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType(TICKET_ROW)
	query = (
		frappe.qb.from_(row)
		.join(outage)
		.on(row.parent == outage.name)
		.select(outage.name)
		.distinct()
		.where(row.ticket_doctype == record.reference_doctype)
		.where(row.ticket == str(record.reference_name))
		.where((row.parenttype == DOCTYPE) & outage.status.isin(COUNTING))
		.orderby(outage.name)
	)
	return [name for (name,) in query.run()]


def open_outages_of(service: str | None) -> list[tuple[str, str]]:
	"""The open outages of a service, or all without one: name and title, the latest first."""
	outage, row = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType(SERVICE_ROW)
	query = frappe.qb.from_(outage).select(outage.name, outage.title).where(outage.status == OPEN)
	if service:
		named = frappe.qb.from_(row).select(row.parent).where(row.service == service)
		query = query.where(outage.name.isin(named.where(row.parenttype == DOCTYPE)))
	return [(name, title) for name, title in query.orderby(outage.started_utc, order=Order.desc).run()]


def suggested_report(record: TicketRecord) -> TicketReport:
	"""What a ticket says of an outage: its subject, service and the time of its report. In a major incident everybody may be hit."""
	return TicketReport(
		title=(record.subject or str(record.reference_name))[:_TITLE],
		services=(DownService(record.service),) if record.service else (),
		started=from_utc(record.received_utc) or utc_now(),
		everybody=not record.partner,
	)


@guarded
def follow_ticket_rename(
	doc: OutageRecord, method: str | None, old: str, new: str, merge: bool = False
) -> None:
	"""after_rename of a host's ticket: Frappe has renamed it in the outages' rows, and their trails say so."""
	rows = frappe.get_all(
		TICKET_ROW,
		filters={"ticket_doctype": doc.doctype, "ticket": new, "parenttype": DOCTYPE},
		pluck="parent",
	)
	with undone_on_failure():
		for name in sorted(set(rows)):
			after = state_of(lock_outage(name))["tickets"]
			renamed = {"ticket_doctype": doc.doctype, "ticket": new}
			before = [{**row, "ticket": old} if row == renamed else row for row in after]
			record_change(DOCTYPE, name, "Ticket renamed", {"tickets": before}, {"tickets": after})


def _reporting(record: TicketRecord) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
	"""The tickets that report it, and their partners: those of its major incident, else the ticket alone."""
	rows = [record]
	if record.major_incident:
		named = frappe.get_all(
			"SLA Major Incident Ticket",
			filters={"parent": record.major_incident, "removed": 0},
			pluck="sla_ticket",
			order_by="idx",
		)
		fields = ["name", "reference_doctype", "reference_name", "partner"]
		found = frappe.get_all("SLA Ticket", filters={"name": ["in", named]}, fields=fields)
		rows = sorted(found, key=lambda row: named.index(row.name)) or rows
	tickets = tuple((row.reference_doctype, str(row.reference_name)) for row in rows)
	return tickets, tuple(dict.fromkeys(row.partner for row in rows if row.partner))
