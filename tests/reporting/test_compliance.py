"""What counts in a period, what became of it, and how the rate reads: the worked case row by row, then the edges."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sla_id.reporting import (
	Basis,
	ClockFacts,
	ClockOutcome,
	Counts,
	Period,
	count_clocks,
	outcome_of,
	pool_counts,
)
from sla_id.reporting.rates import say_rate
from tests.reporting.cases import APRIL, april, at, clock, figures

EMPTY = (0, 0, 0, 0, 0, 0, None)


def one(row: dict[str, Any], **rest: Any) -> str | None:
	"""What a single clock counts as, by its one non-zero figure; None where it doesn't count."""
	answer = april(row, **rest)
	names = ("met", "missed_closed", "missed_open", "pending", "excluded", "no_target")
	found = [name for name in names if answer[name]]
	assert len(found) <= 1 and sum(answer[name] for name in names) <= 1
	return found[0] if found else None


DUE = {
	"T1": "met",
	"T2": "missed_closed",
	"T3": "met",
	"T4": "missed_open",
	"T5": None,
	"T7": "missed_open",
	"T9": "no_target",
	"T10": "met",
	"T11": "missed_open",
	"T12": "pending",
	"T13": "excluded",
}
COMPLETED = {**dict.fromkeys(("T4", "T7", "T11", "T12")), "T5": "met"}
CREATED = {"T1": None, "T5": "met"}


@pytest.mark.parametrize("row", APRIL, ids=lambda row: row["id"])
@pytest.mark.parametrize(
	("basis", "expected"),
	[("due", DUE), ("completed", DUE | COMPLETED), ("created", DUE | CREATED)],
	ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_row_of_the_worked_case(
	row: dict[str, Any], basis: str, expected: dict[str, str | None]
) -> None:
	assert one(row, basis=basis) == expected[row["id"]]


def test_the_worked_case_by_due_date_is_3_of_7() -> None:
	assert april(*APRIL) == {
		"met": 3,
		"missed_closed": 1,
		"missed_open": 3,
		"pending": 1,
		"excluded": 1,
		"no_target": 1,
		"decided": 7,
		"rate": "42.8571",
		"goal_met": False,
	}


def test_the_worked_case_by_the_other_bases() -> None:
	assert figures(april(*APRIL, basis="completed")) == (4, 1, 0, 0, 1, 1, "80.0000")
	assert figures(april(*APRIL, basis="created")) == (3, 1, 3, 1, 1, 1, "42.8571")


def test_t5_is_met_in_may() -> None:
	may = {"period": ["2026-05-01", "2026-06-01"], "read_at": at("2026-06-01")}
	assert one(APRIL[4], **may) == "met"


def test_read_later_t7_is_closed_and_the_rate_the_same() -> None:
	"""Solved on 2 May: still open for whoever reads on 1 May, missed all the same."""
	assert one(APRIL[5], read_at=at("2026-05-03")) == "missed_closed"
	assert april(*APRIL, read_at=at("2026-05-03"))["rate"] == "42.8571"


AFTERWARDS = [
	("stopped", {"stopped": at("30", "12:00")}),
	("paused_since", {"paused_since": at("30", "12:00")}),
	("excluded", {"excluded": at("30", "12:00")}),
	("all", {"stopped": at("30", "12:00"), "paused_since": at("30", "11:00"), "excluded": at("30", "12:00")}),
]


@pytest.mark.parametrize(("name", "later"), AFTERWARDS, ids=[name for name, _later in AFTERWARDS])
@pytest.mark.parametrize(
	"row", [clock("A", "02", "05"), clock("B", "28", "30 18:00"), clock("C", "12")], ids=lambda row: row["id"]
)
@pytest.mark.parametrize("basis", list(Basis))
def test_what_happens_afterwards_changes_no_report(
	row: dict[str, Any], basis: str, name: str, later: dict[str, Any]
) -> None:
	"""Read on the 30th at 10:00; at noon something happens to the clock."""
	read = {"read_at": at("30", "10:00"), "basis": basis}
	assert april(row, **read) == april({**row, **later}, **read)


def test_a_clock_that_is_created_afterwards_is_not_there_yet() -> None:
	assert figures(april(clock("A", "20"), clock("B", "20", "25"), read_at=at("19"))) == EMPTY


def test_what_happens_in_the_instant_of_reading_is_known() -> None:
	"""At the due instant a stopped clock is met and a running one is late (docs/architecture.md)."""
	assert one(clock("A", "02", "20", "20"), read_at=at("20")) == "met"
	assert one(clock("A", "02", "20"), read_at=at("20")) == "missed_open"
	assert one(clock("A", "02", "20"), read_at=at("19", "23:59")) == "pending"
	assert one(clock("A", "02", "25", excluded=at("20")), read_at=at("20")) == "excluded"


def test_a_pause_at_the_due_instant_came_too_late() -> None:
	assert one(clock("A", "02", "20", paused="20")) == "missed_open"
	assert one(clock("A", "02", "20", paused="19 23:59")) == "pending"


def test_a_stop_counts_whatever_was_paused_before() -> None:
	assert one(clock("A", "02", "20", "19", paused="10")) == "met"
	assert one(clock("A", "02", "20", "21", paused="10")) == "missed_closed"


def test_an_earlier_cycle_that_was_late_can_not_be_made_good() -> None:
	late = ClockFacts(created=0, due=10, stopped=9, late_before=True)
	assert (outcome_of(late, 8), outcome_of(late, 9)) == (ClockOutcome.PENDING, ClockOutcome.MISSED_CLOSED)


def test_a_paused_clock_may_have_no_due_time_yet() -> None:
	assert one(clock("A", "02", paused="10")) == "pending"
	assert one(clock("A", "02", None, "12", paused="10")) == "no_target"
	assert one(clock("A", "02", "20", "20", paused="10"), read_at=at("09")) == "pending"


def test_the_period_is_half_open_and_in_its_zone() -> None:
	"""1 April 00:00 WIB is 31 March 17:00 UTC: in April; 1 May 00:00 WIB is in May."""
	assert one(clock("A", "2026-03-20") | {"due": "2026-03-31T17:00:00Z"}) == "missed_open"
	assert one(clock("A", "2026-03-20") | {"due": "2026-03-31T16:59:59.999999Z"}) is None
	assert one(clock("A", "2026-03-20") | {"due": "2026-04-30T16:59:59.999999Z"}) == "missed_open"
	assert one(clock("A", "2026-03-20") | {"due": "2026-04-30T17:00:00Z"}) is None
	assert one(clock("A", "2026-03-20") | {"due": "2026-03-31T17:00:00Z"}, time_zone="UTC") is None


def test_a_day_begins_where_clocks_skip_midnight() -> None:
	"""In Beirut 29 March 2026 begins at 01:00, an instant after 23:59:59.999999 of the 28th."""
	zone = {"time_zone": "Asia/Beirut", "period": ["2026-03-29", "2026-03-30"]}
	row = clock("A", "2026-03-20")
	assert one(row | {"due": "2026-03-28T22:00:00Z"}, **zone) == "missed_open"
	assert one(row | {"due": "2026-03-28T21:59:59Z"}, **zone) is None


def test_no_clock_is_no_data() -> None:
	answer = april()
	assert (answer["decided"], answer["rate"], answer["goal_met"]) == (0, None, None)
	only_pending = april(APRIL[9])
	assert (only_pending["decided"], only_pending["rate"], only_pending["goal_met"]) == (0, None, None)


@pytest.mark.parametrize(
	("met", "decided", "goal", "rate", "kept"),
	[
		(949, 999, "95", "94.9949", False),
		(1899, 2000, "95", "94.9500", False),
		(1900, 2000, "95", "95.0000", True),
		(2, 3, "60", "66.6667", True),
		(2, 3, "70", "66.6666", False),
		(19_999_999, 20_000_000, "95", "99.9999", True),
		(0, 5, "0", "0.0000", True),
		(1, 128, "0.78125", "0.7813", True),
		(5, 5, "100", "100.0000", True),
		(999_999, 1_000_000, "99.99990001", "99.9999", False),
	],
)
def test_a_missed_goal_is_never_rounded_into_a_kept_one(
	met: int, decided: int, goal: str, rate: str, kept: bool
) -> None:
	share, wanted = Fraction(met, decided), Fraction(goal) / 100
	assert (say_rate(share, wanted), Counts(met, decided - met).meets(wanted)) == (rate, kept)


def test_without_a_goal_nothing_is_met_or_missed() -> None:
	answer = april(*APRIL, goal_percent=None)
	assert (answer["rate"], answer["goal_met"]) == ("42.8571", None)


@given(some.integers(0, 3000), some.integers(0, 3000), some.integers(0, 1_000_000))
def test_a_rate_reads_on_its_own_side_of_the_goal(met: int, missed: int, goal: int) -> None:
	rate, wanted = Counts(met, missed).rate, Fraction(goal, 1_000_000)
	said = say_rate(rate, wanted)
	if rate is None:
		assert said is None
		return
	assert said is not None
	shown = Fraction(said) / 100
	assert abs(shown - rate) < Fraction(1, 1_000_000)
	assert (shown >= wanted) == (rate >= wanted) and (shown == 1) == (rate == 1)


DAYS = some.integers(0, 12)
CLOCKS = some.builds(
	lambda created, due, stopped, paused, excluded: (
		created,
		None if due is None else created + due,
		None if stopped is None else created + stopped,
		paused,
		excluded,
	),
	*(DAYS, some.none() | DAYS, some.none() | DAYS, some.none() | DAYS),
	some.sampled_from((False, True, 3, 8)),
)
PERIODS = some.tuples(some.integers(0, 8), some.integers(1, 6), DAYS, some.sampled_from(list(Basis)))


def lived(row: Any, read_at: int) -> tuple[str, int | None]:
	"""What a clock is on the day of reading, lived day by day, and when it stopped."""
	created, due, stopped, paused, excluded = row
	late, waiting = False, paused is not None and paused < created
	end = None
	for day in range(created, read_at + 1):
		if day == stopped:
			end = day
			break
		late = late or (day == due and not waiting)
		waiting = waiting or day == paused
	if due is None and not (waiting and end is None):
		return "no_target", end
	if excluded is True or (excluded is not False and excluded <= read_at):
		return "excluded", end
	if end is not None:
		return ("met" if end <= due else "missed_closed"), end
	return ("missed_open" if late else "pending"), None


def brute_force(rows: list[Any], start: int, end: int, read_at: int, basis: Basis) -> dict[str, int]:
	counts = dict.fromkeys(map(str, ClockOutcome), 0)
	for row in rows:
		created, due, *_rest = row
		if created > read_at:
			continue
		outcome, stopped = lived(row, read_at)
		place = {"due": created if due is None else due, "created": created, "completed": stopped}[basis]
		counts[outcome] += place is not None and start <= place < end
	return counts


def facts(row: Any) -> ClockFacts:
	created, due, stopped, paused, excluded = row
	decided = None if isinstance(excluded, bool) else excluded
	return ClockFacts(created, due, stopped, paused, excluded is not False, decided)


@given(some.lists(CLOCKS, max_size=12), PERIODS)
def test_counts_equal_a_life_lived_day_by_day(rows: list[Any], span: tuple[int, int, int, Basis]) -> None:
	start, length, read_at, basis = span
	counted = count_clocks(map(facts, rows), Period(start, start + length, read_at, basis))
	expected = brute_force(rows, start, start + length, read_at, basis)
	assert {name: getattr(counted, name) for name in expected} == expected


@given(some.lists(CLOCKS, max_size=12), some.lists(CLOCKS, max_size=12), PERIODS)
def test_pooling_is_counting_together(
	one_half: list[Any], other: list[Any], span: tuple[int, int, int, Basis]
) -> None:
	start, length, read_at, basis = span
	whole = Period(start, start + length, read_at, basis)
	halves = [count_clocks(map(facts, rows), whole) for rows in (one_half, other)]
	assert pool_counts(halves) == count_clocks(map(facts, [*one_half, *other]), whole)
	days = [Period(day, day + 1, read_at, basis) for day in range(start, start + length)]
	assert pool_counts(count_clocks(map(facts, other), day) for day in days) == count_clocks(
		map(facts, other), whole
	)


@given(CLOCKS, DAYS, PERIODS)
def test_what_was_not_known_yet_changes_nothing(
	row: Any, read_at: int, span: tuple[int, int, int, Basis]
) -> None:
	"""A clock without all that happened after the reading counts the same."""
	created, due, stopped, paused, excluded = row
	past = lambda day: day if day is not None and day <= read_at else None  # noqa: E731
	known = excluded if isinstance(excluded, bool) else past(excluded) or False
	then = facts((created, due, past(stopped), past(paused), known))
	assert outcome_of(facts(row), read_at) == outcome_of(then, read_at)
	start, length, _read, basis = span
	period = Period(start, start + length, read_at, basis)
	assert count_clocks([facts(row)], period) == count_clocks([then], period)


def test_a_rate_over_months_pools_counts() -> None:
	"""1 of 1 and 1 of 9 are 2 of 10, not the average of 100 and 11 percent."""
	assert pool_counts([Counts(met=1), Counts(met=1, missed_open=8)]).rate == Fraction(1, 5)
	assert pool_counts([]).rate is None


def test_a_reopened_clock_is_one_clock() -> None:
	"""Target 8 h, solved at 6 h, reopened, 3 h more: the row has one stop, after 9 h, and counts once as missed."""
	assert figures(april(clock("A", "02 08:00", "02 16:00", "02 17:00"))) == (0, 1, 0, 0, 0, 0, "0.0000")
