"""A rate as people read it: percent as text, and how far a small number of clocks can be trusted."""

from fractions import Fraction
from math import sqrt
from statistics import NormalDist

FULL = Fraction(1)
_TEN_THOUSANDTHS = 1_000_000
"""Of a percent, in 1."""


def say_rate(rate: Fraction | None, goal: Fraction | None = None) -> str | None:
	"""Percent with four decimals, half up: "42.8571". None without data.

	A missed goal is rounded down, so that 949 of 999 don't read as 95 %; nothing but all of them reads as 100 %.
	"""
	if rate is None:
		return None
	exact = rate * _TEN_THOUSANDTHS
	nearest = (exact + Fraction(1, 2)).__floor__()
	below = (goal is not None and rate < goal) or (nearest == _TEN_THOUSANDTHS and rate < FULL)
	whole = exact.__floor__() if below else nearest
	return f"{whole // 10_000}.{whole % 10_000:04d}"


def wilson_interval(met: int, decided: int, confidence: float = 0.95) -> tuple[float, float] | None:
	"""Where the true share lies with that confidence (Wilson's score interval), as fractions of 1. None without data.

	Holds for small numbers too: 3 of 3 is 43.8 % to 100 %. Raises ValueError for counts that can't be.
	"""
	if not 0 <= met <= decided:
		raise ValueError(f"{met} of {decided} can't be met; give 0 ≤ met ≤ decided")
	if not 0 < confidence < 1:
		raise ValueError(f"a confidence of {confidence} can't be; give a share between 0 and 1, e.g. 0.95")
	if not decided:
		return None
	z = NormalDist().inv_cdf((1 + confidence) / 2)
	share, spread = met / decided, z * z / decided
	middle = share + spread / 2
	reach = z * sqrt(share * (1 - share) / decided + spread / (4 * decided))
	low, high = (middle - reach) / (1 + spread), (middle + reach) / (1 + spread)
	return (low if met else 0.0), (high if met < decided else 1.0)
