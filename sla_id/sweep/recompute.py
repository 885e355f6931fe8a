"""After a calendar, a holiday list or a release has changed: every open ticket is evaluated again by the tick."""

from typing import Any

import frappe

from sla_id.agreements.calendars import forget_calendars
from sla_id.instants import to_utc, utc_now


def recompute_open_tickets(doc: Any = None, method: str | None = None) -> None:
	"""on_update of what due times depend on. Settled tickets are left as they are."""
	forget_calendars()
	if frappe.flags.in_install or frappe.flags.in_migrate:
		return
	ticket = frappe.qb.DocType("SLA Ticket")
	frappe.qb.update(ticket).set(ticket.next_event_at, to_utc(utc_now())).where(
		ticket.resolved_utc.isnull() & (ticket.excluded == 0)
	).run()


def look_again(doc: Any, method: str | None = None) -> None:
	"""before_save of an SLA Ticket: a linked release or an estimate moves its due times, so the tick has to look."""
	if not doc.is_new() and (doc.has_value_changed("release") or doc.has_value_changed("estimate")):
		doc.next_event_at = to_utc(utc_now())
