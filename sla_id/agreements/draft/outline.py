"""The outline of a document: its headings, the lines below each, and what each section is about.

Used by `document`. A heading is "1.2 Title", "Pasal 3", "IV. TITLE", "a. Title" standing alone, a `#` line (Word's
heading styles become those), or a short line by itself that names a topic.
"""

import re
from dataclasses import dataclass

from sla_id.agreements.draft.lines import Line, Piece
from sla_id.agreements.draft.words import topics_of

_DOTTED = re.compile(
	r"\s*(?:#{1,6}\s*)?(\d{1,2}(?:\.\d{1,2})+)\.?[ \t]+(?=[A-Za-z(\"'])(?!WI[BT]|WITA|[ap]m\b|s\.?d\b)"
)
_HASH = re.compile(r"\s*(#{1,6})\s+(?:(\d{1,2}(?:\.\d{1,2})*|[IVX]+|[A-Za-z])[.)]\s+)?")
_NAMED = re.compile(
	r"\s*(?:pasal|bab|bagian|article|section|chapter|lampiran|appendix)\s+(\d{1,2}|[IVX]+)\b[\s.:-]*",
	re.IGNORECASE,
)
_STOPS = (".", ";", ",", "?", ":")


@dataclass(frozen=True, slots=True)
class Section:
	"""A heading and the lines up to the next one. `number` is the document's, e.g. "4.2", "2a" or ""."""

	number: str
	title: Piece | None
	depth: int
	topics: frozenset[str]
	own: frozenset[str]
	lines: tuple[Line, ...]

	def about(self, *topics: str) -> bool:
		"""Whether the section (or one above it, where it says nothing itself) is about one of them."""
		return any(topic in self.topics for topic in topics)


@dataclass(frozen=True, slots=True)
class _Heading:
	number: str
	title: Piece
	depth: int


def read_sections(lines: tuple[Line, ...]) -> tuple[Section, ...]:
	"""The sections in order; the first has no heading and holds what stands before it."""
	full = [line for line in lines if line.text.strip()]
	numbered = sum(_numbered(full, n) is not None for n in range(len(full)))
	sections: list[Section] = []
	above: list[Section] = []
	heading: _Heading | None = None
	body: list[Line] = []
	for n, line in enumerate(full):
		found = _numbered(full, n) or _titled(full, n, numbered)
		if found is None:
			body.append(line)
			continue
		_close(sections, above, heading, body)
		heading, body = found, []
	_close(sections, above, heading, body)
	return tuple(sections)


def _close(sections: list[Section], above: list[Section], heading: _Heading | None, body: list[Line]) -> None:
	if heading is None:
		sections.append(Section("", None, 0, frozenset(), frozenset(), tuple(body)))
		return
	while above and above[-1].depth >= heading.depth:
		above.pop()
	own = topics_of(heading.title.text)
	topics = own or (above[-1].topics if above else frozenset())
	number = heading.number
	if len(number) == 1 and number.isalpha() and above:
		number = f"{above[-1].number}{number}"
	section = Section(number, heading.title, heading.depth, topics, own, tuple(body))
	above.append(section)
	sections.append(section)


def _numbered(full: list[Line], n: int) -> _Heading | None:
	line = full[n]
	if line.is_row:
		return None
	text = line.text
	if match := _DOTTED.match(text):
		number = match[1].removesuffix(".0")
		title = Piece(line, match.end(), len(text)).trimmed()
		return _Heading(number, title, number.count(".") + 1) if _short(title, 16) else None
	if match := _HASH.match(text):
		title = Piece(line, match.end(), len(text)).trimmed()
		return _Heading(match[2] or "", title, len(match[1])) if title else None
	if match := _NAMED.match(text):
		title = Piece(line, match.end(), len(text)).trimmed()
		return _Heading(match[1], title or line.body, 1) if _short(line.body, 12) else None
	return _alone(full, n)


def _alone(full: list[Line], n: int) -> _Heading | None:
	"""A counted line whose neighbours don't count on: "1. Ringkasan" above prose, not an item of a list."""
	line = full[n]
	if line.marker in ("", "-") or not _short(line.body, 12) or ":" in line.body.text:
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


def _counts_on(first: Line, second: Line) -> bool:
	if first.marker.isdigit() and second.marker.isdigit():
		return int(second.marker) == int(first.marker) + 1
	if len(first.marker) == 1 == len(second.marker) and first.marker.isalpha() and second.marker.isalpha():
		return ord(second.marker) == ord(first.marker) + 1
	return False


def _short(title: Piece, words: int) -> bool:
	plain = title.text
	return bool(plain) and len(plain.split()) <= words and not plain.endswith(_STOPS)


def _titled(full: list[Line], n: int, numbered: int) -> _Heading | None:
	"""A line by itself that names a topic: between blank lines, or anywhere if nothing is numbered."""
	line = full[n]
	if line.is_row or line.marker or not _short(line.body, 8) or line.body.text.startswith("**"):
		return None
	if ":" in line.text or not topics_of(line.body.text) or re.search(r"\d", line.text):
		return None
	before, after = (full[k] if 0 <= k < len(full) else None for k in (n - 1, n + 1))
	apart = before is not None and line.number > before.number + 1
	if after is None or (after.number == line.number + 1 and (numbered >= 3 or not _is_body(after))):
		return None
	return _Heading("", line.body, 2 if numbered >= 3 else 1) if apart or numbered < 3 else None


def _is_body(line: Line) -> bool:
	return bool(line.marker) or line.is_row or not _short(line.body, 8)
