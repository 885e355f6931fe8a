"""Dates, weeks and calendars in words: "Senin–Jumat 09.00–17.00 WIB, kecuali Libur Nasional".

Called by `agreements.document`, `agreements.compare` and the other words.
"""

from collections.abc import Sequence
from datetime import date, datetime, timezone
from itertools import groupby
from zoneinfo import ZoneInfo

from sla_id.agreements.file.model import (
	WEEKDAYS,
	AgreementFile,
	BreakRow,
	Calendar,
	Label,
	ShiftRow,
	Week,
	Windows,
)
from sla_id.agreements.words.code_names import HOLIDAY_CLASSES, WEEKDAY_NUMBERS, say
from sla_id.engine.words import ZONE_NAMES, say_instant

_A_MONDAY = 6  # of January 2025
_CLOSED = Label("tutup", "closed")
_AROUND_THE_CLOCK = Label("24 jam sehari, 7 hari seminggu (24x7)", "24 hours a day, 7 days a week (24x7)")
_EXCEPT = Label("kecuali", "except")
_HOLIDAYS_TOO = Label("termasuk hari libur", "holidays included")
_AND = Label("dan", "and")


def say_date(day: date, language: str) -> str:
	"""A date without its weekday: "19 Maret 2026"."""
	return _instant_words(day, language)[1]


def say_span(first: date, last: date | None, language: str) -> str:
	"""From when to when, both included. Without an end it holds until it is replaced."""
	if last is None:
		until = Label("sampai digantikan", "until replaced").get(language)
	else:
		until = f"{Label('sampai dengan', 'to').get(language)} {say_date(last, language)}"
	return f"{say_date(first, language)} {until}"


def say_zone(time_zone: str, at: date) -> str:
	"""WIB, WITA or WIT. Any other zone by its own name."""
	try:
		short = datetime(at.year, at.month, at.day, 12, tzinfo=ZoneInfo(time_zone)).tzname() or ""
	except (KeyError, ValueError, OSError):
		return time_zone
	return short if short in ZONE_NAMES else time_zone


def say_windows(windows: Windows, language: str) -> str:
	"""Opening windows of one day: "09.00–12.00 dan 13.00–17.00"."""
	shown = [f"{_clock(start, language)}–{_clock(end, language)}" for start, end in windows]
	return f" {_AND.get(language)} ".join(shown) or _CLOSED.get(language)


def say_week(week: Week, language: str) -> str:
	"""A week. Days with equal windows are joined: "Senin–Kamis 09.00–17.00; Jumat 09.00–16.00"."""
	if week.always:
		return _AROUND_THE_CLOCK.get(language)
	days = [(day, windows) for day, windows in week.days if windows]
	parts = [
		f"{_say_days([day for day, _ in group], language)} {say_windows(windows, language)}"
		for windows, group in groupby(_side_by_side(days), key=lambda entry: entry[1])
	]
	return "; ".join(parts) or _CLOSED.get(language)


def say_hours(calendar: Calendar, zone: str, language: str) -> str:
	"""A calendar's usual week, with its zone and the holidays that close it."""
	week = say_week(calendar.week, language)
	timed = week if calendar.week.always else f"{week} {zone}"
	closed = [say(HOLIDAY_CLASSES, name, language) for name in calendar.holidays]
	if calendar.region and "regional" in calendar.holidays:
		place = closed.index(say(HOLIDAY_CLASSES, "regional", language))
		closed[place] += f" ({calendar.region})"
	if not closed:
		return timed if calendar.week.always else f"{timed}, {_HOLIDAYS_TOO.get(language)}"
	return f"{timed}, {_EXCEPT.get(language)} {f' {_AND.get(language)} '.join(closed)}"


def say_calendar(file: AgreementFile, code: str, language: str) -> str:
	"""The name of time on a calendar: "jam kerja", "24x7", or the code of another calendar."""
	calendar = next((entry for entry in file.calendars if entry.code == code), None)
	if calendar and calendar.week.always:
		return "24x7"
	name = Label("jam kerja", "business hours").get(language)
	return name if code == file.default_calendar else f"{name} {code}"


def say_shift(shift: ShiftRow, zone: str, language: str) -> str:
	"""A shift with its dates and name, e.g. for Ramadan."""
	name = f" ({shift.name})" if shift.name else ""
	zoned = "" if shift.week.always else f" {zone}"
	return f"{say_span(shift.first, shift.last, language)}{name}: {say_week(shift.week, language)}{zoned}"


def say_break(entry: BreakRow, zone: str, language: str) -> str:
	"""The windows in which a calendar is closed on one date."""
	name = f" ({entry.name})" if entry.name else ""
	return f"{say_date(entry.day, language)}{name}: {say_windows(entry.windows, language)} {zone}"


def _instant_words(day: date, language: str) -> tuple[str, str]:
	"""The weekday and the date in the engine's words, so that there is only one list of names."""
	spoken = "id" if language.startswith("id") else "en"
	weekday, rest = say_instant(datetime(day.year, day.month, day.day, tzinfo=timezone.utc), spoken).split(
		", ", 1
	)
	return weekday, rest.rsplit(" ", 2)[0]


def _clock(text: str, language: str) -> str:
	return text.replace(":", ".") if language.startswith("id") else text


def _side_by_side(days: Sequence[tuple[str, Windows]]) -> list[tuple[str, Windows]]:
	"""The days of a week in order, but days with equal windows next to each other."""
	ordered = sorted(days, key=lambda entry: WEEKDAYS.index(entry[0]))
	kinds = list(dict.fromkeys(windows for _, windows in ordered))
	return sorted(ordered, key=lambda entry: kinds.index(entry[1]))


def _say_days(days: Sequence[str], language: str) -> str:
	return say_days([WEEKDAY_NUMBERS[day] for day in days], language)


def say_days(days: Sequence[int], language: str) -> str:
	"""Weekdays (Monday = 0), three or more in a row as a span."""
	runs: list[list[int]] = []
	for day in days:
		if runs and day == runs[-1][-1] + 1:
			runs[-1].append(day)
		else:
			runs.append([day])
	parts: list[str] = []
	for run in runs:
		names = [say_weekday(day, language) for day in run]
		parts += [f"{names[0]}–{names[-1]}"] if len(names) > 2 else names
	return ", ".join(parts)


def say_weekday(day: int, language: str) -> str:
	"""The name of a weekday (Monday = 0)."""
	return _instant_words(date(2025, 1, _A_MONDAY + day), language)[0]
