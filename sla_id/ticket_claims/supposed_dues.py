"""The due times of a ticket as they would be if what waits for a decision were granted: the other of the two figures."""

from collections.abc import Iterable
from datetime import datetime

from sla_id.engine import Clock, ClockKind, Event, EventType
from sla_id.engine.clocks import STOPPED
from sla_id.ledger.derive import evaluate_events
from sla_id.ledger.stored_events import Recorded
from sla_id.ticket_record import TicketRecord


def supposed_clocks(
	record: TicketRecord, events: list[Recorded], supposed: Iterable[Event], now: datetime
) -> dict[tuple[ClockKind, str], Clock]:
	"""The clocks of a ticket if those events had been recorded too, by their keys."""
	number = max((entry.sequence for entry in events), default=0)
	added = [Recorded(event, {}, number + count) for count, event in enumerate(supposed, 1)]
	# in the order of a ledger: what is decided stands after the pause that began in the same instant
	together = sorted([*events, *added], key=lambda entry: (entry.event.at, entry.sequence))
	return {clock.key: clock for clock in evaluate_events(record, together, now).clocks}


def approval_of(start: datetime) -> Event:
	"""What approves the pause that began then."""
	return Event(EventType.PAUSE_APPROVED, start)


def exclusion_of(start: datetime, end: datetime, reason: str) -> Event:
	"""What grants a claim."""
	return Event(EventType.EXCLUSION_APPROVED, start, reason=reason, until=end)


def differing(now: Iterable[Clock], supposed: dict[tuple[ClockKind, str], Clock]) -> list[Clock]:
	"""Those of the supposed clocks that would be due, or stand, otherwise. Only clocks that have a due time."""
	found = []
	for clock in now:
		other = supposed.get(clock.key)
		if other is None or other.due is None:
			continue
		moved = other.due != clock.due or other.breached != clock.breached
		if moved or (clock.state not in STOPPED and other.paused_since != clock.paused_since):
			found.append(other)
	return found
