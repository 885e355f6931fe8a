"""Who is on duty: people take turns of whole days, and overrides stand in for them.

Turns hand over at the same time of day in the rota's own zone, so a week has 167 or 169 hours where clocks change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sla_id.engine.errors import NaiveTime
from sla_id.engine.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Override:
	"""`member` is on duty from `start` up to `end`, wall-clock times of the rota's zone (naive)."""

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
		"""Who is on duty at an instant: the last override that covers it, else whose turn it is; None without members.

		Before the first turn the rota is taken to have run already. Raises NaiveTime.
		"""
		if at.tzinfo is None:
			raise NaiveTime(Sentence("{at} has no time zone; give an aware datetime", at=at))
		local = at.astimezone(self.zone).replace(tzinfo=None)
		for override in reversed(self.overrides):
			if override.start <= local < override.end:
				return override.member
		if not self.members:
			return None
		turns = (local - self.start) // timedelta(days=max(self.turn_days, 1))
		return self.members[turns % len(self.members)]
