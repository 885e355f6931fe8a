"""Everything that a back-test has to say, as one value: the command prints it, the page shows it, JSON holds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sla_id.agreements.file import AgreementFile
from sla_id.reporting.backtest.csv_rows import CsvFile
from sla_id.reporting.backtest.missed_target_credits import BacktestCredit, credit_of_months
from sla_id.reporting.backtest.past_ticket import PastReading
from sla_id.reporting.backtest.replay_ticket import CANT_SAY
from sla_id.reporting.backtest.replayed_agreement import ReplayedAgreement
from sla_id.reporting.backtest.run_backtest import BacktestPlan
from sla_id.reporting.backtest.shard_result import SIDES, ShardResult
from sla_id.reporting.compliance import ClockOutcome, Counts
from sla_id.reporting.rates import say_rate, wilson_interval


@dataclass(frozen=True, slots=True)
class SideFigures:
	"""One of the two agreements: its file, what of it the past can't tell, and what its missed targets would have cost."""

	file: AgreementFile
	goal: Fraction | None
	untold: tuple[tuple[int, str], ...]
	credit: BacktestCredit | None

	@property
	def title(self) -> str:
		"""Its code and version."""
		return f"{self.file.agreement.code} {self.file.agreement.version}"


@dataclass(frozen=True, slots=True)
class BacktestReport:
	"""The result with what it was made of. `name` is the file's, `estimated` the years whose holidays are estimates."""

	name: str
	csv: CsvFile
	reading: PastReading
	zone: str
	read_at: datetime
	result: ShardResult
	sides: Mapping[str, SideFigures]
	estimated: tuple[int, ...]

	@property
	def is_same(self) -> bool:
		"""Whether an agreement was only held against itself."""
		return self.sides["before"].file == self.sides["after"].file

	@property
	def shown_sides(self) -> tuple[str, ...]:
		"""The sides that say something of their own."""
		return SIDES[:1] if self.is_same else SIDES

	@property
	def clocks(self) -> list[str]:
		"""The clocks that either agreement promises, in order."""
		outcomes = self.result.outcomes
		return sorted({clock for side in SIDES for clock in outcomes[side]})

	def numbers(self, side: str, clock: str) -> Mapping[str, int]:
		"""How many clocks had each outcome."""
		return self.result.outcomes[side].get(clock, {})

	def counts(self, side: str, clock: str) -> Counts:
		"""Those that are counted; "can't say" and "no clock" aren't."""
		found = self.numbers(side, clock)
		return Counts(**{str(outcome): found.get(outcome, 0) for outcome in ClockOutcome})

	def changed(self, before: str, after: str) -> list[dict[str, Any]]:
		"""The rows that went from one class to another, "missed" being both of its kinds."""
		return [
			row
			for row in self.result.changes
			if (_class(row["before"]), _class(row["after"])) == (before, after)
		]

	@property
	def other_changes(self) -> list[dict[str, Any]]:
		"""The rows that are no flip between met and missed."""
		flips = {("met", "missed"), ("missed", "met")}
		return [
			row for row in self.result.changes if (_class(row["before"]), _class(row["after"])) not in flips
		]


def build_report(
	name: str,
	csv: CsvFile,
	reading: PastReading,
	plan: BacktestPlan,
	result: ShardResult,
	files: tuple[AgreementFile, AgreementFile],
) -> BacktestReport:
	"""The report of a run."""
	replayed = [ReplayedAgreement(file, plan.years, plan.recorded) for file in files]
	sides = {}
	for side, file, agreement in zip(SIDES, files, replayed, strict=True):
		promised = file.terms.compliance_percent
		sides[side] = SideFigures(
			file,
			None if promised is None else Fraction(promised) / 100,
			tuple((level, str(trigger)) for level, trigger in agreement.untold),
			credit_of_months(file, result.missed_by_month[side]),
		)
	estimated = tuple(sorted({year for agreement in replayed for year in agreement.estimated}))
	zone = files[0].agreement.time_zone
	return BacktestReport(name, csv, reading, zone, plan.read_at, result, sides, estimated)


def _class(outcome: str) -> str:
	return "missed" if outcome.startswith("missed") else outcome


def plain_report(report: BacktestReport) -> dict[str, Any]:
	"""The report as JSON: every figure, every row that differs, every row that wasn't read."""
	result, reading = report.result, report.reading
	return {
		"file": report.name,
		"rows": {"in_file": reading.row_count, "read": reading.rows_read, "refused": len(reading.refused)},
		"tickets": len(reading.tickets),
		"read_at": report.read_at.isoformat(),
		"agreements": {side: _plain_side(report, side) for side in SIDES},
		"identity": {"rows": len(result.identity), "differences": result.identity},
		"recorded": {
			clock: {"as_recorded": same, "otherwise": other}
			for clock, (same, other) in sorted(result.recorded.items())
		},
		"became_missed": report.changed("met", "missed"),
		"became_met": report.changed("missed", "met"),
		"other_changes": report.other_changes,
		"due_moved_only": result.moved,
		"escalations": {
			"extra": result.extra,
			"fewer": result.fewer,
			"extra_by_hour_of_the_week": result.by_hour,
		},
		"unknown_priorities": dict(sorted(result.foreign.items())),
		"holidays_estimated": list(report.estimated),
		"refused": [
			{"line": row.line, "ticket": row.ticket, "reason": row.reason} for row in reading.refused
		],
		"not_computed": result.failed,
	}


def _plain_side(report: BacktestReport, side: str) -> dict[str, Any]:
	figures = report.sides[side]
	return {
		"agreement": figures.title,
		"clocks": {clock: plain_clock(report, side, clock) for clock in report.clocks},
		"tiers": dict(sorted(report.result.tiers[side].items())),
		"cannot_tell": [{"level": level, "trigger": trigger} for level, trigger in figures.untold],
		"credit": None
		if figures.credit is None
		else {
			"total": str(figures.credit.total),
			"enabled": figures.credit.enabled,
			"months": [
				{"month": month, "missed": missed, "amount": str(amount)}
				for month, missed, amount in figures.credit.months
			],
		},
	}


def plain_clock(report: BacktestReport, side: str, clock: str) -> dict[str, Any]:
	"""The outcomes of a clock with its rate, how many it is of, and where the true rate lies (Wilson, 95 %).

	Where something can't be said there is no rate, for only misses are in doubt: `possible` is what it may be at least and at most.
	"""
	counts, goal = report.counts(side, clock), report.sides[side].goal
	doubtful = report.numbers(side, clock).get(CANT_SAY, 0)
	every = counts.decided + doubtful
	least, most = (Fraction(met, every) if every else None for met in (counts.met, counts.met + doubtful))
	interval = None if doubtful else wilson_interval(counts.met, counts.decided)
	return {
		**dict(sorted(report.numbers(side, clock).items())),
		"decided": counts.decided,
		"rate": None if doubtful else say_rate(counts.rate, goal),
		"possible": [say_rate(least, goal), say_rate(most, goal)] if doubtful else None,
		"interval": interval and [f"{100 * end:.1f}" for end in interval],
		"goal_met": _goal_met(least, most, goal),
	}


def _goal_met(least: Fraction | None, most: Fraction | None, goal: Fraction | None) -> bool | None:
	"""Whether a goal is met, whatever is in doubt. None where that decides, where nothing was decided, and without a goal."""
	if goal is None or least is None or most is None or least < goal <= most:
		return None
	return least >= goal
