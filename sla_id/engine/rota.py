"""Who is on duty: people take turns of whole days, and overrides replace them for a time.

Turns change at the same time of day in the rota's own zone, so a week has 167 or 169 hours when clocks
change. A turn changes once: the first time that the clock shows that time, or at once if the clock skips it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sla_id.engine.errors import NaiveTime
from sla_id.engine.sentences import Sentence
from sla_id.engine.zone import first_showing

LONGEST_TURN = 36_525
"""Days: nobody is on duty for more than a century."""


@dataclass(frozen=True, slots=True)
class Override:
	"""`member` is on duty from `start` up to `end`, wall-clock times of the rota's zone (naive); each is the
	first time that the clock shows it."""

	member: str
	start: datetime
	end: datetime


@dataclass(frozen=True, slots=True)
class Rota:
	"""Turns of `turn_days` from `start` (naive, in `zone`) on, in the order of `members`, over and over."""

	zone: ZoneInfo
	start: datetime
	turn_days: int
	members: tuple[str, ...]
	overrides: Sequence[Override] = ()

	def on_duty(self, at: datetime) -> str | None:
		"""Who is on duty at an instant: the last override that covers it, or else whoever's turn it is. None
		without members.

		Before the first turn the rota is treated as if it had already been running. Raises NaiveTime.
		"""
		if at.tzinfo is None:
			raise NaiveTime(Sentence("{at} has no time zone; give an aware datetime", at=at))
		for override in reversed(self.overrides):
			if first_showing(self.zone, override.start) <= at < first_showing(self.zone, override.end):
				return override.member
		return self.members[self._turn(at) % len(self.members)] if self.members else None

	def _turn(self, at: datetime) -> int:
		"""The number of the turn at an instant. The one that begins at `start` is 0.

		The wall clock decides, except in an hour that it repeats: the next turn may already have begun then.
		"""
		length = timedelta(days=min(max(self.turn_days, 1), LONGEST_TURN))
		turn = (at.astimezone(self.zone).replace(tzinfo=None) - self.start) // length
		try:
			return turn + (first_showing(self.zone, self.start + (turn + 1) * length) <= at)
		except OverflowError:
			return turn  # the next would begin after the year 9999
