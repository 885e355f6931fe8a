"""The duty of assigning somebody is done by the event that says so, whichever came first: the event or the tier."""

from collections.abc import Iterable
from typing import Any

import frappe

from sla_id.engine import EventType
from sla_id.escalation.duties import ASSIGN, fulfil_for_ticket
from sla_id.ledger.events import Entry, Recorded


def tick_assignment(record: Any, events: Iterable[Recorded]) -> None:
	"""A tier has fired on a ticket: it owes no assignment where somebody has the ticket already."""
	found = [entry.event.at for entry in events if entry.event.type is EventType.TEAM_ASSIGNED]
	if found:
		fulfil_for_ticket(record.name, ASSIGN, found[-1], frappe.session.user)


def tick_new_assignment(record: Any, entries: Iterable[Entry]) -> None:
	"""Somebody got a ticket on which tiers have fired."""
	for entry in entries:
		if entry.type is EventType.TEAM_ASSIGNED and record.escalation_level:
			fulfil_for_ticket(record.name, ASSIGN, entry.at, frappe.session.user)
