"""`assess` says of a hundred thousand tickets what `WorkingCalendar` says of each."""

from collections.abc import Sequence
from datetime import datetime, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sla_id.engine import ClockState, InvalidTarget, NaiveTime, NeverOpens, WorkingCalendar
from sla_id.engine.batch import NEVER, STATES, Ticket, assess
from sla_id.engine.pauses import FOREVER, Pause, micros, read_pauses
from tests.engine.build import HOUR, at, calendar, round_the_clock
from tests.engine.cases import Case, cases, instant

Row = tuple[float, ClockState, datetime | None, datetime | None]
"""Elapsed seconds, state, due, next escalation."""

OFFICE = calendar(holidays=["2026-03-19"])
NOW = at("2026-03-16 12:00")


def ticket(start: str, target: float, *pauses: Pause, number: int = 0) -> Ticket:
	"""A ticket on the clocks of Jakarta with a target in hours."""
	return number, micros(at(start)), round(target * HOUR), read_pauses(pauses) or None


def rows(
	calendars: Sequence[WorkingCalendar], tickets: Sequence[Ticket], tiers: Sequence[float], now: datetime
) -> list[Row]:
	"""The columns as rows that a test can read."""
	result = assess(calendars, tickets, tiers, now)

	def moment(value: int) -> datetime | None:
		return None if value == NEVER else instant(value)

	return [
		(elapsed / 1e6, STATES[state], moment(due), moment(escalation))
		for elapsed, state, due, escalation in zip(
			result.elapsed, result.state, result.due, result.escalation, strict=True
		)
	]


def one_by_one(office: WorkingCalendar, entry: Ticket, tiers: Sequence[float], now: datetime) -> Row:
	"""The same for one ticket, by the calendar's own methods."""
	_, begin, target, held = entry
	start = instant(begin)
	pauses = [(instant(a), None if b == FOREVER else instant(b)) for a, b in held or ()]

	def deadline(seconds: float) -> datetime | None:
		"""In UTC: where clocks repeat an hour, times of one zone compare by the wall clock (PEP 495)."""
		try:
			return office.deadline(start, seconds, pauses).astimezone(timezone.utc)
		except NeverOpens:
			return None

	due = deadline(target)
	coming = [deadline(tier * target if isinstance(tier, float) else tier) for tier in tiers]
	escalation = min((moment for moment in coming if moment and moment > now), default=None)
	state = ClockState.RUNNING
	if due is not None and due <= now:
		state = ClockState.BREACHED
	elif start > now:
		state = ClockState.WAITING
	elif any(since <= now and (until is None or now < until) for since, until in pauses):
		state = ClockState.PAUSED
	return office.elapsed(start, max(start, now), pauses), state, due, escalation


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
@given(
	drawn=st.lists(cases(paused=True), min_size=1, max_size=3),
	targets=st.lists(st.integers(0, 400 * HOUR) | st.sampled_from([HOUR, 8 * HOUR]), min_size=1, max_size=3),
	tiers=st.lists(st.sampled_from([0.0, 0.5, 0.75, 1.0, 1.5]) | st.integers(0, 60 * HOUR), max_size=3),
	later=st.integers(-2 * 86_400, 12 * 86_400),
)
def test_a_batch_is_its_tickets_one_by_one(
	drawn: list[Case], targets: list[int], tiers: list[float], later: int
) -> None:
	"""Calendars of every kind, pauses that lie ahead, overlap and last, starts before and after now."""
	now = instant(drawn[0].at + later * 1_000_000)
	calendars = [case.calendar for case in drawn]
	tickets: list[Ticket] = [
		(number, case.at, target, read_pauses(case.spans) or None)
		for number, case in enumerate(drawn)
		for target in targets
	]
	expected = [one_by_one(WorkingCalendar(calendars[entry[0]].spec), entry, tiers, now) for entry in tickets]
	assert rows(calendars, tickets, tiers, now) == expected


def test_a_morning_of_tickets() -> None:
	"""Monday 12:00, 4 jam kerja, escalation at half of it and at the end."""
	found = rows(
		[OFFICE],
		[
			ticket("2026-03-16 09:00", 4),
			ticket("2026-03-16 11:00", 4),
			ticket("2026-03-13 15:00", 4),
			ticket("2026-03-16 13:00", 4),
		],
		(0.5, 1.0),
		NOW,
	)
	assert found == [
		(3 * HOUR, ClockState.RUNNING, at("2026-03-16 13:00"), at("2026-03-16 13:00")),
		(1 * HOUR, ClockState.RUNNING, at("2026-03-16 15:00"), at("2026-03-16 13:00")),
		(5 * HOUR, ClockState.BREACHED, at("2026-03-16 11:00"), None),
		(0, ClockState.WAITING, at("2026-03-16 17:00"), at("2026-03-16 15:00")),
	]


def test_at_its_due_time_a_clock_is_breached_as_in_evaluate() -> None:
	((_, state, due, escalation),) = rows([OFFICE], [ticket("2026-03-16 10:00", 2)], (1.0,), NOW)
	assert (state, due, escalation) == (ClockState.BREACHED, NOW, None)


def test_a_tier_may_be_hours_or_a_share() -> None:
	"""000 §4.2 and X2: 4 h without a workaround, half of the target, whichever comes first."""
	p1 = round_the_clock()
	((*_, escalation),) = rows([p1], [ticket("2026-03-16 10:00", 8)], (0.5, 4 * HOUR, 1.0), NOW)
	assert escalation == at("2026-03-16 14:00")
	((*_, escalation),) = rows([p1], [ticket("2026-03-16 10:00", 8)], (0.75, 4 * HOUR), NOW)
	assert escalation == at("2026-03-16 14:00")


def test_paused_now_and_for_good() -> None:
	held = ticket("2026-03-16 09:00", 4, (at("2026-03-16 11:00"), None))
	assert rows([OFFICE], [held], (1.0,), NOW) == [(2 * HOUR, ClockState.PAUSED, None, None)]


def test_a_pause_that_is_over() -> None:
	held = ticket("2026-03-16 09:00", 4, (at("2026-03-16 10:00"), at("2026-03-16 11:30")))
	expected = (1.5 * HOUR, ClockState.RUNNING, at("2026-03-16 14:30"), at("2026-03-16 12:30"))
	assert rows([OFFICE], [held], (0.5, 1.0), NOW) == [expected]


def test_years_that_were_not_compiled_yet() -> None:
	"""An old start, a target of years, a pause that ends in another year: each widens the table on the way."""
	fresh = calendar()
	tickets = [
		ticket("2019-01-02 09:00", 8),
		ticket("2026-03-16 09:00", 9000),
		ticket("2026-03-16 09:00", 8, (at("2026-03-16 10:00"), at("2031-01-01 00:00"))),
		ticket("2026-03-16 09:00", 8),
	]
	expected = [one_by_one(calendar(), entry, (1.0,), NOW) for entry in tickets]
	assert rows([fresh], tickets, (1.0,), NOW) == expected


def test_a_calendar_that_never_opens_stops_nobody() -> None:
	"""One such ticket among others: no due time for it, the rest as ever."""
	closed = calendar(hours={})
	found = rows(
		[closed, OFFICE],
		[ticket("2026-03-16 09:00", 4), ticket("2026-03-16 09:00", 4, number=1)],
		(1.0,),
		NOW,
	)
	assert found[0] == (0, ClockState.RUNNING, None, None)
	assert found[1] == (3 * HOUR, ClockState.RUNNING, at("2026-03-16 13:00"), at("2026-03-16 13:00"))


def test_no_target_is_due_at_the_start() -> None:
	((elapsed, state, due, _),) = rows([OFFICE], [ticket("2026-03-15 09:00", 0)], (), NOW)
	assert (elapsed, state, due) == (3 * HOUR, ClockState.BREACHED, at("2026-03-15 09:00"))


def test_an_empty_batch() -> None:
	assert rows([OFFICE], [], (1.0,), NOW) == []
	assert rows([], [], (1.0,), NOW) == []


@pytest.mark.parametrize(("target", "tiers"), [(-1, ()), (4, (-1.0,)), (4, (float("nan"),)), (4, (-5,))])
def test_lengths_below_nothing_are_refused(target: int, tiers: tuple[float, ...]) -> None:
	with pytest.raises(InvalidTarget, match="give numbers, 0 or more"):
		assess([OFFICE], [ticket("2026-03-16 09:00", target)], tiers, NOW)


def test_a_naive_now_is_refused() -> None:
	with pytest.raises(NaiveTime):
		assess([OFFICE], [], (), datetime(2026, 3, 16))  # noqa: DTZ001 that is what is refused


@pytest.mark.parametrize("start", [-(10**17), 10**18])
def test_a_start_beyond_all_years_is_refused(start: int) -> None:
	with pytest.raises(NeverOpens, match="check the"):
		assess([OFFICE], [(0, start, HOUR, None)], (), NOW)
