"""Until when a credit may be claimed: days or working days after the month, or the end of a later month."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sla_id.availability.guarantee import first_of_next, midnight
from sla_id.engine.working_calendar import WorkingCalendar

_SECOND = timedelta(seconds=1)


class WindowKind(StrEnum):
	"""How the length of a claim window is counted."""

	DAYS = "days"
	WORKING_DAYS = "working_days"
	MONTHS = "months"
	"""To the end of the k-th month after; 0 is the end of the month itself."""


@dataclass(frozen=True, slots=True)
class ClaimWindow:
	"""`count` days, working days of `calendar`, or months after the end of the month."""

	kind: WindowKind
	count: int
	calendar: WorkingCalendar | None = None


def claim_until(first: date, window: ClaimWindow, zone: ZoneInfo) -> datetime:
	"""The last second, in `zone`, in which a credit for the month that begins with `first` may be claimed.

	The last day of the month is day 0: 30 days for April end on 30 May at 23:59:59. Raises ValueError for working days
	without a calendar, and NeverOpens where the calendar has none.
	"""
	last = first_of_next(first) - timedelta(days=1)
	if window.kind is WindowKind.DAYS:
		day = last + timedelta(days=window.count)
	elif window.kind is WindowKind.MONTHS:
		following = first
		for _number in range(window.count + 1):
			following = first_of_next(following)
		day = following - timedelta(days=1)
	else:
		day = _working_day(last, window, zone)
	return (midnight(day + timedelta(days=1), zone) - _SECOND).astimezone(zone)


def _working_day(last: date, window: ClaimWindow, zone: ZoneInfo) -> date:
	"""The `count`-th day after `last` on which the calendar opens."""
	if window.calendar is None:
		raise ValueError("working days need the calendar that says which they are")
	day = last
	for _number in range(window.count):
		opening = window.calendar.next_opening(midnight(day + timedelta(days=1), zone))
		day = opening.astimezone(zone).date()
	return day
