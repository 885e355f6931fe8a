"""What a calendar refuses, each time with the field and what to write instead; and calendars that never open."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sla_id.engine import (
	EndBeforeStart,
	EngineError,
	InvalidCalendar,
	InvalidTarget,
	LineKind,
	NaiveTime,
	NeverOpens,
	PausedForGood,
	WorkingCalendar,
)
from sla_id.engine.pauses import micros
from tests.engine.build import HOUR, at, calendar, hours, round_the_clock, show

# --- what can't be computed -----------------------------------------------------------------------------------


NAIVE = datetime(2026, 3, 16, 9)  # noqa: DTZ001 that is what is refused


@pytest.mark.parametrize(
	"question", ["deadline", "elapsed", "before", "is_open", "next_opening", "day_end", "explain"]
)
def test_a_naive_time_is_refused_with_advice(question: str) -> None:
	more = {"is_open": (), "next_opening": (), "elapsed": (at("2026-03-16 10:00"),)}.get(question, (1,))
	with pytest.raises(NaiveTime, match="has no time zone; use an aware datetime"):
		getattr(calendar(), question)(NAIVE, *more)


def test_a_naive_pause_is_refused() -> None:
	with pytest.raises(NaiveTime):
		calendar().deadline(at("2026-03-16 09:00"), HOUR, [(NAIVE, None)])


def test_an_end_before_the_start_is_refused() -> None:
	with pytest.raises(EndBeforeStart, match=r"lies before the start .*swap the two"):
		calendar().elapsed(at("2026-03-16 10:00"), at("2026-03-16 09:00"))


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf"), "4h", None, True])
def test_a_target_must_be_a_length(seconds: Any) -> None:
	with pytest.raises(InvalidTarget, match="give a number, 0 or more"):
		calendar().deadline(at("2026-03-16 09:00"), seconds)


SHIFT_WEEK = hours("08:00-15:00")


@pytest.mark.parametrize(
	("fields", "field", "message"),
	[
		(
			{"time_zone": "Asia/Bandung"},
			"time_zone",
			"'Asia/Bandung' is not an IANA time zone; write one such as Asia/Jakarta",
		),
		({"time_zone": None}, "time_zone", "missing; write an IANA name such as Asia/Jakarta"),
		({"hours": {"mon": [["9", "17:00"]]}}, "hours.mon[0]", "'9' is not a time; write HH:MM, in quotes"),
		({"hours": {"mon": [[540, 1020]]}}, "hours.mon[0]", "540 is not a time; write HH:MM, in quotes"),
		({"hours": {"mon": [["09:00", "25:00"]]}}, "hours.mon[0]", "runs from 00:00 to 24:00"),
		({"hours": {"mon": [["09:60", "17:00"]]}}, "hours.mon[0]", "runs from 00:00 to 24:00"),
		(
			{"hours": {"mon": [["09:00", "09:00"]]}},
			"hours.mon[0]",
			'is empty; for a whole day write ["00:00", "24:00"]',
		),
		({"hours": {"mon": [["24:00", "02:00"]]}}, "hours.mon[0]", "start it at 00:00 of the next day"),
		({"hours": {"mon": [["09:00"]]}}, "hours.mon[0]", "needs a start and an end, got 1 value(s)"),
		({"hours": {"mon": ["09:00", "17:00"]}}, "hours.mon[0]", "must be a pair of times"),
		({"hours": {"mon": "09:00"}}, "hours.mon", "must be a list of windows"),
		(
			{"hours": hours("09:00-13:00", "12:00-17:00")},
			"hours.mon",
			"09:00-13:00 and 12:00-17:00; end the first by 12:00",
		),
		({"hours": hours("09:00-13:00", "09:00-13:00")}, "hours.mon", "overlap"),
		({"hours": {"senin": []}}, "hours.senin", "unknown day; use mon, tue"),
		({"hours": "24/7"}, "hours", 'or be "24x7"'),
		({"hours": None}, "hours", 'or be "24x7"'),
		({"holidays": ["19-03-2026"]}, "holidays[0]", "'19-03-2026' is not a date; write YYYY-MM-DD"),
		({"holidays": [{"name": "Nyepi"}]}, "holidays[0].date", "write YYYY-MM-DD"),
		({"holidays": "2026-03-19"}, "holidays", "must be a list of dates"),
		({"shifts": [{"from": "2026-03-20", "to": "2026-02-19", "hours": {}}]}, "shifts[0].to", "swap them"),
		(
			{"shifts": [{"from": "2026-02-19", "to": "2026-03-20"}]},
			"shifts[0].hours",
			"missing; give the week",
		),
		(
			{
				"shifts": [
					{"from": "2026-03-01", "to": "2026-03-20", "hours": SHIFT_WEEK},
					{"from": "2026-02-19", "to": "2026-03-01", "hours": SHIFT_WEEK},
				]
			},
			"shifts",
			"the shift from 2026-03-01 starts before the one from 2026-02-19 ends (2026-03-01)",
		),
		({"shifts": {"from": "2026-03-01"}}, "shifts", "must be a list"),
		({"shifts": ["2026-03-01"]}, "shifts[0]", "must be a mapping of fields"),
		({"breaks": [{"date": "2026-03-13"}]}, "breaks[0].windows", "or make it a holiday"),
		(
			{"breaks": [{"date": "2026-03-13", "windows": [["11:30", "11:30"]]}]},
			"breaks[0].windows[0]",
			"is empty",
		),
		({"lunch": "12:00"}, "lunch", "unknown field; known are breaks, holidays, hours, shifts, time_zone"),
	],
)
def test_a_calendar_that_cannot_be_used_names_the_field_and_what_to_write(
	fields: dict[str, Any], field: str, message: str
) -> None:
	with pytest.raises(InvalidCalendar) as refused:
		calendar(**fields) if "time_zone" not in fields else WorkingCalendar.from_dict(
			{"hours": {}, **fields}
		)
	assert refused.value.field == field
	assert str(refused.value).startswith(f"{field}: ")
	assert message in str(refused.value)


@pytest.mark.parametrize("definition", [None, [], "24x7"])
def test_a_definition_must_be_a_mapping(definition: Any) -> None:
	with pytest.raises(InvalidCalendar, match="must be a mapping with time_zone and hours"):
		WorkingCalendar.from_dict(definition)


def test_hours_are_required() -> None:
	with pytest.raises(InvalidCalendar, match="hours: missing; give the windows of each day"):
		WorkingCalendar.from_dict({"time_zone": "Asia/Jakarta"})


def test_every_error_of_the_engine_is_caught_as_one() -> None:
	for error in (InvalidCalendar, NaiveTime, InvalidTarget, NeverOpens, EndBeforeStart):
		assert issubclass(error, EngineError)
	assert issubclass(PausedForGood, NeverOpens)


# --- a calendar that never opens ------------------------------------------------------------------------------

PAST_SHIFT = {"from": "2024-03-11", "to": "2024-04-09", "hours": SHIFT_WEEK}
NEVER = {
	"no hours at all": {"hours": {}},
	"only a shift that is over": {"hours": {}, "shifts": [PAST_SHIFT]},
	"every open day is a holiday": {
		"hours": {},
		"shifts": [{**PAST_SHIFT, "from": "2027-03-08", "to": "2027-03-09"}],
		"holidays": ["2027-03-08", "2027-03-09"],
	},
	"a break over the only window": {
		"hours": {},
		"shifts": [{**PAST_SHIFT, "from": "2027-03-08", "to": "2027-03-08"}],
		"breaks": [{"date": "2027-03-08", "windows": [["00:00", "24:00"]]}],
	},
}


@pytest.mark.parametrize("fields", NEVER.values(), ids=NEVER)
def test_a_calendar_that_never_opens_again_says_so_at_once(fields: dict[str, Any]) -> None:
	"""At once: no year after the last one that could be open is looked at (how fast is `make bench`'s matter)."""
	closed, now = calendar(**fields), at("2026-03-16 09:00")
	with pytest.raises(NeverOpens, match="does not open again; add hours to its week"):
		closed.deadline(now, 1)
	with pytest.raises(NeverOpens, match="does not open again; add hours to its week"):
		closed.next_opening(now)
	with pytest.raises(NeverOpens, match="check its hours"):
		closed.day_end(now, 1)
	assert closed.table_for(micros(now), micros(now)).last <= 2027


def test_it_may_have_opened_before() -> None:
	closed = calendar(hours={}, shifts=[PAST_SHIFT])
	assert show(closed.before(at("2026-03-16 09:00"), HOUR)) == "Tue 2024-04-09 14:00"
	assert closed.elapsed(at("2024-01-01 00:00"), at("2026-03-16 09:00")) == 22 * 7 * HOUR
	assert not closed.is_open(at("2026-03-16 09:00"))


def test_a_shift_that_is_still_to_come_is_waited_for() -> None:
	coming = calendar(hours={}, shifts=[{**PAST_SHIFT, "from": "2031-01-01", "to": "2031-12-31"}])
	assert show(coming.deadline(at("2026-03-16 09:00"), HOUR)) == "Wed 2031-01-01 09:00"


def test_the_last_night_of_a_year_may_be_the_last_of_all() -> None:
	"""New Year's Eve 20:00 to 04:00 and nothing after: what follows midnight still counts."""
	last = calendar(
		hours={}, shifts=[{"from": "2026-12-31", "to": "2026-12-31", "hours": hours("20:00-04:00")}]
	)
	assert show(last.deadline(at("2026-03-16 09:00"), 8 * HOUR)) == "Fri 2027-01-01 04:00"
	assert show(last.next_opening(at("2027-01-01 03:00"))) == "Fri 2027-01-01 03:00"
	assert show(last.before(at("2027-06-01 00:00"), 8 * HOUR)) == "Thu 2026-12-31 20:00"
	with pytest.raises(NeverOpens):
		last.deadline(at("2026-03-16 09:00"), 8 * HOUR + 1)


def test_walking_back_before_the_first_opening() -> None:
	opening = calendar(hours={}, shifts=[{**PAST_SHIFT, "from": "2026-03-16", "to": "2099-12-31"}])
	with pytest.raises(NeverOpens, match="does not open earlier"):
		opening.before(at("2026-03-16 10:00"), 3 * HOUR)


def test_too_long_a_target_is_refused_at_once() -> None:
	with pytest.raises(NeverOpens, match=r"9998"):
		round_the_clock().deadline(at("2026-03-16 09:00"), 10**12)
	with pytest.raises(NeverOpens):
		round_the_clock().before(at("2026-03-16 09:00"), 10**12)


@pytest.mark.parametrize("instant", ["0001-01-01 00:00", "9999-12-31 23:59"])
def test_the_ends_of_time_are_refused(instant: str) -> None:
	with pytest.raises(NeverOpens, match="check the dates"):
		calendar().is_open(at(instant))


@pytest.mark.parametrize("windows", ["", False, 0])
def test_a_day_has_a_list_of_windows_or_nothing(windows: Any) -> None:
	definition = {"time_zone": "Asia/Jakarta", "hours": {"mon": [["09:00", "17:00"]], "tue": windows}}
	with pytest.raises(InvalidCalendar, match="must be a list of windows"):
		WorkingCalendar.from_dict(definition)


def test_windows_of_one_start_are_one_too_many() -> None:
	with pytest.raises(InvalidCalendar, match="keep the longer one"):
		calendar("09:00-12:00", "09:00-17:00")


def test_holidays_as_the_holidays_package_has_them() -> None:
	office = calendar(holidays={datetime(2026, 3, 19).date(): "Nyepi"})  # noqa: DTZ001 a date has no zone
	assert not office.is_open(at("2026-03-19 10:00"))
	receipt = office.explain(at("2026-03-18 16:00"), 2 * HOUR)
	assert [line.note for line in receipt.lines if line.kind is LineKind.HOLIDAY] == ["Nyepi"]


def test_a_zone_may_be_the_zone_itself() -> None:
	assert calendar(zone=ZoneInfo("Asia/Makassar")).time_zone.key == "Asia/Makassar"  # type: ignore[arg-type]


@pytest.mark.parametrize("years", [2_000, 5_000])
def test_a_target_beyond_the_last_year_is_refused_before_the_years_are_compiled(years: int) -> None:
	"""8 hours on 5 days are less than a quarter of the time: 2,000 years of work take over 8,000."""
	office = calendar()
	for walk in (office.deadline, office.before):
		with pytest.raises(NeverOpens, match="ask for less"):
			walk(at("2026-03-16 09:00"), years * 365 * 24 * HOUR)
	assert office.table_for(micros(at("2026-03-16 09:00")), micros(at("2026-03-17 09:00"))).last < 2100


def test_a_target_of_centuries_is_counted_out() -> None:
	office = calendar()
	due = office.deadline(at("2026-03-16 09:00"), 300 * 2_000 * HOUR)
	assert office.elapsed(at("2026-03-16 09:00"), due) == 300 * 2_000 * HOUR
