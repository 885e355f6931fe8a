"""Due times of worked examples, computed with the engine: when a target would be due from a given instant.

For the rules that show two meanings of a sentence side by side. None if the calendar gives no answer.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sla_id.agreements.file import Calendar, Label, TargetRow
from sla_id.agreements.file.target_text import DAYS, DURATION
from sla_id.agreements.lint.linted_file import Subject, both
from sla_id.engine import EngineError, WorkingCalendar
from sla_id.engine.words import say_instant
from sla_id.fixtures.holiday_files import ListedHoliday

EVENING = time(20)
"""An hour at which no desk with office hours is open: the example of a report out of hours."""
_SEARCHED_DAYS = 14


def closed_days(subject: Subject, calendar: Calendar) -> list[dict[str, str]]:
	"""The dates on which the calendar is closed, in the years that the subject knows."""
	return [row for year in subject.years for row in year.closing_days(calendar.holidays, calendar.region)]


def holidays_of(subject: Subject, holiday_class: str, year: int) -> list[ListedHoliday]:
	"""The holidays of one class in a year."""
	return [
		holiday
		for known in subject.years
		if known.year == year
		for holiday in known.holidays
		if holiday.holiday_class == holiday_class
	]


def compiled(subject: Subject, code: str) -> WorkingCalendar | None:
	"""The engine's calendar for a code of the file. None if the engine refuses it."""
	calendar = next((entry for entry in subject.file.calendars if entry.code == code), None)
	if calendar is None:
		return None
	holidays = closed_days(subject, calendar)
	try:
		return WorkingCalendar.from_dict(calendar.definition(subject.file.agreement.time_zone, holidays))
	except EngineError:
		return None


def evening(subject: Subject) -> datetime:
	"""The subject's day at 20:00 in the agreement's zone."""
	return datetime.combine(subject.today, EVENING, ZoneInfo(subject.file.agreement.time_zone))


def due(subject: Subject, row: TargetRow, start: datetime, calendar: str | None = None) -> datetime | None:
	"""When a row is due for a ticket that starts then, on the row's calendar or on another one."""
	return _due(subject, row, start, compiled(subject, calendar or row.calendar))


def _due(subject: Subject, row: TargetRow, start: datetime, hours: WorkingCalendar | None) -> datetime | None:
	if hours is None or row.target.kind not in (DURATION, DAYS):
		return None
	try:
		if row.target.days is not None and subject.file.agreement.working_day == "end_of_day":
			return hours.day_end(start, row.target.days)
		return hours.deadline(start, subject.seconds(row.target) or 0)
	except EngineError:
		return None


def end_of_next_day(subject: Subject, row: TargetRow, start: datetime) -> datetime | None:
	"""The end of the next working day, the other meaning of "met on the next working day" (001 §6.1)."""
	hours = compiled(subject, row.calendar)
	if hours is None:
		return None
	try:
		return hours.day_end(hours.next_opening(start), 1)
	except EngineError:
		return None


def working_day(subject: Subject, code: str, asked: date, days: int) -> date | None:
	"""The date of the Nth working day after a day, on a calendar."""
	hours = compiled(subject, code)
	if hours is None:
		return None
	zone = ZoneInfo(subject.file.agreement.time_zone)
	tomorrow = datetime.combine(asked + timedelta(days=1), time(), zone)
	try:
		# The end of a day may be the midnight after it: a second earlier it is still that day.
		return hours.before(hours.day_end(tomorrow, days), 1).date()
	except EngineError:
		return None


def surely_in_time(subject: Subject, one: TargetRow, two: TargetRow) -> bool:
	"""Whether the lengths alone show that `later` is false. This is cheap and settles nearly all pairs."""
	first, second = subject.length(one), subject.length(two)
	return first is None or second is None or (one.calendar == two.calendar and first <= second)


def later(subject: Subject, one: TargetRow, two: TargetRow) -> bool:
	"""Whether `one` can be due after `two` on the same ticket.

	On one calendar the lengths decide. On two calendars the due times for each hour of a fortnight decide: 4 business
	hours end before 8 hours of 24x7 on a morning, but after them on a Friday evening.
	"""
	first, second = subject.length(one), subject.length(two)
	if first is None or second is None:
		return False
	if one.calendar == two.calendar:
		return first > second
	hours = [compiled(subject, row.calendar) for row in (one, two)]
	for step in range(0, 24 * _SEARCHED_DAYS, 6):
		start = evening(subject) + timedelta(hours=step)
		early, late = (_due(subject, row, start, own) for row, own in zip((one, two), hours, strict=True))
		if early and late and early > late:
			return True
	return False


def said(at: datetime | None) -> Label:
	"""An instant in words, with its zone."""
	if at is None:
		return both("(tidak dapat dihitung)", "(can't be computed)")
	return both(say_instant(at, "id"), say_instant(at, "en"))


def windows_length(windows: tuple[tuple[str, str], ...]) -> int:
	"""The minutes that the windows of a day hold."""
	return sum(window_minutes(*window) for window in windows)


def window_minutes(start: str, end: str) -> int:
	"""The minutes of a window, which may pass midnight."""
	first, last = (int(text[:2]) * 60 + int(text[3:]) for text in (start, end))
	return last - first if last > first else last - first + 24 * 60
