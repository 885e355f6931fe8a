"""A length of working time on one calendar, and a chain of lengths: when it ends, and where that end turns.

Between two turns the end moves with the start or stands still, so the comparison of two ends changes at most once
there. `broken_minutes` needs to look only at the turns, and bisects between them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from sla_id.engine import NeverOpens, Target, WorkingCalendar
from sla_id.engine.pauses import EPOCH, micros
from sla_id.engine.table import day_pieces

UTC = timezone.utc


@dataclass(frozen=True, slots=True)
class Stage:
	"""A target with a length, on the calendar that counts it."""

	calendar: WorkingCalendar
	target: Target

	def end(self, start: datetime) -> datetime:
		"""When it is used up, as the clock of a ticket would be due. Raises NeverOpens."""
		return self.calendar.deadline(start, self.target.working_seconds(self.calendar, start) or 0)

	def turns(self, first: datetime, last: datetime) -> list[datetime]:
		"""The starts near or within [first, last] at which the end may turn."""
		edges = [_at(edge) for piece in self._pieces(first, last) for edge in piece]
		return edges + [start for edge in edges for start in self.starts_for(edge)]

	def starts_for(self, end: datetime) -> list[datetime]:
		"""The starts that end then. Empty if every start of a day has the same end."""
		length = self._length()
		try:
			return [] if length is None else [self.calendar.before(end, length)]
		except NeverOpens:
			return []

	def _length(self) -> float | None:
		"""The working seconds, or None if they depend on the start."""
		if self.target.days and self.target.hours_per_day is None:
			return None
		return self.target.working_seconds(self.calendar, EPOCH)

	def _pieces(self, first: datetime, last: datetime) -> list[tuple[int, int]]:
		pieces = self.calendar.open_pieces(micros(first), micros(last))
		if self._length() is None:
			# A day may end inside an open interval, where the next day's window overlaps its own.
			for ordinal in range(first.toordinal() - 1, last.toordinal() + 2):
				pieces = pieces + list(day_pieces(self.calendar.spec, ordinal))
		return pieces


Chain = Sequence[Stage]


def chain_ends(chain: Chain, start: datetime) -> list[datetime]:
	"""The end of each stage, one after the other from `start`. Raises NeverOpens."""
	ends: list[datetime] = []
	for stage in chain:
		start = stage.end(start)
		ends.append(start)
	return ends


def chain_turns(chain: Chain, first: datetime, last: datetime) -> list[datetime]:
	"""The starts within [first, last] at which the end of the chain may turn. Raises NeverOpens."""
	reach = chain_ends(chain, last)[-1].astimezone(UTC) + timedelta(days=1)
	found: list[datetime] = []
	for number, stage in enumerate(chain):
		points = stage.turns(first, reach)
		for earlier in reversed(chain[:number]):
			points = [start for point in points for start in earlier.starts_for(point)]
		found += points
	begin, finish = micros(first), micros(last)
	return [point for point in found if begin <= micros(point) <= finish]


def _at(instant: int) -> datetime:
	return EPOCH + timedelta(microseconds=instant)
