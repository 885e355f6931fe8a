"""Mark the open tickets that the tick has to look at again after a record has changed.

A changed calendar, holiday list or release affects all open tickets. A changed agreement affects the open
tickets that have none.
"""

from typing import Any

import frappe

from sla_id.agreements.agreement_cache import forget_agreements
from sla_id.agreements.working_calendars import forget_calendars
from sla_id.bulk import update_rows
from sla_id.instants import to_utc, utc_now
from sla_id.ledger.due_moves import describe_change
from sla_id.record_types import AgreementRecord, StoredRecord
from sla_id.ticket_record import TicketDocument

NO_AGREEMENT = "No Agreement"


def mark_open_tickets(doc: StoredRecord | None = None, method: str | None = None) -> None:
	"""on_update of records that due times depend on. Settled tickets are left as they are."""
	forget_calendars()
	forget_agreements()
	# an update saves every calendar that the app ships, but a holiday list only where its days have changed
	setting_up = frappe.flags.in_install or frappe.flags.in_migrate
	if setting_up and (doc is None or doc.doctype != "SLA Holiday List"):
		return
	ticket = frappe.qb.DocType("SLA Ticket")
	values: dict[str, Any] = {"next_event_at": to_utc(utc_now())}
	if doc is not None:
		values["recompute_reason"] = describe_change(doc.doctype, doc.name, frappe.session.user)
	_mark(_open(ticket) & (ticket.state != NO_AGREEMENT), values)


def mark_without_agreement(doc: AgreementRecord, method: str | None = None) -> None:
	"""on_change of an SLA Agreement: mark open tickets without an agreement that this one may cover.

	It also runs on the day when the agreement comes into force.
	"""
	if doc.docstatus != 1:
		return
	ticket = frappe.qb.DocType("SLA Ticket")
	meant = _open(ticket) & (ticket.state == NO_AGREEMENT)
	if doc.partner:
		meant &= ticket.partner == doc.partner
	elif doc.partner_group:
		partner = frappe.qb.DocType("SLA Partner")
		group = (
			frappe.qb.from_(partner).select(partner.name).where(partner.partner_group == doc.partner_group)
		)
		meant &= ticket.partner.isin(group)
	elif not doc.is_default:
		return
	_mark(meant, {"next_event_at": to_utc(utc_now())})


def _mark(meant: Any, values: dict[str, Any]) -> None:
	"""Mark rows by name, in order of name.

	An update that searches for its rows would lock every row it looks at, and the gaps between them.
	"""
	ticket = frappe.qb.DocType("SLA Ticket")
	rows = frappe.qb.from_(ticket).select(ticket.name).where(meant).orderby(ticket.name).run()
	update_rows("SLA Ticket", {name: values for (name,) in rows})


def _open(ticket: Any) -> Any:
	return ticket.resolved_utc.isnull() & (ticket.excluded == 0)


def mark_edited_ticket(doc: TicketDocument, method: str | None = None) -> None:
	"""before_save of an SLA Ticket: a linked release or an estimate moves its due times, so the tick has to
	look at it.
	"""
	if not doc.is_new() and (doc.has_value_changed("release") or doc.has_value_changed("estimate")):
		doc.next_event_at = to_utc(utc_now())
