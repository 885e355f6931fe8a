"""A text as numbered lines, and pieces of a line that remember where they stand.

Used by every reader of the draft. Characters are replaced one for one (a no-break space becomes a blank, every
dash a hyphen), so that a place in a line is the same place in the source.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from sla_id.agreements.draft.vocabulary import ABBREVIATED

_REMOVED = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_SAME_LENGTH = {
	**dict.fromkeys(map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000"), " "),
	**dict.fromkeys(map(ord, "\x0b\x0c\x85\u2028\u2029"), " "),
	**dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-"),
	**dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc"), "'"),
	**dict.fromkeys(map(ord, "\u201c\u201d\u201f"), '"'),
	ord("\u2265"): ">",
}
MERGED = "\u00a0"
"""Alone in a cell: the cell is merged with the one above (docx.py writes it)."""
_MERGED_CELL = re.compile("(^|\t)\u00a0(?=\t|$)", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_MARKUP = re.compile(r"</?[a-zA-Z]{1,10}>|\*+|`+")
ADDRESS = re.compile(
	r"[\w.+-]{1,64}@[\w.-]{1,100}|https?://\S{1,200}|(?:[\w-]{1,63}\.){1,4}(?:com|id|net|org)\b\S{0,80}"
)
_STRUCK = re.compile(r"~~([^~\n]{1,200})~~")
_MARKED = re.compile(r"[<*`]")
_BULLET = re.compile(r"[ \t]*(?:[•▪●◦·✓✔➢]|[-*+](?=[ \t])|o(?= {2}))[ \t]*")
_COUNTED = re.compile(r"[ \t]*\(?(\d{1,2}|[a-zA-Z]|[ivxIVX]{2,5})[.)](?:[ \t]+|$)")
_CLAUSE = re.compile(
	r"[ \t]*(?!\d+\.(?:00|30|45)\b)(\d{1,2}(?:\.\d{1,2}){1,2})\.?[ \t]+(?=[A-Z(\"'])(?!WI[BT]\b|WITA\b)"
)
_LEADER = re.compile(r"(?<=\w)[ ]?(?:\.[ ]?){4,200}(?=[^\W_])")
_LONG_RUNS = ((re.compile(" {41,}"), " " * 40), (re.compile("\t{61,}"), "\t" * 60))
_ALIGNED = re.compile(r"\S {2,}\S|^ {12,}\S")
_WIDEST = 400
_LEAST_BROKEN, _WIDEST_BROKEN = 40, 110
"""Signs of a line that may be broken, and of the longest line in a text that is."""
_OWN_LINE = re.compile(r"\s*(?:#|>|.{1,60}[:=](?:\s|$))")
"""A heading, a quotation or a key begins a line of its own."""
_LONGEST_SENTENCE = 4000
_RULE_SIGNS = frozenset(" \t:+=_-~*")
_SENTENCE_END = re.compile(r"[.!?;](?=\s+[\"'(A-Z0-9\-])")
_LONG_NUMBER = re.compile(r"\+?\b\d[\d ()-]{6,20}\d(?!\w)(?:\s*\([^()\d]{2,60}\))?")
_ISO_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}\b")
_UNIT_BEHIND = re.compile(r"\s*(?:%|[a-zA-Z])")
_PRIVATE_DIGITS = 9


@dataclass(frozen=True)
class SourceLine:
	"""One line: its number from 1, its text, and where its body begins after a bullet or a list number. `struck` is
	what was struck out of it, `joints` where a
	further line of the source begins in it: place, number, and the column there.

	Without slots, so that body and cells, which every reader asks for, are made once.
	"""

	number: int
	text: str
	at: int = 0
	marker: str = ""
	struck: tuple[str, ...] = ()
	joints: tuple[tuple[int, int, int], ...] = ()

	@property
	def last(self) -> int:
		"""The number of its last line in the source."""
		return self.joints[-1][1] if self.joints else self.number

	@property
	def parts(self) -> list["Piece"]:
		"""What stands on each line of the source."""
		edges = [0, *(at for at, _, _ in self.joints), len(self.text)]
		return [Piece(self, start, end).trimmed() for start, end in pairwise(edges)]

	@cached_property
	def body(self) -> "Piece":
		"""The line without its marker."""
		return Piece(self, self.at, len(self.text)).trimmed()

	@cached_property
	def cells(self) -> tuple["Piece", ...]:
		"""The cells between tabs, empty ones too; one cell where there is no tab."""
		found = []
		start = 0
		for part in self.text.split("\t"):
			found.append(Piece(self, start, start + len(part)).trimmed())
			start += len(part) + 1
		return tuple(found)

	@cached_property
	def sentences(self) -> tuple["Piece", ...]:
		"""The sentences of the body; a row has none."""
		return () if self.is_row else tuple(self.body.sentences())

	@property
	def wordings(self) -> tuple["Piece", ...]:
		"""The sentences, or the full cells of a row."""
		return tuple(cell for cell in self.cells if cell) if self.is_row else self.sentences

	@property
	def whole(self) -> "Piece":
		"""The line with its marker."""
		return Piece(self, 0, len(self.text)).trimmed()

	@property
	def said(self) -> str:
		"""The text of the body, or the cells of a row between bars."""
		return " | ".join(cell.text for cell in self.wordings) if self.is_row else self.body.text

	def is_merged(self, cell: "Piece") -> bool:
		"""Whether a cell of the line is merged with the one above."""
		return (
			self.text[cell.start : cell.start + 1] == MERGED
			or self.text[cell.start - 1 : cell.start] == MERGED
		)

	@cached_property
	def is_row(self) -> bool:
		"""Whether the line has at least two cells, and isn't a key with its colon in a column of its own."""
		return "\t" in self.text.strip(" ") and not any(cell.raw.startswith(":") for cell in self.cells)

	@property
	def is_rule(self) -> bool:
		"""Whether it only draws a line, under a table's head or a heading."""
		return _is_drawn(self.text)


@dataclass(frozen=True, slots=True)
class Piece:
	"""A part of a line."""

	line: SourceLine
	start: int
	end: int

	@property
	def raw(self) -> str:
		"""As it stands."""
		return self.line.text[self.start : self.end]

	@property
	def text(self) -> str:
		"""Without markup, blanks joined."""
		raw = self.raw
		return " ".join((_MARKUP.sub("", raw) if _MARKED.search(raw) else raw).split())

	@property
	def number(self) -> int:
		"""The line of the source on which it begins."""
		return self.places[0][0]

	@property
	def places(self) -> list[tuple[int, int, int]]:
		"""The lines of the source that it stands on, with the columns where it begins and ends on each."""
		if not self.line.joints:
			return [(self.line.number, self.start, self.end)]
		found = []
		for part, (at, number, column) in zip(
			self.line.parts, [(0, self.line.number, 0), *self.line.joints], strict=True
		):
			start, end = max(self.start, part.start), min(self.end, part.end)
			found += [(number, start - at + column, end - at + column)] if start < end else []
		return found or [(self.line.number, self.start, self.end)]

	def __bool__(self) -> bool:
		raw = self.raw
		return bool(self.text) if _MARKED.search(raw) else bool(raw) and not raw.isspace()

	def trimmed(self) -> "Piece":
		"""Without blanks around it."""
		raw = self.raw
		start = self.start + len(raw) - len(raw.lstrip())
		return Piece(self.line, start, max(start, self.start + len(raw.rstrip())))

	def part(self, start: int, end: int) -> "Piece":
		"""A part of it; positions are the line's."""
		return Piece(self.line, start, end).trimmed()

	def search(self, pattern: "re.Pattern[str]") -> "re.Match[str] | None":
		"""The first match inside the piece; positions are the line's."""
		return pattern.search(self.line.text, self.start, self.end)

	def match(self, pattern: "re.Pattern[str]") -> "re.Match[str] | None":
		"""A match at its beginning."""
		return pattern.match(self.line.text, self.start, self.end)

	def finditer(self, pattern: "re.Pattern[str]") -> Iterator["re.Match[str]"]:
		"""All matches."""
		return pattern.finditer(self.line.text, self.start, self.end)

	def sentences(self) -> list["Piece"]:
		"""Its sentences: a stop followed by a blank and a capital, a digit or a dash ends one, and so does a
		length that no sentence has.
		"""
		found = []
		start = self.start
		for stop in self.finditer(_SENTENCE_END):
			before = self.line.text[max(self.start, stop.end() - 8) : stop.end()].lower()
			if before.endswith(ABBREVIATED) or (before[-1:] == ";" and self.text.isupper()):
				continue  # in a line all in capitals nothing tells what follows a semicolon
			found.append(self.part(start, stop.end()))
			start = stop.end()
		return [short for piece in [*found, self.part(start, self.end)] if piece for short in piece._cut()]

	def _cut(self) -> list["Piece"]:
		step = _LONGEST_SENTENCE
		return [self.part(at, min(at + step, self.end)) for at in range(self.start, self.end, step)]

	def split(self, pattern: "re.Pattern[str]") -> list["Piece"]:
		"""The parts between matches, without empty ones."""
		parts = []
		start = self.start
		for match in self.finditer(pattern):
			parts.append(self.part(start, match.start()))
			start = match.end()
		return [piece for piece in [*parts, self.part(start, self.end)] if piece]


def of_match(piece: Piece, match: "re.Match[str]", group: Any = 0) -> Piece:
	"""The piece that a match (or a group of it) covers."""
	return Piece(piece.line, match.start(group), match.end(group))


def masked(text: str) -> str:
	"""A quotation without telephone and personnel numbers, and without the name in brackets behind one."""

	def mask(match: "re.Match[str]") -> str:
		number, tail = match[0], ""
		if " " in number and _UNIT_BEHIND.match(
			text, match.end()
		):  # the last part may be an amount of its own
			number, _, tail = number.rpartition(" ")
		told = _ISO_DATE.sub("", number)
		return f"[…]{tail and ' '}{tail}" if is_private(told) else match[0]

	return _LONG_NUMBER.sub(mask, text)


def is_private(number: str) -> bool:
	"""Whether a number is as long as a telephone's or a person's; service numbers and dates are shorter."""
	return sum(sign.isdigit() for sign in number) >= _PRIVATE_DIGITS


def read_lines(text: str) -> tuple[SourceLine, ...]:
	"""The lines of a text, as an editor counts them. Tables drawn with bars get tabs; endless runs of blanks, over
	which rules would search for long, are shortened.
	"""
	text = (
		_MERGED_CELL.sub("\\1\ue000", _REMOVED.sub("", text))
		.translate(_SAME_LENGTH)
		.replace("\ue000", MERGED)
	)
	raws = [_CONTROL.sub(" ", raw) for raw in _LINE_END.split(text)]
	struck = {n: found for n, raw in enumerate(raws, 1) if (found := [m[1] for m in _STRUCK.finditer(raw)])}
	raws = [_STRUCK.sub(lambda match: " " * len(match[0]), raw) for raw in raws]
	raws = [_LEADER.sub(lambda match: "\t" + " " * (len(match[0]) - 1), raw) for raw in raws]
	bars = ["|" in raw for raw in raws]
	rows = [
		here and (before or after)
		for before, here, after in zip([False, *bars], bars, [*bars[1:], False], strict=False)
	]
	texts = [_without_bars(raw, is_row) for raw, is_row in zip(raws, rows, strict=True)]
	lines = []
	for number, plain in enumerate(_with_columns(texts), 1):
		for run, short in _LONG_RUNS:
			plain = run.sub(short, plain)
		at, marker = _marker(plain)
		lines.append(SourceLine(number, plain.rstrip(" "), at, marker, tuple(struck.get(number, ()))))
	return tuple(lines)


def unbroken(lines: tuple[SourceLine, ...], apart: frozenset[int]) -> tuple[SourceLine, ...]:
	"""The lines with sentences that were broken at a width put together again; what went into another line is empty. A text
	is broken where full lines end without a stop and the next begins with a small letter, twice at least; in a text all
	in capitals any letter or number will do.
	"""
	prose = [line for line in lines if not line.is_row and not line.is_rule and line.number not in apart]
	width = max((len(line.text) for line in prose), default=0)
	if width > _WIDEST_BROKEN:
		return lines
	capitals = not any(sign.islower() for line in prose for sign in line.text)
	open_ends = {one.number: one for one in prose if not one.text.endswith((".", ";", ":", "?", "!"))}
	follows: dict[int, bool] = {}
	for line in prose:
		before = open_ends.get(line.number - 1)
		if before and line.text.strip() and not line.marker and not _OWN_LINE.match(line.text):
			small = line.body.text[:1].islower() or (capitals and len(before.text) >= width * 0.6)
			if len(before.text) >= (_LEAST_BROKEN if small else max(width * 0.8, _LEAST_BROKEN)):
				follows[line.number] = small
	if sum(follows.values()) < 2:
		return lines
	done: list[SourceLine] = []
	for line in lines:
		done.append(line)
		if line.number in follows:
			head = next(n for n in reversed(range(len(done) - 1)) if done[n].text)
			done[head] = _joined(done[head], line)
			done[-1] = SourceLine(line.number, "")
	return tuple(done)


def _joined(head: SourceLine, line: SourceLine) -> SourceLine:
	text = line.text.lstrip()
	joint = (len(head.text) + 1, line.number, len(line.text) - len(text))
	struck = (*head.struck, *line.struck)
	return replace(head, text=f"{head.text} {text}", joints=(*head.joints, joint), struck=struck)


def _with_columns(texts: list[str]) -> list[str]:
	"""Columns that are aligned with blanks get a tab between them, in the last of the blanks that all lines share."""
	done = list(texts)
	start = 0
	for n in range(len(texts) + 1):
		if n < len(texts) and n > start and _is_drawn(texts[n]):
			continue
		if (
			n < len(texts)
			and _ALIGNED.search(texts[n][:_WIDEST], _marker(texts[n])[0])
			and "\t" not in texts[n]
		):
			continue
		if n - start > 1:
			rows = [k for k in range(start, n) if not _is_drawn(texts[k])]
			tabbed = _tabbed([texts[k][:_WIDEST] for k in rows], [texts[k] for k in rows])
			for k, text in zip(rows, tabbed, strict=True):
				done[k] = text
		start = n + 1
	for n in range(1, len(done)):
		gutters = [at for at, sign in enumerate(done[n - 1]) if sign == "\t"]
		if "\t" not in done[n] and "\t" not in texts[n - 1] and gutters and _fits(texts[n], gutters):
			done[n] = "".join("\t" if at in gutters else sign for at, sign in enumerate(texts[n]))
	return done


def _is_drawn(text: str) -> bool:
	return len(text.strip()) > 2 and _RULE_SIGNS.issuperset(text)


def _fits(text: str, gutters: list[int]) -> bool:
	"""Whether a line below has its cells in the same columns, one blank apart where a label is long."""
	return all(len(text) > at + 1 and text[at] == " " and text[at + 1] != " " for at in gutters)


def _tabbed(heads: list[str], texts: list[str]) -> list[str]:
	width = max(map(len, heads))
	blank = [all(len(text) <= column or text[column] == " " for text in heads) for column in range(width)]
	first = blank.index(False) if False in blank else width
	gutters = [
		column
		for column in range(first + 2, width - 1)
		if blank[column] and blank[column - 1] and not blank[column + 1]
	]
	tabbed = []
	for text in texts:
		signs = list(text.ljust(max(gutters, default=0) + 1))
		for column in gutters:
			signs[column] = "\t"
		tabbed.append("".join(signs) if gutters else text)
	return tabbed


def _without_bars(text: str, is_row: bool) -> str:
	"""Tabs for bars, where a line has two of them or its neighbour has one as well."""
	if text.count("|") < (1 if is_row else 2):
		return text
	stripped = text.strip(" \t")
	first = text.index(stripped)
	body = list(text.replace("|", "\t"))
	if stripped.startswith("|") and (first < 3 or stripped.endswith("|")):
		body[first] = " "
	if stripped.endswith("|"):
		body[first + len(stripped) - 1] = " "
	return "".join(body)


def _marker(text: str) -> tuple[int, str]:
	"""Where the body begins, and "-" for a bullet, "3" or "a" for a counted item (a bullet may hold one)."""
	at, marker = 0, ""
	bullet = _BULLET.match(text)
	if bullet and bullet.end() < len(text):
		at, marker = bullet.end(), "-"
	counted = _COUNTED.match(text, at)
	counted = counted or _CLAUSE.match(text, at)
	if counted and counted.end() < len(text):
		return counted.end(), counted[1]
	return at, marker
