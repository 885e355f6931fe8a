"""Where clocks change: `segments` asks every three days, and this is why it may.

The transitions come from the compiled time zone files as the pure Python zoneinfo reads them.
"""

from datetime import datetime, timezone
from functools import cache
from zoneinfo import ZoneInfo, _zoneinfo, available_timezones  # type: ignore[attr-defined]

import pytest

from sla_id.engine import InvalidCalendar, WorkingCalendar
from sla_id.engine.zone import DAY, STEP, Segment, load_zone, segments

FIRST = int(datetime(1900, 1, 1, tzinfo=timezone.utc).timestamp())
RECENT = int(datetime(2000, 1, 1, tzinfo=timezone.utc).timestamp())
LAST = int(datetime(2038, 1, 1, tzinfo=timezone.utc).timestamp())
ZONES = sorted(available_timezones())


@cache
def changes(name: str) -> tuple[Segment, ...]:
	"""The spans of constant offset from 1900 to 2037, out of the zone's own list of transitions and its rule."""
	zone = _zoneinfo.ZoneInfo.no_cache(name)
	found = [(-(2**62), zone._tti_before), *zip(zone._trans_utc, zone._ttinfos, strict=True)]
	rule = zone._tz_after
	if isinstance(rule, _zoneinfo._TZStr):
		for year in range(1900, 2038):
			start, end = rule.transitions(year)
			both = [(start - seconds(rule.std), rule.dst), (end - seconds(rule.dst), rule.std)]
			found += [entry for entry in sorted(both, key=lambda entry: entry[0]) if entry[0] > found[-1][0]]
	steps = [(at, seconds(info)) for at, info in found if info is not None]
	inside = [step for step in steps if FIRST < step[0] < LAST]
	offset = [offset for at, offset in steps if at <= FIRST][-1:] or [seconds(rule)]
	told: list[Segment] = []
	for at, following in [(FIRST, offset[0]), *inside]:
		if not told or told[-1].offset != following:
			told[-1:] = [told[-1]._replace(end=at)] if told else []
			told.append(Segment(at, LAST, following))
	return tuple(told)


def seconds(info: object) -> int:
	"""The offset of a time type of zoneinfo, in seconds."""
	return int(info.utcoff.total_seconds())  # type: ignore[attr-defined]


def test_there_are_zones_to_try() -> None:
	assert len(ZONES) > 400
	assert {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Europe/Berlin"} <= set(ZONES)


def test_no_two_changes_lie_within_one_step() -> None:
	"""The nearest two, in Freetown in 1939, are 3.9 days apart, later ones 6.9 (Boa Vista, 2000). A step is three."""
	spans = [(segment.end - segment.start, name) for name in ZONES for segment in changes(name)[1:-1]]
	shortest, name = min(spans)
	assert shortest > STEP, f"{name} changes its clocks twice within {shortest / DAY:.1f} days"
	assert shortest >= 3.9 * DAY, f"{name}: {shortest / DAY:.2f} days"


def test_segments_are_the_transitions_of_every_zone() -> None:
	"""From 2000 on for one name of each set of zones that share their changes, from 1900 on for every ninth."""
	different = {changes(name): name for name in ZONES}
	assert len(different) > 200
	for number, (expected, name) in enumerate(different.items()):
		start = FIRST if number % 9 == 0 else RECENT
		known = [span._replace(start=max(span.start, start)) for span in expected if span.end > start]
		assert segments(ZoneInfo(name), start, LAST) == known, name


@pytest.mark.parametrize(
	("name", "day", "offsets"),
	[
		("Asia/Jakarta", "2026-03-29", [7 * 3600]),
		("Asia/Makassar", "2026-03-29", [8 * 3600]),
		("Asia/Jayapura", "2026-03-29", [9 * 3600]),
		("Europe/Berlin", "2026-03-29", [3600, 7200]),
		("Australia/Lord_Howe", "2026-04-04", [11 * 3600, 10 * 3600 + 1800]),
		("Pacific/Apia", "2011-12-30", [-10 * 3600, 14 * 3600]),
	],
)
def test_offsets_of_a_day(name: str, day: str, offsets: list[int]) -> None:
	start = int(datetime.fromisoformat(f"{day}T00:00+00:00").timestamp())
	assert [segment.offset for segment in segments(ZoneInfo(name), start, start + DAY)] == offsets


def test_round_the_clock_every_second_counts_in_every_zone() -> None:
	"""Also where clocks go back to midnight or over it (Azores, Havana): the date before is shown twice in part."""
	start, end = (datetime(year, 6, 1, 12, tzinfo=timezone.utc) for year in (2022, 2028))
	for name in {changes(name): name for name in ZONES}.values():
		calendar = WorkingCalendar.from_dict({"time_zone": name, "hours": "24x7"})
		assert calendar.elapsed(start, end) == (end - start).total_seconds(), name


def test_clocks_that_go_back_to_midnight() -> None:
	"""On 25 October 2026 the Azores have 00:30 twice; a 24x7 calendar is open in both."""
	azores = ZoneInfo("Atlantic/Azores")
	calendar = WorkingCalendar.from_dict({"time_zone": "Atlantic/Azores", "hours": "24x7"})
	day = datetime(2026, 10, 25, tzinfo=azores)
	assert calendar.elapsed(day, datetime(2026, 10, 26, tzinfo=azores)) == 25 * 3600
	assert calendar.is_open(day.replace(minute=30)) and calendar.is_open(day.replace(minute=30, fold=1))
	due = calendar.deadline(datetime(2026, 10, 24, 23, 30, tzinfo=azores), 3600)
	assert (due.isoformat(), due.fold) == ("2026-10-25T00:30:00+00:00", 0)


def test_a_change_is_found_to_the_second() -> None:
	"""Berlin puts its clocks forward on 29 March 2026 at 01:00 UTC."""
	at = int(datetime(2026, 3, 29, 1, tzinfo=timezone.utc).timestamp())
	before, after = segments(ZoneInfo("Europe/Berlin"), at - 2 * DAY, at + 2 * DAY)
	assert (before.end, after.start) == (at, at)


@pytest.mark.parametrize("name", ["Asia/Bandung", "WIB", "", "../etc/passwd", "Asia", None, 7])
def test_an_unknown_zone_is_refused_with_an_example(name: object) -> None:
	with pytest.raises(InvalidCalendar, match="Asia/Jakarta") as refused:
		load_zone(name)
	assert refused.value.field == "time_zone"
