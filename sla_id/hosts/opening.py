"""The message that opened a ticket: a mail, the portal's text, or what an agent wrote down."""

from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.utils import get_datetime

from sla_id.hosts.automatic import mail_in_hand
from sla_id.hosts.counted import counted_field
from sla_id.hosts.registry import HOSTS
from sla_id.record_types import CommunicationRecord

OPENING = timedelta(seconds=2)
"""A message written within so little of the ticket's creation belongs to the creation."""


def is_opening(communication: CommunicationRecord, ticket_created: datetime | None = None) -> bool:
	"""Whether a message opened its ticket.

	A caller that knows when the ticket was created passes that (site time, naive).
	"""
	doctype, name = communication.reference_doctype, communication.reference_name
	created = get_datetime(ticket_created or frappe.db.get_value(doctype, name, "creation"))
	if created is None or get_datetime(communication.creation) <= created + OPENING:
		return True
	mail = mail_in_hand()
	if mail is not None:
		return not mail.reference_document()
	# read from a mailbox more slowly than that
	sent = get_datetime(communication.communication_date)
	first = communication.message_id and sent and sent <= created and _first_message(doctype, str(name))
	return bool(first and first.name == communication.name)


def opening_message(doctype: str, name: str, created: datetime) -> Any | None:
	"""The received message that opened a ticket created then (site time, naive).

	None while there is none, and for tickets that an agent opened.
	"""
	first = _first_message(doctype, name)
	return first if first and first.sent_or_received == "Received" and is_opening(first, created) else None


def _first_message(doctype: str, name: str) -> Any | None:
	return min(messages_of(doctype, name), key=lambda row: row.creation, default=None)


def messages_of(doctype: str, name: str) -> list[Any]:
	"""The messages on a ticket, without their texts, in no order."""
	fields = (
		*("name", "creation", "modified", "reference_doctype", "reference_name", "message_id"),
		*("communication_date", "sent_or_received", "communication_medium", "email_account"),
		*filter(None, [counted_field()]),
	)
	return HOSTS[doctype].messages(name, fields)
