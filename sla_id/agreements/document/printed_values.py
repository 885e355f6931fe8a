"""The printed document as frozen values: what `render` returns and `to_html` takes. Plain texts, nothing escaped."""

from dataclasses import dataclass, replace
from typing import ClassVar, TypeAlias

_TIGHT = 18
"""Cells whose lines have no more letters than this aren't wrapped."""


@dataclass(frozen=True, slots=True)
class Approval:
	"""An electronic approval by a party (`provider` or `customer`). The caller puts time and place into words.

	`hash` is the SHA-256 of the agreement file that was approved.
	"""

	party: str
	name: str
	role: str
	at_text: str
	place: str
	hash: str


@dataclass(frozen=True, slots=True)
class PrintedText:
	"""A text with its marks: signs that the notes explain, and the level that a value comes from.

	`language` is set where the text isn't in the document's own.
	"""

	text: str
	marks: tuple[str, ...] = ()
	origin: str | None = None
	language: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
	"""A paragraph; `kind` is text, lead (announces what follows), note or formula."""

	shape: ClassVar = "paragraph"
	text: PrintedText
	kind: str = "text"


@dataclass(frozen=True, slots=True)
class Listing:
	"""A list. `numbering` is "1", "a", or empty for bullets."""

	shape: ClassVar = "listing"
	items: tuple[PrintedText, ...]
	numbering: str = ""


@dataclass(frozen=True, slots=True)
class Definitions:
	"""Terms and what they mean, each in one or more lines."""

	shape: ClassVar = "definitions"
	entries: tuple[tuple[PrintedText, tuple[PrintedText, ...]], ...]


@dataclass(frozen=True, slots=True)
class Cell:
	"""A table cell of one or more lines. `listed` shows them as a list."""

	lines: tuple[PrintedText, ...]
	listed: bool = False

	@property
	def text(self) -> str:
		"""The lines as one text."""
		return "\n".join(line.text for line in self.lines)

	@property
	def is_short(self) -> bool:
		"""Whether it is so short ("32 jam kerja") that it stays on one line."""
		return all(len(line.text) <= _TIGHT for line in self.lines)


@dataclass(frozen=True, slots=True)
class Row:
	"""A row, named by its first cell. A `group` row is the heading of the rows that follow."""

	cells: tuple[Cell, ...]
	group: bool = False


@dataclass(frozen=True, slots=True)
class PrintedTable:
	"""A table with one header row. `notes` explain its marks and terms. `name` is for screen readers."""

	shape: ClassVar = "table"
	name: str
	header: tuple[str, ...]
	rows: tuple[Row, ...]
	notes: tuple[str, ...] = ()

	@property
	def has_lists(self) -> bool:
		"""Whether any of its cells is a list."""
		return any(cell.listed for row in self.rows for cell in row.cells)


EMPTY = Cell((PrintedText("–"),))
"""A cell with nothing in it."""


def trim(table: PrintedTable) -> PrintedTable:
	"""The table without columns that are empty in every row. The first column always stays."""
	full = [row for row in table.rows if len(row.cells) == len(table.header)]
	kept = [
		place
		for place in range(len(table.header))
		if not place or any(row.cells[place] != EMPTY for row in full)
	]
	rows = tuple(
		replace(row, cells=tuple(row.cells[place] for place in kept)) if row in full else row
		for row in table.rows
	)
	return replace(table, header=tuple(table.header[place] for place in kept), rows=rows)


@dataclass(frozen=True, slots=True)
class Signature:
	"""One line in a party's signatures: who signs, and when it was signed on paper."""

	role: str
	name: str | None = None
	signed: str | None = None


@dataclass(frozen=True, slots=True)
class SigningParty:
	"""A party with its paper signatures and electronic approvals, in words. If `name` is None it is filled in by pen."""

	title: str
	name: str | None
	signatures: tuple[Signature, ...]
	approvals: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Signatures:
	"""The signature block. `words` are its captions: signature, name, date, hash. `verify` says how to check a hash."""

	shape: ClassVar = "signatures"
	parties: tuple[SigningParty, ...]
	words: tuple[str, str, str, str]
	verify: str | None = None


Block: TypeAlias = Paragraph | Listing | Definitions | PrintedTable | Signatures


@dataclass(frozen=True, slots=True)
class PrintedSection:
	"""A numbered section; `depth` 1 is the outermost. `number` may be empty."""

	number: str
	title: str
	depth: int
	blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
	"""The whole print. `head` holds its details; `page_words` are "Page" and "of"."""

	title: str
	language: str
	reference: str
	kind: str
	head: Definitions
	sections: tuple[PrintedSection, ...]
	status: str | None = None
	page_words: tuple[str, str] = ("", "")
