"""Sentences and rows with a number, days or words for the whole day that the draft doesn't hold, with the reason:
nothing is lost without a word.

Used by `assemble`. A length, time or percentage counts as placed only where a field of the file holds it, or one of
the wordings that keep such figures; that it stands in a description isn't enough. List and heading numbers, codes
such as P1 or BCSM.01, addresses and sites aren't figures.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable

from sla_id.agreements.draft.day_times import DAY_RANGE
from sla_id.agreements.draft.document import SourceText
from sla_id.agreements.draft.draft_value import Unplaced
from sla_id.agreements.draft.lines import ADDRESS, Piece, SourceLine, masked
from sla_id.agreements.draft.messages import say
from sla_id.agreements.draft.numbers import LENGTH, NUMBER_WORD, holds_number
from sla_id.agreements.draft.structure import FIGURES, is_figure
from sla_id.agreements.draft.vocabulary import W

_DIGITS = re.compile(r"(?<![\w./@+:-])[>+]?\d+(?:[.,:/x]\d+)*|[½¼¾]")
_ITEM = re.compile(r"\s*\(?\d{1,2}[.)]\s+")
_CONTENTS = re.compile(r"\.{3,}|\t\s*\d{1,3}\s*$")
_KEEPS = re.compile(
	r"targets|calendars|availability\.target|terms\.missed|agreement\.(?:hours_per_day|review|effective|versions?)"
	r"|escalation\..*(?:after|value|on)$|notice_days"
)
"""The fields that hold a length or a percentage as such."""


def find_unplaced(
	document: SourceText, places: Iterable[tuple[str, Piece]], language: str
) -> tuple[Unplaced, ...]:
	"""All of them, in the order of the lines."""
	held = _Held(document, list(places))
	differing = {difference.other.number for difference in document.differences}
	governing = {other.number: number for number, other in document.translated.items()}
	found: list[Unplaced] = []
	for line in document.every_line:
		if figures := [text for text in line.struck if holds_number(text)]:
			found.append(Unplaced(line.number, masked(", ".join(figures)), say("reason_struck", language)))
		missing = held.missing(line)
		original = governing.get(line.number)
		if original is not None and line.number not in differing and missing:
			if held.has(original, missing) and not held.missing(document.every_line[original - 1]):
				continue  # what a line holds isn't asked of its translation again
		if missing:
			text = line.said if line.is_row else " ".join(one.text for one in missing)
			why = "wording" if held.quotes(line.number, missing) else _reason(document, line, text, differing)
			reason = say(f"reason_{why}", language)
			parts = [one for one in line.parts if line.is_row or _meets(one, missing)]
			for part in [one for one in parts if _figures(one)] or parts[:1]:
				found += [Unplaced(number, masked(text), reason) for number, _, _ in part.places]
	return tuple(found)


def _meets(part: Piece, pieces: list[Piece]) -> bool:
	return any(one.start < part.end and part.start < one.end for one in pieces)


class _Held:
	"""What the draft holds of each line."""

	def __init__(self, document: SourceText, places: list[tuple[str, Piece]]) -> None:
		self.covered = _covered(piece for _, piece in places)
		self.kept = _covered(piece for path, piece in places if _KEEPS.match(path))
		self.titles = {one.title.line.number: one.title.start for one in document.sections if one.title}

	def has(self, number: int, pieces: list[Piece]) -> bool:
		"""Whether it holds something of a line: a figure, where the pieces have one."""
		return number in (self.kept if any(map(is_figure, pieces)) else self.covered)

	def quotes(self, number: int, pieces: list[Piece]) -> bool:
		"""Whether the draft holds the figures of the pieces within wordings."""
		covered = self.covered.get(number, [])
		return all(_inside(span, covered) for piece in pieces for span in _figures(piece))

	def missing(self, line: SourceLine) -> list[Piece]:
		"""The sentences (cells of a row) with a figure that the draft doesn't hold."""
		begin = self.titles.get(line.number, line.at)
		ends = len(line.text.rstrip(" .;"))
		lengths_at_end = (m for m in LENGTH.finditer(line.text) if m.end() == ends)
		whole = next((m for m in lengths_at_end if m["unit"] and m["unit"][0].islower()), None)
		begin = min(begin, whole.start()) if whole and not line.is_row else begin  # "Lampiran 16 menit"
		covered, kept = self.covered.get(line.number, []), self.kept.get(line.number, [])
		return [
			cell if line.is_row else sentence
			for cell in _cells(line, begin)
			for sentence in cell.sentences()
			if not _is_placed(sentence, covered, kept)
		]


def _is_placed(sentence: Piece, covered: list[tuple[int, int]], kept: list[tuple[int, int]]) -> bool:
	amounts = [match.span() for pattern in FIGURES for match in sentence.finditer(pattern)]
	return all(_inside(at, kept) or _touches(at, kept) for at in amounts) and all(
		_inside(at, covered) for at in _figures(sentence) if not any(a <= at[0] < b for a, b in amounts)
	)


def _touches(span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
	"""Whether a kept figure covers the number, if not every word around it."""
	return any(start < span[1] and span[0] < end for start, end in spans)


def _cells(line: SourceLine, begin: int) -> list[Piece]:
	if not line.is_row:
		return [Piece(line, begin, len(line.text)).trimmed()]
	cells = []
	for cell in line.cells:
		match = _ITEM.match(line.text, cell.start, cell.end)
		cells.append(cell.part(match.end(), cell.end) if match else cell)
	return cells


def _figures(piece: Piece) -> list[tuple[int, int]]:
	"""Where numbers stand, those inside addresses left out."""
	addresses = [match.span() for match in piece.finditer(ADDRESS)]
	found = [match.span() for match in piece.finditer(_DIGITS)]
	found += [
		match.span()
		for pattern in (NUMBER_WORD, W.loose, W.whole_day, DAY_RANGE)
		for match in piece.finditer(pattern)
	]
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


def _reason(document: SourceText, line: SourceLine, text: str, differing: set[int]) -> str:
	if line.number in document.page_lines:
		return "page"
	if line.number in differing:
		return "translation"
	if masked(text) != text and not LENGTH.search(text):
		return "phone"
	if _CONTENTS.search(line.text, 0, 300) and not LENGTH.search(text):
		return "contents"
	if W.reference.search(text) and not LENGTH.search(text):
		return "reference"
	return "other" if _DIGITS.search(text) else "word"
