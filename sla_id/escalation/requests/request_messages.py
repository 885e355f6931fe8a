"""What people are told of a request, through the outbox.

Deciders are told at once, the requester once it is decided.
"""

from datetime import datetime
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.ticket_language import agreement_reading
from sla_id.escalation.requests.who_may_ask import deciders, say_tier
from sla_id.instants import utc_now
from sla_id.notify.outbox import Message, enqueue, tell_users
from sla_id.notify.outbox.channels.mail import MAIL, has_outgoing_account
from sla_id.notify.outbox.reader_language import reader_of
from sla_id.record_types import EscalationRequestRecord
from sla_id.ticket_record import TicketRecord


def tell_deciders(record: TicketRecord, request: EscalationRequestRecord, until: datetime) -> None:
	"""Tell those who decide about a request by bell and e-mail, with a link and the deadline.

	If there is nobody to tell, the request says so.
	"""
	people = deciders(record, request.level, utc_now())
	if not people:
		_note(request, _("Nobody who can decide this request could be told about it."))
	for user in people:
		language, _zone = reader_of(user)
		context = {
			**_context(record, request, language),
			"due": until.isoformat(),
			"title": _say_reason(request, language),
		}
		key = f"request:{request.name}:asked"
		tell_users(
			[user], key, "escalation_requested", context, ("SLA Escalation Request", request.name), email=True
		)


def tell_requester(record: TicketRecord, request: EscalationRequestRecord) -> None:
	"""E-mail the decision and the answer to the requester, even if SLA Settings turn off e-mail about
	escalations.
	"""
	user = request.requested_by
	address = frappe.db.get_value("User", user, "email")
	if not address or not has_outgoing_account():
		_note(request, _("The decision could not be sent to {0}, who has no e-mail address.").format(user))
		return
	language, _zone = reader_of(user)
	context = {
		**_context(record, request, language),
		"title": _(request.status, language),
		"facts": [request.answer] if request.answer else [],
	}
	about = ("SLA Ticket", record.name)
	enqueue(
		Message(
			f"request:{request.name}:decided", MAIL.title, address, "request_decided", context, about, user
		)
	)


def _note(request: EscalationRequestRecord, text: str) -> None:
	"""Write a comment that staff read below the request."""
	request.add_comment("Info", frappe.utils.escape_html(text))


def _context(record: TicketRecord, request: EscalationRequestRecord, language: str) -> dict[str, Any]:
	_language, zone = agreement_reading(record)
	return {
		"reference": record.reference_name,
		"priority": record.priority,
		"state": record.state,
		"agreement_zone": str(zone),
		"level": request.level,
		"responsible": say_tier(record, request.level, language),
	}


def _say_reason(request: EscalationRequestRecord, language: str) -> str:
	label = request.reason_label if language == "id" else request.reason_label_en
	return str(label or request.reason_label or "")
