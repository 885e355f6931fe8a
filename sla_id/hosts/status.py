"""Decides whether people changed a ticket's status.

A helpdesk reopens a ticket for every mail that comes in. A mail that none of the partner's people wrote ends
no pause and reopens nothing, whatever status the helpdesk shows, until the partner or an agent does.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

import frappe

from sla_id.hosts.base import RUNNING, HostTicket
from sla_id.hosts.counted import MOVES_NO_STATUS, verdict_of
from sla_id.hosts.opening import OPENING, messages_of
from sla_id.hosts.replies import count
from sla_id.hosts.sides import read_sides
from sla_id.instants import from_site
from sla_id.record_types import CommunicationRecord


def ruled_by_people(seen: HostTicket, before: dict[str, Any]) -> HostTicket:
	"""Return a look with the status effect that people intended. `before` is what the last look saw."""
	kept = before.get("effect_kept") and before["status"] == seen.status
	if kept or (before["effect"] != RUNNING and seen.effect == RUNNING and _moved_by_mail(seen)):
		return replace(seen, effect=before["effect"], effect_kept=True)
	return seen


def _moved_by_mail(seen: HostTicket) -> bool:
	"""Whether the ticket last changed because of a received message that wasn't written by the partner's
	people.
	"""
	message = max(messages_of(seen.doctype, seen.name), key=lambda row: row.creation, default=None)
	if message is None:
		return False
	if message.sent_or_received == "Sent" or not _came_with_change(message, seen.modified):
		return False
	verdict = verdict_of(message)
	if verdict is None:
		verdict = count(frappe.get_doc("Communication", message.name), read_sides(seen.doctype, seen.name))
	return verdict in MOVES_NO_STATUS


def _came_with_change(message: CommunicationRecord, changed: datetime) -> bool:
	"""Whether a message came with that change.

	Frappe saves a message and its ticket again once its attachments are there.
	"""
	first, last = from_site(message.creation), from_site(message.modified)
	assert first is not None and last is not None
	return first - OPENING <= changed <= last + OPENING
