"""(terms, events, now) → clocks, due times, escalations, the next instant at which anything changes,
receipts.

Everything the app shows comes from this one pure function. It keeps no state: the same input always gives the
same answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sla_id.engine.clocks import STOPPED, UTC, Clock, ClockState
from sla_id.engine.errors import NaiveTime, NeverOpens
from sla_id.engine.escalate import Alert, Escalation, Measured, Telling, look_out
from sla_id.engine.events import Event
from sla_id.engine.history import (
	Hold,
	Run,
	find_terms,
	in_order,
	left_agreement,
	read_holds,
	runs_of,
	standing,
)
from sla_id.engine.named_pauses import Pause, read_pauses
from sla_id.engine.receipt import Receipt, trace
from sla_id.engine.sentences import Sentence
from sla_id.engine.targets import TargetKind
from sla_id.engine.terms import ClockKind, ClockTerms, Terms


@dataclass(frozen=True, slots=True)
class Evaluation:
	"""All that is known of a ticket at `now`.

	Escalations, tellings and alerts are those due by then, in order of time.
	"""

	now: datetime
	clocks: tuple[Clock, ...]
	escalations: tuple[Escalation, ...]
	next_event_at: datetime | None
	holds: tuple[Hold, ...]
	tellings: tuple[Telling, ...] = ()
	alerts: tuple[Alert, ...] = ()
	pauses: tuple[Pause, ...] = ()
	"""Every pause, whether it counts or not; `holds` are the spans that count."""
	cycles: tuple[Clock, ...] = ()
	"""Every cycle of every clock that has started, earlier ones too; `clocks` have the last one of each."""

	def clock(self, kind: ClockKind, team: str = "") -> Clock | None:
		"""The clock of that kind, or None."""
		return next((clock for clock in self.clocks if (clock.kind, clock.team) == (kind, team)), None)


@dataclass(frozen=True, slots=True)
class StoppedClock:
	"""What was computed for a cycle of a clock after it stopped. Later changes of a calendar don't affect it."""

	cycle: int
	started: datetime | None
	stopped: datetime | None
	due: datetime | None
	at_risk: datetime | None
	target_seconds: float | None
	elapsed: float

	@property
	def figures(self) -> tuple[float | None, datetime | None, datetime | None, float]:
		"""Target seconds, due time, time at risk and elapsed seconds."""
		return self.target_seconds, self.due, self.at_risk, self.elapsed


def evaluate(
	terms: Terms | Sequence[Terms],
	events: Sequence[Event],
	now: datetime,
	*,
	receipts: bool = False,
	settled: Mapping[tuple[ClockKind, str], StoppedClock] | None = None,
) -> Evaluation:
	"""Compute the clocks, escalations and next change of one ticket at `now`. Raises NaiveTime.

	Every instant of the answer is in UTC: Python compares two times of one zone by their wall clock, which is
	wrong in an hour that clocks repeat.

	`terms` is one classification, or all of them in order of time. A clock that was met keeps the terms it
	was met under, and a running one follows the last (pauses stay). Events after `now`, and classifications
	that begin after it, don't count yet, and `next_event_at` is no later than the first of them. `settled`
	are clocks whose last cycle was computed after it had stopped.
	"""
	now = _aware(now)
	timeline, reclassified = _in_force([terms] if isinstance(terms, Terms) else list(terms), now)
	if not timeline:
		return Evaluation(now, (), (), None, ())
	known, to_come = _by_now(events, now)
	pauses = read_pauses(known, timeline)
	holds = read_holds(known, pauses, now)
	out = left_agreement(known)
	left = out.at if out else None
	clocks: list[Clock] = []
	measured: dict[tuple[ClockKind, str], Measured] = {}
	for key, runs in ((key, runs_of(key, timeline, known)) for key in _keys(timeline)):
		if runs and runs[-1].terms is not None:
			measured[key] = _measure_all(key, runs, holds, left, now, receipts, (settled or {}).get(key))
			clocks.append(measured[key][-1][1])
		else:
			clocks += _without_run(key, timeline, runs, left)
	outlook = look_out(timeline[-1], measured, holds, known, left, now)
	resumes = [hold.limit for hold in holds if hold.limit]
	changes = [*(clock.next_change for clock in clocks), outlook.next_at, reclassified, to_come, *resumes]
	return Evaluation(
		now,
		tuple(clocks),
		outlook.escalations,
		min((at for at in changes if at is not None), default=None),
		tuple(holds),
		outlook.tellings,
		outlook.alerts,
		tuple(pauses),
		tuple(clock for cycles in measured.values() for _run, clock in cycles),
	)


def _aware(now: datetime) -> datetime:
	if not isinstance(now, datetime) or now.tzinfo is None:
		raise NaiveTime(Sentence("now ({now}) has no time zone; give an aware datetime", now=now))
	return now.astimezone(UTC)


def _by_now(events: Sequence[Event], now: datetime) -> tuple[list[Event], datetime | None]:
	"""The events that have happened by `now`, in order of time, and when the first later one comes.

	There may be later ones, because a computer's clock may have stepped back.
	"""
	every = [_in_utc(event) for event in events]
	to_come = min((event.at for event in every if event.at > now), default=None)
	return standing(in_order(event for event in every if event.at <= now)), to_come


def _in_utc(event: Event) -> Event:
	if event.at.tzinfo is UTC and event.until is None:
		return event
	until = event.until.astimezone(UTC) if event.until else None
	return replace(event, at=event.at.astimezone(UTC), until=until)


def _in_force(timeline: list[Terms], now: datetime) -> tuple[list[Terms], datetime | None]:
	"""The classifications up to `now`, and when the next one begins. The first also applies before it begins."""
	later = [terms.since.astimezone(UTC) for terms in timeline[1:] if terms.since and terms.since > now]
	kept = [terms for terms in timeline[1:] if terms.since is None or terms.since <= now]
	return [*timeline[:1], *kept], min(later, default=None)


def _keys(timeline: Sequence[Terms]) -> list[tuple[ClockKind, str]]:
	keys = {clock.key: None for terms in reversed(timeline) for clock in terms.clocks}
	return list(keys)


def _without_run(
	key: tuple[ClockKind, str], timeline: Sequence[Terms], runs: list[Run], left: datetime | None
) -> list[Clock]:
	"""A clock that hasn't started, or that the last classification doesn't have any more."""
	current = find_terms(timeline[-1], key)
	if not runs and current is None:
		return []
	terms = current or next(clock for t in timeline for clock in t.clocks if clock.key == key)
	return [Clock(*key, ClockState.EXCLUDED if left or runs else ClockState.WAITING, terms)]


def _measure_all(
	key: tuple[ClockKind, str],
	runs: list[Run],
	holds: list[Hold],
	out: datetime | None,
	now: datetime,
	receipts: bool,
	settled: StoppedClock | None,
) -> list[tuple[Run, Clock]]:
	"""Every cycle of a clock with its state.

	The last one contains the number of earlier cycles that were late.
	"""
	earlier = [
		(run, _measure(key, run, holds, out, now, False)) for run in runs[:-1] if run.terms is not None
	]
	missed = sum(clock.breached for _run, clock in earlier)
	return [*earlier, (runs[-1], _measure(key, runs[-1], holds, out, now, receipts, missed, settled))]


def _measure(
	key: tuple[ClockKind, str],
	run: Run,
	holds: list[Hold],
	out: datetime | None,
	now: datetime,
	receipts: bool,
	missed: int = 0,
	settled: StoppedClock | None = None,
) -> Clock:
	terms = run.terms
	assert terms is not None
	holds = _holding(key[0], holds)
	excluded = out if out is not None and (run.stop is None or out < run.stop) else None
	until = max(min(excluded or run.stop or now, now), run.start)
	held = [*holds, *run.gaps]
	held = _before(until, held) if excluded or run.stop else held
	spans = _spans(held, until)
	if settled and (settled.cycle, settled.started, settled.stopped) == (run.cycle, run.start, run.stop):
		length, due, at_risk, elapsed = settled.figures
	else:
		length, due, at_risk = _due_times(terms, run.start, spans)
		elapsed = terms.calendar.elapsed(run.start, until, spans)
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
		paused=_covered(_spans(holds, until), run.start, until) if holds else 0,
		reopened=run.reopened,
		next_change=None if state in STOPPED or paused else min(changes, default=None),
		receipt=_receipt(terms, run, due or until, held, until) if receipts else None,
	)


def _holding(kind: ClockKind, holds: list[Hold]) -> list[Hold]:
	"""The holds that stop clocks of a kind."""
	return [hold for hold in holds if kind not in hold.spares]


def _before(end: datetime, holds: list[Hold]) -> list[Hold]:
	"""The parts of the holds before a clock's end.

	A later pause doesn't move the due time it was measured by.
	"""
	return [
		hold if hold.end is not None and hold.end <= end else replace(hold, end=end)
		for hold in holds
		if hold.start < end
	]


def _spans(holds: list[Hold], until: datetime) -> list[tuple[datetime, datetime]]:
	"""The holds up to an instant. One that still lasts is taken to end there."""
	return [(hold.start, hold.end or max(until, hold.start)) for hold in holds]


def _covered(spans: list[tuple[datetime, datetime]], start: datetime, end: datetime) -> float:
	"""Wall-clock seconds between two instants that the spans cover, once where they overlap. They are in order."""
	seconds, reached = 0.0, start
	for begin, finish in spans:
		begin, finish = max(begin, reached), min(finish, end)
		if begin < finish:
			seconds += (finish - begin).total_seconds()
			reached = finish
	return seconds


def _due_times(
	terms: ClockTerms, start: datetime, spans: list[tuple[datetime, datetime]]
) -> tuple[float | None, datetime | None, datetime | None]:
	"""(length in working seconds, due, at risk).

	A value is None if the target has none or its time never comes.
	"""
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
