"""Many tickets at one `now`: elapsed, state, due and the next escalation as columns, without a datetime a ticket.

For the sweep, back-tests and reports, where `WorkingCalendar` would be asked the same three questions a hundred
thousand times. Its answers are the contract: a column says what the calendar says one by one
(tests/engine/test_batch.py). Instants and lengths are microseconds, targets seconds.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite

from sla_id.engine.calendar import WorkingCalendar, worked_by
from sla_id.engine.clocks import ClockState
from sla_id.engine.errors import InvalidTarget, NeverOpens
from sla_id.engine.pauses import EPOCH, FOREVER, micros
from sla_id.engine.sentences import Sentence
from sla_id.engine.table import SECOND, Piece, Table

Ticket = tuple[int, int, int, Sequence[Piece] | None]
"""(number of its calendar, start in microseconds since the epoch, target in working seconds, pauses).

The pauses are in order and apart from each other, as `read_pauses` returns them; None where there are none."""

NEVER = FOREVER
"""The due time of a clock that is paused for good or whose calendar never opens; no further escalation."""

STATES = (ClockState.WAITING, ClockState.RUNNING, ClockState.PAUSED, ClockState.BREACHED)
"""What the numbers in `BatchResult.state` stand for: not started, running, paused, at or past its due time."""
WAITING, RUNNING, PAUSED, BREACHED = range(4)

_Desk = tuple[Table, "array[int]", list[int], list[int], int, int]
"""Of one calendar: its table, that table's opens, closes and worked, what is worked by its end and by `now`."""
_Lengths = tuple[int, list[int]]
"""A target and its tiers, in ascending order."""


@dataclass(frozen=True, slots=True)
class BatchResult:
	"""One entry a ticket in each column, in the order of the tickets."""

	elapsed: "array[int]"
	"""Working microseconds up to now, pauses left out; 0 before the start."""
	state: "array[int]"
	"""Indices into STATES."""
	due: "array[int]"
	"""Microseconds since the epoch, or NEVER."""
	escalation: "array[int]"
	"""The first instant after now at which a tier is reached, or NEVER."""


def assess(
	calendars: Sequence[WorkingCalendar], tickets: Iterable[Ticket], tiers: Sequence[float], now: datetime
) -> BatchResult:
	"""Where each ticket stands at `now`.

	A tier is a float, a share of the ticket's target (0.5: half of it), or an int, working seconds from its
	start. Raises NaiveTime for `now`, InvalidTarget for a length below 0, NeverOpens for a start beyond the years
	that can be computed.
	"""
	instant = micros(now)
	desks = [_desk(calendar, instant) for calendar in calendars]
	lengths: dict[int, _Lengths] = {}
	result = BatchResult(array("q"), array("b"), array("q"), array("q"))
	add_elapsed, add_state = result.elapsed.append, result.state.append
	add_due, add_escalation = result.due.append, result.escalation.append
	for number, start, target, pauses in tickets:
		known = lengths.get(target)
		if known is None:
			known = lengths[target] = _lengths(target, tiers)
		found = (
			_quickly(desks[number], start, known, instant)
			if not pauses
			else _around(desks[number], start, known, instant, pauses)
		)
		if found is None:
			found = _slowly(calendars[number], start, known, now, pauses or ())
			desks[number] = _desk(calendars[number], instant)
		elapsed, due, escalation = found
		add_elapsed(elapsed)
		add_due(due)
		add_escalation(escalation)
		if due <= instant:
			add_state(BREACHED)
		elif start > instant:
			add_state(WAITING)
		elif pauses and _holds(pauses, instant):
			add_state(PAUSED)
		else:
			add_state(RUNNING)
	return result


def _desk(calendar: WorkingCalendar, instant: int) -> _Desk:
	table = calendar.table_for(instant, instant)
	end, by_now = worked_by(table, table.high), worked_by(table, instant)
	return table, table.opens, table.closes, table.worked, end, by_now


def _lengths(target: int, tiers: Sequence[float]) -> _Lengths:
	amounts = [
		round(tier * (target if isinstance(tier, float) else 1) * SECOND) for tier in tiers if isfinite(tier)
	]
	if target < 0 or len(amounts) < len(tiers) or min(amounts, default=0) < 0:
		raise InvalidTarget(
			Sentence(
				"target {target!r} with tiers {tiers!r}: give numbers, 0 or more",
				target=target,
				tiers=list(tiers),
			)
		)
	return target * SECOND, sorted(amounts)


def _quickly(desk: _Desk, start: int, lengths: _Lengths, instant: int) -> tuple[int, int, int] | None:
	"""(elapsed, due, escalation) of a ticket without pauses, or None where the desk's years don't suffice."""
	table, opens, closes, worked, end, by_now = desk
	if not table.low <= start < table.high:
		return None
	number = bisect_right(closes, start)
	if number < len(closes):
		opening = opens[number]
		base = worked[number] - closes[number] + (opening if opening > start else start)
	else:
		base = end
	amount, tiers = lengths
	elapsed = by_now - base if start < instant else 0
	due = start
	if amount:
		goal = base + amount
		if goal > end:
			return None
		number = bisect_left(worked, goal)
		due = closes[number] - worked[number] + goal
	following = bisect_right(tiers, elapsed) if start <= instant else 0
	if following == len(tiers):
		return elapsed, due, NEVER
	if tiers[following] == amount:
		return elapsed, due, due
	if not tiers[following]:
		return elapsed, due, start
	goal = base + tiers[following]
	if goal > end:
		return None
	number = bisect_left(worked, goal)
	return elapsed, due, closes[number] - worked[number] + goal


def _around(
	desk: _Desk, start: int, lengths: _Lengths, instant: int, pauses: Sequence[Piece]
) -> tuple[int, int, int] | None:
	"""The same around pauses: each is a span of working time, from where to where, that doesn't count."""
	table, by_now = desk[0], desk[5]
	if not table.low <= start < table.high:
		return None
	base = worked_by(table, start)
	withheld, spans = 0, []
	for since, until in pauses:
		if until <= start:
			continue
		if since >= table.high or table.high <= until < FOREVER:
			return None
		first = worked_by(table, since) if since > start else base
		last = worked_by(table, until) if until < FOREVER else FOREVER
		spans.append((first, last))
		if first < by_now:
			withheld += min(last, by_now) - first
	amount, tiers = lengths
	elapsed = by_now - base - withheld if start < instant else 0
	following = bisect_right(tiers, elapsed) if start <= instant else 0
	due = _reached(desk, start, base, amount, spans)
	if following == len(tiers):
		return None if due is None else (elapsed, due, NEVER)
	tier = tiers[following]
	escalation = due if tier == amount else _reached(desk, start, base, tier, spans)
	return None if due is None or escalation is None else (elapsed, due, escalation)


def _reached(desk: _Desk, start: int, base: int, length: int, spans: Sequence[Piece]) -> int | None:
	"""When a length is used up: NEVER behind a pause that lasts, None beyond the desk's years."""
	if not length:
		return start
	_, _, closes, worked, end, _ = desk
	goal = base + length
	for since, until in spans:
		if goal <= since:
			break
		if until == FOREVER:
			return NEVER
		goal += until - since
	if goal > end:
		return None
	number = bisect_left(worked, goal)
	return closes[number] - worked[number] + goal


def _holds(pauses: Sequence[Piece], instant: int) -> bool:
	for since, until in pauses:  # noqa: SIM110 a generator would cost as much as the rest of the ticket
		if since <= instant < until:
			return True
	return False


def _slowly(
	calendar: WorkingCalendar, start: int, lengths: _Lengths, now: datetime, pauses: Sequence[Piece]
) -> tuple[int, int, int]:
	"""The same by the calendar's own methods, which compile the years that are still missing."""
	begin, instant = _at(start), micros(now)
	spans = [(_at(since), None if until == FOREVER else _at(until)) for since, until in pauses]
	amount, tiers = lengths
	elapsed = round(calendar.elapsed(begin, now, spans) * SECOND) if start < instant else 0
	following = bisect_right(tiers, elapsed) if start <= instant else 0
	found = []
	for length in (amount, tiers[following] if following < len(tiers) else None):
		try:
			found.append(
				NEVER if length is None else micros(calendar.deadline(begin, length / SECOND, spans))
			)
		except NeverOpens:
			found.append(NEVER)
	return elapsed, found[0], found[1]


def _at(instant: int) -> datetime:
	try:
		return EPOCH + timedelta(microseconds=instant)
	except OverflowError:
		raise NeverOpens(
			Sentence(
				"{instant} microseconds lie beyond the years that can be computed; check the start",
				instant=instant,
			)
		) from None
