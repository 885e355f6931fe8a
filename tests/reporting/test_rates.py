"""Wilson's interval, percentiles by nearest rank, and the figures behind green ones."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from math import inf
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sla_id.reporting import (
	QueuedTicket,
	Share,
	TicketStory,
	nearest_rank,
	order_queue,
	percentile,
	watermelon,
	wilson_interval,
)

SECOND = 1_000_000
DAY = 24 * 3600 * SECOND


@pytest.mark.parametrize(
	("met", "decided", "low", "high"),
	[(3, 3, 0.4385, 1.0), (0, 3, 0.0, 0.5615), (3, 7, 0.1582, 0.7495), (81, 263, 0.2553, 0.3662)],
)
def test_wilsons_interval(met: int, decided: int, low: float, high: float) -> None:
	"""The last is the worked example of Newcombe (1998): 81 of 263."""
	found = wilson_interval(met, decided)
	assert found is not None
	assert (round(found[0], 4), round(found[1], 4)) == (low, high)


def test_no_data_has_no_interval() -> None:
	assert wilson_interval(0, 0) is None
	for met, decided in ((2, 1), (-1, 3)):
		with pytest.raises(ValueError, match="can't be met"):
			wilson_interval(met, decided)
	with pytest.raises(ValueError, match="confidence"):
		wilson_interval(1, 2, 1.0)


@given(some.integers(0, 500), some.integers(1, 500))
def test_the_share_lies_in_its_interval(met: int, decided: int) -> None:
	"""And the interval solves (p̂ − p)² = z² p (1 − p) / n at both ends, which is how Wilson defined it."""
	met = min(met, decided)
	found = wilson_interval(met, decided)
	assert found is not None
	low, high = found
	share = met / decided
	assert 0 <= low <= share <= high <= 1
	for end in (low, high):
		gap = (share - end) ** 2 - 1.959963984540054**2 * end * (1 - end) / decided
		assert abs(gap) < 1e-9


def test_a_percentile_is_computed_in_integers() -> None:
	"""ceil(0.55 · 100) is 56 in floats."""
	assert nearest_rank(100, 55) == 55
	assert [nearest_rank(5, percent) for percent in (0, 5, 20, 30, 40, 50, 100)] == [1, 1, 1, 2, 2, 3, 5]
	assert percentile([15, 20, 35, 40, 50], 30) == 20
	assert nearest_rank(1000, Decimal("99.9")) == 999
	assert percentile([], 50) is None


@pytest.mark.parametrize(("count", "percent"), [(0, 50), (3, -1), (3, 101)])
def test_what_is_no_percentile(count: int, percent: int) -> None:
	with pytest.raises(ValueError, match="percentile"):
		nearest_rank(count, percent)


@given(some.lists(some.integers(0, 50), min_size=1), some.integers(0, 100))
def test_a_percentile_is_the_least_value_that_so_many_do_not_exceed(values: list[int], percent: int) -> None:
	found = percentile(sorted(values), percent)
	assert found in values
	reached = [
		value
		for value in sorted(values)
		if 100 * sum(other <= value for other in values) >= percent * len(values)
	]
	assert found == reached[0]


def test_figures_behind_green_ones() -> None:
	hour = 3600
	tickets = [
		TicketStory(target=10 * hour, used=9 * hour, due=5 * DAY, solved=4 * DAY, open_for=20 * hour),
		TicketStory(
			target=10 * hour, used=9 * hour + 1, due=5 * DAY, solved=4 * DAY, reopened=11 * DAY,
			lowered_at=5 * DAY - 1, paused=15 * hour, open_for=60 * hour, updates_owed=3, updates_missed=1,
		),
		TicketStory(
			target=10 * hour, used=10 * hour, due=5 * DAY, solved=5 * DAY, reopened=12 * DAY + 1,
			lowered_at=5 * DAY, open_for=20 * hour, updates_owed=2,
		),
		TicketStory(target=10 * hour, used=10 * hour + 1, due=5 * DAY, solved=6 * DAY, updates_owed=1, updates_missed=1),
		TicketStory(),
	]  # fmt: skip
	found = watermelon(tickets)
	assert found.last_tenth == Share(2, 4)
	assert found.paused.value == Fraction(15, 100)
	assert found.reopened == Share(1, 4)
	assert found.lowered == Share(1, 4)
	assert found.without_target == Share(1, 5)
	assert found.silent == Share(1, 2)


def test_of_nothing_there_is_no_share() -> None:
	found = watermelon([])
	assert {share.value for share in (found.last_tenth, found.paused, found.without_target)} == {None}


WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 4, 10, 16, tzinfo=WIB)
MORNING = datetime(2026, 4, 10, 9, tzinfo=WIB)


def queued(name: str, due: datetime | None = None, **rest: object) -> QueuedTicket:
	return QueuedTicket(name, MORNING, () if due is None else (due,), **rest)  # type: ignore[arg-type]


def names(tickets: tuple[QueuedTicket, ...]) -> str:
	return "".join(entry.ticket for entry in tickets)


def test_the_worked_queue_is_d_e_a_b_then_c() -> None:
	"""Friday 10 April 2026, 16:00 WIB, hours 09-17: by working time left A and B tie."""
	monday = datetime(2026, 4, 13, 10, tzinfo=WIB)
	tickets = [
		queued("A", NOW + timedelta(hours=2)),
		queued("B", monday),
		queued("C", NOW + timedelta(minutes=5), paused_since=NOW - timedelta(hours=3)),
		queued("D", NOW - timedelta(hours=1)),
		queued("E", NOW + timedelta(minutes=30)),
	]
	for order in (tickets, tickets[::-1]):
		found = order_queue(order, NOW)
		assert (names(found.to_take), names(found.paused)) == ("DEAB", "C")


def test_missed_and_taken_over_by_nobody_comes_before_missed_and_taken_over() -> None:
	taken = queued("T", NOW - timedelta(hours=5), acknowledged=True)
	alone = queued("U", NOW - timedelta(minutes=1))
	soon, endless = queued("V", NOW + timedelta(minutes=1)), queued("W")
	found = order_queue([endless, soon, taken, alone], NOW)
	assert names(found.to_take) == "UTVW"
	assert names(order_queue([taken, queued("N", NOW)], NOW).to_take) == "NT", "due in this instant, and late"


def test_the_nearest_clock_that_still_runs_decides() -> None:
	"""Instants are compared, not wall clocks: 17:00 in Jayapura is 15:00 in Jakarta."""
	late = QueuedTicket("A", MORNING, (NOW + timedelta(hours=8), NOW + timedelta(hours=3)))
	east = QueuedTicket("B", MORNING, (datetime(2026, 4, 10, 20, tzinfo=ZoneInfo("Asia/Jayapura")),))
	utc = QueuedTicket("C", MORNING, (datetime(2026, 4, 10, 11, 30, tzinfo=timezone.utc),))
	assert names(order_queue([late, utc, east], NOW).to_take) == "BCA"


@given(
	some.lists(some.tuples(some.integers(-5, 5) | some.none(), some.booleans(), some.booleans()), max_size=8)
)
def test_no_ticket_is_lost_and_the_order_is_one(rows: list[tuple[int | None, bool, bool]]) -> None:
	tickets = [
		queued(
			str(number),
			None if due is None else NOW + timedelta(hours=due),
			acknowledged=taken,
			paused_since=MORNING if waits else None,
		)
		for number, (due, taken, waits) in enumerate(rows)
	]
	found = order_queue(tickets, NOW)
	assert sorted(names(found.to_take) + names(found.paused)) == sorted(map(str, range(len(rows))))
	assert order_queue(tickets[::-1], NOW) == found
	orphaned = [
		bool(entry.dues) and entry.dues[0] <= NOW and not entry.acknowledged for entry in found.to_take
	]
	assert orphaned == sorted(orphaned, reverse=True)
	dues = [entry.dues[0].timestamp() if entry.dues else inf for entry in found.to_take]
	rest = dues[sum(orphaned) :]
	assert rest == sorted(rest)
