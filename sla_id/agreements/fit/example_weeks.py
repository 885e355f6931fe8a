"""The weeks that are looked at: an ordinary one, followed by weeks without holidays, and one with a holiday."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from sla_id.agreements.fit.fit_result import MINUTES
from sla_id.engine import WorkingCalendar

SEARCHED_WEEKS = 52
CLEAN_WEEKS = 4
"""So many weeks without a holiday suffice: few promises run longer."""


@dataclass(frozen=True, slots=True)
class ExampleWeek:
	"""A week in an agreement's zone, from its Monday. `holidays` are the names of the holidays in it."""

	monday: date
	zone: ZoneInfo
	holidays: tuple[str, ...] = ()

	def at(self, minute: int) -> datetime:
		"""The instant of a minute, Monday 00:00 = 0; in UTC, so that lengths are lengths."""
		begin = datetime.combine(self.monday, time(), self.zone).astimezone(timezone.utc)
		return begin + timedelta(minutes=minute)


def choose_weeks(calendars: Iterable[WorkingCalendar], zone: ZoneInfo, day: date) -> tuple[ExampleWeek, ...]:
	"""The next ordinary week from `day` on and, if a calendar closes on holidays, the next week with one."""
	held = list(calendars)
	closed = _holidays(held)
	odd = set(closed) | _special_days(held)
	first = day + timedelta(days=-day.weekday() % 7)
	mondays = [first + timedelta(weeks=number) for number in range(SEARCHED_WEEKS)]
	steady = [monday for monday in mondays if _steady(monday, zone)] or mondays[:1]
	runs = [_clean_run(monday, odd) for monday in steady]
	best = steady[runs.index(max(runs))]
	with_holiday = next((monday for monday in steady if set(_days(monday)) & set(closed)), None)
	chosen = [ExampleWeek(best, zone, _names(best, closed))]
	if with_holiday is not None and with_holiday != best:
		chosen.append(ExampleWeek(with_holiday, zone, _names(with_holiday, closed)))
	return tuple(chosen)


def _holidays(calendars: list[WorkingCalendar]) -> dict[int, str]:
	"""The names of holidays that close a calendar on a day on which it would open, by ordinal."""
	return {
		ordinal: holiday.name or str(holiday.day)
		for calendar in calendars
		for ordinal, holiday in calendar.spec.holidays.items()
		if calendar.spec.week[(ordinal - 1) % 7]
	}


def _special_days(calendars: list[WorkingCalendar]) -> set[int]:
	"""Days of shifts and breaks, which aren't ordinary either."""
	found: set[int] = set()
	for calendar in calendars:
		found.update(calendar.spec.breaks)
		for shift in calendar.spec.shifts:
			found.update(range(shift.first.toordinal(), shift.last.toordinal() + 1))
	return found


def _days(monday: date) -> range:
	return range(monday.toordinal(), monday.toordinal() + 7)


def _clean_run(monday: date, odd: set[int]) -> int:
	"""How many weeks from that Monday are ordinary, up to the number that matters."""
	for number in range(CLEAN_WEEKS):
		if odd.intersection(_days(monday + timedelta(weeks=number))):
			return number
	return CLEAN_WEEKS


def _names(monday: date, closed: dict[int, str]) -> tuple[str, ...]:
	return tuple(dict.fromkeys(closed[ordinal] for ordinal in _days(monday) if ordinal in closed))


def _steady(monday: date, zone: ZoneInfo) -> bool:
	"""Whether the week has 168 hours: no change to or from summer time."""
	begin, end = (datetime.combine(monday + timedelta(days=days), time(), zone) for days in (0, 7))
	return end.astimezone(timezone.utc) - begin.astimezone(timezone.utc) == timedelta(minutes=MINUTES)
