"""Percentiles by nearest rank: always a value that occurred, so that its ticket can be opened. Integers only."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

T = TypeVar("T")


def nearest_rank(count: int, percent: int | Decimal | Fraction) -> int:
	"""The rank, from 1, of a percentile among so many ordered values.

	⌈percent · count / 100⌉, in integers: of 0.55 · 100 floats make 56. Raises ValueError.
	"""
	share = Fraction(percent)
	if count < 1:
		raise ValueError("there is no percentile of no values")
	if not 0 <= share <= 100:
		raise ValueError(f"{percent} is no percentile; give a number from 0 to 100")
	return max(1, (share * count / 100).__ceil__())


def percentile(ordered: Sequence[T], percent: int | Decimal | Fraction) -> T | None:
	"""The value at a percentile of ascending values. None where there are none."""
	return ordered[nearest_rank(len(ordered), percent) - 1] if ordered else None
