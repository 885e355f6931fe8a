"""What the comparison of an SLA with its OLAs found: frozen values, in minutes of a week and aware instants."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sla_id.agreements.file.model import TargetRow

HOURS = 168
MINUTES = HOURS * 60


class Verdict(StrEnum):
	"""Whether the teams' targets leave room for the promise."""

	ALWAYS = "always"
	SOMETIMES = "sometimes"
	NEVER = "never"


class Obstacle(StrEnum):
	"""Why a row takes no part in the comparison."""

	NO_LENGTH = "no_length"
	"""Next release, none, open-ended or by estimate: nothing to count."""
	NO_OLA = "no_ola"
	"""No team has promised anything that this promise waits for."""
	UNCOMPUTABLE = "uncomputable"
	"""A calendar that never opens again."""


@dataclass(frozen=True, slots=True)
class Link:
	"""A team that the promise waits for: its OLA row, and the (supporting) service that names it, if one does."""

	team: str
	row: TargetRow
	service: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
	"""Minutes of the week, Monday 00:00 = 0; `end` isn't included."""

	start: int
	end: int


@dataclass(frozen=True, slots=True)
class ChainStep:
	"""One team's part of the worst case."""

	link: Link
	start: datetime
	end: datetime


@dataclass(frozen=True, slots=True)
class Worst:
	"""The start at which the teams are latest against the promise. `late_seconds` are of the wall clock; zero or
	below: so much room is left."""

	start: datetime
	due: datetime
	steps: tuple[ChainStep, ...]
	late_seconds: int


@dataclass(frozen=True, slots=True)
class Outcome:
	"""One week in one view. `minutes` are those of each of the 168 hours at which the promise can't be kept."""

	verdict: Verdict
	spans: tuple[Span, ...]
	minutes: tuple[int, ...]
	worst: Worst


@dataclass(frozen=True, slots=True)
class WeekFit:
	"""A week from Monday on, and what it found: the teams one after the other, and all of them from the report on."""

	monday: date
	holidays: tuple[str, ...]
	in_turn: Outcome
	together: Outcome


@dataclass(frozen=True, slots=True)
class PromiseFit:
	"""One promise for the tickets that wait for the same teams.

	`services` are the codes concerned (none: tickets without a service), `limits` what the teams' rows distinguish
	besides (codes of priorities, channels, kinds, stages). `gaps` are supporting services without an OLA,
	`uncounted` teams whose OLA has no length: the chain is longer than what is counted here.
	"""

	row: TargetRow
	services: tuple[str, ...]
	limits: tuple[str, ...]
	links: tuple[Link, ...]
	gaps: tuple[str, ...]
	uncounted: tuple[Link, ...]
	weeks: tuple[WeekFit, ...]

	@property
	def verdict(self) -> Verdict:
		"""Over all weeks, the teams one after the other."""
		return _over({week.in_turn.verdict for week in self.weeks})

	@property
	def together(self) -> Verdict:
		"""Over all weeks, all teams from the report on."""
		return _over({week.together.verdict for week in self.weeks})

	@property
	def worst_week(self) -> WeekFit:
		"""The week with the latest end."""
		return max(self.weeks, key=lambda week: week.in_turn.worst.late_seconds)


@dataclass(frozen=True, slots=True)
class LeftOut:
	"""A row that isn't compared, and for which services (none: for all)."""

	row: TargetRow
	reason: Obstacle
	services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FitReport:
	"""The whole agreement. Rows that can't be compared are in `left_out`, none is passed over in silence."""

	promises: tuple[PromiseFit, ...]
	left_out: tuple[LeftOut, ...]


def _over(found: set[Verdict]) -> Verdict:
	return found.pop() if len(found) == 1 else Verdict.SOMETIMES
