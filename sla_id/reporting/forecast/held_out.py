"""Whether forecasts hold: chances for clocks that the history didn't know, against what became of them.

Each figure stands beside the base rate: a forecast that does no better than one constant says nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sla_id.reporting.rates import wilson_interval

BINS = 10


@dataclass(frozen=True, slots=True)
class Forecasted:
	"""A clock of the held-out part at one moment: what was said, and what became of it. `group` and `age` sort it."""

	chance: float | None
	missed: bool
	group: str = ""
	age: float = 0.0


@dataclass(frozen=True, slots=True)
class ForecastScore:
	"""How good the chances of some clocks were.

	`silent` is how many had too little data; the rest is of those with a chance. `brier` is their mean squared error,
	`constant` that of the history's base rate for each. `skill` is 1 - brier / constant: 0 is no better than the constant.
	"""

	count: int
	silent: int
	base_rate: float
	missed_rate: float | None = None
	mean_chance: float | None = None
	brier: float | None = None
	constant: float | None = None

	@property
	def best_constant(self) -> float | None:
		"""The error of the best single chance, which only hindsight knows. What lies below it tells clocks apart."""
		return None if self.missed_rate is None else self.missed_rate * (1 - self.missed_rate)

	@property
	def skill(self) -> float | None:
		"""What is gained over the constant. None where nothing was said, or the constant is never wrong."""
		if self.brier is None or not self.constant:
			return None
		return 1 - self.brier / self.constant


@dataclass(frozen=True, slots=True)
class ReliabilityRow:
	"""The clocks whose chance lay in [low, high): their mean chance, how many were missed, and where that share lies."""

	low: float
	high: float
	count: int
	mean_chance: float
	missed: int
	interval: tuple[float, float]

	@property
	def holds(self) -> bool:
		"""Whether the chance lies in the interval of what came true."""
		return self.interval[0] <= self.mean_chance <= self.interval[1]


def score_forecasts(forecasts: Iterable[Forecasted], base_rate: float) -> ForecastScore:
	"""The score, against a constant that the history gave."""
	every = list(forecasts)
	said = [(entry.chance, entry.missed) for entry in every if entry.chance is not None]
	silent = len(every) - len(said)
	if not said:
		return ForecastScore(len(every), silent, base_rate)
	count = len(said)
	return ForecastScore(
		len(every),
		silent,
		base_rate,
		sum(missed for _chance, missed in said) / count,
		sum(chance for chance, _missed in said) / count,
		sum((chance - missed) ** 2 for chance, missed in said) / count,
		sum((base_rate - missed) ** 2 for _chance, missed in said) / count,
	)


def scores_by(
	forecasts: Sequence[Forecasted], by: Callable[[Forecasted], str], base_rate: float
) -> dict[str, ForecastScore]:
	"""The score of each group, in order."""
	groups: dict[str, list[Forecasted]] = {}
	for entry in forecasts:
		groups.setdefault(by(entry), []).append(entry)
	return {group: score_forecasts(groups[group], base_rate) for group in sorted(groups)}


def reliability(forecasts: Iterable[Forecasted], bins: int = BINS) -> list[ReliabilityRow]:
	"""The table: of those of which about so much was said, how many were missed. Empty bins are left out."""
	rows: dict[int, list[tuple[float, bool]]] = {}
	for entry in forecasts:
		if entry.chance is not None:
			rows.setdefault(min(int(entry.chance * bins), bins - 1), []).append((entry.chance, entry.missed))
	table = []
	for number in sorted(rows):
		said = rows[number]
		missed = sum(was for _chance, was in said)
		interval = wilson_interval(missed, len(said))
		assert interval is not None
		mean = sum(chance for chance, _was in said) / len(said)
		table.append(ReliabilityRow(number / bins, (number + 1) / bins, len(said), mean, missed, interval))
	return table
