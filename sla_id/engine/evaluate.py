"""(terms, events, now) → clocks, due times, escalations, the next instant at which anything changes, receipts.

The one pure function behind everything the app shows. It keeps no state: called twice with the same input it
says the same, whatever happened in between.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from enum import StrEnum

from sla_id.engine.calendar import WorkingCalendar
from sla_id.engine.errors import EngineError, NaiveTime, NeverOpens
from sla_id.engine.events import Event, EventType
from sla_id.engine.history import (
	Hold,
	Run,
	find_terms,
	in_order,
	left_agreement,
	read_holds,
	runs_of,
)
from sla_id.engine.receipt import Receipt, trace
from sla_id.engine.targets import TargetKind
from sla_id.engine.terms import ClockKind, ClockTerms, Terms, Tier, Trigger, TriggerKind

UTC = timezone.utc


class ClockState(StrEnum):
	"""Where a clock stands."""

	WAITING = "waiting"
	"""Not started: nothing was received on an official channel yet."""
	RUNNING = "running"
	AT_RISK = "at_risk"
	BREACHED = "breached"
	"""Still running, past its due time."""
	PAUSED = "paused"
	AGEING = "ageing"
	"""Running without a due time: no target, an open end, a release that isn't planned."""
	MET = "met"
	MISSED = "missed"
	"""Stopped, after its due time."""
	DONE = "done"
	"""Stopped; it had no due time to keep."""
	EXCLUDED = "excluded"
	"""Out of scope, cancelled or merged: no longer under the agreement."""


STOPPED = frozenset({ClockState.MET, ClockState.MISSED, ClockState.DONE, ClockState.EXCLUDED})


@dataclass(frozen=True, slots=True)
class Clock:
	"""One clock at `now`. Lengths are working seconds of its calendar, instants are aware.

	While it is paused `due` is what it would be if it resumed now. `missed_cycles` counts the earlier cycles
	of a repeating clock that were late.
	"""

	kind: ClockKind
	team: str
	state: ClockState
	terms: ClockTerms
	cycle: int = 1
	started: datetime | None = None
	stopped: datetime | None = None
	due: datetime | None = None
	at_risk: datetime | None = None
	target_seconds: float | None = None
	elapsed: float = 0
	missed_cycles: int = 0
	paused_since: datetime | None = None
	next_change: datetime | None = None
	receipt: Receipt | None = None

	@property
	def remaining(self) -> float | None:
		"""Working seconds left, negative when late; None without a target."""
		return None if self.target_seconds is None else self.target_seconds - self.elapsed

	@property
	def breached(self) -> bool:
		"""Whether the target was or is missed."""
		return self.state in (ClockState.BREACHED, ClockState.MISSED)


@dataclass(frozen=True, slots=True)
class Escalation:
	"""A tier that is due at `at`, because of `trigger`, in that cycle of the clock."""

	level: int
	at: datetime
	trigger: TriggerKind
	clock: ClockKind | None = None
	cycle: int = 1


@dataclass(frozen=True, slots=True)
class Evaluation:
	"""All that can be said of a ticket at `now`. `escalations` are those due by then, in order of time."""

	now: datetime
	clocks: tuple[Clock, ...]
	escalations: tuple[Escalation, ...]
	next_event_at: datetime | None
	holds: tuple[Hold, ...]

	def clock(self, kind: ClockKind, team: str = "") -> Clock | None:
		"""The clock of that kind, or None."""
		return next((clock for clock in self.clocks if (clock.kind, clock.team) == (kind, team)), None)


def evaluate(
	terms: Terms | Sequence[Terms], events: Sequence[Event], now: datetime, *, receipts: bool = False
) -> Evaluation:
	"""Clocks, escalations and the next change of one ticket at `now`.

	Every instant of the answer is in UTC: Python compares two times of one zone by their wall clock, which is
	wrong in an hour that clocks repeat. `terms` is one classification or all of them in order of time: a clock that was met keeps the terms it was
	met under, a running one follows the last (pauses stay). Events after `now` are ignored. Raises NaiveTime.
	"""
	if now.tzinfo is None:
		raise NaiveTime(f"now ({now}) has no time zone; give an aware datetime")
	timeline = [terms] if isinstance(terms, Terms) else list(terms)
	if not timeline:
		return Evaluation(now, (), (), None, ())
	now = now.astimezone(UTC)
	known = in_order(event for event in map(_in_utc, events) if event.at <= now)
	holds = read_holds(known)
	out = left_agreement(known)
	runs = {key: runs_of(key, timeline, known) for key in _keys(timeline)}
	clocks = [
		_clock(key, found, timeline, holds, out.at if out else None, now, receipts)
		for key, found in runs.items()
		if found or find_terms(timeline[-1], key)
	]
	due, upcoming = _escalations(timeline[-1], clocks, runs, holds, known, out.at if out else None, now)
	changes = [clock.next_change for clock in clocks if clock.next_change] + [entry.at for entry in upcoming]
	return Evaluation(now, tuple(clocks), tuple(due), min(changes, default=None), tuple(holds))


def _in_utc(event: Event) -> Event:
	until = event.until.astimezone(UTC) if event.until else None
	return replace(event, at=event.at.astimezone(UTC), until=until)


def _keys(timeline: Sequence[Terms]) -> list[tuple[ClockKind, str]]:
	keys = {clock.key: None for terms in reversed(timeline) for clock in terms.clocks}
	return list(keys)


def _clock(
	key: tuple[ClockKind, str],
	runs: list[Run],
	timeline: Sequence[Terms],
	holds: list[Hold],
	out: datetime | None,
	now: datetime,
	receipts: bool,
) -> Clock:
	if not runs or runs[-1].terms is None:
		clock = find_terms(timeline[-1], key) or next(c for t in timeline for c in t.clocks if c.key == key)
		excluded = ClockState.EXCLUDED if out or runs else ClockState.WAITING
		return Clock(*key, excluded, clock)
	missed = sum(1 for run in runs[:-1] if _measure(key, run, holds, out, now, False).breached)
	return _measure(key, runs[-1], holds, out, now, receipts, missed)


def _measure(
	key: tuple[ClockKind, str],
	run: Run,
	holds: list[Hold],
	out: datetime | None,
	now: datetime,
	receipts: bool,
	missed: int = 0,
) -> Clock:
	terms = run.terms
	assert terms is not None
	holds = _holding(key[0], holds)
	excluded = out if out is not None and (run.stop is None or out < run.stop) else None
	until = run.stop or excluded or now
	until = max(min(until, now), run.start)
	ended = run.stop is not None or excluded is not None
	held = _before(until, [*holds, *run.gaps]) if ended else [*holds, *run.gaps]
	spans = _spans(held, until)
	elapsed = terms.calendar.elapsed(run.start, until, spans)
	length, due, at_risk = _due_times(terms, run.start, spans)
	waiting = next((hold for hold in holds if hold.end is None), None)
	paused = waiting.start if waiting and run.stop is None and excluded is None else None
	state = _state(terms, run, excluded, paused, due, at_risk, until)
	changes = [at for at in (at_risk, due) if at is not None and at > now]
	return Clock(
		*key,
		state,
		terms,
		cycle=run.cycle,
		started=run.start,
		stopped=run.stop,
		due=due,
		at_risk=at_risk,
		target_seconds=length,
		elapsed=elapsed,
		missed_cycles=missed,
		paused_since=paused,
		next_change=min(changes, default=None) if state not in STOPPED and paused is None else None,
		receipt=_receipt(terms, run, due or until, held, until) if receipts else None,
	)


def _holding(kind: ClockKind, holds: list[Hold]) -> list[Hold]:
	"""The holds that stop clocks of a kind."""
	return [hold for hold in holds if kind not in hold.spares]


def _before(end: datetime, holds: list[Hold]) -> list[Hold]:
	"""What of the holds lies before the end of a clock: a later pause doesn't move the due time it was measured by."""
	return [replace(hold, end=min(hold.end or end, end)) for hold in holds if hold.start < end]


def _spans(holds: list[Hold], until: datetime) -> list[tuple[datetime, datetime]]:
	"""The holds up to an instant; one that lasts is taken to end there."""
	return [(hold.start, hold.end or max(until, hold.start)) for hold in holds]


def _due_times(
	terms: ClockTerms, start: datetime, spans: list[tuple[datetime, datetime]]
) -> tuple[float | None, datetime | None, datetime | None]:
	"""(length in working seconds, due, at risk); None where the target has none, or its time never comes."""
	target, calendar = terms.target, terms.calendar
	if target.kind is TargetKind.NEXT_RELEASE:
		return None, target.release.astimezone(UTC) if target.release else None, None
	try:
		if target.kind is TargetKind.OPEN_ENDED:
			warning = (
				calendar.deadline(start, target.seconds, spans).astimezone(UTC) if target.seconds else None
			)
			return None, None, warning
		length = target.working_seconds(calendar, start)
		if length is None:
			return None, None, None
		due = calendar.deadline(start, length, spans).astimezone(UTC)
		at_risk = calendar.deadline(start, length * terms.at_risk_percent / 100, spans)
		return length, due, at_risk.astimezone(UTC)
	except NeverOpens:
		return None, None, None


def _state(
	terms: ClockTerms,
	run: Run,
	excluded: datetime | None,
	paused: datetime | None,
	due: datetime | None,
	at_risk: datetime | None,
	until: datetime,
) -> ClockState:
	if excluded is not None:
		return ClockState.EXCLUDED
	if run.stop is not None:
		if due is None:
			return ClockState.DONE
		return ClockState.MET if run.stop <= due else ClockState.MISSED
	if due is not None and until >= due and (paused is None or paused >= due):
		return ClockState.BREACHED
	if paused is not None:
		return ClockState.PAUSED
	if at_risk is not None and until >= at_risk:
		return ClockState.AT_RISK
	return ClockState.RUNNING if due is not None else ClockState.AGEING


def _receipt(terms: ClockTerms, run: Run, end: datetime, holds: list[Hold], until: datetime) -> Receipt:
	spans = _spans(holds, until)
	return trace(terms.calendar, run.start, max(end, run.start), spans, [hold.reason for hold in holds])


def _escalations(
	terms: Terms,
	clocks: list[Clock],
	runs: dict[tuple[ClockKind, str], list[Run]],
	holds: list[Hold],
	events: list[Event],
	out: datetime | None,
	now: datetime,
) -> tuple[list[Escalation], list[Escalation]]:
	"""(due by now, still to come): each tier once, at the earliest of its triggers."""
	due: list[Escalation] = []
	upcoming: list[Escalation] = []
	for tier in terms.tiers:
		entry = _tier(tier, clocks, runs, holds, events, terms.since)
		if entry is None or (out is not None and entry.at >= out):
			continue
		(due if entry.at <= now else upcoming).append(entry)
	due.sort(key=lambda entry: (entry.at, entry.level))
	return due, upcoming


def _tier(
	tier: Tier,
	clocks: list[Clock],
	runs: dict[tuple[ClockKind, str], list[Run]],
	holds: list[Hold],
	events: list[Event],
	since: datetime | None,
) -> Escalation | None:
	"""When a tier is due, or None. A tier that a later classification brought isn't due before that came."""
	found: list[Escalation] = []
	for trigger in tier.triggers:
		if trigger.on is TriggerKind.REPORTED:
			received = next((event.at for event in events if event.type is EventType.RECEIVED), None)
			if received is not None:
				found.append(Escalation(tier.level, received, trigger.on))
			continue
		clock = _watched(trigger, clocks)
		run = runs[(clock.kind, clock.team)][-1] if clock and runs[(clock.kind, clock.team)] else None
		if clock is None or run is None:
			continue
		found_at = _trigger_instant(trigger, clock, run, holds)
		at = found_at.astimezone(UTC) if found_at else None
		if at is not None and since is not None:
			at = max(at, since.astimezone(UTC))
		if at is not None and not _met_before(trigger, clock, events, at):
			found.append(Escalation(tier.level, at, trigger.on, clock.kind, clock.cycle))
	return min(found, key=lambda entry: entry.at, default=None)


_WATCHED_BY_DEFAULT = (
	ClockKind.RESOLUTION,
	ClockKind.FULFILMENT,
	ClockKind.WORKAROUND,
	ClockKind.PERMANENT_FIX,
)


def _watched(trigger: Trigger, clocks: list[Clock]) -> Clock | None:
	"""The clock a trigger looks at; where it names none, the resolution or what stands for it."""
	wanted = (trigger.clock,) if trigger.clock else _WATCHED_BY_DEFAULT
	for kind in wanted:
		for clock in clocks:
			if clock.kind is kind:
				return clock
	return None


def _trigger_instant(trigger: Trigger, clock: Clock, run: Run, holds: list[Hold]) -> datetime | None:
	"""When the trigger is due, walked in working time with a lasting pause left open; None: not foreseeable."""
	spans = [(hold.start, hold.end) for hold in [*_holding(clock.kind, holds), *run.gaps]]
	own: WorkingCalendar = clock.terms.calendar
	try:
		if trigger.on in (TriggerKind.AFTER, TriggerKind.WITHOUT_WORKAROUND):
			return (trigger.calendar or own).deadline(run.start, trigger.seconds, spans)
		if clock.due is None or (clock.target_seconds is None and trigger.on is not TriggerKind.BREACH):
			return None
		if clock.target_seconds is None:
			return clock.due
		if trigger.on is TriggerKind.PERCENT:
			return own.deadline(run.start, clock.target_seconds * trigger.percent / 100, spans)
		due = own.deadline(run.start, clock.target_seconds, spans)
		if trigger.on is TriggerKind.BREACH:
			return due
		if trigger.on is TriggerKind.BEFORE_DUE:
			return max(own.before(due, trigger.seconds, spans).astimezone(UTC), run.start)
	except EngineError:
		return None
	return None


def _met_before(trigger: Trigger, clock: Clock, events: list[Event], at: datetime) -> bool:
	"""Whether what the trigger waits for had come by then, so that it doesn't fire."""
	if clock.stopped is not None and clock.stopped <= at:
		return True
	if trigger.on is not TriggerKind.WITHOUT_WORKAROUND:
		return False
	held = False
	for event in events:
		if event.at > at:
			break
		if event.type is EventType.WORKAROUND_APPLIED:
			held = True
		elif event.type is EventType.REOPENED:
			held = False
	return held
