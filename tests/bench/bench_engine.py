"""The engine: single questions against the yardstick, compiling, and giving up."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sla_id.engine import NeverOpens, WorkingCalendar
from sla_id.engine.pauses import micros
from sla_id.engine.table import compile_years
from tests.bench.measure import Measure, fastest, memory
from tests.bench.yardstick import deadlines

HOUR = 3600
DAY = 24 * HOUR
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
WEEK = {day: [["08:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


def measures() -> list[Measure]:
	"""All figures of the engine."""
	return [*single_questions(), *compiling(), *never_opening()]


def office(zone: str = ZONES[0], **fields: Any) -> WorkingCalendar:
	"""Weekdays 08:00-12:00 and 13:00-17:00."""
	return WorkingCalendar.from_dict({"time_zone": zone, "hours": WEEK, **fields})


def some_holidays(number: int) -> list[str]:
	"""So many dates, every fourth day from 2020 on."""
	first = datetime(2020, 1, 1)  # noqa: DTZ001 only its date is used
	days = [(first + timedelta(days=step)).date() for step in range(0, 4 * number, 4)]
	return [day.isoformat() for day in days]


def single_questions() -> list[Measure]:
	"""Ratios: what a deadline costs beyond the yardstick, with a long target, with many holidays."""
	plain, crowded = office(), office(holidays=some_holidays(1000))
	zone = plain.time_zone
	start = datetime(2026, 3, 18, 15, tzinfo=zone)
	for calendar in (plain, crowded):
		calendar.deadline(start, 400 * HOUR)
	table = plain.table_for(micros(start), micros(start))
	windows = [
		(datetime.fromtimestamp(a / 1e6, zone), datetime.fromtimestamp(b / 1e6, zone))
		for a, b in zip(table.opens, table.closes, strict=True)
	]
	yardstick = deadlines(windows, zone)
	assert yardstick(start, 400 * HOUR) == plain.deadline(start, 400 * HOUR)
	least, short, long, many = fastest(
		[
			lambda: yardstick(start, 4 * HOUR),
			lambda: plain.deadline(start, 4 * HOUR),
			lambda: plain.deadline(start, 400 * HOUR),
			lambda: crowded.deadline(start, 4 * HOUR),
		],
		number=2_000,
		repeats=60,
	)
	return [
		Measure("a deadline, against the yardstick", short / least, "x", 1.5),
		Measure("a target of 400 h, against one of 4 h", long / short, "x", 1.2),
		Measure("1,000 holidays, against none", many / short, "x", 1.2),
		Measure("a deadline", short * 1e6, "µs"),
	]


def compiling() -> list[Measure]:
	"""A year of two windows a day and its holidays; where clocks change, too."""
	jakarta = office(holidays=[f"2026-{month:02d}-17" for month in range(1, 13)]).spec
	berlin = office("Europe/Berlin").spec
	seconds, changing = fastest(
		[lambda: compile_years(jakarta, 2026, 2026), lambda: compile_years(berlin, 2026, 2026)], number=20
	)
	kept, peak = memory(lambda: compile_years(jakarta, 2026, 2026))
	return [
		Measure("compiling a year", seconds * 1e3, "ms", 1.2),
		Measure("compiling a year in which clocks change", changing * 1e3, "ms"),
		Measure("a compiled year", kept / 1024, "KiB", 75),
		Measure("the peak while it is compiled", peak / 1024, "KiB"),
	]


def never_opening() -> list[Measure]:
	"""From nothing compiled to the error, for calendars without hours and with a shift that is over."""
	start = datetime(2026, 3, 18, 15, tzinfo=office().time_zone)
	over = [{"from": "2024-03-11", "to": "2024-04-09", "hours": WEEK}]
	closed = [office(hours={}).spec, office(hours={}, shifts=over).spec]

	def give_up(number: int) -> None:
		with suppress(NeverOpens):
			WorkingCalendar(closed[number]).deadline(start, HOUR)

	empty, past = fastest([lambda: give_up(0), lambda: give_up(1)], number=20)
	return [
		Measure("a calendar that never opens says so", empty * 1e3, "ms", 1),
		Measure("one that doesn't open again says so", past * 1e3, "ms", 1),
	]
