"""A massive business impact, declared by an agent (000 §4.2, level 3)."""

import frappe
from frappe import _

from sla_id.engine import EventType
from sla_id.escalation.requests.request_limits import why_closed
from sla_id.instants import utc_now
from sla_id.ledger.record_events import Entry, record_events
from sla_id.ticket_record import TicketDocument


def declare(record: TicketDocument, reason: str) -> bool:
	"""Write it to the ledger of a locked SLA Ticket, once. Returns whether it was new.

	Throws ValidationError without a reason, and for a ticket that is solved or has left its agreement.
	"""
	reason = reason.strip()
	if not reason:
		frappe.throw(_("Reason: say what makes the impact massive."))
	why = why_closed(record)
	if why:
		frappe.throw(why)
	entry = Entry(EventType.MASSIVE_IMPACT, utc_now(), reason=reason, key="massive impact")
	return bool(record_events(record, [entry], "Agent"))
