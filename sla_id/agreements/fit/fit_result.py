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
	"""A team that the promise waits for: its OLA row, and the (supporting) service that names it, if any."""

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
	"""The start at which the teams are latest compared with the promise. `late_seconds` are wall-clock seconds; if zero
	or below, so much room is left."""

	start: datetime
	due: datetime
	steps: tuple[ChainStep, ...]
	late_seconds: int


@dataclass(frozen=True, slots=True)
class Outcome:
	"""One week in one view. `minutes` are the minutes of each of the 168 hours at which the promise can't be kept."""

	verdict: Verdict
	spans: tuple[Span, ...]
	minutes: tuple[int, ...]
	worst: Worst


@dataclass(frozen=True, slots=True)
class WeekFit:
	"""A week from Monday, and what was found: for the teams one after the other, and for all starting with the report."""

	monday: date
	holidays: tuple[str, ...]
	in_turn: Outcome
	together: Outcome


@dataclass(frozen=True, slots=True)
class PromiseFit:
	"""One promise for the tickets that wait for the same teams.

	`services` are the codes concerned (none: tickets without a service). `limits` are the other things that the teams'
	rows distinguish (codes of priorities, channels, kinds, stages). `gaps` are supporting services without an OLA;
	`uncounted` are teams whose OLA has no length, so the chain is longer than what is counted here.
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
		"""Over all weeks, with the teams one after the other."""
		return _over({week.in_turn.verdict for week in self.weeks})

	@property
	def together(self) -> Verdict:
		"""Over all weeks, with all teams starting with the report."""
		return _over({week.together.verdict for week in self.weeks})

	@property
	def worst_week(self) -> WeekFit:
		"""The week with the latest end."""
		return max(self.weeks, key=lambda week: week.in_turn.worst.late_seconds)


@dataclass(frozen=True, slots=True)
class LeftOut:
	"""A row that isn't compared, and the services for which it isn't (none: all)."""

	row: TargetRow
	reason: Obstacle
	services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FitReport:
	"""The whole agreement. Rows that can't be compared are in `left_out`; none is skipped silently."""

	promises: tuple[PromiseFit, ...]
	left_out: tuple[LeftOut, ...]


def _over(found: set[Verdict]) -> Verdict:
	return found.pop() if len(found) == 1 else Verdict.SOMETIMES
