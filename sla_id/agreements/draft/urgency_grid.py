"""The matrix of urgency and impact (001 §6.3), of any size, rows and columns either way round.

Used by `assemble`. A row is a name and as many priority codes (or level names) as the head has columns.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sla_id.agreements.draft.document import SourceText
from sla_id.agreements.draft.found import Plain, Sourced, given
from sla_id.agreements.draft.found_levels import Level, label_keys
from sla_id.agreements.draft.lines import Piece, SourceLine
from sla_id.agreements.draft.vocabulary import W, slug


@dataclass(frozen=True, slots=True)
class UrgencyGrid:
	"""Names of rows and columns, and the cells between them."""

	rows: tuple[Piece, ...]
	columns: tuple[Piece, ...]
	cells: tuple[tuple[Piece, ...], ...]
	rows_are_impact: bool


def read_grid(document: SourceText, levels: list[Level]) -> UrgencyGrid | None:
	"""The first grid of the document."""
	names = {level.code.lower(): level.code for level in levels}
	names |= {_name(level.label).lower(): level.code for level in levels}

	def is_level(piece: Piece) -> bool:
		return _code(piece, names) is not None

	for section in document.sections:
		rows = [line for line in section.lines if line.is_row]
		grid = _in_rows(rows, is_level)
		if grid is None and section.about("matrix", "priorities"):
			grid = _in_lines([line for line in section.lines if not line.is_row], is_level)
		if grid:
			return grid
	return None


def _name(label: Plain) -> str:
	value = label["id"] if isinstance(label, dict) else label
	return str(value.value) if isinstance(value, Sourced) else str(value)


def _code(piece: Piece, names: dict[str, str]) -> str | None:
	plain = piece.text.lower()
	return names.get(plain) or (piece.text.upper() if W.code.match(piece.text) else None)


def _in_rows(rows: list[SourceLine], is_level: Callable[[Piece], bool]) -> UrgencyGrid | None:
	body: list[tuple[Piece, tuple[Piece, ...]]] = []
	head: tuple[Piece, ...] = ()
	axis: list[str] = []
	for line in rows:
		cells = [cell for cell in line.cells if cell]
		codes = [cell for cell in cells if is_level(cell)]
		others = [cell for cell in cells if not is_level(cell)]
		if len(codes) >= 2 and others and cells[-1] is codes[-1] and len(others) <= 2:
			body.append((others[-1], tuple(codes)))
			axis += [other.text for other in others[:-1]]
		elif body and head and len(body) >= 2:
			break
		elif len(cells) >= 2:
			axis += [cell.text for cell in cells if W.impact.search(cell.text) or W.urgency.search(cell.text)]
			head = tuple(
				cell for cell in cells if not (W.impact.search(cell.text) or W.urgency.search(cell.text))
			)
		elif cells:
			axis.append(f"^{cells[0].text}")
	return _grid(body, head, axis)


def _in_lines(lines: list[SourceLine], is_level: Callable[[Piece], bool]) -> UrgencyGrid | None:
	"""One cell a line: a name, then its codes; the head is as many lines just before the first name."""
	body: list[tuple[Piece, tuple[Piece, ...]]] = []
	n, first = 0, 0
	while n < len(lines):
		end = n + 1
		while end < len(lines) and is_level(lines[end].body):
			end += 1
		if end - n > 2 and not is_level(lines[n].body):
			first = first if body else n
			body.append((lines[n].body, tuple(line.body for line in lines[n + 1 : end])))
			n = end
		elif body:
			break
		else:
			n += 1
	width = len(body[0][1]) if body else 0
	head = tuple(line.body for line in lines[max(0, first - width) : first])
	above = [line.text for line in lines[max(0, first - width - 2) : max(0, first - width)]]
	axis = [text if W.impact.search(text) and W.urgency.search(text) else f"^{text}" for text in above]
	return _grid(body, head, axis)


def _grid(
	body: list[tuple[Piece, tuple[Piece, ...]]], head: tuple[Piece, ...], axis: list[str]
) -> UrgencyGrid | None:
	width = len(body[0][1]) if body else 0
	if len(body) < 2 or len(head) != width or any(len(codes) != width for _, codes in body):
		return None
	columns_named = [name for name in axis if name.startswith("^")]
	rows_named = [name for name in axis if not name.startswith("^")]
	rows_are_impact = any(W.urgency.search(name) for name in columns_named) or (
		bool(rows_named) and not columns_named and _impact_first(rows_named[-1])
	)
	return UrgencyGrid(
		tuple(name for name, _ in body), head, tuple(codes for _, codes in body), rows_are_impact
	)


def _impact_first(corner: str) -> bool:
	"""Whether a corner such as "Dampak / Urgensi" names the impact first: the rows are it."""
	impact, urgency = W.impact.search(corner), W.urgency.search(corner)
	return impact is not None and (urgency is None or impact.start() < urgency.start())


def matrix(grid: UrgencyGrid, levels: list[Level]) -> Plain:
	"""The `matrix` section; turned where the rows are the impact."""
	names = {level.code.lower(): level.code for level in levels}
	names |= {_name(level.label).lower(): level.code for level in levels}
	urgency, impact, cells = grid.rows, grid.columns, grid.cells
	if grid.rows_are_impact:
		urgency, impact, cells = impact, urgency, tuple(zip(*cells, strict=True))
	rows, columns = _codes(urgency), _codes(impact)
	return {
		"urgency": [
			{"code": code, "label": given(at.text, at)} for code, at in zip(rows, urgency, strict=True)
		],
		"impact": [
			{"code": code, "label": given(at.text, at)} for code, at in zip(columns, impact, strict=True)
		],
		"cells": {
			row: {
				column: given(_code(cell, names) or cell.text, cell)
				for column, cell in zip(columns, line, strict=True)
			}
			for row, line in zip(rows, cells, strict=True)
		},
	}


def _codes(pieces: tuple[Piece, ...]) -> list[str]:
	"""First letters where they differ (H, M, L), else short names."""
	letters = [piece.text[:1].upper() for piece in pieces]
	if len(set(letters)) == len(letters) and all(letter.isalpha() for letter in letters):
		return letters
	codes: list[str] = []
	for piece in pieces:
		codes.append(slug(piece.text, codes))
	return codes


def with_missing(grid: UrgencyGrid, levels: list[Level]) -> list[Level]:
	"""The levels with those that only the matrix names, each in the place that its code gives it."""
	known = {level.code.lower() for level in levels} | {_name(level.label).lower() for level in levels}
	seen: dict[str, Piece] = {}
	for row in grid.cells:
		for cell in row:
			if cell.text.lower() not in known:
				seen.setdefault(cell.text.upper(), cell)
	if not seen:
		return levels
	missing = [Level(code, given(at.text, at), at.text, at, label_keys(at.text)) for code, at in seen.items()]
	return sorted([*levels, *missing], key=lambda level: level.code)
