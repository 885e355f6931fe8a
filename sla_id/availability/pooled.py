"""Several months of one guarantee as one figure: a semester, a year. Their seconds are added, not their percentages."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from sla_id.availability.month_figures import Figure


@dataclass(frozen=True, slots=True)
class Pooled:
	"""Microseconds of all the months together."""

	denominator: Fraction
	down: Fraction
	counted: Fraction

	@property
	def availability(self) -> Fraction | None:
		"""0 to 1; None where there is nothing to measure."""
		return (self.denominator - self.counted) / self.denominator if self.denominator else None


def pool(figures: Iterable[Figure]) -> Pooled:
	"""The months' seconds together: a short month weighs less than a long one."""
	read = list(figures)
	return Pooled(
		sum((figure.denominator for figure in read), Fraction(0)),
		sum((figure.down for figure in read), Fraction(0)),
		sum((figure.counted for figure in read), Fraction(0)),
	)
