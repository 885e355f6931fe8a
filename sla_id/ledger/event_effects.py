"""What an event does to the escalations that have fired.

An assignment fulfils its duty; an acknowledgement takes them over.
"""

from collections.abc import Iterable

import frappe

from sla_id.engine import EventType
from sla_id.escalation.acknowledgement import mark_acknowledged
from sla_id.escalation.tier_duties import ASSIGN, fulfil_for_ticket
from sla_id.ledger.stored_events import Entry, Recorded
from sla_id.ticket_record import TicketRecord


def fulfil_earlier_assignment(record: TicketRecord, events: Iterable[Recorded]) -> None:
	"""Mark a fired tier's assignment duty as done if somebody already has the ticket."""
	found = [entry.event.at for entry in events if entry.event.type is EventType.TEAM_ASSIGNED]
	if found:
		fulfil_for_ticket(record.name, ASSIGN, found[-1], frappe.session.user)


def apply_to_escalations(record: TicketRecord, entries: Iterable[Entry]) -> None:
	"""Apply new events of a locked SLA Ticket to its tiers that have fired."""
	for entry in entries:
		if entry.type is EventType.TEAM_ASSIGNED and record.escalation_level:
			fulfil_for_ticket(record.name, ASSIGN, entry.at, frappe.session.user)
		elif entry.type is EventType.ACKNOWLEDGED:
			mark_acknowledged(record.name, entry.details["level"], entry.at, frappe.session.user)
