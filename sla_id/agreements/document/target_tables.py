"""A table of targets: one row per what they are for, one column per clock. Called by `target_blocks`; its mark for what is assumed by `escalation_blocks` too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sla_id.agreements.document.print_context import Paper
from sla_id.agreements.document.printed_values import EMPTY, Cell, PrintedTable, PrintedText, Row
from sla_id.agreements.file.model import Label, TargetRow
from sla_id.agreements.rules.effective_agreement import target_path
from sla_id.agreements.words import code_names, join_words, say_met, say_priority, say_scope, say_target

ASSUMED = "*"
MERGED = "†"
Column = tuple[str, str | None, str | None]
Subject = tuple[str | None, str | None, str | None, str | None]

_EVERY = Label("Semua", "All")
_CODE = Label("Kode", "Code")
_SERVICE = Label("Layanan", "Service")
_CHANNEL = Label("Kanal", "Channel")
_PRIORITY = Label("Tingkat prioritas", "Priority")
_TEAM = Label("Tim", "Team")
NOT_STATED = Label("* Diasumsikan: tidak dinyatakan secara tegas.", "* Assumed: not stated expressly.")
_ABOVE = Label(
	"† Sama dengan nilai layanan di atasnya (sel gabungan).", "† As the service above it (merged cell)."
)
_MET = Label("{} terpenuhi saat {}.", "{} is met when {}.")
_FROM = Label("{} dihitung sejak {}.", "{} is counted from {}.")
_ONLY = Label("Berlaku untuk: {}.", "Holds for: {}.")


def column_of(row: TargetRow) -> Column:
	"""The column of a target: its clock, and the kind of ticket and stage that it is limited to."""
	return (row.clock, row.kind, row.stage)


def subject_of(row: TargetRow) -> Subject:
	"""What a target is for: service, channel, priority, team."""
	return (row.service, row.channel, row.priority, row.team)


@dataclass(frozen=True, slots=True)
class Grid:
	"""Targets arranged by subject and clock."""

	paper: Paper
	rows: tuple[TargetRow, ...]

	@property
	def columns(self) -> list[Column]:
		"""The columns in order of their first row."""
		return list(dict.fromkeys(column_of(row) for row in self.rows))

	def headers(self) -> list[str]:
		"""The columns' titles. A limit that all of them share goes into a note instead."""
		paper, columns = self.paper, self.columns
		titles = []
		for clock, kind, stage in columns:
			limits = [paper.name(code_names.TICKET_KINDS, kind)] if kind and not self._shared(1) else []
			limits += [paper.name(code_names.STAGES, stage)] if stage and not self._shared(2) else []
			title = paper.name(code_names.CLOCKS, clock)
			titles.append(f"{title} ({', '.join(limits)})" if limits else title)
		return titles

	def _shared(self, place: int) -> bool:
		return len({column[place] for column in self.columns}) == 1

	def cells(self, subject: Subject, merged: Iterable[TargetRow] = ()) -> list[Cell]:
		"""The targets of a subject, column by column. `merged` rows repeat the value above."""
		repeated = {row.scope for row in merged}
		cells = []
		for column in self.columns:
			lines: list[PrintedText] = []
			for row in self.rows:
				if subject_of(row) == subject and column_of(row) == column:
					lines += [self._value(row, row.scope in repeated), *self.paper.remark(row.note)]
			cells.append(Cell(tuple(lines)) if lines else EMPTY)
		return cells

	def _value(self, row: TargetRow, merged: bool) -> PrintedText:
		paper = self.paper
		marks = [ASSUMED] * row.assumed + [MERGED] * merged
		said = say_target(paper.file, row.target, row.calendar, paper.language)
		return paper.text(said, target_path(row), marks=marks)

	def notes(self, merged: bool = False) -> tuple[str, ...]:
		"""What the columns share, when each clock is met, and what the marks mean."""
		paper = self.paper
		_, kind, stage = self.columns[0] if self.rows else ("", None, None)
		shared = [paper.name(code_names.TICKET_KINDS, kind)] if kind and self._shared(1) else []
		shared += [paper.name(code_names.STAGES, stage)] if stage and self._shared(2) else []
		notes = [paper.say(_ONLY).format(", ".join(shared))] if shared else []
		notes += [*self._met(), *self._starts()]
		notes += [paper.say(NOT_STATED)] if any(row.assumed for row in self.rows) else []
		notes += [paper.say(_ABOVE)] if merged else []
		return tuple(notes)

	def _met(self) -> list[str]:
		"""A sentence for each clock and each way to meet it. Rows are named if a clock has several ways."""
		paper = self.paper
		ways: dict[str, dict[str, list[TargetRow]]] = {}
		for row in self.rows:
			if row.met_by:
				ways.setdefault(row.clock, {}).setdefault(say_met(row, paper.language), []).append(row)
		sentences = []
		for clock, found in ways.items():
			for way, rows in found.items():
				scopes = [say_scope(row, paper.language) for row in rows]
				subject = (
					paper.name(code_names.CLOCKS, clock)
					if len(found) == 1
					else join_words(scopes, paper.language)
				)
				sentences.append(paper.say(_MET).format(subject, way))
		return sentences

	def _starts(self) -> list[str]:
		"""A sentence for each clock that starts with something other than the report."""
		paper = self.paper
		ways = {(row.clock, row.starts_on): None for row in self.rows if row.starts_on != "received"}
		return [
			paper.say(_FROM).format(
				paper.name(code_names.CLOCKS, clock), paper.name(code_names.STARTS_ON, start)
			)
			for clock, start in ways
		]


def make_table(paper: Paper, name: str, rows: Sequence[TargetRow]) -> PrintedTable:
	"""A table of targets. It has only the subject columns that some row needs; rows keep their order."""
	grid = Grid(paper, tuple(rows))
	subjects = list(dict.fromkeys(subject_of(row) for row in rows))
	used = [any(subject[place] for subject in subjects) for place in range(4)]
	used = used if any(used) else [False, False, True, False]
	header = [
		paper.say(label)
		for label, wanted in zip((_SERVICE, _CHANNEL, _PRIORITY, _TEAM), used, strict=True)
		if wanted
	]
	lines = [
		Row(
			(
				*(_subject_cell(paper, place, subject) for place in range(4) if used[place]),
				*grid.cells(subject),
			)
		)
		for subject in subjects
	]
	return PrintedTable(name, (*header, *grid.headers()), tuple(lines), grid.notes())


def _subject_cell(paper: Paper, place: int, subject: Subject) -> Cell:
	code = subject[place]
	if code is None:
		return paper.cell(_EVERY)
	if place == 0:
		return paper.cell(say_service(paper, code))
	if place == 1:
		channel = next((entry for entry in paper.file.channels if entry.code == code), None)
		return paper.cell(channel.name if channel else code)
	return paper.cell(say_priority(paper.file, code, paper.language) if place == 2 else code)


def say_service(paper: Paper, code: str) -> str:
	"""A service's name and code."""
	found = next((entry for entry, _ in paper.file.all_services() if entry.code == code), None)
	return f"{paper.say(found.name)} ({code})" if found else code


def service_table(paper: Paper, name: str, rows: Sequence[TargetRow]) -> PrintedTable:
	"""The targets of services in the order of the catalogue, codes first, each below its parent services."""
	grid = Grid(paper, tuple(rows))
	wanted = {row.service for row in rows}
	merged = _merged(paper, rows)
	qualified = [any(subject_of(row)[place] for row in rows) for place in range(1, 4)]
	lines: list[Row] = []
	for service, above in paper.file.all_services():
		below = any(code in wanted for code in _codes_below(paper, service.code))
		head = (paper.cell(service.code), paper.cell(service.name, "services", service.code))
		if service.code not in wanted and below:
			lines.append(Row(head, group=True))
		subjects = dict.fromkeys(subject_of(row) for row in rows if row.service == service.code)
		for subject in subjects:
			limits = [_subject_cell(paper, place, subject) for place in (1, 2, 3) if qualified[place - 1]]
			lines.append(Row((*head, *limits, *grid.cells(subject, merged)), group=not above and below))
	labels = (_CHANNEL, _PRIORITY, _TEAM)
	header = [paper.say(_CODE), paper.say(_SERVICE)]
	header += [paper.say(label) for label, used in zip(labels, qualified, strict=True) if used]
	return PrintedTable(name, (*header, *grid.headers()), tuple(lines), grid.notes(bool(merged)))


def _codes_below(paper: Paper, code: str) -> set[str]:
	return {service.code for service, above in paper.file.all_services() if code in above}


def _merged(paper: Paper, rows: Sequence[TargetRow]) -> list[TargetRow]:
	"""Rows that repeat what the service right above them promises."""
	parents = {service.code: above[-1] for service, above in paper.file.all_services() if above}
	promised = {row.scope: row for row in rows}
	found = []
	for row in rows:
		clock, priority, channel, service, *rest = row.scope
		above = promised.get((clock, priority, channel, parents.get(service or ""), *rest))
		if above and above.service and (above.target, above.calendar) == (row.target, row.calendar):
			found.append(row)
	return found
