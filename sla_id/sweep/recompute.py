"""After a calendar, a holiday list or a release has changed: every open ticket is evaluated again by the tick."""

from typing import Any

import frappe

from sla_id.agreements.calendars import forget_calendars
from sla_id.instants import to_utc, utc_now
from sla_id.ledger.due_moves import describe_change


def recompute_open_tickets(doc: Any = None, method: str | None = None) -> None:
	"""on_update of what due times depend on. Settled tickets are left as they are."""
	forget_calendars()
	# an update saves every calendar that the app ships, but a holiday list only where its days have changed
	setting_up = frappe.flags.in_install or frappe.flags.in_migrate
	if setting_up and (doc is None or doc.doctype != "SLA Holiday List"):
		return
	ticket = frappe.qb.DocType("SLA Ticket")
	query = frappe.qb.update(ticket).set(ticket.next_event_at, to_utc(utc_now()))
	if doc is not None:
		note = describe_change(doc.doctype, doc.name, frappe.session.user)
		query = query.set(ticket.recompute_reason, note)
	query.where(ticket.resolved_utc.isnull() & (ticket.excluded == 0)).run()


def look_again(doc: Any, method: str | None = None) -> None:
	"""before_save of an SLA Ticket: a linked release or an estimate moves its due times, so the tick has to look."""
	if not doc.is_new() and (doc.has_value_changed("release") or doc.has_value_changed("estimate")):
		doc.next_event_at = to_utc(utc_now())
