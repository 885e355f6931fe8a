"""The availability of a service in one month: so far, of the whole month, and if every open claim were granted.

`availability = (denominator - counted) / denominator`, where `counted` is the time down that no granted exclusion covers.
It is kept where it is at or above the target; fractions are compared, never what is printed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from sla_id.availability import downtime
from sla_id.availability.downtime import Level, Outage
from sla_id.availability.guarantee import Denominator, Guarantee, UnknownTime
from sla_id.availability.spans import Span, difference, intersection, length, union, until


class Decision(StrEnum):
	"""What became of a claim that a time doesn't count (000 §5.2). Until it is decided both figures are shown."""

	GRANTED = "granted"
	REFUSED = "refused"
	OPEN = "open"


@dataclass(frozen=True, slots=True)
class Exclusion:
	"""A claim for [start, end) in microseconds since 1970 UTC. A part grant is one of its own."""

	start: int
	end: int
	decision: Decision = Decision.GRANTED


@dataclass(frozen=True, slots=True)
class Observed:
	"""What is known of a month. `now` in microseconds; None: the month is over. `unknown`: when the monitor was blind."""

	outages: Sequence[Outage] = ()
	exclusions: Sequence[Exclusion] = ()
	unknown: Sequence[Span] = ()
	now: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
	"""One reading of a month, in microseconds, weighted by how far the service was down.

	`down` = `counted` + `excluded`. `exclusions` is how long granted exclusions are, whether the service was down or not.
	"""

	denominator: Fraction
	down: Fraction
	counted: Fraction
	excluded: Fraction
	exclusions: Fraction
	unknown: Fraction

	@property
	def availability(self) -> Fraction | None:
		"""0 to 1; None where nothing of the month is left to measure."""
		return (self.denominator - self.counted) / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class MonthFigures:
	"""A month's figures. `met` None: the month still runs, or an open claim decides; `so_far` None: it hasn't begun."""

	guarantee: Guarantee
	first: date
	month: int
	whole: Figure
	so_far: Figure | None
	if_all_granted: Figure
	met: bool | None
	met_if_all_granted: bool | None

	@property
	def allowance(self) -> Fraction:
		"""How long the service may be down in the month, in microseconds."""
		return self.whole.denominator * (1 - self.guarantee.target)

	@property
	def left(self) -> Fraction:
		"""What is left of the allowance, in microseconds; below 0 by as much as the target is missed."""
		return self.allowance - self.whole.counted

	@property
	def burn_rate(self) -> Fraction | None:
		"""How fast the allowance is used: 1 uses it up exactly at the month's end. None before the month or without one."""
		if self.so_far is None or not self.so_far.denominator or self.guarantee.target == 1:
			return None
		return self.so_far.counted / (self.so_far.denominator * (1 - self.guarantee.target))


def month_figures(guarantee: Guarantee, first: date, observed: Observed) -> MonthFigures:
	"""The figures of the month that begins with `first`. Raises AvailabilityError."""
	ledger = _Ledger(guarantee, first, observed)
	granted = _spans(observed.exclusions, Decision.GRANTED)
	claimed = _spans(observed.exclusions, Decision.GRANTED, Decision.OPEN)
	whole, wished = ledger.figure(granted), ledger.figure(claimed)
	open_claims = difference(claimed, granted)
	best = ledger.figure(union([*granted, *intersection(open_claims, ledger.when_down)]))
	worst = ledger.figure(union([*granted, *difference(open_claims, ledger.when_down)]))
	running = observed.now is not None and observed.now < guarantee.end_of(first)
	return MonthFigures(
		guarantee,
		first,
		length(ledger.month),
		whole,
		ledger.so_far(granted),
		wished,
		_verdict(guarantee, best, worst, running),
		_verdict(guarantee, wished, wished, running),
	)


def down_and_counted(
	guarantee: Guarantee, first: date, observed: Observed
) -> tuple[list[Level], list[Level]]:
	"""When the service was down in that month, and what of it no granted exclusion covers: the pieces of `down` and `counted`."""
	ledger = _Ledger(guarantee, first, observed)
	forgiven = intersection(_spans(observed.exclusions, Decision.GRANTED), ledger.month)
	return ledger.course, downtime.within(ledger.course, difference(ledger.when_down, forgiven))


def _verdict(guarantee: Guarantee, best: Figure, worst: Figure, running: bool) -> bool | None:
	"""Whether the month is kept, however open claims are decided; None while that is open."""
	if not keeps(guarantee, best):
		return False
	return True if keeps(guarantee, worst) and not running else None


def keeps(guarantee: Guarantee, figure: Figure) -> bool:
	"""Whether a figure keeps the target. A month of which nothing is left to measure can't miss it."""
	return figure.availability is None or figure.availability >= guarantee.target


class _Ledger:
	"""A month's downtime, ready to be set against one reading of the exclusions or another."""

	def __init__(self, guarantee: Guarantee, first: date, observed: Observed) -> None:
		self.guarantee = guarantee
		self.month = guarantee.month(first)
		self.counting = guarantee.counting(first)
		self.now = observed.now
		known_until = _known_until(observed, guarantee.end_of(first))
		known = downtime.downtime(observed.outages, guarantee.components, known_until)
		blind = difference(until(union(observed.unknown), known_until), downtime.spans_of(known))
		if guarantee.unknown is UnknownTime.DOWN:
			known = downtime.with_full(known, blind)
		course = downtime.long_enough(known, guarantee.minimum)
		self.blind = intersection(blind, self.counting)
		self.course: list[Level] = downtime.within(course, self.counting)
		self.when_down = downtime.spans_of(self.course)

	def figure(self, exclusions: Sequence[Span], now: int | None = None) -> Figure:
		"""The month under these exclusions; with `now`, only what of it has passed."""
		month, course, blind = self.month, self.course, self.blind
		if now is not None:
			month, blind = until(month, now), until(blind, now)
		excluded = intersection(exclusions, month)
		down = downtime.weight_of(course)
		forgiven = downtime.weight_of(downtime.within(course, intersection(excluded, self.when_down)))
		whole = Fraction(length(month))
		if self.guarantee.denominator is Denominator.MINUS_EXCLUSIONS:
			whole -= length(excluded)
		elif self.guarantee.denominator is Denominator.MINUS_EXCLUDED_DOWNTIME:
			whole -= forgiven
		if self.guarantee.unknown is UnknownTime.LEFT_OUT:
			whole -= length(difference(blind, excluded))
		return Figure(
			whole, down, down - forgiven, forgiven, Fraction(length(excluded)), Fraction(length(blind))
		)

	def so_far(self, exclusions: Sequence[Span]) -> Figure | None:
		if self.now is None:
			return self.figure(exclusions)
		begun = until(self.month, self.now)
		return self.figure(exclusions, self.now) if begun else None


def _known_until(observed: Observed, end: int) -> int:
	"""Up to when outages are known. Closed ones keep their length beyond the month, for the minimum is one of the whole outage."""
	if observed.now is not None:
		return observed.now
	return max([end, *(outage.end for outage in observed.outages if outage.end is not None)])


def _spans(exclusions: Iterable[Exclusion], *decisions: Decision) -> list[Span]:
	return union((claim.start, claim.end) for claim in exclusions if claim.decision in decisions)
