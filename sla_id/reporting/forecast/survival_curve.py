"""How long clocks stay open, from past ones and from those that are still open (Kaplan and Meier, 1958).

Time is used working time without pauses, in seconds. A clock that is still open says that it lasted at least so long; leaving
such clocks out makes the past look better than it was, for what takes long isn't there yet.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ObservedLength:
	"""A clock of which `used` seconds are known; `ended`: it stopped then, else it was still open."""

	used: float
	ended: bool


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
	"""The share of clocks that last longer than a length: steps down at `times`, where clocks ended.

	`lengths` are all observed ones in order, `ends` those at which one ended, in order, each as often as it occurred.
	"""

	times: tuple[float, ...]
	shares: tuple[float, ...]
	lengths: tuple[float, ...]
	ends: tuple[float, ...]

	def share_after(self, used: float) -> float:
		"""The share that lasts longer than so many seconds: S(used). Beyond the last observation it is the last known."""
		number = bisect_right(self.times, used)
		return self.shares[number - 1] if number else 1.0

	def at_risk(self, used: float) -> int:
		"""How many were seen open after so many seconds."""
		return len(self.lengths) - bisect_right(self.lengths, used)

	def ends_between(self, used: float, until: float) -> int:
		"""How many ended in (used, until]."""
		return bisect_right(self.ends, until) - bisect_right(self.ends, used)

	@property
	def follow_up(self) -> float:
		"""The longest that any was observed; the curve says nothing beyond."""
		return self.lengths[-1] if self.lengths else 0.0


def survival_curve(observed: Iterable[ObservedLength]) -> SurvivalCurve:
	"""The curve of those clocks. One that is seen open at an instant at which another ends was at risk then."""
	every = sorted(observed, key=lambda clock: clock.used)
	lengths = tuple(clock.used for clock in every)
	ended = Counter(clock.used for clock in every if clock.ended)
	times, shares, share, before = [], [], 1.0, 0
	for used in sorted(ended):
		while lengths[before] < used:
			before += 1
		share *= 1 - ended[used] / (len(lengths) - before)
		times.append(used)
		shares.append(share)
	return SurvivalCurve(
		tuple(times), tuple(shares), lengths, tuple(clock.used for clock in every if clock.ended)
	)
