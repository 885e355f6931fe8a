"""A semester or a year of a service as one figure: the seconds of its months are added, not their percentages.

A month in which the version changed counts once: each version with its own days. What may be down is added as well, so that
months under different targets are kept or missed together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from sla_id.availability import AvailabilityError, MonthFigures, Pooled, month_figures, pool
from sla_id.availability.guarantee import PartMonth
from sla_id.availability.month_figures import Figure
from sla_id.outages.service_month import ServiceMonth, VersionMonth


@dataclass(frozen=True, slots=True)
class PeriodFigures:
	"""Months together, in microseconds. `so_far` None: none has begun. `met` None: it still runs, or an open claim decides."""

	whole: Pooled
	so_far: Pooled | None
	allowance: Fraction
	allowance_so_far: Fraction
	met: bool | None
	if_all_granted: Pooled

	@property
	def left(self) -> Fraction:
		"""What is left of the allowance; below 0 by as much as the targets are missed."""
		return self.allowance - self.whole.counted

	@property
	def burn_rate(self) -> Fraction | None:
		"""How fast the allowance is used: 1 uses it up exactly at the end. None before the period or without an allowance."""
		if self.so_far is None or not self.allowance_so_far:
			return None
		return self.so_far.counted / self.allowance_so_far


def months_of(period: str, day: date) -> list[date]:
	"""The first days of the months of the "Month", "Semester" or "Year" that a day is in."""
	count = {"Month": 1, "Semester": 6, "Year": 12}[period]
	begins = (day.month - 1) // count * count + 1
	return [date(day.year, begins + number, 1) for number in range(count)]


def pool_months(months: Sequence[ServiceMonth]) -> PeriodFigures | None:
	"""The figures of one service's months together; None where nothing is promised, or a month can't be computed."""
	figures = [figure for month in months for figure in _figures(month)]
	if not figures or any(version.figures is None for month in months for version in month.versions):
		return None
	begun = [figure for figure in figures if figure.so_far is not None]
	allowance = _allowance([(figure, figure.whole) for figure in figures])
	return PeriodFigures(
		pool(figure.whole for figure in figures),
		pool(figure.so_far for figure in begun if figure.so_far) if begun else None,
		allowance,
		_allowance([(figure, figure.so_far) for figure in begun if figure.so_far]),
		_verdict(
			figures,
			allowance,
			any(_runs(version, month.month) for month in months for version in month.versions),
		),
		pool(figure.if_all_granted for figure in figures),
	)


def _figures(month: ServiceMonth) -> Iterator[MonthFigures]:
	for version in month.versions:
		if version.figures is not None:
			yield figures_by_days(version, month.month) if len(month.versions) > 1 else version.figures


def figures_by_days(version: VersionMonth, month: date) -> MonthFigures:
	"""A version's figures against its own days alone, where it has any."""
	days = replace(version.guarantee.in_force, denominator_is=PartMonth.DAYS_IN_FORCE)
	try:
		return month_figures(replace(version.guarantee, in_force=days), month, version.observed)
	except AvailabilityError:  # it was computed before, against another denominator
		assert version.figures is not None
		return version.figures


def _allowance(figures: Sequence[tuple[MonthFigures, Figure]]) -> Fraction:
	return sum((read.denominator * (1 - month.guarantee.target) for month, read in figures), Fraction(0))


def _verdict(figures: Sequence[MonthFigures], allowance: Fraction, running: bool) -> bool | None:
	"""Whether the months together are kept, however open claims are decided; None while that is open."""
	if len(figures) == 1:
		return figures[0].met
	wished = [(figure, figure.if_all_granted) for figure in figures]
	if sum((read.counted for _month, read in wished), Fraction(0)) > _allowance(wished):
		return False
	counted = sum((figure.whole.counted for figure in figures), Fraction(0))
	decided = not running and all(figure.met is not None for figure in figures)
	return True if counted <= allowance and decided else None


def _runs(version: VersionMonth, month: date) -> bool:
	"""Whether something may still count in a month."""
	return version.observed.now is not None and version.observed.now < version.guarantee.end_of(month)
