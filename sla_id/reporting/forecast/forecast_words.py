"""A forecast's proof in words: what it was learned from, how good it was on tickets that it didn't know, beside the base rate."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sla_id.agreements.words import code_names
from sla_id.engine.sentences import Sentence, say
from sla_id.engine.words import say_instant
from sla_id.reporting.forecast.held_out import (
	Forecasted,
	ForecastScore,
	reliability,
	score_forecasts,
	scores_by,
)
from sla_id.reporting.forecast.learn_from_past import History


@dataclass(frozen=True, slots=True)
class ForecastProof:
	"""A history and what it said of later tickets. `name` is the file's."""

	name: str
	history: History
	forecasts: tuple[Forecasted, ...]


def say_proof(proof: ForecastProof, language: str) -> str:
	"""The proof as text."""
	return "\n".join(_Proof(proof, language).lines()) + "\n"


class _Proof:
	"""One proof in one language."""

	def __init__(self, proof: ForecastProof, language: str) -> None:
		self.proof = proof
		self.language = language

	def say(self, sentence: Sentence) -> str:
		return say(sentence, self.language)

	def lines(self) -> Iterator[str]:
		history, forecasts = self.proof.history, self.proof.forecasts
		clock = code_names.say(code_names.CLOCKS, history.kind, self.language)
		as_of = say_instant(history.as_of, self.language)
		yield self.say(
			Sentence(
				"{0} of {1}: learned from {2} clocks as known on {3}.",
				clock,
				self.proof.name,
				history.count,
				as_of,
			)
		)
		if history.base_rate is None or not forecasts:
			yield self.say(Sentence("There is nothing to learn from, or no later ticket to try it on."))
			return
		yield self.say(
			Sentence("Base rate by that history: {0} miss their target.", self.percent(history.base_rate))
		)
		yield ""
		yield from self._table(history.base_rate)
		yield ""
		yield from self._reliability()

	def _table(self, base: float) -> Iterator[str]:
		forecasts = self.proof.forecasts
		columns = [
			Sentence("Held out", context="forecast"), Sentence("Chances", context="forecast"),
			Sentence("No answer", context="forecast"), Sentence("Missed", context="forecast"),
			Sentence("Mean chance", context="forecast"), Sentence("Brier", context="forecast"),
			Sentence("Constant", context="forecast"), Sentence("Skill", context="forecast"),
			Sentence("Best constant", context="forecast"),
		]  # fmt: skip
		rows = [self._row(self.say(Sentence("All", context="forecast")), score_forecasts(forecasts, base))]
		by_age = scores_by(forecasts, lambda entry: f"{entry.age:.2f}", base)
		for age, score in by_age.items():
			said = Sentence("{0} of the target used", self.percent(float(age)))
			rows.append(self._row(self.say(said), score))
		for priority, score in scores_by(forecasts, lambda entry: entry.group, base).items():
			rows.append(self._row(priority or "–", score))
		return _aligned([[self.say(column) for column in columns], *rows])

	def _row(self, name: str, score: ForecastScore) -> list[str]:
		silent = self.percent(score.silent / score.count) if score.count else "–"
		figures = (score.brier, score.constant, score.skill, score.best_constant)
		return [
			name,
			str(score.count),
			silent,
			self._share(score.missed_rate),
			self._share(score.mean_chance),
			*("–" if figure is None else self._number(f"{figure:.4f}") for figure in figures),
		]

	def _reliability(self) -> Iterator[str]:
		columns = [
			Sentence("Chance said", context="forecast"), Sentence("Clocks", context="forecast"),
			Sentence("Mean chance", context="forecast"), Sentence("Missed", context="forecast"),
			Sentence("95 % interval", context="forecast"), Sentence("Holds", context="forecast"),
		]  # fmt: skip
		yes, no = Sentence("yes", context="forecast"), Sentence("no", context="forecast")
		rows = [
			[
				f"{self.percent(row.low)} – {self.percent(row.high)}",
				str(row.count),
				self.percent(row.mean_chance),
				self.percent(row.missed / row.count),
				f"{self.percent(row.interval[0])} – {self.percent(row.interval[1])}",
				self.say(yes if row.holds else no),
			]
			for row in reliability(self.proof.forecasts)
		]
		return _aligned([[self.say(column) for column in columns], *rows])

	def _share(self, share: float | None) -> str:
		return "–" if share is None else self.percent(share)

	def percent(self, share: float) -> str:
		return self._number(f"{100 * share:.1f} %")

	def _number(self, text: str) -> str:
		return text.replace(".", ",") if self.language.startswith("id") else text


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
	widths = [max(len(row[number]) for row in rows) for number in range(len(rows[0]))]
	for row in rows:
		yield "  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
