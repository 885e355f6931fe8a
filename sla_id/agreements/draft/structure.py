"""The structure of a document: sections under their headings, tables under the heads of their columns.

Used by `document`. A heading is "1.2 Title", "Pasal 3", "IV. TITLE", "a. Title" standing alone, a `#` line (Word's
heading styles become those), the caption of a table, or a short line by itself. An empty cell is a merged one;
whoever reads the table decides what that means.
"""

import re
from dataclasses import dataclass, replace

from sla_id.agreements.draft.day_times import TOKEN
from sla_id.agreements.draft.lines import Piece, SourceLine
from sla_id.agreements.draft.numbers import LENGTH, special
from sla_id.agreements.draft.vocabulary import TABLES, W, column_of, topics_of

FIGURES = (LENGTH, W.clock_time, W.percent, W.round_the_clock)
_DOTTED = re.compile(
	r"\s*(?:#{1,6}\s*)?(?!\d+\.(?:00|30|45)\b)(\d{1,2}(?:\.\d{1,2})+)\.?[ \t]+(?=[A-Za-z(\"'])(?!WI[BT]|WITA|[ap]m\b|s\.?d\b)"
)
_SPACED = re.compile(r" {0,3}(\d{1,2}) {2,}(?=[A-Z])")
_TABBED = re.compile(r"[ \t]*(\d{1,2}(?:\.\d{1,2})*)\.?\t[ \t]*(?=[A-Z][^\t]*$)")
"""A heading whose number stands in a column of its own, alone between blank lines."""
_BRACKETED = re.compile(r"\s*\[([^\[\]\d]{3,40})\]\s*$")
_HASH = re.compile(r"\s*(#{1,6})\s+(?:(\d{1,2}(?:\.\d{1,2})*|[IVX]+|[A-Za-z])[.)]\s+)?")
_STOPS = (".", ";", ",", ":")
_TIMES = ("target", "hours", *TABLES["clocks"])
_HEADS = 3
"""Rows that a table's head may have."""


@dataclass(frozen=True, slots=True)
class SourceSection:
	"""A heading and the lines up to the next one. `number` is the document's, e.g. "4.2", "2a" or ""; `path` holds the
	headings from this one outwards.
	"""

	number: str
	title: Piece | None
	depth: int
	topics: frozenset[str]
	own: frozenset[str]
	lines: tuple[SourceLine, ...]
	path: tuple[Piece, ...] = ()

	@property
	def bodies(self) -> tuple[Piece, ...]:
		"""The heading and the lines below it, without their markers."""
		return (*((self.title,) if self.title else ()), *(line.body for line in self.lines))

	def about(self, *topics: str) -> bool:
		"""Whether the section (or one above it, where it says nothing itself) is about one of them."""
		return any(topic in self.topics for topic in topics)


@dataclass(frozen=True, slots=True)
class SourceTable:
	"""Rows below the heads of their columns; `columns` says what each holds, None where that isn't known."""

	section: SourceSection
	heads: tuple[Piece, ...]
	columns: tuple[str | None, ...]
	rows: tuple[tuple[Piece, ...], ...]
	intro: Piece | None = None

	def has(self, *columns: str) -> bool:
		"""Whether all of the columns are there."""
		return all(column in self.columns for column in columns)

	@property
	def escalates(self) -> bool:
		"""Whether it says what brings somebody in: a condition beside levels, and no clock."""
		return "trigger" in self.columns and not set(TABLES["clocks"]) & set(self.columns)

	def cell(self, row: tuple[Piece, ...], column: str) -> Piece | None:
		"""The cell of a row in the first column of that kind; None if it is missing or empty."""
		for n, name in enumerate(self.columns):
			if name == column and n < len(row) and row[n]:
				return row[n]
		return None


@dataclass(frozen=True, slots=True)
class _Heading:
	number: str
	title: Piece
	depth: int


def is_figure(piece: Piece) -> bool:
	"""Whether a piece holds a length, a time of day, a percentage or "24x7"."""
	return any(piece.search(pattern) for pattern in FIGURES)


def read_sections(lines: tuple[SourceLine, ...]) -> tuple[SourceSection, ...]:
	"""The sections in order; the first has no heading and holds what stands before it."""
	full = [line for line in lines if line.text.strip()]
	numbered = sum(_numbered(full, n) is not None for n in range(len(full)))
	sections: list[SourceSection] = []
	above: list[SourceSection] = []
	heading: _Heading | None = None
	body: list[SourceLine] = []
	skip = -1
	cells = {
		cell.line.number for table in _line_tables(full) for row in (table[0], *table[1]) for cell in row
	}
	for n, line in enumerate(full):
		if n == skip:
			continue
		if line.number in cells:
			body.append(line)
			continue
		found = _numbered(full, n) or _caption(line) or _titled(full, n, numbered)
		if found is None:
			body.append(line)
			continue
		if (
			W.named.match(line.text)
			and found.title is line.body
			and n + 1 < len(full)
			and _is_title(full[n + 1])
		):
			found, skip = replace(found, title=full[n + 1].body), n + 1
		_close(sections, above, heading, body)
		heading, body = found, []
	_close(sections, above, heading, body)
	return tuple(sections)


def _close(
	sections: list[SourceSection],
	above: list[SourceSection],
	heading: _Heading | None,
	body: list[SourceLine],
) -> None:
	if heading is None:
		sections.append(SourceSection("", None, 0, frozenset(), frozenset(), tuple(body)))
		return
	while above and above[-1].depth >= heading.depth:
		above.pop()
	own = topics_of(heading.title.text)
	topics = own or (above[-1].topics if above else frozenset())
	number = heading.number or (above[-1].number if above else "")
	if len(number) == 1 and number.isalpha() and above:
		number = f"{above[-1].number}{number}"
	path = (heading.title, *(above[-1].path if above else ()))
	section = SourceSection(number, heading.title, heading.depth, topics, own, tuple(body), path)
	above.append(section)
	sections.append(section)


def _numbered(full: list[SourceLine], n: int) -> _Heading | None:
	line = full[n]
	text = line.text
	if line.is_row:
		near = [
			number
			for one in full[max(0, n - 1) : n + 2]
			if one.is_row and one is not line
			for number in (one.number, one.last)
		]
		match = _TABBED.match(text) if not {line.number - 1, line.last + 1} & set(near) else None
		title = Piece(line, match.end(), len(text)).trimmed() if match else None
		return (
			_Heading(match[1], title, match[1].count(".") + 1)
			if match and title and _short(title, 12)
			else None
		)
	if match := _DOTTED.match(text):
		number = match[1].removesuffix(".0")
		title = Piece(line, match.end(), len(text)).trimmed()
		return (
			_Heading(number, title, number.count(".") + 1)
			if _short(title, 16) and not is_figure(title)
			else None
		)
	if match := _SPACED.match(text):
		title = Piece(line, match.end(), len(text)).trimmed()
		return _Heading(match[1], title, 1) if _short(title, 12) and not is_figure(title) else None
	if match := _HASH.match(text):
		title = Piece(line, match.end(), len(text)).trimmed()
		return _Heading(match[2] or "", title, len(match[1])) if title else None
	if match := _BRACKETED.match(text):
		return _Heading("", Piece(line, match.start(1), match.end(1)), 1)
	if match := W.named.match(text):
		title = Piece(line, match.end(), len(text)).trimmed()
		return _Heading(match[1], title or line.body, 1) if _short(line.body, 12) else None
	return _alone(full, n)


def _caption(line: SourceLine) -> _Heading | None:
	match = W.caption.match(line.text)
	title = Piece(line, match.end(), len(line.text)).trimmed() if match else None
	return _Heading("", title, 8) if title and not line.is_row and len(title.text.split()) <= 16 else None


def _alone(full: list[SourceLine], n: int) -> _Heading | None:
	"""A counted line whose neighbours don't count on: "1. Ringkasan" above prose, not an item of a list."""
	line = full[n]
	plain = line.body.text
	if line.marker in ("", "-") or not _short(line.body, 12) or ":" in plain or is_figure(line.body):
		return None
	if plain[:1].islower():
		return None
	following = full[n + 1] if n + 1 < len(full) else None
	before = full[n - 1] if n else None
	if following is None or _counts_on(line, following) or (before and _counts_on(before, line)):
		return None
	if line.marker.isdigit():
		return _Heading(line.marker, line.body, 1)
	if re.fullmatch(r"[IVX]+", line.marker):
		return _Heading(line.marker, line.body, 1)
	return _Heading(line.marker, line.body, 2 if line.marker.isupper() else 3)


def _counts_on(first: SourceLine, second: SourceLine) -> bool:
	if first.marker.isdigit() and second.marker.isdigit():
		return int(second.marker) == int(first.marker) + 1
	if len(first.marker) == 1 == len(second.marker) and first.marker.isalpha() and second.marker.isalpha():
		return ord(second.marker) == ord(first.marker) + 1
	return False


def _short(title: Piece, words: int) -> bool:
	plain = title.text
	return bool(plain) and len(plain.split()) <= words and not plain.endswith(_STOPS)


def _is_title(line: SourceLine) -> bool:
	plain = line.body.text
	return (
		not line.is_row
		and not line.marker
		and _short(line.body, 10)
		and ":" not in plain
		and not is_figure(line.body)
		and plain[:1].isupper()
	)


def _titled(full: list[SourceLine], n: int, numbered: int) -> _Heading | None:
	"""A short line by itself: between blank lines, above a list or a table, or anywhere if it names a topic and
	nothing is numbered."""
	line = full[n]
	if not _is_title(line) or line.body.text.startswith("**"):
		return None
	before, after = (full[k] if 0 <= k < len(full) else None for k in (n - 1, n + 1))
	apart = before is not None and line.number > before.last + 1
	if after is None:
		return None
	if after.number > line.last + 1 or _is_body(after):
		if apart or (numbered < 3 and topics_of(line.body.text)):
			return _Heading("", line.body, 2 if numbered >= 3 else 1)
	return None


def _is_body(line: SourceLine) -> bool:
	keyed = ":" in line.body.text or "=" in line.body.text
	return bool(line.marker) or line.is_row or not _short(line.body, 10) or keyed


# Tables ---------------------------------------------------------------------------------------------------------


def read_tables(sections: tuple[SourceSection, ...]) -> tuple[SourceTable, ...]:
	"""All tables, in the order of the document."""
	tables: list[SourceTable] = []
	for section in sections:
		run: list[SourceLine] = []
		intro: Piece | None = None
		for line in section.lines:
			if run and _is_rest_of_cell(run[-1], line):
				continue
			if not line.is_row:
				tables += _from_rows(section, run, intro)
				run, intro = [], line.body
			elif run and line.number > run[-1].last + 1 and _looks_like_head(line) and _has_figures(run):
				tables += _from_rows(section, run, intro)
				run = [line]
			else:
				run.append(line)
		tables += _from_rows(section, run, intro)
		tables += _from_lines(section)
	return tuple(tables)


def _is_rest_of_cell(row: SourceLine, line: SourceLine) -> bool:
	"""Whether a line goes on with a cell of the row above: a few words below it, further in, without figures."""
	if line.is_row or line.marker or line.number != row.last + 1 or is_figure(line.body):
		return False
	return line.body.start > row.body.start and len(line.body.text.split()) <= 4


def _has_figures(run: list[SourceLine]) -> bool:
	return any(is_figure(cell) for line in run for cell in line.cells)


def _looks_like_head(line: SourceLine) -> bool:
	full = [cell for cell in line.cells if cell]
	return (
		len(full) > 1
		and not any(is_figure(cell) for cell in full)
		and sum(column_of(c.text) is not None for c in full) > 1
	)


def _from_rows(section: SourceSection, run: list[SourceLine], intro: Piece | None) -> list[SourceTable]:
	"""The rows above the first figure are the head; a second row of heads stands below merged ones."""
	rows = [line.cells for line in run]
	if not rows:
		return []
	full_rows = [tuple(cell for cell in row if cell) for row in rows]
	if len(set(map(len, rows))) > 1 and len(set(map(len, full_rows))) == 1:
		rows = full_rows  # several tabs in a row only line the columns up
	heads = 0
	while heads < min(_HEADS, len(rows) - 1) and _is_head(rows, heads):
		heads += 1
	width = max(len(row) for row in rows)
	columns: list[str | None] = []
	pieces: list[Piece] = []
	for column in range(width):
		stack = [_merged(row, column) for row in rows[:heads]]
		full = [piece for piece in stack if piece]
		named = [name for piece in reversed(full) if (name := column_of(piece.text))]
		columns.append(named[0] if named else None)
		pieces.append(full[-1] if full else Piece(run[0], 0, 0))
	if heads and not any(columns) and not any(map(_is_known, pieces)):
		heads = 0
	return [
		SourceTable(
			section,
			tuple(pieces) if heads else (),
			tuple(columns) if heads else (),
			tuple(rows[heads:]),
			intro,
		)
	]


def _is_head(rows: list[tuple[Piece, ...]], n: int) -> bool:
	row = rows[n]
	full = [cell for cell in row if cell]
	if not full or any(is_figure(cell) for cell in row):
		return False
	if n == 0:
		return sum(map(_is_known, full)) * 2 >= len(full) or len(full) == 1
	below = rows[n - 1]
	doubled = not row[0] or len([cell for cell in below if cell]) == 1
	return (
		doubled
		and all(len(cell.text.split()) <= 6 for cell in full)
		and any(column_of(cell.text) for cell in full)
	)


def _is_known(cell: Piece) -> bool:
	"""Whether a cell can head a column: by its word, as a level or as days."""
	return bool(
		column_of(cell.text)
		or W.index.fullmatch(cell.text)
		or W.level_word.fullmatch(cell.text)
		or TOKEN.search(cell.text)
	)


def _merged(row: tuple[Piece, ...], column: int) -> Piece | None:
	"""The cell of a head, or the one to its left that spans it."""
	for n in range(min(column, len(row) - 1), -1, -1):
		if row[n]:
			return row[n]
	return None


def _from_lines(section: SourceSection) -> list[SourceTable]:
	lines = [line for line in section.lines if not line.is_row]
	return [
		SourceTable(section, heads, tuple(column_of(head.text) for head in heads), rows)
		for heads, rows in _line_tables(lines)
	]


def _line_tables(lines: list[SourceLine]) -> list[tuple[tuple[Piece, ...], tuple[tuple[Piece, ...], ...]]]:
	"""Tables with one cell a line: three heads or more, then as many lines a row."""
	found = []
	start = 0
	while start < len(lines):
		heads = _heads(lines, start)
		body = lines[start + len(heads) :]
		first = next((n for n, head in enumerate(heads) if column_of(head.text) == "level"), 0)
		rows: list[tuple[Piece, ...]] = []
		if len(heads) - first >= 3 and (rows := _rows_by_level(body, heads[first:])):
			heads = heads[first:]
		elif len(heads) >= 3:
			rows = _rows_by_count(body, len(heads))
		if rows:
			found.append((tuple(heads), tuple(rows)))
		start += max(1, len(heads) + sum(map(len, rows)))
	return found


def _heads(lines: list[SourceLine], start: int) -> list[Piece]:
	heads: list[Piece] = []
	for line in lines[start:]:
		text = line.body.text
		known = column_of(text)
		if line.marker or not known or len(text.split()) > 8 or re.search(r"\d|[.:;]$", text):
			break
		if known in {column_of(head.text) for head in heads}:
			break
		heads.append(line.body)
	return heads


def _rows_by_level(body: list[SourceLine], heads: list[Piece]) -> list[tuple[Piece, ...]]:
	"""Rows that begin with a level, as long as times stand below the heads of times."""
	times = [column_of(head.text) in _TIMES for head in heads]
	rows: list[tuple[Piece, ...]] = []
	while body and body[0].body.match(W.level_start) and not body[0].marker:
		row = _level_row(body, times)
		if row is None:
			break
		rows.append((body[0].body, *(line.whole for line in row[1:])))
		body = body[body.index(row[-1]) + 1 :]
	return rows


def _level_row(body: list[SourceLine], times: list[bool]) -> list[SourceLine] | None:
	"""The lines of a row; a cell of words may be broken into several lines where the times stand behind it."""
	width = len(times)
	row = body[:width]
	if all(_is_time(line) for line, is_time in zip(row, times, strict=False) if is_time):
		return row
	first = next((n for n, line in enumerate(body) if n and _is_time(line)), 0)
	row = [*body[: times.index(True)], *body[first : first + sum(times)]]
	return (
		row
		if sorted(times) == times and len(row) == width and all(map(_is_time, row[-sum(times) :]))
		else None
	)


def _is_time(line: SourceLine) -> bool:
	return is_figure(line.body) or special(line.whole) is not None


def _rows_by_count(body: list[SourceLine], width: int) -> list[tuple[Piece, ...]]:
	"""Rows of `width` lines each, as long as they end in a figure or a dash."""
	rows: list[tuple[Piece, ...]] = []
	for n in range(0, len(body) - width + 1, width):
		row = tuple(line.whole for line in body[n : n + width])
		if not _is_time(body[n + width - 1]) or is_figure(row[0]):
			break
		rows.append(row)
	return rows
