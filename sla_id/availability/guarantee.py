"""What an agreement promises of a service's availability in a calendar month (000 §5.1)."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from sla_id.availability.downtime import ComponentRule
from sla_id.availability.spans import Span, instant_of, intersection
from sla_id.engine.working_calendar import WorkingCalendar
from sla_id.engine.zone import first_showing


class Denominator(StrEnum):
	"""What a month's downtime is set against. They differ where an exclusion outlasts the outage in it."""

	WHOLE_MONTH = "whole_month"
	MINUS_EXCLUSIONS = "minus_exclusions"
	"""The month without its granted exclusions."""
	MINUS_EXCLUDED_DOWNTIME = "minus_excluded_downtime"
	"""The month without the downtime that was excluded."""


class UnknownTime(StrEnum):
	"""What a time counts as in which the monitor was blind. What of it was known as down stays down."""

	UP = "up"
	DOWN = "down"
	LEFT_OUT = "left_out"
	"""It leaves the denominator, but for what a granted exclusion covers."""


class PartMonth(StrEnum):
	"""What the days in force of a part month are set against."""

	WHOLE_MONTH = "whole_month"
	DAYS_IN_FORCE = "days_in_force"


@dataclass(frozen=True, slots=True)
class DaysInForce:
	"""The days on which a version counts, both included; `last` None: without an end. Downtime counts on them alone."""

	first: date | None = None
	last: date | None = None
	denominator_is: PartMonth = PartMonth.WHOLE_MONTH


@dataclass(frozen=True, slots=True)
class Guarantee:
	"""A promise for a calendar month in `zone`. `target` is a fraction, 19/20 for 95 %.

	`minimum` in microseconds: times down that don't last longer count as up. `service_hours` None: round the clock.
	"""

	zone: ZoneInfo
	target: Fraction
	denominator: Denominator = Denominator.WHOLE_MONTH
	unknown: UnknownTime = UnknownTime.UP
	minimum: int = 0
	components: ComponentRule = field(default_factory=ComponentRule)
	service_hours: WorkingCalendar | None = None
	in_force: DaysInForce = field(default_factory=DaysInForce)

	def month(self, first: date) -> list[Span]:
		"""The month that begins with `first`, or its service hours: what the denominator starts from, in microseconds."""
		whole = self._days(first, first_of_next(first))
		part = self._in_force(whole) if self.in_force.denominator_is is PartMonth.DAYS_IN_FORCE else [whole]
		return self._open(part)

	def counting(self, first: date) -> list[Span]:
		"""What of the month counts: the days in force, within service hours, in microseconds."""
		return self._open(self._in_force(self._days(first, first_of_next(first))))

	def end_of(self, first: date) -> int:
		"""The instant in microseconds at which nothing more can count in that month."""
		return max(
			(end for _start, end in self.counting(first)), default=self._days(first, first_of_next(first))[1]
		)

	def _days(self, first: date, end: date) -> Span:
		return instant_of(midnight(first, self.zone)), instant_of(midnight(end, self.zone))

	def _in_force(self, whole: Span) -> list[Span]:
		start, end = whole
		if self.in_force.first is not None:
			start = max(start, instant_of(midnight(self.in_force.first, self.zone)))
		if self.in_force.last is not None:
			end = min(end, instant_of(midnight(self.in_force.last + timedelta(days=1), self.zone)))
		return [(start, end)] if start < end else []

	def _open(self, spans: list[Span]) -> list[Span]:
		if self.service_hours is None:
			return spans
		return [
			piece
			for start, end in spans
			for piece in intersection(self.service_hours.open_pieces(start, end), [(start, end)])
		]


def midnight(day: date, zone: ZoneInfo) -> datetime:
	"""The instant (UTC) at which a day begins in a zone; the first that its clocks show, where they skip midnight."""
	return first_showing(zone, datetime.combine(day, time()))


def first_of_next(first: date) -> date:
	"""The first day of the month after the one that `first` begins."""
	return date(first.year + first.month // 12, first.month % 12 + 1, 1)
