"""Which Communications count as a reply, and as whose.

A first response is a public reply by an agent: not an internal note, an automatic message, a copy made by merging
tickets, nor the message with which an agent opened the ticket (000 §1.3; HOSTS).
"""

from datetime import timedelta
from typing import Any

import frappe

from sla_id.agreements.partners import AGENTS, partners_of
from sla_id.engine import EventType
from sla_id.hosts.registry import HOSTS

OPENING = timedelta(seconds=2)
"""A message written within so little of the ticket's creation belongs to the creation."""
AGENT_ROLES = AGENTS | {"Agent Manager"}


def reply_event(communication: Any) -> EventType | None:
	"""CONFIRMED for an agent's public reply, PARTNER_REPLIED for the other side's, None for what is no reply."""
	if communication.reference_doctype not in HOSTS or communication.communication_type != "Communication":
		return None
	if is_opening(communication) or is_merge_copy(communication):
		return None
	sender_is_agent = _is_agent(communication)
	if communication.sent_or_received == "Sent":
		return EventType.CONFIRMED if sender_is_agent else None
	return None if sender_is_agent else EventType.PARTNER_REPLIED


def is_opening(communication: Any) -> bool:
	"""Whether it is the message that the ticket was made of or with."""
	created = frappe.db.get_value(communication.reference_doctype, communication.reference_name, "creation")
	if created is None:
		return True
	written = frappe.utils.get_datetime(communication.creation)
	return written <= frappe.utils.get_datetime(created) + OPENING


def is_merge_copy(communication: Any) -> bool:
	"""Whether merging copied it here: the same message, of the same moment, stands under another ticket."""
	return bool(
		frappe.db.exists(
			"Communication",
			{
				"name": ["!=", communication.name],
				"reference_doctype": communication.reference_doctype,
				"reference_name": ["!=", communication.reference_name],
				"communication_date": communication.communication_date,
				"sender": communication.sender,
				"subject": communication.subject,
			},
		)
	)


def _is_agent(communication: Any) -> bool:
	"""Mail that came in is its sender's: whoever fetches it, the scheduler as a rule, owns the record."""
	received = communication.sent_or_received == "Received" and communication.sender
	for user in (communication.sender,) if received else (communication.owner, communication.sender):
		if not user or user == "Guest" or not frappe.db.exists("User", user):
			continue
		if partners_of(user):
			return False
		if AGENT_ROLES & set(frappe.get_roles(user)):
			return True
	return False
