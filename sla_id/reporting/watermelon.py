"""Figures that tell whether green hides red: targets are met, and the partner is angry all the same ("watermelon").

Each is a share with its number; a share of nothing is None. Instants are microseconds since 1970 UTC, lengths seconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

REOPENED_WITHIN = 7 * 24 * 3600 * 1_000_000
"""Microseconds: a solution that lasts no longer was none."""
LAST_PART = Fraction(1, 10)


@dataclass(frozen=True, slots=True)
class TicketStory:
	"""What is known of one ticket and its resolution clock.

	`target` and `used` are working seconds, None without a target or while it is open; `paused` and `open_for` wall-clock
	seconds. `updates_owed` and `updates_missed` count its update clock's cycles. `lowered_at` is when its priority was
	first lowered.
	"""

	target: int | None = None
	used: int | None = None
	paused: int = 0
	open_for: int = 0
	due: int | None = None
	solved: int | None = None
	reopened: int | None = None
	lowered_at: int | None = None
	updates_owed: int = 0
	updates_missed: int = 0

	@property
	def met(self) -> bool:
		"""Whether its target was met."""
		return self.target is not None and self.used is not None and self.used <= self.target


@dataclass(frozen=True, slots=True)
class Share:
	"""So many of so many."""

	part: int
	of: int

	@property
	def value(self) -> Fraction | None:
		"""The share, None of nothing."""
		return Fraction(self.part, self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Watermelon:
	"""The six figures."""

	last_tenth: Share
	"""Closed in the last tenth of the target, of what was closed with one."""
	paused: Share
	"""Seconds paused, of the seconds that tickets were open."""
	reopened: Share
	"""Reopened within 7 days, of what was solved."""
	lowered: Share
	"""Priority lowered before the due time, of what had one."""
	without_target: Share
	silent: Share
	"""Updates missed while the resolution was met, of the met ones that owed updates."""


def watermelon(tickets: Iterable[TicketStory]) -> Watermelon:
	"""The figures of those tickets, pooled."""
	every = list(tickets)
	closed = [ticket for ticket in every if ticket.target is not None and ticket.used is not None]
	solved = [ticket for ticket in every if ticket.solved is not None]
	due = [ticket for ticket in every if ticket.due is not None]
	owing = [ticket for ticket in every if ticket.met and ticket.updates_owed]
	return Watermelon(
		Share(sum(map(_in_last_tenth, closed)), len(closed)),
		Share(sum(ticket.paused for ticket in every), sum(ticket.open_for for ticket in every)),
		Share(sum(map(_did_not_last, solved)), len(solved)),
		Share(sum(map(_lowered_in_time, due)), len(due)),
		Share(sum(ticket.target is None for ticket in every), len(every)),
		Share(sum(ticket.updates_missed > 0 for ticket in owing), len(owing)),
	)


def _in_last_tenth(ticket: TicketStory) -> bool:
	assert ticket.target is not None and ticket.used is not None
	return ticket.target * (1 - LAST_PART) < ticket.used <= ticket.target


def _did_not_last(ticket: TicketStory) -> bool:
	if ticket.solved is None or ticket.reopened is None:
		return False
	return 0 <= ticket.reopened - ticket.solved <= REOPENED_WITHIN


def _lowered_in_time(ticket: TicketStory) -> bool:
	return ticket.lowered_at is not None and ticket.due is not None and ticket.lowered_at < ticket.due
