"""The `calendars` section: opening windows, shifts and breaks, checked window by window with line numbers.

Used by `parse_file.py`. The shape is the engine's own, except that `holidays` names classes instead of dates.
"""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

from sla_id.agreements.file.cursor import Cursor
from sla_id.agreements.file.model import (
	HOLIDAY_CLASSES,
	WEEKDAYS,
	BreakRow,
	Calendar,
	ShiftRow,
	Week,
	Window,
	Windows,
)
from sla_id.agreements.file.section_pieces import unique
from sla_id.engine.sentences import Sentence

DAY_MINUTES = 24 * 60
LAST_MINUTE = "23:59"
"""What people write who can't write 24:00: as the end of a window it leaves out a minute every night."""
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})\Z")
_FIELDS = ("hours", "holidays", "region", "shifts", "breaks")


def read_calendars(cursor: Cursor, *, optional: bool = False) -> tuple[Calendar, ...]:
	"""Read all calendars. `optional`: a level may have none of its own."""
	if cursor.missing and not optional:
		cursor.fail(
			Sentence("is missing"),
			Sentence("define at least one, e.g. business: {hours: {mon: [['09:00', '17:00']]}}"),
		)
	calendars: list[Calendar] = []
	for code, entry in cursor.entries():
		get = entry.fields(_FIELDS)
		classes = _read_classes(get("holidays"))
		region = get("region").raw()
		if "regional" in classes and region is None:
			get("region").fail(
				Sentence("is missing, although regional holidays close the calendar"),
				Sentence("name the region"),
			)
		calendars.append(
			Calendar(
				code,
				_read_week(get("hours")),
				classes,
				region,
				_read_shifts(get("shifts")),
				_read_breaks(get("breaks")),
			)
		)
	return tuple(calendars)


def _read_classes(cursor: Cursor) -> tuple[str, ...]:
	"""The classes in a fixed order: the order in the file means nothing, and a record doesn't keep it."""
	items = cursor.items()
	classes = [(item.choice(HOLIDAY_CLASSES), item) for item in items]
	unique(classes, Sentence("holiday class"))
	named = {name for name, _ in classes}
	return tuple(name for name in HOLIDAY_CLASSES if name in named)


def _read_week(cursor: Cursor) -> Week:
	if cursor.missing:
		cursor.fail(Sentence("is missing"), Sentence("give the windows of each day, or 24x7"))
		return Week()
	if cursor.shape == "scalar":
		if cursor.text() != "24x7":
			cursor.fail(
				Sentence("{text!r} is not a week", text=cursor.text()),
				Sentence("write 24x7, or {mon: [['09:00', '17:00']], …}"),
			)
		return Week(always=True)
	get = cursor.fields(WEEKDAYS)
	days = [(day, _read_windows(get(day))) for day in WEEKDAYS]
	open_days = tuple((day, windows) for day, windows in days if windows)
	if not open_days and not cursor.notes.problems:
		cursor.fail(
			Sentence("has no window: this calendar would never open"),
			Sentence("give at least one day its windows, or 24x7"),
		)
	return Week(days=open_days)


def _read_windows(cursor: Cursor) -> Windows:
	found: list[tuple[int, int, Window, Cursor]] = []
	for item in cursor.items():
		window = _read_window(item)
		if window:
			start, end = (_minutes(time) for time in window)
			found.append((start, end if end > start else end + DAY_MINUTES, window, item))
	found.sort(key=lambda entry: entry[:2])
	for (_, end, earlier, _), (start, _, later, at) in pairwise(found):
		if start < end:
			at.fail(
				Sentence(
					"the window {later} overlaps {earlier}", later="-".join(later), earlier="-".join(earlier)
				),
				Sentence("end the first by {time}, or join the two", time=later[0]),
			)
	return tuple(window for *_, window, _ in found)


def _read_window(cursor: Cursor) -> Window | None:
	times = cursor.items()
	if len(times) != 2:
		if cursor.shape in ("nothing", "list"):
			cursor.fail(
				Sentence("a window has a start and an end, here are {count} values", count=len(times)),
				Sentence('write ["09:00", "17:00"]'),
			)
		return None
	start, end = _read_time(times[0]), _read_time(times[1])
	if start is None or end is None:
		return None
	if start == "24:00":
		times[0].fail(Sentence('"24:00" can only end a window'), Sentence("start at 00:00 of the next day"))
		return None
	if start == end:
		cursor.fail(
			Sentence("the window {start}-{end} is empty", start=start, end=end),
			Sentence('for a whole day write ["00:00", "24:00"]'),
		)
		return None
	if end == LAST_MINUTE:
		times[1].warn(
			Sentence("a window that ends at 23:59 loses the last minute of the day"),
			Sentence('write "24:00" for the end of a day, or hours: 24x7 for every hour of every day'),
		)
	return start, end


def _read_time(cursor: Cursor) -> str | None:
	text = cursor.text()
	if not text:
		return None
	match = _TIME.match(text)
	if match is None:
		cursor.fail(
			Sentence("{text!r} is not a time", text=text),
			Sentence('write hours and minutes in quotes, e.g. "09:00"'),
		)
		return None
	hour, minute = int(match[1]), int(match[2])
	if minute > 59 or hour * 60 + minute > DAY_MINUTES:
		cursor.fail(
			Sentence("{text!r} is not a time of day", text=text),
			Sentence('a day runs from "00:00" to "24:00"; write e.g. "17:00"'),
		)
		return None
	return f"{hour:02d}:{minute:02d}"


def _minutes(time: str) -> int:
	return int(time[:2]) * 60 + int(time[3:])


def _read_shifts(cursor: Cursor) -> tuple[ShiftRow, ...]:
	shifts: list[tuple[ShiftRow, Cursor]] = []
	for entry in cursor.items():
		get = entry.fields(("from", "to", "hours", "name"))
		first, last = _need_day(get("from")), _need_day(get("to"))
		week, name = _day_by_day(_read_week(get("hours"))), get("name").raw()
		if first is None or last is None:
			continue
		if last < first:
			get("to").fail(
				Sentence("{last} lies before the shift's start {first}", last=last, first=first),
				Sentence("swap the two dates"),
			)
			continue
		shifts.append((ShiftRow(first, last, week, name), entry))
	shifts.sort(key=lambda pair: pair[0].first)
	for (earlier, _), (later, at) in pairwise(shifts):
		if later.first <= earlier.last:
			at.fail(
				Sentence(
					"the shift from {first} starts before the one from {earlier} ends",
					first=later.first,
					earlier=earlier.first,
				),
				Sentence("start it after {last}", last=earlier.last),
			)
	return tuple(shift for shift, _ in shifts)


def _day_by_day(week: Week) -> Week:
	"""A 24x7 shift as seven days from 00:00 to 24:00, because a holiday still closes a day of a shift."""
	return Week(days=tuple((day, (("00:00", "24:00"),)) for day in WEEKDAYS)) if week.always else week


def _read_breaks(cursor: Cursor) -> tuple[BreakRow, ...]:
	breaks: list[BreakRow] = []
	for entry in cursor.items():
		get = entry.fields(("date", "windows", "name"))
		day, windows, name = _need_day(get("date")), _read_windows(get("windows")), get("name").raw()
		if get("windows").missing:
			get("windows").fail(
				Sentence("is missing"), Sentence("say from when to when, or make the day a holiday")
			)
		if breaks and (breaks[-1].day, breaks[-1].name) == (day, name):
			breaks[-1] = replace(breaks[-1], windows=tuple(sorted({*breaks[-1].windows, *windows})))
		elif day is not None:
			breaks.append(BreakRow(day, windows, name))
	return tuple(breaks)


def _need_day(cursor: Cursor) -> date | None:
	if cursor.missing:
		cursor.fail(Sentence("is missing"), Sentence("write a date, e.g. 2026-02-19"))
	return cursor.day()
