"""Which Communications count as a reply, and as whose.

A first response is a public reply by an agent that reaches the partner: not an internal note, a mail to a colleague, an
automatic message, the helpdesk's own notice, a copy made by merging tickets, nor the message with which the ticket was
opened (000 §1.3; docs/architecture.md, "The hosts"). What nobody wrote, or nobody of the partner's, is no answer of the partner's.
"""

import re
from typing import Any

import frappe
from frappe.utils import get_datetime

from sla_id.hosts.automatic import is_automatic, is_bouncer, is_reply_of_machine, mail_in_hand
from sla_id.hosts.counted import CountedAs
from sla_id.hosts.opening import OPENING, is_opening
from sla_id.hosts.registry import HOSTS
from sla_id.hosts.sides import Sides, address_of, addresses_in, find_user, is_mailbox

LEFT = ("Sent", "Read", "Opened", "Clicked")
FAILED = ("Error", "Expired", "Bounced", "Rejected")
"""Frappe's words for how a Communication's mail fared."""
_TICKET = re.compile(r"/tickets/(\w+)|#(\w+)")


def is_about_ticket(communication: Any) -> bool:
	"""Whether it is a message on a host's ticket, and no note, call or notification."""
	return (
		communication.reference_doctype in HOSTS
		and bool(communication.reference_name)
		and communication.communication_type == "Communication"
	)


def count(communication: Any, sides: Sides) -> CountedAs | None:
	"""What a message on a ticket that isn't its opening counts as; None: sent by nobody who answers for anybody."""
	if is_merge_copy(communication):
		return CountedAs.COPY
	received = communication.sent_or_received != "Sent"
	return _count_received(communication, sides) if received else _count_sent(communication, sides)


def _count_received(communication: Any, sides: Sides) -> CountedAs:
	sender = address_of(communication.sender)
	if is_nobodys(communication):
		return CountedAs.AUTOMATIC
	if sender in sides.reporters:
		return CountedAs.PARTNER
	if sides.is_agent(sender) or is_mailbox(sender):
		# from their own mail program, in their own name or in the helpdesk's
		return CountedAs.ANSWER if _reaches_partner(communication, sides) else CountedAs.INTERNAL
	return CountedAs.INTERNAL if sides.is_internal(sender) else CountedAs.PARTNER


def _count_sent(communication: Any, sides: Sides) -> CountedAs | None:
	writer = _writer(communication)
	addressed = addresses_in(communication.recipients, communication.cc, communication.bcc)
	reaches = _reaches_partner(communication, sides)
	if sides.reporters & {writer, address_of(communication.sender)} and not reaches:
		# an agent who raised the ticket writes as who raised it, unless to others of the partner's
		return CountedAs.PARTNER
	if not sides.is_agent(writer):
		return None
	if is_notice(communication):
		return CountedAs.NOTICE
	if addressed and not reaches:
		return CountedAs.INTERNAL
	if communication.delivery_status == "Scheduled":
		return CountedAs.SCHEDULED
	return CountedAs.NOT_DELIVERED if communication.delivery_status in FAILED else CountedAs.ANSWER


def _writer(communication: Any) -> str:
	"""Who wrote a sent message: who saved it, whatever mailbox it goes out from; else its sender."""
	for person in (communication.owner, communication.sender):
		if find_user(address_of(person)):
			return address_of(person)
	return ""


def _reaches_partner(communication: Any, sides: Sides) -> bool:
	"""Whether somebody of the partner's, other than who sent it, is among those it was sent to."""
	sender = {address_of(communication.sender), address_of(communication.owner)}
	addressed = addresses_in(communication.recipients, communication.cc, communication.bcc)
	return any(sides.is_partners(address) for address in addressed if address not in sender)


def is_nobodys(communication: Any, opens: bool | None = None) -> bool:
	"""Whether nobody wrote a received message; its headers are at hand only while it is being read. Who knows says whether it
	`opens` its ticket.

	An alert that a program writes by itself is a report where it opens a ticket, and no answer to one.
	"""
	mail = mail_in_hand()
	headers = mail.mail if mail else None
	if is_opening(communication) if opens is None else opens:
		return is_bouncer(communication.sender) or bool(headers and is_reply_of_machine(headers))
	doctype, name = communication.reference_doctype, communication.reference_name
	subject = frappe.db.get_value(doctype, name, HOSTS[doctype].subject_field)
	return is_automatic(headers, communication.sender, communication.subject, subject or "")


def is_merge_copy(communication: Any) -> bool:
	"""Whether merging copied it here: the same message, of the same moment, stands under another ticket.

	A copy keeps the moment of the original, so only what is older than itself is looked for: mail by the id of its message,
	which is indexed, and what was written here, hardly ever, by its moment.
	"""
	written, sent = get_datetime(communication.creation), get_datetime(communication.communication_date)
	if communication.message_id:
		same: dict[str, Any] = {"message_id": communication.message_id}
	elif sent and sent < written - OPENING:
		same = {
			"communication_date": sent,
			"sender": communication.sender,
			"subject": communication.subject,
		}
	else:
		return False
	others = {"name": ["!=", communication.name], "reference_doctype": communication.reference_doctype}
	return bool(
		frappe.db.exists(
			"Communication", {**others, "reference_name": ["!=", communication.reference_name], **same}
		)
	)


def is_notice(communication: Any) -> bool:
	"""Whether Helpdesk wrote it in an agent's name: to nobody, and about a ticket split off this one or merged with it."""
	return noticed_ticket(communication) is not None


def noticed_ticket(communication: Any) -> str | None:
	"""The other ticket that a notice of Helpdesk's is about; None for what is no notice."""
	doctype, name = communication.reference_doctype, str(communication.reference_name)
	if doctype != "HD Ticket" or addresses_in(communication.recipients, communication.cc, communication.bcc):
		return None
	for match in _TICKET.finditer(communication.content or ""):
		other = match[1] or match[2]
		split_from = frappe.db.get_value(doctype, other, "ticket_split_from") if other != name else None
		merged_with = frappe.db.get_value(doctype, name, "merged_with")
		if str(split_from or "") == name or str(merged_with or "") == other:
			return other
	return None
