"""In which order people should take tickets: by when the next thing is due on the clock on the wall.

Working time left doesn't tell: on Friday at 16:00 two hours may end at 18:00 or on Monday at 10:00.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class QueuedTicket:
	"""An open ticket. `dues` are those of its clocks that still run, so a response that was given no longer counts.

	`acknowledged`: somebody has taken over what was missed. Instants are aware.
	"""

	ticket: str
	received: datetime
	dues: tuple[datetime, ...] = ()
	acknowledged: bool = False
	paused_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Queue:
	"""The tickets to take, in order, and those that wait for somebody else, longest first."""

	to_take: tuple[QueuedTicket, ...]
	paused: tuple[QueuedTicket, ...]


def order_queue(tickets: Iterable[QueuedTicket], now: datetime) -> Queue:
	"""Missed and taken over by nobody first, then by the earliest due time; without one last, oldest first.

	Tickets that are due at the same instant come in the order in which they were received.
	"""
	every = list(tickets)
	waiting = [entry for entry in every if entry.paused_since is not None]
	running = [entry for entry in every if entry.paused_since is None]
	return Queue(
		tuple(sorted(running, key=lambda entry: _rank(entry, now))),
		tuple(sorted(waiting, key=lambda entry: (entry.paused_since or now, entry.ticket))),
	)


def _rank(entry: QueuedTicket, now: datetime) -> tuple[int, float, float, str]:
	due = min(entry.dues, default=None)
	received = entry.received.timestamp()
	if due is None:
		return 2, 0.0, received, entry.ticket
	orphaned = due <= now and not entry.acknowledged
	return (0 if orphaned else 1), due.timestamp(), received, entry.ticket
