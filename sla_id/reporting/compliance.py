"""Counts clocks as met and missed: the one place where that is decided. Every report and month asks here.

A clock counts in the period in which it is due, or completed, or created (`Basis`). What happened after the report is read
(`read_at`) isn't known to it, so that the same question has the same answer later. Instants are microseconds since 1970
UTC, as in `sla_id.availability.spans`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from fractions import Fraction


class Basis(StrEnum):
	"""Which of a clock's instants must lie in the period."""

	DUE = "due"
	"""Leaves out what is due in another period."""
	COMPLETED = "completed"
	"""Leaves out what is still open, late or not."""
	CREATED = "created"
	"""Holds clocks that aren't due yet, which count as pending."""


class ClockOutcome(StrEnum):
	"""What became of a clock, as far as is known when the report is read."""

	MET = "met"
	MISSED_CLOSED = "missed_closed"
	MISSED_OPEN = "missed_open"
	PENDING = "pending"
	"""Paused before it was due, or not due yet."""
	EXCLUDED = "excluded"
	NO_TARGET = "no_target"


MISSED = frozenset({ClockOutcome.MISSED_CLOSED, ClockOutcome.MISSED_OPEN})


@dataclass(frozen=True, slots=True)
class ClockFacts:
	"""What a count has to know of one clock, reopened or not: one clock has one outcome.

	`excluded` is a decision that takes it out; where it was made at a known instant, `excluded_at` is that instant, and
	before it the clock counts. `due` is None without a target, and may be None while it is paused. `late_before`: an
	earlier cycle of it was missed, so that it can't be met any more.
	"""

	created: int
	due: int | None = None
	stopped: int | None = None
	paused_since: int | None = None
	excluded: bool = False
	excluded_at: int | None = None
	late_before: bool = False


@dataclass(frozen=True, slots=True)
class Period:
	"""The span [start, end) that is reported, the instant at which it is read, and by what clocks belong to it."""

	start: int
	end: int
	read_at: int
	basis: Basis = Basis.DUE


@dataclass(frozen=True, slots=True)
class Counts:
	"""How many clocks had each outcome."""

	met: int = 0
	missed_closed: int = 0
	missed_open: int = 0
	pending: int = 0
	excluded: int = 0
	no_target: int = 0

	@classmethod
	def of(cls, outcomes: Iterable[ClockOutcome | None]) -> "Counts":
		"""So many of each; None, for a clock that isn't there yet, counts nowhere."""
		return cls(**{str(outcome): number for outcome, number in Counter(outcomes).items() if outcome})

	@property
	def missed(self) -> int:
		"""Those that stopped late, and those that are late and still open."""
		return self.missed_closed + self.missed_open

	@property
	def decided(self) -> int:
		"""What the rate is a share of."""
		return self.met + self.missed

	@property
	def rate(self) -> Fraction | None:
		"""The share of the decided ones that was met. None of none: that is no data, neither 0 nor 100 %."""
		return Fraction(self.met, self.decided) if self.decided else None

	def meets(self, goal: Fraction) -> bool | None:
		"""Whether the rate reaches a goal, a fraction of 1. None without data."""
		return None if self.rate is None else self.rate >= goal


def outcome_of(clock: ClockFacts, read_at: int) -> ClockOutcome | None:
	"""What is known of a clock at an instant. None before it was created."""
	if clock.created > read_at:
		return None
	stopped = _known(clock.stopped, read_at)
	paused = _known(clock.paused_since, read_at) if stopped is None else None
	if clock.due is None and paused is None:
		return ClockOutcome.NO_TARGET
	if clock.excluded and (clock.excluded_at is None or clock.excluded_at <= read_at):
		return ClockOutcome.EXCLUDED
	if clock.due is None:
		return ClockOutcome.PENDING
	if stopped is not None:
		in_time = stopped <= clock.due and not clock.late_before
		return ClockOutcome.MET if in_time else ClockOutcome.MISSED_CLOSED
	if paused is not None and paused < clock.due:
		return ClockOutcome.PENDING
	return ClockOutcome.MISSED_OPEN if clock.due <= read_at else ClockOutcome.PENDING


def belongs_to(clock: ClockFacts, period: Period) -> bool:
	"""Whether a clock counts in a period. By due date, one without a due time belongs where it was created."""
	at = {
		Basis.DUE: clock.created if clock.due is None else clock.due,
		Basis.COMPLETED: _known(clock.stopped, period.read_at),
		Basis.CREATED: clock.created,
	}[period.basis]
	return at is not None and period.start <= at < period.end


def count_clocks(clocks: Iterable[ClockFacts], period: Period) -> Counts:
	"""The counts of the clocks that belong to a period."""
	return Counts.of(outcome_of(clock, period.read_at) for clock in clocks if belongs_to(clock, period))


def pool_counts(counts: Iterable[Counts]) -> Counts:
	"""Several months or partners as one: counts are added, rates are never averaged."""
	every = list(counts)
	return Counts(
		**{entry.name: sum(getattr(each, entry.name) for each in every) for entry in fields(Counts)}
	)


def _known(at: int | None, read_at: int) -> int | None:
	return at if at is not None and at <= read_at else None
