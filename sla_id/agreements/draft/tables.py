"""Tables of a document: rows of cells between tabs, and tables whose cells come one per line (000 §2.1, §4.2).

Used by `document`; the readers take what they know by the columns. An empty cell is a merged one; whoever reads
the table decides what that means.
"""

import re
from dataclasses import dataclass

from sla_id.agreements.draft.lines import Line, Piece
from sla_id.agreements.draft.outline import Section
from sla_id.agreements.draft.words import column_of

LEVEL_START = re.compile(
	r"(?:(?P<code>[PS]\d)\b|(?:tingkat|level|prioritas|priority|severity|sev|keparahan|tier|l)\s*-?\s*(?P<n>\d{1,2})\b)"
	r"\s*[-:=.)]*\s*",
	re.IGNORECASE,
)
_LONGEST_HEAD = 8


@dataclass(frozen=True, slots=True)
class Table:
	"""Rows below the heads of their columns; `columns` says what each holds, None where that isn't known."""

	section: Section
	heads: tuple[Piece, ...]
	columns: tuple[str | None, ...]
	rows: tuple[tuple[Piece, ...], ...]

	def has(self, *columns: str) -> bool:
		"""Whether all of the columns are there."""
		return all(column in self.columns for column in columns)

	def cell(self, row: tuple[Piece, ...], column: str) -> Piece | None:
		"""The cell of a row in the first column of that kind; None if it is missing or empty."""
		for n, name in enumerate(self.columns):
			if name == column and n < len(row) and row[n]:
				return row[n]
		return None


def read_tables(sections: tuple[Section, ...]) -> tuple[Table, ...]:
	"""All tables, in the order of the document."""
	tables: list[Table] = []
	for section in sections:
		run: list[Line] = []
		for line in section.lines:
			if line.is_row:
				run.append(line)
				continue
			tables += _from_rows(section, run)
			run = []
		tables += _from_rows(section, run)
		tables += _from_lines(section)
	return tuple(tables)


def _from_rows(section: Section, run: list[Line]) -> list[Table]:
	if len(run) < 2:
		return []
	rows = [line.cells for line in run]
	columns = tuple(column_of(cell.text) if cell else None for cell in rows[0])
	known = sum(column is not None for column in columns)
	filled = sum(bool(cell) for cell in rows[0])
	figures = any(re.search(r"\d", cell.text) for cell in rows[0])
	if known and known * 2 >= filled and not figures:
		return [Table(section, rows[0], columns, tuple(rows[1:]))]
	return [Table(section, (), (), tuple(rows))]


def _from_lines(section: Section) -> list[Table]:
	"""A table with one cell a line: three heads or more, then as many lines a row."""
	lines = [line for line in section.lines if not line.is_row]
	start = 0
	while start < len(lines):
		heads = _heads(lines, start)
		if len(heads) < 3:
			start += max(1, len(heads))
			continue
		body = lines[start + len(heads) :]
		rows = _rows_by_level(body, len(heads)) or _rows_by_count(body, len(heads))
		if rows:
			columns = tuple(column_of(head.text) for head in heads)
			return [Table(section, tuple(heads), columns, tuple(rows))]
		start += len(heads)
	return []


def _heads(lines: list[Line], start: int) -> list[Piece]:
	heads: list[Piece] = []
	for line in lines[start:]:
		text = line.body.text
		known = column_of(text)
		if line.marker or not known or len(text.split()) > _LONGEST_HEAD or re.search(r"\d|[.:;]$", text):
			break
		if known in {column_of(head.text) for head in heads}:
			break
		heads.append(line.body)
	return heads


def _whole(line: Line) -> Piece:
	return Piece(line, 0, len(line.text)).trimmed()


def _rows_by_level(body: list[Line], width: int) -> list[tuple[Piece, ...]]:
	if not body or not body[0].body.match(LEVEL_START):
		return []
	rows: list[list[Piece]] = []
	for line in body:
		if line.body.match(LEVEL_START) and not line.marker:
			rows.append([line.body])
		elif len(rows[-1]) < width:
			rows[-1].append(_whole(line))
		else:
			break
	return [tuple(row) for row in rows]


def _rows_by_count(body: list[Line], width: int) -> list[tuple[Piece, ...]]:
	"""Rows of `width` lines each; the last full one ends the table."""
	rows = [body[n : n + width] for n in range(0, len(body) - width + 1, width)]
	return [tuple(_whole(line) for line in row) for row in rows]
