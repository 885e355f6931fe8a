"""A document ready for the readers: governing lines, translations, sections, tables; page headers set aside.

Used by `assemble` and every reader.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sla_id.agreements.draft.bilingual import LanguageDifference, differences, pair
from sla_id.agreements.draft.lines import Piece, SourceLine, read_lines, unbroken
from sla_id.agreements.draft.structure import SourceSection, SourceTable, read_sections, read_tables
from sla_id.agreements.draft.vocabulary import W

_KEY = re.compile(r"\s*[:=]\s*")
_QUOTED = re.compile(r"\s*>+\s*[^\s\d=]")
"""A line of an earlier mail: what it proposes was answered above it."""
_DASH = re.compile(r"\s+-\s+")
_LONGEST_KEY = 60
_LONGEST_HEAD = 30


@dataclass(frozen=True, slots=True, eq=False)
class SourceText:
	"""What the readers look at."""

	lines: tuple[SourceLine, ...]
	every_line: tuple[SourceLine, ...]
	page_lines: frozenset[int]
	sections: tuple[SourceSection, ...]
	tables: tuple[SourceTable, ...]
	table_lines: frozenset[int]
	translated: dict[int, SourceLine]
	differences: tuple[LanguageDifference, ...]

	def about(self, *topics: str) -> Iterator[SourceSection]:
		"""The sections about one of the topics."""
		return (section for section in self.sections if section.about(*topics))

	def sentences(self) -> Iterator[tuple[SourceSection, SourceLine, Piece]]:
		"""Every sentence outside tables, with its line and section."""
		for section in self.sections:
			for line in section.lines:
				for sentence in line.sentences:
					yield section, line, sentence

	def english(self, piece: Piece) -> str | None:
		"""The translation of a line, where the document has one."""
		line = self.translated.get(piece.line.number)
		return line.body.text if line else None


def read_document(text: str) -> SourceText:
	"""Everything that is read only once."""
	furniture = _page_lines(read_lines(text))
	every = unbroken(read_lines(text), furniture)
	kept = tuple(
		line
		for line in every
		if line.number not in furniture and not line.is_rule and not _QUOTED.match(line.text)
	)
	governing, translated = pair(kept)
	sections = read_sections(governing)
	tables = read_tables(sections)
	full = [line for line in governing if line.text.strip()]
	return SourceText(
		lines=tuple(full),
		every_line=every,
		page_lines=furniture,
		sections=sections,
		tables=tables,
		table_lines=frozenset(
			cell.line.number for table in tables for row in (table.heads, *table.rows) for cell in row
		),
		translated=translated,
		differences=tuple(differences(governing, translated)),
	)


def _page_lines(lines: tuple[SourceLine, ...]) -> frozenset[int]:
	"""The head of each page after the first: the line with the page number, and the equal lines above it."""
	full = [line for line in lines if line.text.strip()]
	pages = [n for n, line in enumerate(full) if W.page.search(line.text)]
	if len(pages) < 2:
		return frozenset()
	first, found = pages[0], set()
	for page in pages[1:]:
		found.add(full[page].number)
		back = 1
		while (
			first - back >= 0
			and back <= _LONGEST_HEAD
			and full[page - back].text.strip() == full[first - back].text.strip()
		):
			found.add(full[page - back].number)
			back += 1
	return frozenset(found)


def key_value(line: SourceLine) -> tuple[Piece, Piece] | None:
	"""The two sides of "Key : value" or of a row "Key⇥:⇥value"; the value may be empty."""
	body = line.body
	match = body.search(_KEY)
	if match is None or match.start() - body.start > _LONGEST_KEY or match.start() == body.start:
		return None
	key, value = body.part(body.start, match.start()), body.part(match.end(), body.end)
	before, after = line.text[match.start() - 1 : match.start()], line.text[match.end() : match.end() + 1]
	if match[0] == ":" and before.isdigit() and after.isdigit():
		return None
	whole = key.text.count("(") == key.text.count(")")
	return (key, value) if whole and len(key.text.split()) <= 8 else None


def lead_value(line: SourceLine) -> tuple[Piece, Piece] | None:
	"""The two sides of "Key : value" or of an item "Key - value"."""
	pair = key_value(line)
	if pair is not None or line.is_row:
		return pair
	match = line.body.search(_DASH)
	if match is None or match.start() - line.body.start > _LONGEST_KEY:
		return None
	key, value = line.body.part(line.body.start, match.start()), line.body.part(match.end(), line.body.end)
	return (key, value) if key and len(key.text.split()) <= 6 else None
