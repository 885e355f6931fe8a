"""Turns a calendar definition, a plain dictionary, into a checked and frozen `CalendarSpec`.

Every error names the field and says what to write instead. Times are wall-clock seconds since local midnight.
A window that passes midnight ends after 86,400. Nothing here deals with instants.
"""

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sla_id.engine.errors import InvalidCalendar
from sla_id.engine.sentences import Sentence
from sla_id.engine.zone import DAY, load_zone

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::(\d{2}))?\Z")

Windows = tuple[tuple[int, int], ...]
Week = tuple[Windows, ...]
ALL_DAY: Windows = ((0, DAY),)
ALWAYS: Week = (ALL_DAY,) * 7
CLOSED: Week = ((),) * 7


@dataclass(frozen=True, slots=True)
class Holiday:
	"""A day on which the calendar stays closed; name and decree are for the receipt."""

	day: date
	name: str = ""
	decree: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
	"""Another week that replaces the usual one from `first` to `last`, both included (e.g. Ramadan)."""

	first: date
	last: date
	week: Week
	name: str = ""


@dataclass(frozen=True, slots=True)
class Break:
	"""Windows of one date in which the calendar is closed (e.g. a longer Friday prayer)."""

	day: date
	windows: Windows
	name: str = ""


@dataclass(frozen=True, slots=True)
class CalendarSpec:
	"""A whole calendar, checked: what `WorkingCalendar` compiles."""

	zone: ZoneInfo
	week: Week
	holidays: Mapping[int, Holiday] = field(default_factory=dict)
	"""By proleptic ordinal of the date."""
	shifts: tuple[Shift, ...] = ()
	"""In order of time, never overlapping."""
	breaks: Mapping[int, tuple[Break, ...]] = field(default_factory=dict)
	"""By proleptic ordinal of the date."""


def read_spec(definition: Mapping[str, Any]) -> CalendarSpec:
	"""Check a calendar definition. Raises InvalidCalendar."""
	if not isinstance(definition, Mapping):
		raise InvalidCalendar("calendar", Sentence("must be a mapping with time_zone and hours"))
	known = {"time_zone", "hours", "holidays", "shifts", "breaks"}
	for key in definition:
		if key not in known:
			raise InvalidCalendar(
				str(key), Sentence("unknown field; known are {known}", known=", ".join(sorted(known)))
			)
	if "hours" not in definition:
		raise InvalidCalendar("hours", Sentence('missing; give the windows of each day, or "24x7"'))
	return CalendarSpec(
		zone=load_zone(definition.get("time_zone")),
		week=_read_week(definition["hours"], "hours"),
		holidays=_read_holidays(_given(definition.get("holidays"))),
		shifts=_read_shifts(_given(definition.get("shifts"))),
		breaks=_read_breaks(_given(definition.get("breaks"))),
	)


def _given(rows: Any) -> Any:
	"""The rows of a definition. Rows that were left out or are null read as an empty tuple."""
	return () if rows is None else rows


def _read_week(hours: Any, where: str) -> Week:
	if hours == "24x7":
		return ALWAYS
	if not isinstance(hours, Mapping):
		raise InvalidCalendar(where, Sentence('must map days (mon … sun) to windows, or be "24x7"'))
	for day in hours:
		if day not in WEEKDAYS:
			raise InvalidCalendar(
				f"{where}.{day}", Sentence("unknown day; use {days}", days=", ".join(WEEKDAYS))
			)
	return tuple(_read_windows(_given(hours.get(day)), f"{where}.{day}") for day in WEEKDAYS)


def _read_windows(windows: Any, where: str) -> Windows:
	if isinstance(windows, str) or not isinstance(windows, Iterable):
		raise InvalidCalendar(where, Sentence('must be a list of windows such as [["08:00", "12:00"]]'))
	read = sorted(_read_window(window, f"{where}[{number}]") for number, window in enumerate(windows))
	for earlier, later in itertools.pairwise(read):
		if later[0] < earlier[1]:
			raise InvalidCalendar(where, _overlap(earlier, later))
	return tuple(read)


def _overlap(earlier: tuple[int, int], later: tuple[int, int]) -> Sentence:
	shown = {"earlier": _show(*earlier), "later": _show(*later)}
	if later[0] == earlier[0]:
		return Sentence("windows overlap: {earlier} and {later}; keep the longer one", **shown)
	time = show_time(later[0])
	return Sentence("windows overlap: {earlier} and {later}; end the first by {time}", **shown, time=time)


def _read_window(window: Any, where: str) -> tuple[int, int]:
	if isinstance(window, str) or not isinstance(window, Iterable):
		raise InvalidCalendar(where, Sentence('must be a pair of times such as ["08:00", "12:00"]'))
	ends = list(window)
	if len(ends) != 2:
		raise InvalidCalendar(
			where, Sentence("needs a start and an end, got {count} value(s)", count=len(ends))
		)
	start, end = (read_time(value, where) for value in ends)
	if start == DAY:
		raise InvalidCalendar(
			where, Sentence('"24:00" can only end a window; start it at 00:00 of the next day')
		)
	if start == end:
		raise InvalidCalendar(where, Sentence('is empty; for a whole day write ["00:00", "24:00"]'))
	return start, end if end > start else end + DAY


def read_time(value: Any, where: str) -> int:
	"""Seconds since midnight of "HH:MM" or "HH:MM:SS"; "24:00" is 86,400. Raises InvalidCalendar."""
	match = _TIME.match(value.strip()) if isinstance(value, str) else None
	if match is None:
		raise InvalidCalendar(where, Sentence("{value!r} is not a time; write HH:MM, in quotes", value=value))
	hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
	seconds = hour * 3600 + minute * 60 + second
	if minute > 59 or second > 59 or seconds > DAY:
		raise InvalidCalendar(
			where, Sentence("{value!r} is not a time of day; it runs from 00:00 to 24:00", value=value)
		)
	return seconds


def show_time(seconds: int) -> str:
	"""HH:MM (HH:MM:SS where needed) of seconds since midnight, past midnight folded back."""
	if seconds != DAY:
		seconds %= DAY
	hours, rest = divmod(seconds, 3600)
	minutes, second = divmod(rest, 60)
	return f"{hours:02d}:{minutes:02d}" + (f":{second:02d}" if second else "")


def _show(start: int, end: int) -> str:
	return f"{show_time(start)}-{show_time(end)}"


def _read_date(value: Any, where: str) -> date:
	if isinstance(value, date):
		return date(value.year, value.month, value.day)
	try:
		return date.fromisoformat(value)
	except (TypeError, ValueError):
		raise InvalidCalendar(
			where, Sentence("{value!r} is not a date; write YYYY-MM-DD", value=value)
		) from None


def _read_holidays(rows: Any) -> dict[int, Holiday]:
	if isinstance(rows, str) or not isinstance(rows, Iterable):
		raise InvalidCalendar("holidays", Sentence("must be a list of dates"))
	if isinstance(rows, Mapping):
		# date to name, as the holidays package has them
		rows = [{"date": day, "name": name} for day, name in rows.items()]
	holidays: dict[int, Holiday] = {}
	for number, row in enumerate(rows):
		where = f"holidays[{number}]"
		if isinstance(row, Mapping):
			day = _read_date(row.get("date"), f"{where}.date")
			holiday = Holiday(day, str(row.get("name") or ""), str(row.get("decree") or ""))
		else:
			day = _read_date(row, where)
			holiday = Holiday(day)
		holidays.setdefault(day.toordinal(), holiday)
	return holidays


def _read_shifts(rows: Any) -> tuple[Shift, ...]:
	shifts: list[Shift] = []
	for number, row in enumerate(_rows(rows, "shifts")):
		where = f"shifts[{number}]"
		first = _read_date(row.get("from"), f"{where}.from")
		last = _read_date(row.get("to"), f"{where}.to")
		if last < first:
			raise InvalidCalendar(
				f"{where}.to",
				Sentence("{last} lies before the shift's start {first}; swap them", last=last, first=first),
			)
		if "hours" not in row:
			raise InvalidCalendar(
				f"{where}.hours", Sentence("missing; give the week that holds during the shift")
			)
		week = _read_week(row["hours"], f"{where}.hours")
		shifts.append(Shift(first, last, week, str(row.get("name") or "")))
	shifts.sort(key=lambda shift: shift.first)
	for earlier, later in itertools.pairwise(shifts):
		if later.first <= earlier.last:
			raise InvalidCalendar(
				"shifts",
				Sentence(
					"the shift from {first} starts before the one from {earlier} ends ({last}); let them follow one another",
					first=later.first,
					earlier=earlier.first,
					last=earlier.last,
				),
			)
	return tuple(shifts)


def _read_breaks(rows: Any) -> dict[int, tuple[Break, ...]]:
	breaks: dict[int, tuple[Break, ...]] = {}
	for number, row in enumerate(_rows(rows, "breaks")):
		where = f"breaks[{number}]"
		day = _read_date(row.get("date"), f"{where}.date")
		windows = _read_windows(_given(row.get("windows")), f"{where}.windows")
		if not windows:
			raise InvalidCalendar(
				f"{where}.windows", Sentence("missing; say from when to when, or make it a holiday")
			)
		entry = Break(day, windows, str(row.get("name") or ""))
		breaks[day.toordinal()] = (*breaks.get(day.toordinal(), ()), entry)
	return breaks


def _rows(rows: Any, where: str) -> list[Mapping[str, Any]]:
	if isinstance(rows, str | Mapping) or not isinstance(rows, Iterable):
		raise InvalidCalendar(where, Sentence("must be a list"))
	read = list(rows)
	for number, row in enumerate(read):
		if not isinstance(row, Mapping):
			raise InvalidCalendar(f"{where}[{number}]", Sentence("must be a mapping of fields"))
	return read
