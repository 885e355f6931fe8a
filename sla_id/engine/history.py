"""Derives from a ticket's events the spans in which a clock runs. Nothing is accumulated.

Pauses belong to the ticket. The span between a stop and a reopening is a gap of the clock. Called by
`evaluate`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sla_id.engine.events import LEAVES_THE_AGREEMENT, STOPS_EVERYTHING, Event, EventType
from sla_id.engine.named_pauses import Pause, say_exclusion
from sla_id.engine.terms import ClockKind, ClockTerms, Terms, terms_at

REOPENED_REASON = "resolved, then reopened"


@dataclass(frozen=True, slots=True)
class Hold:
	"""A span in which time doesn't count, except for the clocks that it spares. `end` is None while it lasts."""

	start: datetime
	end: datetime | None
	reason: str = ""
	spares: frozenset[ClockKind] = frozenset()
	limit: datetime | None = None
	"""When one that lasts ends by itself."""


@dataclass(slots=True)
class Run:
	"""One cycle of a clock: when it started, its gaps, and when it was met. The last is None until it is met."""

	start: datetime
	cycle: int = 1
	stop: datetime | None = None
	gaps: list[Hold] = field(default_factory=list)
	terms: ClockTerms | None = None
	reopened: int = 0


def in_order(events: Iterable[Event]) -> list[Event]:
	"""Sort by instant. Events of the same instant keep the order in which they were recorded."""
	return sorted(events, key=lambda event: event.at)


ANSWERS = frozenset({EventType.CONFIRMED, EventType.UPDATE_SENT})


def standing(events: Sequence[Event]) -> list[Event]:
	"""Ordered events without those that a later one takes back: a receipt, an answer whose mail never left,
	or an exclusion.

	The first answer that remains counts as the confirmation.
	"""
	kept: list[Event] = []
	for event in events:
		if event.type is EventType.NOT_RECEIVED:
			kept = [earlier for earlier in kept if earlier.type is not EventType.RECEIVED]
		elif event.type is EventType.NOT_DELIVERED:
			kept = [earlier for earlier in kept if not (earlier.type in ANSWERS and earlier.key == event.key)]
		elif event.type is EventType.EXCLUSION_REVOKED and event.key:
			kept = [earlier for earlier in kept if not _is_exclusion(earlier, event.key)]
		kept.append(event)
	return kept if len(kept) == len(events) else _first_confirms(kept)


def _is_exclusion(event: Event, key: str) -> bool:
	return event.type is EventType.EXCLUSION_APPROVED and event.key == key


def _first_confirms(events: list[Event]) -> list[Event]:
	"""Make the first remaining answer the confirmation.

	It may have been recorded as an update, after an answer that was taken back. Other updates have no key.
	"""
	if any(event.type is EventType.CONFIRMED for event in events):
		return events
	first = next((number for number, event in enumerate(events) if event.type in ANSWERS and event.key), None)
	if first is not None:
		events[first] = replace(events[first], type=EventType.CONFIRMED)
	return events


RUNS_WHILE_INCOMPLETE = frozenset({ClockKind.RESPONSE})
"""Asking for what is missing is an answer itself: the response is owed all the same."""


def read_holds(events: Sequence[Event], pauses: Sequence[Pause], now: datetime) -> list[Hold]:
	"""The spans in which a ticket's time doesn't count: pauses, approved exclusions, and waits for missing facts."""
	excluded = [
		Hold(event.at, event.until, say_exclusion(event))
		for event in events
		if event.type is EventType.EXCLUSION_APPROVED
	]
	paused = (part for pause in pauses if (part := _held(pause, now)))
	return sorted((*paused, *excluded, *_waits(events)), key=lambda hold: hold.start)


def _waits(events: Sequence[Event]) -> list[Hold]:
	"""The spans in which a required fact was missing and the agreement makes the clocks wait.

	A fix ends a span.
	"""
	holds: list[Hold] = []
	since: Event | None = None
	for event in events:
		if event.type is EventType.INFORMATION_MISSING:
			since = since or event
		elif since is not None and event.type in (EventType.INFORMATION_COMPLETE, *STOPS_EVERYTHING):
			holds.append(Hold(since.at, event.at, since.reason, RUNS_WHILE_INCOMPLETE))
			since = None
	if since is not None:
		holds.append(Hold(since.at, None, since.reason, RUNS_WHILE_INCOMPLETE))
	return holds


def _held(pause: Pause, now: datetime) -> Hold | None:
	"""What of a pause the clocks stand still for. None if they don't."""
	limit = pause.limit
	end = pause.end
	if limit is not None and (limit <= now if end is None else limit < end):
		end = limit
	if pause.refused or (end is not None and end <= pause.start):
		return None
	return Hold(pause.start, end, pause.note(end), limit=limit if end is None else None)


def left_agreement(events: Sequence[Event]) -> Event | None:
	"""The event that took the ticket out of its agreement for good, or None."""
	out: Event | None = None
	for event in events:
		if event.type in LEAVES_THE_AGREEMENT:
			out = out or event
		elif event.type is EventType.IN_SCOPE and out is not None and out.type is EventType.OUT_OF_SCOPE:
			out = None
	return out


def find_terms(terms: Terms, key: tuple[ClockKind, str]) -> ClockTerms | None:
	"""The clock with that key, if that classification has one."""
	return next((clock for clock in terms.clocks if clock.key == key), None)


def runs_of(key: tuple[ClockKind, str], timeline: Sequence[Terms], events: Sequence[Event]) -> list[Run]:
	"""The cycles of one clock.

	A met cycle keeps the terms in force when it was met, so no later edit changes it.
	"""
	kind, team = key
	if kind is ClockKind.OLA:
		return _team_runs(team, key, timeline, events)
	if kind is ClockKind.NEXT_UPDATE:
		return _update_runs(key, timeline, events)
	return _single_run(key, timeline, events)


def _single_run(key: tuple[ClockKind, str], timeline: Sequence[Terms], events: Sequence[Event]) -> list[Run]:
	start = next((event.at for event in events if event.type is EventType.RECEIVED), None)
	if start is None:
		return []
	run = Run(start)
	seen: set[EventType] = set()
	for event in events:
		if event.type is EventType.REOPENED and run.stop is not None and key[0] is not ClockKind.RESPONSE:
			# reopened before it was received: there is nothing to leave out
			if run.stop < event.at:
				run.gaps.append(Hold(run.stop, event.at, REOPENED_REASON))
			run.stop, run.terms = None, None
			run.reopened += 1
			seen.clear()
		clock = find_terms(terms_at(timeline, event.at), key)
		if run.stop is not None or clock is None:
			continue
		seen.add(event.type)
		if _meets(clock, seen):
			run.stop, run.terms = max(event.at, start), clock
	run.terms = run.terms or find_terms(timeline[-1], key)
	return [run]


def _meets(clock: ClockTerms, seen: set[EventType]) -> bool:
	if seen & STOPS_EVERYTHING:
		return True
	needed = clock.meeting
	if not needed:
		return False
	return all(kind in seen for kind in needed) if clock.needs_all else any(kind in seen for kind in needed)


def _update_runs(key: tuple[ClockKind, str], timeline: Sequence[Terms], events: Sequence[Event]) -> list[Run]:
	"""The cycles of an update clock. An update ends a cycle and, if updates repeat, begins the next. A solved
	ticket owes none.

	A clock that a later classification adds runs from the beginning of its cycle, like every other clock.
	Cycles that were over by then were never promised.
	"""
	runs: list[Run] = []
	received = solved = False
	last = find_terms(timeline[-1], key)
	for event in events:
		received = received or event.type is EventType.RECEIVED
		if event.type in STOPS_EVERYTHING or event.type is EventType.REOPENED:
			solved = event.type is not EventType.REOPENED
		promised = find_terms(terms_at(timeline, event.at), key)
		clock = promised or last
		if clock is None:
			continue
		current = runs[-1] if runs and runs[-1].stop is None else None
		updated = event.type in clock.meeting
		if current and (updated or solved):
			current.stop, current.terms = event.at, promised
			if promised is None:
				runs.pop()
		regular = clock.starts_on is EventType.RECEIVED
		again = event.type is EventType.REOPENED and (bool(runs) or regular)
		starts = event.type is clock.starts_on or again
		if received and not solved and ((updated and regular) or (starts and current is None)):
			runs.append(Run(event.at, len(runs) + 1))
	for run in runs:
		run.terms = run.terms or last
	return runs


def _team_runs(
	team: str, key: tuple[ClockKind, str], timeline: Sequence[Terms], events: Sequence[Event]
) -> list[Run]:
	"""The clock of a team runs while it has the ticket and the ticket isn't solved (003 step 3, X25)."""
	run: Run | None = None
	holder: str | None = None
	solved = False
	for event in events:
		if event.type is EventType.TEAM_ASSIGNED:
			holder = event.team
		elif event.type is EventType.TEAM_CLEARED:
			holder = None
		elif event.type is EventType.REOPENED or event.type in STOPS_EVERYTHING:
			solved = event.type is not EventType.REOPENED
		has = holder == team and not solved
		if has and run is None:
			run = Run(event.at)
		elif has and run is not None and run.stop is not None:
			again = event.type is EventType.REOPENED
			run.gaps.append(Hold(run.stop, event.at, REOPENED_REASON if again else "not with the team"))
			run.reopened += again
			run.stop, run.terms = None, None
		elif not has and run is not None and run.stop is None:
			run.stop, run.terms = event.at, find_terms(terms_at(timeline, event.at), key)
	if run is None:
		return []
	run.terms = run.terms or find_terms(timeline[-1], key)
	return [run]
