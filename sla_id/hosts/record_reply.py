"""Turns a Communication into events: an answer, a message of the partner's, and whether an answer's mail was
delivered.

Called by the hooks (at once) and by reconciliation (for what no hook saw). A second look records nothing
again.
"""

from typing import Any

import frappe

from sla_id.engine import EventType
from sla_id.hosts.base import record_name
from sla_id.hosts.completeness import check_report, keep_check
from sla_id.hosts.counted import EVENTS, CountedAs, keep_verdict, verdict_of
from sla_id.hosts.observe import give_status_back, look, observe, resumed_for_partner
from sla_id.hosts.opening import is_opening
from sla_id.hosts.replies import FAILED, LEFT, count, is_about_ticket, noticed_ticket
from sla_id.hosts.sides import read_sides
from sla_id.instants import from_site
from sla_id.ledger.record import lock_record
from sla_id.ledger.record_events import Entry, record_events
from sla_id.record_types import CommunicationRecord
from sla_id.ticket_record import TicketRecord


def record_reply(communication: CommunicationRecord, origin: str) -> None:
	"""Decide what a message on a ticket counts as.

	A reply goes into the ledger once, at the moment it was written.
	"""
	if not is_about_ticket(communication):
		return
	if is_opening(communication):
		if verdict_of(communication) is not CountedAs.AUTOMATIC:
			keep_verdict(communication, CountedAs.REPORT)
		return
	doctype, name = communication.reference_doctype, str(communication.reference_name)
	if not frappe.db.exists("SLA Ticket", record_name(doctype, name)):
		observe(doctype, name, origin=origin)
	marked = verdict_of(communication) is CountedAs.AUTOMATIC
	verdict = CountedAs.AUTOMATIC if marked else count(communication, read_sides(doctype, name))
	if verdict is None:
		return
	keep_verdict(communication, verdict)
	if verdict in EVENTS:
		_record(communication, EVENTS[verdict], from_site(communication.creation), origin)
	elif verdict is CountedAs.NOTICE:
		# a split moves messages past all hooks: the first of them says how the new ticket came
		observe(doctype, str(noticed_ticket(communication)), origin=origin)


def awaits_delivery(communication: CommunicationRecord) -> bool:
	"""Whether the ledger doesn't say yet what became of an answer's mail."""
	verdict, status = verdict_of(communication), communication.delivery_status
	if verdict is CountedAs.ANSWER:
		return communication.sent_or_received == "Sent" and status in FAILED
	return verdict in (CountedAs.SCHEDULED, CountedAs.NOT_DELIVERED) and status in LEFT


def record_delivery(communication: CommunicationRecord, origin: str) -> None:
	"""Record the delivery of an answer's mail.

	A scheduled answer counts when it leaves; one whose mail fails doesn't count.
	"""
	if not awaits_delivery(communication):
		return
	failed = communication.delivery_status in FAILED
	keep_verdict(communication, CountedAs.NOT_DELIVERED if failed else CountedAs.ANSWER)
	kind = EventType.NOT_DELIVERED if failed else EventType.CONFIRMED
	_record(communication, kind, from_site(communication.modified), origin)


def _record(communication: CommunicationRecord, kind: EventType, at: Any, origin: str) -> None:
	doctype, name = communication.reference_doctype, str(communication.reference_name)
	record = lock_record(record_name(doctype, name)) or observe(doctype, name, origin=origin)
	entries = [_entry(record, kind, communication, at)]
	if kind is EventType.PARTNER_REPLIED:
		seen = look(doctype, name)
		check = check_report(record, seen, at)
		entries = [*resumed_for_partner(record, seen, at), *entries, *check.entries]
		keep_check(record, check)
		give_status_back(record, seen)
	record_events(record, entries, origin)


def _entry(record: TicketRecord, kind: EventType, communication: CommunicationRecord, at: Any) -> Entry:
	"""The event of a message. The agent's first answer confirms the ticket, and each later one is an update.

	An answer may fail, be sent again, and fail again, so each moment at which that happens counts once.
	"""
	answered = frappe.db.exists("SLA Event", {"sla_ticket": record.name, "event_type": EventType.CONFIRMED})
	if kind is EventType.CONFIRMED and answered:
		kind = EventType.UPDATE_SENT
	key = f"reply {communication.name}"
	first = at == from_site(communication.creation) and kind is not EventType.NOT_DELIVERED
	return Entry(kind, at, key=key if first else f"{key} {kind} {at}", details={"key": key})
