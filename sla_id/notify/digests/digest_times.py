"""When a digest is due: every day, or every week, at a wall-clock time of its reader. No frappe, no clock."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rhythm:
	"""Each day at a time of the zone's wall clock, or only on one weekday (0 is Monday).

	A time that clocks skip that day comes later by as much as they were put forward. If clocks repeat it, the
	first one counts.
	"""

	at: time
	zone: ZoneInfo
	weekday: int | None = None

	def following(self, after: datetime) -> datetime:
		"""The first time after an instant (aware); in UTC."""
		day = self.day_of(after) - _DAY
		while not self._falls_on(day) or self._on(day) <= after:
			day += _DAY
		return self._on(day)

	def latest(self, until: datetime) -> datetime:
		"""The last time at or before an instant (aware); in UTC."""
		day = self.day_of(until) + _DAY
		while not self._falls_on(day) or self._on(day) > until:
			day -= _DAY
		return self._on(day)

	def day_of(self, at: datetime) -> date:
		"""The date of an instant in the zone."""
		return at.astimezone(self.zone).date()

	def _falls_on(self, day: date) -> bool:
		return self.weekday is None or day.weekday() == self.weekday

	def _on(self, day: date) -> datetime:
		return datetime.combine(day, self.at, self.zone).astimezone(timezone.utc)
