"""What must have happened, by the pure engine: the ledger as it grew, and the instants at which the tick ran.

Knows nothing of how the app decides or writes: it asks `evaluate` at every instant at which something was looked at,
with what was known then, and collects what is due for the first time.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sla_id.engine import Evaluation, Event, Terms, evaluate

JUST_BEFORE = timedelta(microseconds=1)


@dataclass(slots=True)
class Batch:
	"""Events that came into the ledger together."""

	recorded: datetime
	events: list[Event]
	terms: list[Terms]
	"""The classifications known from here on."""


@dataclass(slots=True)
class Expected:
	"""What a ticket must have led to. Tellings are (identity, number, when), alerts (identity, when it was sent or None)."""

	escalations: set[str] = field(default_factory=set)
	tellings: list[tuple[str, int, datetime]] = field(default_factory=list)
	alerts: dict[str, datetime | None] = field(default_factory=dict)
	_numbers: dict[str, int] = field(default_factory=dict)

	def look(self, told: Evaluation, at: datetime) -> None:
		"""Take what is due for the first time when somebody looks."""
		self.escalations |= {entry.identity for entry in told.escalations}
		latest = {telling.escalation: telling.number for telling in told.tellings}
		for identity, number in latest.items():
			if number > self._numbers.get(identity, 0):
				self._numbers[identity] = number
				self.tellings.append((identity, number, at))
		sent: dict[Any, str] = {}
		for alert in told.alerts:
			if alert.identity not in self.alerts:
				self.alerts[alert.identity] = None
				sent[alert.clock, alert.team, alert.cycle] = alert.identity
		for identity in sent.values():
			self.alerts[identity] = at


def expect(batches: Sequence[Batch], ticks: Sequence[datetime]) -> Expected:
	"""All that a ticket with that ledger must have led to, given when the tick ran."""
	found = Expected()
	known: list[Event] = []
	terms: list[Terms] = []
	for number, batch in enumerate(batches):
		if known:
			before = min(event.at for event in batch.events) - JUST_BEFORE
			found.look(evaluate(terms, known, before), batch.recorded)
		known += batch.events
		terms = batch.terms
		until = batches[number + 1].recorded if number + 1 < len(batches) else None
		told = evaluate(terms or Terms(()), known, batch.recorded)
		found.look(told, batch.recorded)
		for tick in _ticks(ticks, batch.recorded, until):
			if told.next_event_at is not None and told.next_event_at <= tick:
				told = evaluate(terms or Terms(()), known, tick)
				found.look(told, tick)
	return found


def _ticks(ticks: Sequence[datetime], since: datetime, until: datetime | None) -> Sequence[datetime]:
	"""The ticks after a batch came in and before the next did."""
	return ticks[bisect_left(ticks, since) : None if until is None else bisect_left(ticks, until)]
