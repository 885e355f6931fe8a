"""Everything that may hold a target, as one kind of cell: a cell of a table, a key's value, an item, a sentence, each
with the labels that the structure around it gives.

Used by `target_figures`, whose one rule places a cell or leaves it for the list. Nothing is decided here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sla_id.agreements.draft.document import SourceText, lead_value
from sla_id.agreements.draft.found_levels import (
	Level,
	Levels,
	heads_keys,
	in_doubt,
	is_label,
	keys_are_levels,
	level_column,
	level_headings,
	level_heads,
	level_label,
)
from sla_id.agreements.draft.lines import Piece, SourceLine, of_match
from sla_id.agreements.draft.numbers import lengths, percentages, special
from sla_id.agreements.draft.services import FoundCatalogue, FoundService
from sla_id.agreements.draft.structure import SourceSection, SourceTable
from sla_id.agreements.draft.target_rows import KEY, PROSE, TABLE
from sla_id.agreements.draft.vocabulary import TABLES, W, clocks_in, column_of

_LABELS = ("service", "channel", "category", None, "description")
"""The columns that may hold a row's label, the surer first."""
_TIMES = ("target", *TABLES["clocks"])
_NARROWING = (None, "category", "target", "date", "role", "address", "required")


@dataclass(frozen=True, slots=True)
class LabelledCell:
	"""A wording with its labels: the head of its column, the label of its row (`kind`: what that column holds; "key" before
	a colon, "service" where it can be nothing else), the head over that label, the line that introduces it. `level` is
	the one that the row, the column or a heading gives, `siblings` how many keys have times beside it.
	"""

	value: Piece
	section: SourceSection
	rank: int
	label: Piece | None = None
	kind: str | None = None
	head: Piece | None = None
	over: Piece | None = None
	intro: Piece | None = None
	level: Level | None = None
	service: Piece | None = None
	siblings: int = 1
	merged: bool = False
	clock: str | None = None
	beside: tuple[Piece, ...] = ()

	@property
	def near(self) -> tuple[Piece, ...]:
		"""The labels, nearest first."""
		return tuple(piece for piece in (self.head, self.label) if piece)

	@property
	def caption(self) -> tuple[Piece, ...]:
		"""The line that introduces it and the heading."""
		return tuple(piece for piece in (self.intro, self.section.title) if piece)


@dataclass(frozen=True, slots=True)
class Unit:
	"""A table or the lines of a section, and what stands above it."""

	source: SourceTable | SourceSection
	above: Piece | None
	section: SourceSection


def units(document: SourceText) -> list[Unit]:
	"""All tables, then all sections."""
	tables = [Unit(one, one.intro or one.section.title, one.section) for one in document.tables]
	return [*tables, *(Unit(one, one.title, one) for one in document.sections)]


class Cells:
	"""The cells of a unit. Levels and services that a row names are looked up or taken on the way."""

	def __init__(self, document: SourceText, levels: Levels, catalogue: FoundCatalogue) -> None:
		self.document, self.levels, self.catalogue = document, levels, catalogue
		self.empty_is_above = any(W.empty_is_above.search(line.text) for line in document.lines)

	def of(self, unit: Unit) -> Iterator[LabelledCell]:
		"""The cells in the order of the text."""
		if isinstance(unit.source, SourceTable):
			return self._of_table(unit.source)
		return self._of_section(unit.source)

	# Tables -----------------------------------------------------------------------------------------------------

	def _of_table(self, table: SourceTable) -> Iterator[LabelledCell]:
		if table.section.about("escalation") or table.escalates:
			return
		keys, values = _key_columns(table)
		if values or not table.heads:
			siblings = 1 if table.heads else len(table.rows)
			for row in table.rows:
				full = row if values else tuple(cell for cell in row if cell)
				if (len(full) > values if values else len(full) == 2) and full[keys] and full[values or 1]:
					cell = LabelledCell(
						full[values or 1], table.section, KEY, full[keys], "key", intro=table.intro
					)
					yield replace(cell, siblings=siblings)
		elif (level_heads(table) or not in_doubt(table)) and not _is_ragged(table):
			yield from self._of_rows(table)

	def _of_rows(self, table: SourceTable) -> Iterator[LabelledCell]:
		level_at, heads, figured = level_column(table), level_heads(table), _figured(table)
		above: dict[int, Piece] = {}
		parent: FoundService | None = None
		last: Level | None = None
		for row in table.rows:
			level = last = self._level_of(table, row, level_at, last)
			if level_at is not None and level is None:
				above = {}
				continue
			self._coverage(table, row, level, heads)
			at = _label_at(table, row, level_at, figured)
			label = row[at] if at is not None else None
			if label is None and level is None and not heads and len(table.rows) > 1:
				continue
			if level_at is None and label is not None:
				parent, fresh = self.catalogue.row(label, parent, table)
				above = {} if fresh else above
			beside = _beside(table, row, level_at if level_at is not None else at, {*figured, at})
			child = label is not None and parent is not None and self.catalogue.is_child(label)
			for n in _target_columns(table, row, heads, (level_at, at)):
				cell = row[n] or _cell_above(row[n], above.get(n), child or self.empty_is_above)
				if cell is None:
					continue
				above[n] = cell
				where = level or (self.levels.get(table.heads[n].text) if n in heads else None)
				made = _row_cell(table, cell, n, at, label, where, cell is not row[n])
				yield replace(made, beside=beside)

	def _level_of(
		self, table: SourceTable, row: tuple[Piece, ...], at: int | None, last: Level | None
	) -> Level | None:
		"""The level of a row; one without goes on with the level above where a cell of it names a clock."""
		if at is None:
			return None
		level = self.levels.get(row[at].text) if at < len(row) and row[at] else None
		goes_on = any(
			cell and clocks_in(cell.text) and not lengths(cell) and name in (None, "category")
			for cell, name in zip(row, table.columns, strict=False)
		)
		return level or (last if goes_on else None)

	def _coverage(
		self, table: SourceTable, row: tuple[Piece, ...], level: Level | None, heads: list[int]
	) -> None:
		"""A column, or under levels a row, that says which of them are handled around the clock."""
		cells: list[tuple[Level | None, Piece | None]] = [(level, table.cell(row, "hours"))] if level else []
		if heads and any(cell and column_of(cell.text) == "hours" for cell in row[: heads[0]]):
			cells += [(self.levels.get(table.heads[n].text), row[n]) for n in heads if n < len(row)]
		for one, cell in cells:
			if one and cell and (match := cell.search(W.round_the_clock)):
				one.always = of_match(cell, match)

	# Lines ------------------------------------------------------------------------------------------------------

	def _of_section(self, section: SourceSection) -> Iterator[LabelledCell]:
		if section.about("escalation", "facts", "procedure"):
			return
		level = next(level_headings(section, self.levels), None)
		intro: Piece | None = None
		marked = False
		levels_keyed = keys_are_levels(section)
		pairs = {line.number: lead_value(line) for line in section.lines if not line.is_row}
		siblings = sum(bool(pair and lengths(pair[1])) for pair in pairs.values())
		for line in section.lines:
			if line.is_row or line.number in self.document.table_lines:
				continue
			label = level_label(line.body, line, levels_keyed, heads_keys(section, line))
			named = self.levels.get(label.text) if label else None
			if named and not lengths(line.body):
				level = named
				continue
			if line.text.rstrip().endswith(":"):
				intro, marked = line.body, False
				continue
			if marked and not line.marker and line.text.strip():
				intro = None  # the list that it introduced is over
			marked = bool(line.marker)
			pair = pairs[line.number]
			if not line.marker and not pair and len(line.body.text.split()) > 8:
				intro, level = None, level if section.title and is_label(section.title.text) else None
			if named and label is not None:
				yield LabelledCell(
					line.body.part(label.end, line.body.end), section, KEY, intro=intro, level=named
				)
			elif pair and (lengths(pair[1]) or (clocks_in(pair[0].text) and special(pair[1]))):
				cell = LabelledCell(pair[1], section, KEY, pair[0], "key", intro=intro, level=level)
				yield replace(cell, siblings=siblings)
			else:
				yield from self._sentences(section, line, intro, level)

	def _sentences(
		self, section: SourceSection, line: SourceLine, intro: Piece | None, level: Level | None
	) -> Iterator[LabelledCell]:
		"""Whole sentences with a length that speak of the provider's work on tickets."""
		for n, sentence in enumerate(line.sentences):
			if not n and len(sentence.text.split()) <= 3 and len(clocks_in(sentence.text)) == 1:
				intro = sentence  # "Response. Class A: 30 minutes. Class B: 2 hours."
			if not percentages(sentence) and (lengths(sentence) or special(sentence)):
				yield LabelledCell(sentence, section, PROSE, intro=intro, level=level)


def _is_ragged(table: SourceTable) -> bool:
	"""Whether rows have cells beyond the heads, so that nobody knows which head is whose."""
	last = next(head.line for head in reversed(table.heads) if head)
	return last.is_row and len(last.cells) < max(len(row) for row in table.rows)


def _figured(table: SourceTable) -> set[int]:
	"""The columns that hold times; a service may have one in its name."""
	return {
		n
		for n, name in enumerate(table.columns)
		if name != "service" and any(n < len(row) and lengths(row[n]) for row in table.rows)
	}


def _key_columns(table: SourceTable) -> tuple[int, int]:
	"""The columns of a table that is a list of keys and values, such as "Komponen" and "Uraian": its heads name neither
	clocks nor levels, its rows do. (0, 0) for any other."""
	columns = [n for n, head in enumerate(table.heads) if head and not W.index.fullmatch(head.text)]
	if len(columns) != 2 or {*TABLES["clocks"], "target", "level", "hours"} & set(table.columns):
		return 0, 0
	keys = [row[columns[0]].text for row in table.rows if columns[0] < len(row)]
	named = any(len(clocks_in(key)) == 1 for key in keys)
	return (columns[0], columns[1]) if named and columns[0] not in _figured(table) else (0, 0)


def _beside(
	table: SourceTable, row: tuple[Piece, ...], at: int | None, others: set[int | None]
) -> tuple[Piece, ...]:
	"""The cells of a row that may say for whom, where or when its times hold; where each label has one row they describe it."""
	named = [one[at].text for one in table.rows if at is not None and at < len(one) and one[at]]
	kinds = (None,) if at is not None and len(set(named)) == len(named) else _NARROWING
	cells = enumerate(zip(row, table.columns, strict=False))
	return tuple(cell for n, (cell, name) in cells if cell and name in kinds and n not in (at, *others))


def _label_at(
	table: SourceTable, row: tuple[Piece, ...], level_at: int | None, figured: set[int]
) -> int | None:
	"""The column whose cell names a service, a channel or a clock: one without figures."""
	for kind, n in sorted(
		(_LABELS.index(name), n)
		for n, name in enumerate(table.columns[: len(row)])
		if name in _LABELS and row[n] and n != level_at and n not in figured
	):
		if W.index.fullmatch(table.heads[n].text):
			continue
		if level_at is None or kind < 2 or clocks_in(row[n].text):
			return n if kind == 0 or not lengths(row[n]) else None
	return None


def _target_columns(
	table: SourceTable, row: tuple[Piece, ...], heads: list[int], labels: tuple[int | None, ...]
) -> list[int]:
	"""The columns of a row that hold targets: headed by a level, a clock or a word for times."""
	return [
		n
		for n, name in enumerate(table.columns[: len(row)])
		if n not in labels and (n in heads or name in _TIMES)
	]


def _cell_above(cell: Piece, above: Piece | None, merges: bool) -> Piece | None:
	"""The cell above an empty one, where the document merges the two."""
	return above if merges or cell.line.is_merged(cell) else None


def _row_cell(
	table: SourceTable,
	cell: Piece,
	n: int,
	at: int | None,
	label: Piece | None,
	level: Level | None,
	merged: bool,
) -> LabelledCell:
	head = table.heads[n]
	kind = table.columns[at] if at is not None else None
	second = table.has("workaround") and table.columns[n] == "resolution" and W.fix.search(head.text)
	return LabelledCell(
		cell,
		table.section,
		TABLE,
		label,
		"service" if kind != "channel" and table.has("service") else kind,
		head if level is None or head.text != level.name else None,
		table.heads[at] if at is not None else None,
		table.intro,
		level,
		merged=merged,
		clock="permanent_fix" if second else None,
	)
