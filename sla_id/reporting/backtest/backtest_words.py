"""A back-test's report in words: parts with sentences and tables, which the command prints and the page shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sla_id.agreements.words import code_names, say_amount, say_number
from sla_id.engine.sentences import Sentence, say
from sla_id.engine.words import say_instant
from sla_id.reporting.backtest.backtest_report import BacktestReport, SideFigures, plain_clock
from sla_id.reporting.backtest.replay_ticket import CANT_SAY, NO_CLOCK
from sla_id.reporting.backtest.shard_result import SIDES
from sla_id.reporting.compliance import ClockOutcome

OUTCOMES = {
	str(ClockOutcome.MET): Sentence("Met", context="back-test"),
	str(ClockOutcome.MISSED_CLOSED): Sentence("Missed, closed", context="back-test"),
	str(ClockOutcome.MISSED_OPEN): Sentence("Missed, still open", context="back-test"),
	str(ClockOutcome.PENDING): Sentence("Pending", context="back-test"),
	str(ClockOutcome.EXCLUDED): Sentence("Excluded", context="back-test"),
	str(ClockOutcome.NO_TARGET): Sentence("No target", context="back-test"),
	CANT_SAY: Sentence("Can't say", context="back-test"),
	NO_CLOCK: Sentence("Not promised", context="back-test"),
}
IN_FORCE, DRAFT = Sentence("In force", context="back-test"), Sentence("Held against it", context="back-test")
SIDE_NAMES = dict(zip(SIDES, (IN_FORCE, DRAFT), strict=True))
_UNACKNOWLEDGED = Sentence("Nobody takes over the level below", context="back-test")


@dataclass(frozen=True, slots=True)
class ReportTable:
	"""Columns and rows of texts. `left_out` says how many more rows there are than are shown."""

	columns: tuple[str, ...]
	rows: tuple[tuple[str, ...], ...]
	left_out: str = ""


@dataclass(frozen=True, slots=True)
class BacktestPart:
	"""A heading, sentences below it, then a table. `plot` names the picture that belongs there, if any."""

	heading: str
	lines: tuple[str, ...] = ()
	table: ReportTable | None = None
	plot: str = ""


def report_title(report: BacktestReport, language: str) -> str:
	"""What is held against what."""
	one, other = (report.sides[side].title for side in SIDES)
	if one == other:
		return say(Sentence("Back-test of {0}", one), language)
	return say(Sentence("Back-test: {0} in force, {1} held against it", one, other), language)


def say_report(report: BacktestReport, language: str, most: int = 20) -> str:
	"""The report as text. Of long tables only the first rows: the page and --json have more."""
	blocks = [report_title(report, language)]
	for part in report_parts(report, language, most):
		lines = [part.heading, *(f"  {line}" for line in part.lines)]
		if part.table:
			lines += _as_text(part.table)
		blocks.append("\n".join(lines))
	return "\n\n".join(blocks) + "\n"


def _as_text(table: ReportTable) -> Iterator[str]:
	if not table.rows:
		return
	cells = [table.columns, *table.rows]
	widths = [max(len(row[number]) for row in cells) for number in range(len(table.columns))]
	for row in cells:
		yield "  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
	if table.left_out:
		yield f"  {table.left_out}"


def report_parts(report: BacktestReport, language: str, most: int) -> list[BacktestPart]:
	"""The parts in order: identity first. Tables show `most` rows."""
	return list(_Words(report, language, most).parts())


class _Words:
	"""One report in one language, so that both needn't be passed to each part."""

	def __init__(self, report: BacktestReport, language: str, most: int) -> None:
		self.report = report
		self.language = language
		self.most = most

	def say(self, sentence: Sentence) -> str:
		return say(sentence, self.language)

	def number(self, number: int) -> str:
		return say_number(number, self.language)

	def parts(self) -> Iterator[BacktestPart]:
		yield self._identity()
		yield self._read()
		yield self._outcomes()
		if not self.report.is_same:
			yield from self._differences()
		yield from self._untold()
		yield self._credits()
		yield self._refused()

	def _differences(self) -> Iterator[BacktestPart]:
		yield self._changes(Sentence("Met before, missed now"), self.report.changed("met", "missed"))
		yield self._changes(Sentence("Missed before, met now"), self.report.changed("missed", "met"))
		yield self._changes(Sentence("Other differences"), self.report.other_changes, [self._moved()])
		yield self._tiers()
		yield self._extra()

	def _identity(self) -> BacktestPart:
		result = self.report.result
		rows = len(result.identity)
		lines = [
			self.say(
				Sentence(
					"The agreement in force, written out, read again and run again for {0} of {1} tickets: {2} rows differ.",
					self.number(result.run_again),
					self.number(result.tickets),
					rows,
				)
			)
		]
		if rows:
			lines.append(
				self.say(Sentence("So its history is incomplete, and no other figure here can be trusted."))
			)
		for clock, (same, other) in sorted(result.recorded.items()):
			said = Sentence(
				"{0}: {1} as the file recorded it, {2} otherwise. What differs wasn't measured by this agreement, or lacks events.",
				self._clock(clock), self.number(same), self.number(other),
			)  # fmt: skip
			lines.append(self.say(said))
		return BacktestPart(self.say(Sentence("Identity")), tuple(lines))

	def _read(self) -> BacktestPart:
		reading, report = self.report.reading, self.report
		lines = [
			Sentence(
				"{0}: {1} rows, {2} read into {3} tickets, {4} refused.",
				report.name, self.number(reading.row_count), self.number(reading.rows_read),
				self.number(len(reading.tickets)), self.number(len(reading.refused)),
			),
			Sentence("Read as {0}, columns separated by {1}.", report.csv.encoding, repr(report.csv.delimiter)),
			Sentence("What is known on {0} counts.", self._at(report.read_at.isoformat())),
			Sentence("The figures say what would have been, had people acted the same. Pauses are kept."),
		]  # fmt: skip
		if report.estimated:
			years = ", ".join(map(str, report.estimated))
			lines.append(
				Sentence(
					"Holidays of {0} are estimates: no decree sets them, and joint leave may be missing.",
					years,
				)
			)
		for priority, number in sorted(report.result.foreign.items()):
			lines.append(
				Sentence(
					"The priority {0} is none of the agreement's: {1} times its other rules gave one.",
					repr(priority),
					self.number(number),
				)
			)
		for row in report.result.failed[: self.most]:
			lines.append(
				Sentence("Line {0}, {1} can't be computed: {2}", row["line"], row["ticket"], row["reason"])
			)
		return BacktestPart(self.say(Sentence("What was read")), tuple(self.say(line) for line in lines))

	def _outcomes(self) -> BacktestPart:
		columns = (
			Sentence("Clock", context="back-test"), Sentence("Agreement", context="back-test"), *OUTCOMES.values(),
			Sentence("Decided", context="back-test"), Sentence("Share met", context="back-test"),
			Sentence("95 % interval", context="back-test"), Sentence("Goal", context="back-test"),
		)  # fmt: skip
		rows = [
			self._outcome_row(clock, side) for clock in self.report.clocks for side in self.report.shown_sides
		]
		lines = (
			Sentence(
				"A clock is met or missed by its due time; open and late is missed. Where something can't be said, the share is what it may be at least and at most."
			),
		)
		return self._part(Sentence("Outcomes"), lines, columns, rows, plot="outcomes")

	def _outcome_row(self, clock: str, side: str) -> tuple[str, ...]:
		report = self.report
		found, figures = report.numbers(side, clock), plain_clock(report, side, clock)
		interval = figures["interval"]
		goal = report.sides[side].goal
		return (
			self._clock(clock),
			f"{self.say(SIDE_NAMES[side])}: {report.sides[side].title}",
			*(self.number(found.get(outcome, 0)) for outcome in OUTCOMES),
			self.number(figures["decided"]),
			self._share(figures),
			"–" if interval is None else f"{self._percent(interval[0])} – {self._percent(interval[1])}",
			"–" if goal is None else self._percent(f"{float(goal * 100):g}"),
		)

	def _share(self, figures: dict[str, Any]) -> str:
		if figures["possible"]:
			return self.say(Sentence("{0} to {1}", *map(self._percent, figures["possible"])))
		return "–" if figures["rate"] is None else self._percent(figures["rate"])

	def _changes(
		self, heading: Sentence, changes: Sequence[dict[str, Any]], more: Sequence[Sentence] = ()
	) -> BacktestPart:
		rows = [
			(
				row["ticket"], str(row["line"]), self._clock(row["clock"]),
				self._outcome(row["before"]), self._outcome(row["after"]),
				self._at(row["due_before"]), self._at(row["due_after"]), self._at(row["stopped"]),
			)
			for row in changes[: self.most]
		]  # fmt: skip
		lines = (Sentence("{0} clocks.", self.number(len(changes))), *more)
		return self._part(heading, lines, _CHANGE_COLUMNS, rows, left_out=len(changes) - len(rows))

	def _moved(self) -> Sentence:
		return Sentence(
			"Of {0} more only the due time differs, not the outcome.", self.number(self.report.result.moved)
		)

	def _tiers(self) -> BacktestPart:
		result = self.report.result
		levels = sorted({int(level) for side in SIDES for level in result.tiers[side]})
		rows = [
			(
				str(level),
				*(self.number(result.tiers[side].get(str(level), 0)) for side in SIDES),
				self.number(sum(row["level"] == level for row in result.extra)),
				self.number(sum(row["level"] == level for row in result.fewer)),
			)
			for level in levels
		]
		lines = [Sentence("A ticket counts once for each level that it reaches.")]
		if not rows:
			lines.append(Sentence("Neither agreement has a level that these tickets reach."))
		return self._part(
			Sentence("Escalations"), tuple(lines), _TIER_COLUMNS, rows, plot="hours" if rows else ""
		)

	def _extra(self) -> BacktestPart:
		extra = self.report.result.extra
		rows = [
			(row["ticket"], str(row["line"]), str(row["level"]), self._at(row["at"]))
			for row in extra[: self.most]
		]
		columns = (_TICKET, _LINE, _LEVEL, Sentence("When", context="back-test"))
		lines = (Sentence("{0} escalations that weren't before.", self.number(len(extra))),)
		return self._part(
			Sentence("Extra escalations"), lines, columns, rows, left_out=len(extra) - len(rows)
		)

	def _untold(self) -> Iterator[BacktestPart]:
		lines = []
		for side in SIDES:
			for level, trigger in self.report.sides[side].untold:
				known = trigger in code_names.TRIGGERS
				why = (
					code_names.say(code_names.TRIGGERS, trigger, self.language) if known else _UNACKNOWLEDGED
				)
				lines.append(Sentence("{0}, level {1}: {2}", SIDE_NAMES[side], level, why))
		if lines:
			first = Sentence("The file has no such events, so these escalations are in no figure:")
			said = tuple(self.say(line) for line in (first, *dict.fromkeys(lines)))
			yield BacktestPart(self.say(Sentence("What the past can't tell")), said)

	def _credits(self) -> BacktestPart:
		lines = [self._credit(SIDE_NAMES[side], self.report.sides[side]) for side in self.report.shown_sides]
		return BacktestPart(self.say(Sentence("Service credits")), tuple(self.say(line) for line in lines))

	def _credit(self, name: Sentence, side: SideFigures) -> Sentence:
		if side.credit is None:
			return Sentence("{0}: no credit for each missed target is agreed.", name)
		total = say_amount(side.credit.total, self.language)
		if not side.credit.enabled:
			return Sentence(
				"{0}: {1} for {2} months, but its credits are switched off.",
				name,
				total,
				len(side.credit.months),
			)
		return Sentence("{0}: {1} for {2} months.", name, total, len(side.credit.months))

	def _refused(self) -> BacktestPart:
		refused = self.report.reading.refused
		rows = [(str(row.line), row.ticket or "–", row.reason) for row in refused[: self.most]]
		columns = (_LINE, _TICKET, Sentence("Reason", context="back-test"))
		lines = (Sentence("{0} rows, each with its line in the file.", self.number(len(refused))),)
		return self._part(
			Sentence("Rows that weren't read"), lines, columns, rows, left_out=len(refused) - len(rows)
		)

	def _part(
		self,
		heading: Sentence,
		lines: Sequence[Sentence],
		columns: Sequence[Sentence],
		rows: Sequence[tuple[str, ...]],
		*,
		left_out: int = 0,
		plot: str = "",
	) -> BacktestPart:
		more = (
			self.say(Sentence("… and {0} more; --json has all.", self.number(left_out))) if left_out else ""
		)
		table = ReportTable(tuple(self.say(column) for column in columns), tuple(rows), more)
		return BacktestPart(self.say(heading), tuple(self.say(line) for line in lines), table, plot)

	def _clock(self, clock: str) -> str:
		return say_clock_of(clock, self.language)

	def _outcome(self, outcome: str) -> str:
		return self.say(OUTCOMES[outcome])

	def _at(self, at: str | None) -> str:
		zone = self.report.sides["before"].file.agreement.time_zone
		return "–" if at is None else say_instant(datetime.fromisoformat(at), self.language, ZoneInfo(zone))

	def _percent(self, text: str) -> str:
		return f"{text.replace('.', ',') if self.language.startswith('id') else text} %"


_TICKET, _LINE = Sentence("Ticket", context="back-test"), Sentence("Line", context="back-test")
_LEVEL = Sentence("Level", context="back-test")
_CHANGE_COLUMNS = (
	*(_TICKET, _LINE, Sentence("Clock", context="back-test")),
	*(Sentence("Before", context="back-test"), Sentence("Now", context="back-test")),
	*(Sentence("Due before", context="back-test"), Sentence("Due now", context="back-test")),
	Sentence("Stopped", context="back-test"),
)
_TIER_COLUMNS = (
	*(_LEVEL, Sentence("Before", context="back-test"), Sentence("Now", context="back-test")),
	*(Sentence("Extra", context="back-test"), Sentence("Fewer", context="back-test")),
)


def say_clock_of(clock: str, language: str) -> str:
	"""A clock's name, with its team."""
	code, _, team = clock.partition(": ")
	name = code_names.say(code_names.CLOCKS, code, language)
	return f"{name}: {team}" if team else name
