"""The rules of working time, one example each, on dates that a calendar on paper confirms.

March 2026: Sunday the 1st; Nyepi on Thursday the 19th, Idulfitri on Saturday the 21st.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Any

import pytest

from sla_id.engine import (
	InvalidPause,
	InvalidTarget,
	LineKind,
	PausedForGood,
	WorkingCalendar,
)
from tests.engine.build import HOUR, MINUTE, at, calendar, hours, round_the_clock, show
from tests.engine.oracle import DAYS

NYEPI = {"date": "2026-03-19", "name": "Hari Suci Nyepi", "decree": "SKB 3 Menteri"}


# --- deadline -------------------------------------------------------------------------------------------------


def test_within_one_window() -> None:
	assert show(calendar().deadline(at("2026-03-16 09:30"), 4 * HOUR)) == "Mon 2026-03-16 13:30"


def test_what_is_left_at_closing_time_goes_on_at_the_next_opening() -> None:
	assert show(calendar().deadline(at("2026-03-16 15:00"), 4 * HOUR)) == "Tue 2026-03-17 11:00"


def test_a_target_used_up_at_closing_time_is_due_at_closing_time() -> None:
	"""Friday 17:00, not Monday 09:00."""
	assert show(calendar().deadline(at("2026-03-13 13:00"), 4 * HOUR)) == "Fri 2026-03-13 17:00"


def test_one_second_more_is_due_after_the_weekend() -> None:
	assert show(calendar().deadline(at("2026-03-13 13:00"), 4 * HOUR + 1)) == "Mon 2026-03-16 09:00:01"


@pytest.mark.parametrize(
	"start", ["2026-03-14 10:00", "2026-03-15 23:59", "2026-03-16 06:00", "2026-03-16 09:00"]
)
def test_out_of_hours_the_count_begins_at_the_next_opening(start: str) -> None:
	assert show(calendar().deadline(at(start), HOUR)) == "Mon 2026-03-16 10:00"


def test_zero_seconds_are_due_at_the_start_even_out_of_hours() -> None:
	assert calendar().deadline(at("2026-03-14 10:00"), 0) == at("2026-03-14 10:00")


def test_a_lunch_break_does_not_count() -> None:
	office = calendar("08:00-12:00", "13:00-17:00")
	assert show(office.deadline(at("2026-03-16 11:00"), 2 * HOUR)) == "Mon 2026-03-16 14:00"


def test_any_number_of_windows_a_day() -> None:
	split = calendar("06:00-07:00", "09:00-10:00", "12:00-13:00", "15:00-16:00", "18:00-19:00")
	assert show(split.deadline(at("2026-03-16 05:00"), 4.5 * HOUR)) == "Mon 2026-03-16 18:30"


def test_a_holiday_is_skipped() -> None:
	office = calendar(holidays=["2026-03-19"])
	assert show(office.deadline(at("2026-03-18 15:00"), 4 * HOUR)) == "Fri 2026-03-20 11:00"


def test_a_window_past_midnight_belongs_to_the_day_it_starts_on() -> None:
	"""Thursday is a holiday: Wednesday's night shift goes on until 06:00, Thursday's does not begin."""
	night = calendar("22:00-06:00", holidays=["2026-03-19"])
	assert show(night.deadline(at("2026-03-18 22:00"), 8 * HOUR)) == "Thu 2026-03-19 06:00"
	assert show(night.deadline(at("2026-03-18 22:00"), 9 * HOUR)) == "Fri 2026-03-20 23:00"


def test_2400_ends_a_day_and_joins_the_next_one() -> None:
	late = calendar(hours={"mon": [["18:00", "24:00"]], "tue": [["00:00", "02:00"]]})
	assert show(late.deadline(at("2026-03-16 23:00"), 2 * HOUR)) == "Tue 2026-03-17 01:00"
	assert [line.seconds for line in late.explain(at("2026-03-16 23:00"), 2 * HOUR).counted] == [2 * HOUR]


def test_midnight_may_also_be_written_as_an_end_of_0000() -> None:
	late = calendar("18:00-00:00")
	assert show(late.deadline(at("2026-03-16 18:00"), 6 * HOUR)) == "Tue 2026-03-17 00:00"


def test_a_tail_past_midnight_that_meets_the_next_morning_counts_once() -> None:
	both = calendar(hours={"mon": [["20:00", "10:00"]], "tue": [["08:00", "12:00"]]})
	assert both.elapsed(at("2026-03-16 00:00"), at("2026-03-18 00:00")) == 16 * HOUR


def test_a_shift_replaces_the_week_inside_its_dates() -> None:
	ramadan = {"from": "2026-02-19", "to": "2026-03-20", "hours": hours("08:00-15:00")}
	office = calendar(shifts=[ramadan])
	assert show(office.deadline(at("2026-02-18 15:00"), 3 * HOUR)) == "Thu 2026-02-19 09:00"
	assert show(office.deadline(at("2026-03-20 14:00"), 2 * HOUR)) == "Mon 2026-03-23 10:00"


def test_a_shift_may_close_every_day() -> None:
	office = calendar(shifts=[{"from": "2026-03-16", "to": "2026-03-20", "hours": {}}])
	assert show(office.deadline(at("2026-03-13 16:00"), 2 * HOUR)) == "Mon 2026-03-23 10:00"


def test_a_shift_may_be_round_the_clock() -> None:
	launch = calendar(shifts=[{"from": "2026-03-14", "to": "2026-03-15", "hours": "24x7"}])
	assert show(launch.deadline(at("2026-03-13 16:00"), 26 * HOUR)) == "Sun 2026-03-15 01:00"


def test_a_holiday_closes_a_day_inside_a_shift_too() -> None:
	ramadan = {"from": "2026-02-19", "to": "2026-03-20", "hours": hours("08:00-15:00")}
	office = calendar(shifts=[ramadan], holidays=["2026-03-19"])
	assert show(office.deadline(at("2026-03-18 14:00"), 2 * HOUR)) == "Fri 2026-03-20 09:00"


def test_a_break_closes_its_windows_on_one_date() -> None:
	friday = {"date": "2026-03-13", "windows": [["11:30", "13:15"]]}
	office = calendar(breaks=[friday])
	assert show(office.deadline(at("2026-03-13 11:00"), HOUR)) == "Fri 2026-03-13 13:45"
	assert show(office.deadline(at("2026-03-12 11:00"), HOUR)) == "Thu 2026-03-12 12:00"


def test_a_break_reaches_into_the_night_shift_of_the_day_before() -> None:
	night = calendar("22:00-06:00", breaks=[{"date": "2026-03-17", "windows": [["01:00", "02:00"]]}])
	assert show(night.deadline(at("2026-03-16 22:00"), 4 * HOUR)) == "Tue 2026-03-17 03:00"


def test_a_break_past_midnight_closes_the_next_mornings_windows() -> None:
	early = calendar("00:30-06:00", breaks=[{"date": "2026-03-16", "windows": [["23:00", "02:00"]]}])
	assert show(early.deadline(at("2026-03-17 00:00"), HOUR)) == "Tue 2026-03-17 03:00"


def test_a_24x7_day_has_23_or_25_hours_where_clocks_change() -> None:
	berlin = round_the_clock("Europe/Berlin")

	def day(text: str) -> float:
		start = at(text, "Europe/Berlin")
		return berlin.elapsed(start, start + timedelta(days=1)) / HOUR

	assert [day("2026-03-28"), day("2026-03-29"), day("2026-10-25")] == [24, 23, 25]


def test_windows_are_wall_clock_before_and_after_a_change() -> None:
	"""Friday 27 March 16:00 CET to Monday 30 March 10:00 CEST: nine o'clock stays nine o'clock."""
	berlin = calendar(zone="Europe/Berlin")
	due = berlin.deadline(at("2026-03-27 16:00", "Europe/Berlin"), 2 * HOUR)
	assert (show(due), due.utcoffset()) == ("Mon 2026-03-30 10:00", timedelta(hours=2))


def test_an_hour_that_clocks_repeat_counts_twice_and_one_they_skip_not_at_all() -> None:
	night = calendar(zone="Europe/Berlin", hours=hours("02:00-03:00", days=("sun",)))

	def sunday(day: str) -> float:
		return night.elapsed(at(f"{day} 00:00", "Europe/Berlin"), at(f"{day} 12:00", "Europe/Berlin")) / HOUR

	assert [sunday("2026-03-22"), sunday("2026-03-29"), sunday("2026-10-25")] == [1, 0, 2]


def test_a_start_in_the_repeated_hour_is_told_apart_by_its_fold() -> None:
	night = round_the_clock("Europe/Berlin")
	first, second = (at("2026-10-25 02:30", "Europe/Berlin", fold) for fold in (0, 1))
	three = at("2026-10-25 03:00", "Europe/Berlin")
	assert [night.elapsed(start, three) / MINUTE for start in (first, second)] == [90, 30]


def test_an_instant_of_any_zone_gives_a_due_time_in_the_calendars_zone() -> None:
	due = calendar().deadline(datetime(2026, 3, 16, 3, tzinfo=timezone.utc), HOUR)
	assert due.isoformat() == "2026-03-16T11:00:00+07:00"


def test_fractions_of_a_second_are_kept() -> None:
	start = at("2026-03-16 16:59:59.25")
	due = calendar().deadline(start, 1.5)
	assert due == at("2026-03-17 09:00:00.75")
	assert calendar().elapsed(start, due) == 1.5


def test_a_length_comes_back_as_it_was_given() -> None:
	"""The sum of whole seconds and a fraction can miss the nearest float; 554.438288 is such a case."""
	start = at("2026-03-16 09:00")
	for seconds in (0.1, 554.438288, 200_000_000.000001, 3):
		assert calendar().elapsed(start, calendar().deadline(start, seconds)) == seconds


def test_a_long_target_spans_years() -> None:
	"""2,080 h are 260 working days of 8 h: 52 weeks, without holidays."""
	assert show(calendar().deadline(at("2026-01-05 09:00"), 2080 * HOUR)) == "Fri 2027-01-01 17:00"
	assert show(calendar().deadline(at("2026-01-05 09:00"), 10 * 2080 * HOUR)) == "Fri 2035-12-21 17:00"


@pytest.mark.parametrize("day", ["2026-12-28", "2026-12-31", "2027-01-01", "2027-01-03"])
def test_the_turn_of_the_year_makes_no_difference(day: str) -> None:
	"""Asked from inside either year, a window over New Year's Eve is whole."""
	night = hours("00:30-01:00", "20:00-04:00", days=DAYS)
	whole = calendar(hours=night)
	whole.elapsed(at("2026-01-01 00:00"), at("2028-01-01 00:00"))
	for number in range(48):
		start = at(f"{day} 00:00") + timedelta(hours=number)
		assert calendar(hours=night).before(start, 30 * HOUR) == whole.before(start, 30 * HOUR)
		assert calendar(hours=night).deadline(start, 30 * HOUR) == whole.deadline(start, 30 * HOUR)


def test_a_night_over_the_end_of_the_year_in_utc() -> None:
	"""Which is 07:00 WIB on New Year's Day, in the middle of the shift."""
	night = calendar("22:00-10:00")
	assert show(night.deadline(at("2026-12-31 22:00"), 12 * HOUR)) == "Fri 2027-01-01 10:00"
	assert night.elapsed(at("2026-12-31 22:00"), at("2027-01-01 12:00")) == 12 * HOUR
	assert show(night.before(at("2027-01-01 12:00"), 12 * HOUR)) == "Thu 2026-12-31 22:00"


@pytest.mark.parametrize("zone", ["Asia/Jayapura", "America/New_York", "Pacific/Kiritimati", "UTC"])
def test_a_year_round_the_clock_has_8760_hours(zone: str) -> None:
	whole = round_the_clock(zone)
	for year in (2025, 2026):
		assert (
			whole.elapsed(at(f"{year}-01-01 00:00", zone), at(f"{year + 1}-01-01 00:00", zone)) == 8760 * HOUR
		)


# --- elapsed, before, openings --------------------------------------------------------------------------------


def test_elapsed_counts_open_time_only() -> None:
	assert calendar().elapsed(at("2026-03-13 15:00"), at("2026-03-16 10:30")) == 3.5 * HOUR


def test_elapsed_over_a_weekend_is_nothing() -> None:
	assert calendar().elapsed(at("2026-03-13 17:00"), at("2026-03-16 09:00")) == 0


def test_before_walks_back() -> None:
	"""The latest start that leads to a due time: 4 h before Monday 10:00 is Friday 14:00."""
	assert show(calendar().before(at("2026-03-16 10:00"), 4 * HOUR)) == "Fri 2026-03-13 14:00"


def test_time_used_up_at_an_opening_ends_at_that_opening() -> None:
	assert show(calendar().before(at("2026-03-16 17:00"), 8 * HOUR)) == "Mon 2026-03-16 09:00"


def test_before_from_out_of_hours() -> None:
	assert show(calendar().before(at("2026-03-15 12:00"), HOUR)) == "Fri 2026-03-13 16:00"
	assert calendar().before(at("2026-03-15 12:00"), 0) == at("2026-03-15 12:00")


@pytest.mark.parametrize(
	("time", "is_open"),
	[
		("2026-03-16 08:59:59", False),
		("2026-03-16 09:00", True),
		("2026-03-16 16:59:59", True),
		("2026-03-16 17:00", False),
	],
)
def test_a_window_contains_its_start_and_not_its_end(time: str, is_open: bool) -> None:
	assert calendar().is_open(at(time)) is is_open


def test_next_opening_is_now_where_it_is_open() -> None:
	assert show(calendar().next_opening(at("2026-03-16 12:34"))) == "Mon 2026-03-16 12:34"
	assert show(calendar().next_opening(at("2026-03-13 17:00"))) == "Mon 2026-03-16 09:00"


# --- the end of the Nth working day ---------------------------------------------------------------------------


@pytest.mark.parametrize(
	("start", "days", "due"),
	[
		("2026-03-16 08:00", 1, "Mon 2026-03-16 17:00"),
		("2026-03-16 16:59", 1, "Mon 2026-03-16 17:00"),
		("2026-03-16 17:00", 1, "Tue 2026-03-17 17:00"),
		("2026-03-14 12:00", 1, "Mon 2026-03-16 17:00"),
		("2026-03-18 10:00", 2, "Fri 2026-03-20 17:00"),
		("2026-03-13 10:00", 3, "Tue 2026-03-17 17:00"),
	],
)
def test_the_end_of_the_nth_working_day(start: str, days: int, due: str) -> None:
	"""The day of the start is the first while it isn't over; Nyepi, Thursday the 19th, is none."""
	assert show(calendar(holidays=["2026-03-19"]).day_end(at(start), days)) == due


def test_no_days_are_due_at_the_start() -> None:
	assert calendar().day_end(at("2026-03-14 12:00"), 0) == at("2026-03-14 12:00")


def test_the_day_of_a_night_shift_ends_in_the_morning() -> None:
	assert show(calendar("22:00-06:00").day_end(at("2026-03-17 05:00"), 1)) == "Tue 2026-03-17 06:00"
	assert show(calendar("22:00-06:00").day_end(at("2026-03-17 07:00"), 1)) == "Wed 2026-03-18 06:00"


def test_more_days_never_end_earlier() -> None:
	"""Monday's window outlasts Tuesday's."""
	odd = calendar(hours={"mon": [["20:00", "19:00"]], "tue": [["08:00", "17:00"]]})
	assert [show(odd.day_end(at("2026-03-16 21:00"), days)) for days in (1, 2)] == [
		"Tue 2026-03-17 19:00"
	] * 2


@pytest.mark.parametrize("days", [-1, 1.5, True, "2"])
def test_days_are_counted_in_whole_numbers(days: Any) -> None:
	with pytest.raises(InvalidTarget, match="whole number"):
		calendar().day_end(at("2026-03-16 09:00"), days)


# --- pauses ---------------------------------------------------------------------------------------------------


def test_a_pause_moves_the_deadline_by_the_working_time_it_withheld() -> None:
	pause = (at("2026-03-16 10:00"), at("2026-03-16 12:00"))
	assert show(calendar().deadline(at("2026-03-16 09:00"), 4 * HOUR, [pause])) == "Mon 2026-03-16 15:00"


def test_a_pause_out_of_hours_moves_nothing() -> None:
	pause = (at("2026-03-13 17:00"), at("2026-03-16 09:00"))
	assert show(calendar().deadline(at("2026-03-13 16:00"), 2 * HOUR, [pause])) == "Mon 2026-03-16 10:00"


def test_a_pause_over_a_weekend_withholds_its_working_time_only() -> None:
	pause = (at("2026-03-13 16:00"), at("2026-03-16 10:00"))
	assert show(calendar().deadline(at("2026-03-13 15:00"), 3 * HOUR, [pause])) == "Mon 2026-03-16 12:00"


def test_overlapping_touching_and_disordered_pauses_count_once() -> None:
	pauses = [
		(at("2026-03-16 12:00"), at("2026-03-16 13:00")),
		(at("2026-03-16 10:00"), at("2026-03-16 11:30")),
		(at("2026-03-16 11:00"), at("2026-03-16 12:00")),
	]
	assert show(calendar().deadline(at("2026-03-16 09:00"), 2 * HOUR, pauses)) == "Mon 2026-03-16 14:00"
	assert calendar().elapsed(at("2026-03-16 09:00"), at("2026-03-16 14:00"), pauses) == 2 * HOUR


def test_a_target_used_up_when_a_pause_begins_is_due_then() -> None:
	pause = (at("2026-03-16 11:00"), None)
	assert show(calendar().deadline(at("2026-03-16 09:00"), 2 * HOUR, [pause])) == "Mon 2026-03-16 11:00"


def test_a_pause_that_lasts_leaves_no_due_time() -> None:
	pause = (at("2026-03-16 11:00"), None)
	with pytest.raises(PausedForGood, match="only once resumed"):
		calendar().deadline(at("2026-03-16 09:00"), 2 * HOUR + 1, [pause])
	assert calendar().elapsed(at("2026-03-16 09:00"), at("2026-03-18 09:00"), [pause]) == 2 * HOUR


def test_walking_back_around_a_pause() -> None:
	pause = (at("2026-03-16 10:00"), at("2026-03-16 12:00"))
	assert show(calendar().before(at("2026-03-16 13:00"), 1.5 * HOUR, [pause])) == "Mon 2026-03-16 09:30"


def test_walking_back_to_the_end_of_a_pause() -> None:
	"""The latest start is its end, not an instant before it."""
	pause = (at("2026-03-16 10:00"), at("2026-03-16 12:00"))
	assert show(calendar().before(at("2026-03-16 13:00"), HOUR, [pause])) == "Mon 2026-03-16 12:00"


@pytest.mark.parametrize(
	"pauses",
	[
		(at("2026-03-16 10:00"), at("2026-03-16 12:00")),
		[(at("2026-03-16 10:00"), at("2026-03-16 12:00"), "Mitra")],
		[{"from": at("2026-03-16 10:00"), "to": None}],
		[(at("2026-03-16 10:00"), "2026-03-16 12:00")],
	],
)
@pytest.mark.parametrize("seconds", [0, HOUR])
def test_what_is_no_pause_is_refused_with_advice(pauses: Any, seconds: int) -> None:
	with pytest.raises(InvalidPause, match=r"give \(start, end\)"):
		calendar().deadline(at("2026-03-16 09:00"), seconds, pauses)


def test_a_pause_that_ends_before_it_starts_is_refused() -> None:
	with pytest.raises(InvalidPause, match="swap the two"):
		calendar().deadline(at("2026-03-16 09:00"), HOUR, [(at("2026-03-16 12:00"), at("2026-03-16 11:00"))])


# --- the sum --------------------------------------------------------------------------------------------------


def test_the_sum_of_a_deadline() -> None:
	office = calendar("08:00-12:00", "13:00-17:00", holidays=[NYEPI])
	receipt = office.explain(at("2026-03-18 15:00"), 4 * HOUR)
	assert [(show(line.start), line.seconds / HOUR) for line in receipt.counted] == [
		("Wed 2026-03-18 15:00", 2),
		("Fri 2026-03-20 08:00", 2),
	]
	(holiday,) = (line for line in receipt.lines if line.kind is LineKind.HOLIDAY)
	assert holiday.note == "Hari Suci Nyepi (SKB 3 Menteri)"
	assert (receipt.seconds, show(receipt.due)) == (4 * HOUR, "Fri 2026-03-20 10:00")


def test_the_sum_names_the_reasons_of_pauses() -> None:
	pauses = [(at("2026-03-16 10:00"), at("2026-03-16 12:00"))]
	receipt = calendar().explain(at("2026-03-16 09:00"), 4 * HOUR, pauses, ["menunggu Mitra"])
	(paused,) = (line for line in receipt.lines if line.kind is LineKind.PAUSED)
	assert (paused.note, paused.seconds) == ("menunggu Mitra", 2 * HOUR)


def test_a_holiday_is_told_from_where_the_night_before_ends() -> None:
	night = calendar("22:00-06:00", holidays=[NYEPI])
	receipt = night.explain(at("2026-03-18 22:00"), 9 * HOUR)
	(holiday,) = (line for line in receipt.lines if line.kind is LineKind.HOLIDAY)
	assert [show(holiday.start), show(holiday.end)] == ["Thu 2026-03-19 06:00", "Fri 2026-03-20 00:00"]


def test_the_sum_is_in_order_where_clocks_repeat_an_hour() -> None:
	"""Berlin, 25 October 2026: paused from 02:40 summer time to 02:20 winter time, forty minutes later."""
	pause = (at("2026-10-25 02:40", "Europe/Berlin"), at("2026-10-25 02:20", "Europe/Berlin", fold=1))
	start = at("2026-10-25 02:30", "Europe/Berlin")
	receipt = round_the_clock("Europe/Berlin").explain(start, 30 * MINUTE, [pause])
	assert [(line.kind, f"{line.start:%H:%M %Z}") for line in receipt.lines] == [
		(LineKind.COUNTED, "02:30 CEST"),
		(LineKind.PAUSED, "02:40 CEST"),
		(LineKind.COUNTED, "02:20 CET"),
	]
	assert f"{receipt.due:%H:%M %Z}" == "02:40 CET"


def test_two_breaks_over_each_other_are_told_once() -> None:
	twice = {"date": "2026-03-16", "windows": [["11:00", "12:00"]], "name": "apel"}
	receipt = calendar(breaks=[twice, twice]).explain(at("2026-03-16 09:00"), 4 * HOUR)
	assert [line.note for line in receipt.skipped] == ["apel"]


def test_pauses_over_each_other_withhold_their_time_once() -> None:
	pauses = [
		(at("2026-03-16 10:00"), at("2026-03-16 12:00")),
		(at("2026-03-16 11:00"), at("2026-03-16 14:00")),
	]
	receipt = calendar().explain(at("2026-03-16 09:00"), 4 * HOUR, pauses, ["Mitra", "pihak ketiga"])
	paused = [(line.note, line.seconds) for line in receipt.lines if line.kind is LineKind.PAUSED]
	assert paused == [("Mitra", 2 * HOUR), ("pihak ketiga", 2 * HOUR)]
	assert show(receipt.due) == "Mon 2026-03-16 17:00"


def test_a_break_that_began_the_evening_before_is_told_as_one() -> None:
	night = {"date": "2026-03-16", "windows": [["23:00", "02:00"]], "name": "pemeliharaan"}
	receipt = round_the_clock("Asia/Jakarta", breaks=[night]).explain(at("2026-03-17 01:00"), HOUR)
	assert [(line.kind, line.note) for line in receipt.skipped] == [(LineKind.BREAK, "pemeliharaan")]
	assert show(receipt.due) == "Tue 2026-03-17 03:00"


def test_a_long_sum_tells_every_day_once() -> None:
	"""Ten years of two windows a day; no line overlaps another, and together they leave no gap."""
	office = calendar("08:00-12:00", "13:00-17:00", holidays=[NYEPI])
	receipt = office.explain(at("2026-03-16 09:00"), 20_000 * HOUR)
	lines = [(line.start, line.end) for line in receipt.lines]
	assert [start for start, _end in lines] == [receipt.start, *(end for _start, end in lines[:-1])]
	assert lines[-1][1] == receipt.due
	assert sum(line.seconds for line in receipt.counted) == 20_000 * HOUR


def test_the_sum_of_nothing_is_empty() -> None:
	"""At an instant that is open, too."""
	assert calendar().explain(at("2026-03-16 10:00"), 0).lines == ()


def test_the_sum_of_an_elapsed_time() -> None:
	receipt = calendar().explain_elapsed(at("2026-03-13 15:00"), at("2026-03-16 10:30"))
	assert [line.seconds / HOUR for line in receipt.counted] == [2, 1.5]
	assert receipt.seconds == 3.5 * HOUR


# --- one calendar, many readers -------------------------------------------------------------------------------


def test_threads_may_share_a_calendar() -> None:
	"""Each asks about another year, so that all of them widen the one table at the same time."""
	shared = calendar()

	def ask(office: WorkingCalendar, year: int) -> list[datetime]:
		return [office.deadline(at(f"{year}-06-15 10:00"), days * 8 * HOUR) for days in range(1, 400, 40)]

	years = [*range(1990, 2060, 3)] * 4
	with ThreadPoolExecutor(8) as pool:
		answers = list(pool.map(partial(ask, shared), years))
	alone = {year: ask(calendar(), year) for year in set(years)}
	assert answers == [alone[year] for year in years]
