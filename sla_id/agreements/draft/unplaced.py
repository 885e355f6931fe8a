"""Sentences with numbers that no evidence covers, with the reason.

Used by `assemble`. List and heading numbers, codes such as P1 or BCSM.01, addresses and sites aren't figures.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable

from sla_id.agreements.draft.document import Document
from sla_id.agreements.draft.lines import Line, Piece, masked
from sla_id.agreements.draft.messages import say
from sla_id.agreements.draft.numbers import NUMBER_WORD
from sla_id.agreements.draft.result import Unplaced

_DIGITS = re.compile(r"24\s*[x/]\s*7|(?<![\w./@+:-])[>+]?\d+(?:[.,:]\d+)*(?!\w)")
_ADDRESS = re.compile(
	r"[\w.+-]{1,64}@[\w.-]{1,100}|https?://\S{1,200}|(?:[\w-]{1,63}\.){1,4}(?:com|id|net|org)\b\S{0,80}"
)
_ITEM = re.compile(r"\s*\(?\d{1,2}[.)]\s+")
_REFERENCE = re.compile(
	r"\b(?:tabel|table|gambar|figure|poin|point|pasal|lampiran|appendix|butir|angka)\s+\d", re.IGNORECASE
)
_CONTENTS = re.compile(r"\.{3,}|\t\s*\d{1,3}\s*$")


def find_unplaced(document: Document, pieces: Iterable[Piece], language: str) -> tuple[Unplaced, ...]:
	"""All of them, in the order of the lines."""
	covered = _covered(pieces)
	titles = {
		section.title.line.number: section.title.start for section in document.sections if section.title
	}
	governing = {other.number: number for number, other in document.translated.items()}
	differing = {difference.other.number for difference in document.differences}
	found: list[Unplaced] = []
	for line in document.every_line:
		if not line.text.strip() or (governing.get(line.number) in covered and line.number not in differing):
			continue
		begin = titles.get(line.number, line.at)
		for cell in _cells(line, begin):
			for sentence in cell.sentences():
				figures = _figures(sentence)
				if figures and not all(_inside(at, covered.get(line.number, [])) for at in figures):
					reason = _reason(document, line, sentence, differing)
					found.append(
						Unplaced(line.number, masked(sentence.text), say(f"reason_{reason}", language))
					)
	return tuple(found)


def _cells(line: Line, begin: int) -> list[Piece]:
	if not line.is_row:
		return [Piece(line, begin, len(line.text)).trimmed()]
	cells = []
	for cell in line.cells:
		match = _ITEM.match(line.text, cell.start, cell.end)
		cells.append(cell.part(match.end(), cell.end) if match else cell)
	return cells


def _figures(piece: Piece) -> list[tuple[int, int]]:
	"""Where numbers stand, those inside addresses left out."""
	addresses = [match.span() for match in piece.finditer(_ADDRESS)]
	found = [match.span() for match in piece.finditer(_DIGITS)]
	found += [match.span() for match in piece.finditer(NUMBER_WORD)]
	return [span for span in found if not _inside(span, addresses)]


def _covered(pieces: Iterable[Piece]) -> dict[int, list[tuple[int, int]]]:
	"""The covered stretches of each line, in order and joined where they overlap."""
	spans: dict[int, set[tuple[int, int]]] = {}
	for piece in pieces:
		spans.setdefault(piece.line.number, set()).add((piece.start, piece.end))
	return {number: _joined(sorted(found)) for number, found in spans.items()}


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
	joined: list[tuple[int, int]] = []
	for start, end in spans:
		if joined and start <= joined[-1][1]:
			joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
		else:
			joined.append((start, end))
	return joined


def _inside(span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
	"""Whether one of the ordered, disjoint stretches holds the span."""
	n = bisect_right(spans, (span[0], float("inf"))) - 1
	return n >= 0 and span[1] <= spans[n][1]


def _reason(document: Document, line: Line, sentence: Piece, differing: set[int]) -> str:
	if line.number in document.page_lines:
		return "page"
	if line.number in differing:
		return "translation"
	if masked(sentence.text) != sentence.text and not re.search(
		r"[a-z]{3,}.*\d+\s*(?:jam|hari|hours?|days?)", sentence.text
	):
		return "phone"
	if _CONTENTS.search(line.text, 0, 300):
		return "contents"
	if sentence.search(_REFERENCE):
		return "reference"
	return "other" if sentence.search(_DIGITS) else "word"
