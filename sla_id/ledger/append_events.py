"""Adds events to the ledger.

First it announces what was due before they happened, because they can't undo that.
"""

from collections.abc import Sequence
from datetime import timedelta

from sla_id.escalation.announce import announce
from sla_id.instants import from_utc
from sla_id.ledger.derive import evaluate_events
from sla_id.ledger.event_effects import apply_to_escalations
from sla_id.ledger.stored_events import Entry, read_locked, write_events
from sla_id.ticket_record import TicketDocument

__all__ = ["Entry", "append_events"]
_JUST_BEFORE = timedelta(microseconds=1)


def append_events(record: TicketDocument, entries: Sequence[Entry], origin: str) -> int:
	"""Record events of an SLA Ticket whose row is locked.

	The caller evaluates it afterwards. Returns how many were new.
	"""
	if entries:
		_catch_up(record, entries)
	added = write_events(record, entries, origin)
	if added:
		apply_to_escalations(record, entries)
	return added


def _catch_up(record: TicketDocument, entries: Sequence[Entry]) -> None:
	"""Announce what was due while nobody looked, e.g. while the scheduler was down, by what was known until
	now.
	"""
	due, at = from_utc(record.next_event_at), min(entry.at for entry in entries)
	if due is None or due >= at:
		return
	try:
		evaluation = evaluate_events(record, read_locked(record), at - _JUST_BEFORE)
	except ValueError:
		return  # it can't be computed: the evaluation that follows says why
	announce([(record, evaluation)])
