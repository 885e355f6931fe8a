"""The availability of a service in one month: so far, of the whole month, and if every open claim were granted.

`availability = (denominator - counted) / denominator`, where `counted` is the time down that no granted exclusion covers.
It is kept where it is at or above the target; fractions are compared, never what is printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from sla_id.availability import downtime
from sla_id.availability.downtime import Level, Outage
from sla_id.availability.excluded_time import ComponentDowntime, Decision, Excluded, Exclusion
from sla_id.availability.guarantee import Denominator, Guarantee, UnknownTime
from sla_id.availability.spans import Span, difference, intersection, length, union, until


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

	`down` = `counted` + `excluded`. `exclusions` is how long granted exclusions are, whether the service was down or not; those of
	components as excluded_time.py says.
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
	granted = Excluded.of(observed.exclusions, Decision.GRANTED)
	claimed = Excluded.of(observed.exclusions, Decision.GRANTED, Decision.OPEN)
	whole, wished = ledger.figure(granted), ledger.figure(claimed)
	best, worst = ([whole], [whole]) if granted == claimed else _extremes(ledger, granted, claimed)
	running = observed.now is not None and observed.now < guarantee.end_of(first)
	return MonthFigures(
		guarantee,
		first,
		length(ledger.month),
		whole,
		ledger.so_far(granted),
		wished,
		_verdict(guarantee, best, worst, running),
		_verdict(guarantee, [wished], [wished], running),
	)


def excluded_and_counted(
	guarantee: Guarantee, first: date, observed: Observed
) -> tuple[list[Level], list[Level]]:
	"""When and how far the service was down in that month, in two: what granted exclusions cover of it, and what counts."""
	ledger = _Ledger(guarantee, first, observed)
	counted = ledger.counted(Excluded.of(observed.exclusions, Decision.GRANTED))
	return downtime.without(ledger.course, counted), counted


def _extremes(ledger: "_Ledger", granted: Excluded, claimed: Excluded) -> tuple[list[Figure], list[Figure]]:
	"""Between which figures the month lies, however open claims are decided: granted where something was down, or only elsewhere."""
	open_whole = difference(claimed.whole, granted.whole)
	helps, open_parts = {}, {}
	for part, spans in claimed.parts.items():
		open_parts[part] = difference(spans, granted.parts.get(part, ()))
		helps[part] = intersection(open_parts[part], ledger.components.part_down(part))
	down = intersection(open_whole, ledger.when_down)
	best = [granted.plus(down, helps)]
	if down and any(helps.values()):
		best += [granted.plus(down, {}), granted.plus([], helps)]
	rest = {part: difference(spans, helps[part]) for part, spans in open_parts.items()}
	worst = [granted.plus(difference(open_whole, ledger.when_down), rest)]
	return [ledger.figure(reading) for reading in best], [ledger.figure(reading) for reading in worst]


def _verdict(
	guarantee: Guarantee, best: Sequence[Figure], worst: Sequence[Figure], running: bool
) -> bool | None:
	"""Whether the month is kept, however open claims are decided; None while that is open."""
	if not any(keeps(guarantee, figure) for figure in best):
		return False
	return True if all(keeps(guarantee, figure) for figure in worst) and not running else None


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
		named = {entry.component for entry in observed.exclusions if entry.component is not None}
		parts = downtime.components_of(observed.outages, guarantee.components, named)
		known = downtime.downtime(observed.outages, guarantee.components, known_until, parts)
		blind = difference(until(union(observed.unknown), known_until), downtime.spans_of(known))
		unwatched: list[Span] = []
		if guarantee.unknown is UnknownTime.DOWN:
			known, unwatched = downtime.with_full(known, blind), blind
		course = downtime.long_enough(known, guarantee.minimum)
		self.blind = intersection(blind, self.counting)
		self.course: list[Level] = downtime.within(course, self.counting)
		self.when_down = downtime.spans_of(self.course)
		outages = (
			[
				*(
					replace(row, end=known_until if row.end is None else min(row.end, known_until))
					for row in observed.outages
				),
				*(Outage(start, end) for start, end in unwatched),
			]
			if named
			else []
		)
		too_short = difference(downtime.spans_of(known), downtime.spans_of(course))
		self.components = ComponentDowntime(
			outages, guarantee.components, parts, difference(self.counting, too_short)
		)

	def figure(self, excluded: Excluded, now: int | None = None) -> Figure:
		"""The month under these exclusions; with `now`, only what of it has passed."""
		month, blind = self.month, self.blind
		if now is not None:
			month, blind = until(month, now), until(blind, now)
		whole_service = intersection(excluded.whole, month)
		down = downtime.weight_of(self.course)
		of_parts = excluded.within(month)
		at_most = self.components.at_most(excluded, of_parts) if of_parts else []
		left = self.components.left(excluded, of_parts) if of_parts else []
		gone = intersection(union((*whole_service, *of_parts)), self.when_down)
		forgiven = downtime.weight_of(downtime.within(self.course, gone)) - downtime.weight_of(left)
		exclusions = length(whole_service) + downtime.weight_of(at_most) - downtime.weight_of(left)
		whole = Fraction(length(month))
		if self.guarantee.denominator is Denominator.MINUS_EXCLUSIONS:
			whole -= exclusions
		elif self.guarantee.denominator is Denominator.MINUS_EXCLUDED_DOWNTIME:
			whole -= forgiven
		if self.guarantee.unknown is UnknownTime.LEFT_OUT:
			whole -= length(difference(blind, whole_service))
			whole += downtime.weight_of(downtime.within(at_most, blind))
		return Figure(whole, down, down - forgiven, forgiven, exclusions, Fraction(length(blind)))

	def counted(self, excluded: Excluded) -> list[Level]:
		"""The pieces of the course that no exclusion covers, in order."""
		of_parts = excluded.within(self.month)
		gone = union((*intersection(excluded.whole, self.month), *of_parts))
		rest = downtime.within(self.course, difference(self.when_down, gone))
		return sorted([*rest, *self.components.left(excluded, of_parts)]) if of_parts else rest

	def so_far(self, exclusions: Excluded) -> Figure | None:
		if self.now is None:
			return self.figure(exclusions)
		begun = until(self.month, self.now)
		return self.figure(exclusions, self.now) if begun else None


def _known_until(observed: Observed, end: int) -> int:
	"""Up to when outages are known. Closed ones keep their length beyond the month, for the minimum is one of the whole outage."""
	if observed.now is not None:
		return observed.now
	return max([end, *(outage.end for outage in observed.outages if outage.end is not None)])
