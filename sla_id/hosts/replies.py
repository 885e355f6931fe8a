"""Which Communications count as a reply, and whose reply each one is.

A first response is a public reply by an agent that reaches the partner. These are no first response: an
internal note, a mail to a colleague, an automatic message, the helpdesk's own notice, a copy made by merging
tickets, and the message that opened the ticket (000 §1.3; docs/architecture.md, "The hosts"). A message
counts as the partner's answer only if one of the partner's people wrote it.
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
from sla_id.record_types import CommunicationRecord

LEFT = ("Sent", "Read", "Opened", "Clicked")
FAILED = ("Error", "Expired", "Bounced", "Rejected")
"""Frappe's words for how a Communication's mail fared."""
_TICKET = re.compile(r"/tickets/(\w+)|#(\w+)")


def is_about_ticket(communication: CommunicationRecord) -> bool:
	"""Whether it is a message on a host's ticket. Notes, calls and notifications are not."""
	return (
		communication.reference_doctype in HOSTS
		and bool(communication.reference_name)
		and communication.communication_type == "Communication"
	)


def count(communication: CommunicationRecord, sides: Sides) -> CountedAs | None:
	"""What a message on a ticket counts as, unless it opens the ticket.

	Returns None if its sender answers for neither side.
	"""
	if is_merge_copy(communication):
		return CountedAs.COPY
	received = communication.sent_or_received != "Sent"
	return _count_received(communication, sides) if received else _count_sent(communication, sides)


def _count_received(communication: CommunicationRecord, sides: Sides) -> CountedAs:
	sender = address_of(communication.sender)
	if is_nobodys(communication):
		return CountedAs.AUTOMATIC
	if sender in sides.reporters:
		return CountedAs.PARTNER
	if sides.is_agent(sender) or is_mailbox(sender):
		# from their own mail program, in their own name or in the helpdesk's
		return CountedAs.ANSWER if _reaches_partner(communication, sides) else CountedAs.INTERNAL
	return CountedAs.INTERNAL if sides.is_internal(sender) else CountedAs.PARTNER


def _count_sent(communication: CommunicationRecord, sides: Sides) -> CountedAs | None:
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


def _writer(communication: CommunicationRecord) -> str:
	"""Who wrote a sent message.

	That is the user who saved it, whatever mailbox it is sent from. If no user saved it, it is the sender.
	"""
	for person in (communication.owner, communication.sender):
		if find_user(address_of(person)):
			return address_of(person)
	return ""


def _reaches_partner(communication: CommunicationRecord, sides: Sides) -> bool:
	"""Whether the recipients include one of the partner's people other than the sender."""
	sender = {address_of(communication.sender), address_of(communication.owner)}
	addressed = addresses_in(communication.recipients, communication.cc, communication.bcc)
	return any(sides.is_partners(address) for address in addressed if address not in sender)


def is_nobodys(communication: CommunicationRecord, opens: bool | None = None) -> bool:
	"""Whether a received message was written by no person. Its headers are available only while it is being
	read.

	A caller that knows whether the message opens its ticket passes `opens`. An alert that a program writes
	counts as a report if it opens a ticket, but never as an answer to one.
	"""
	mail = mail_in_hand()
	headers = mail.mail if mail else None
	if is_opening(communication) if opens is None else opens:
		return is_bouncer(communication.sender) or bool(headers and is_reply_of_machine(headers))
	doctype, name = communication.reference_doctype, communication.reference_name
	subject = frappe.db.get_value(doctype, name, HOSTS[doctype].subject_field)
	return is_automatic(headers, communication.sender, communication.subject, subject or "")


def is_merge_copy(communication: CommunicationRecord) -> bool:
	"""Whether merging copied it here: another ticket has the same message with the same date.

	A copy keeps the date of the original, so only a message older than its own row is looked for. Mail is
	found by its message id, which is indexed. A message written in the helpdesk is found by its date, which
	is rarely needed.
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


def is_notice(communication: CommunicationRecord) -> bool:
	"""Whether Helpdesk wrote it in an agent's name.

	Such a notice has no recipients and names a ticket that was split off this one or merged with it.
	"""
	return noticed_ticket(communication) is not None


def noticed_ticket(communication: CommunicationRecord) -> str | None:
	"""The other ticket that a Helpdesk notice is about. None if the message is no notice."""
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
