"""Priority levels and their targets: from tables, from headings with a list below, from lists, from sentences.

Used by `assemble`. 000 §2.1 (a table, one cell a line), 004 §4 (headings), 001 §6.3 (a list) are examples of the
forms.
"""

import re
from dataclasses import dataclass, field

from sla_id.agreements.draft.document import Document, key_value
from sla_id.agreements.draft.found import Found, Plain, assumed, clean, given, wording
from sla_id.agreements.draft.lines import Line, Piece
from sla_id.agreements.draft.numbers import ROUND_THE_CLOCK, lengths
from sla_id.agreements.draft.outline import Section
from sla_id.agreements.draft.promises import Promise, promises, read_promise
from sla_id.agreements.draft.tables import LEVEL_START, Table
from sla_id.agreements.draft.words import CLOCKS, language_of, slug

MOST = 60
"""Levels taken from one document; the file ranks up to 99."""
CLOCK_NAMES = ("response", "workaround", "resolution", "permanent_fix", "fulfilment", "next_update")
_LIST = re.compile(r"(?:^|(?<=[.;!?)]))\s*[-•;]\s+|\s*;\s*")
_BRACKETED = re.compile(r"^(.{2,60}?)\s*\(([^()]{2,60})\)$")
_HOST = (
	("Urgent", re.compile(r"kritis|critical|urgent|darurat|emergency|mendesak", re.IGNORECASE)),
	("High", re.compile(r"tinggi|high|major|mayor|berat|serius", re.IGNORECASE)),
	("Medium", re.compile(r"sedang|medium|normal|menengah|moderate|standar", re.IGNORECASE)),
	("Low", re.compile(r"rendah|\blow|minor|ringan|kecil|lain|trivial", re.IGNORECASE)),
)
_PAIRS = (
	("Kritis", "Critical"),
	("Tinggi", "High"),
	("Sedang", "Medium"),
	("Menengah", "Medium"),
	("Rendah", "Low"),
	("Kecil", "Low"),
	("Lainnya", "Other"),
	("Darurat", "Emergency"),
	("Mendesak", "Urgent"),
)
_ENGLISH = {indonesian.lower(): english for indonesian, english in _PAIRS}
_MIDDLE = re.compile(r"sedang|medium|normal|menengah|moderate|standar", re.IGNORECASE)
_EXAMPLE = re.compile(r"contoh|example", re.IGNORECASE)
_DEFINITION = re.compile(r"definisi|deskripsi|definition|description|dampak|impact|keterangan", re.IGNORECASE)


@dataclass(slots=True)
class Level:
	"""A level as found; `promises` by clock, each with the section's number."""

	code: str
	label: Plain
	name: str
	place: Piece
	description: Plain = None
	examples: list[Plain] = field(default_factory=list)
	promises: dict[str, tuple[Promise, str]] = field(default_factory=dict)
	repeated: list[tuple[str, Promise]] = field(default_factory=list)
	around_the_clock: Piece | None = None

	def promise(self, clock: str, promise: Promise, source: str) -> None:
		"""Keep the first target of a clock; later ones are kept to be compared."""
		if clock in self.promises:
			self.repeated.append((clock, promise))
		else:
			self.promises[clock] = (promise, source)


def read_levels(document: Document) -> list[Level]:
	"""The levels in the order of the document, most urgent first."""
	levels: dict[str, Level] = {}
	for table in document.tables:
		if not table.section.about("escalation") and table.has("level"):
			_from_table(document, table, levels)
	for section in document.sections:
		if not section.about("escalation", "procedure"):
			_from_lines(document, section, levels)
	_from_sentences(document, levels)
	return list(levels.values())


def _from_table(document: Document, table: Table, levels: dict[str, Level]) -> None:
	clocks = [clock for clock in CLOCK_NAMES if table.has(clock)]
	if not clocks and "target" in table.columns and not table.has("service"):
		clocks = ["target"]
	if not clocks and not table.has("description"):
		return
	above: dict[str, Piece] = {}
	for row in table.rows:
		at = table.cell(row, "level")
		if at is None:
			continue
		level = _level(document, at, levels)
		described = table.cell(row, "description") or table.cell(row, "impact")
		if described and level.description is None:
			level.description = given(described.text, described)
		example = table.cell(row, "example")
		if example:
			level.examples = [wording(part) for part in example.split(_LIST)]
		for clock in clocks:
			cell = table.cell(row, clock) or above.get(clock)
			if cell is None:
				continue
			above[clock] = cell
			promise = read_promise(cell)
			if promise:
				_take(
					level, "resolution" if clock == "target" else clock, promise, table.section.number, cell
				)


def _take(level: Level, clock: str, promise: Promise, source: str, cell: Piece) -> None:
	level.promise(clock, promise, source)
	if promise.hours == "always" and level.around_the_clock is None:
		if match := cell.search(ROUND_THE_CLOCK):
			level.around_the_clock = Piece(cell.line, match.start(), match.end())


def _from_lines(document: Document, section: Section, levels: dict[str, Level]) -> None:
	"""Level headings with a list below, and list items that hold level and target at once."""
	taken = {cell.line.number for table in document.tables for row in table.rows for cell in row}
	lines = [*([section.title.line] if section.title else []), *section.lines]
	current: Level | None = None
	heading: str | None = None
	for line in lines:
		if line.number in taken:
			continue
		body = section.title if section.title and section.title.line is line else line.body
		match = body.match(LEVEL_START)
		if match and match.end() < body.end:
			current, heading = _start(document, body, match, levels, section), None
		elif current is not None:
			heading = _property(current, line, section, heading)


def _start(
	document: Document, body: Piece, match: "re.Match[str]", levels: dict[str, Level], section: Section
) -> Level | None:
	rest = body.part(match.end(), body.end)
	if not lengths(rest):
		return _level(document, body, levels) if len(rest.text.split()) <= 6 else None
	stop = re.compile(r"[.,:;]|\s-\s|\*[.,]")
	edge = rest.search(stop)
	name_end = edge.start() if edge else min(length.piece.start for length in lengths(rest))
	level = _level(document, body.part(body.start, name_end), levels)
	tail = rest.part(name_end, rest.end)
	found = promises(tail)
	if not found and (promise := read_promise(tail)):
		level.promise("resolution", promise, section.number)
	for promise in found:
		level.promise(promise.clock or "resolution", promise, section.number)
	return level


def _property(level: Level, line: Line, section: Section, heading: str | None) -> str | None:
	"""Take what a line below a level says; the result is the property that a following list belongs to."""
	pair = key_value(line)
	key = pair[0].text if pair else line.body.text
	value = pair[1] if pair else None
	if _EXAMPLE.search(key) and len(key.split()) <= 4:
		level.examples += [wording(part) for part in value.split(_LIST)] if value else []
		return None if value else "example"
	clock = next((name for name, pattern in CLOCKS if pattern.search(key)), None)
	if clock is None and _DEFINITION.search(key) and len(key.split()) <= 4:
		level.description = given(value.text, value) if value else None
		return None if value else "description"
	if clock and value and (promise := read_promise(value)):
		level.promise(clock, promise, section.number)
		return None
	if clock and not value:
		found = promises(line.body)
		for promise in found:
			level.promise(promise.clock or clock, promise, section.number)
		return None
	if line.text.rstrip().endswith(":"):
		return None
	if heading == "example" and line.marker:
		level.examples.append(wording(line.body))
	elif heading == "description" and level.description is None:
		level.description = given(line.body.text, line.body)
	return heading


def _level(document: Document, at: Piece, levels: dict[str, Level]) -> Level:
	match = at.match(LEVEL_START)
	rest = at.part(match.end(), at.end) if match and match.end() < at.end else at
	bracketed = _BRACKETED.match(rest.text)
	name = clean(bracketed[1] if bracketed else rest.text)
	other = bracketed[2].strip() if bracketed else None
	if match and match["code"]:
		code = match["code"].upper()
	elif match and rest is at:
		code = f"L{match['n']}"
	else:
		code = slug(other or name).upper()
	if code not in levels and len(levels) >= MOST:
		return Level(code, name, at.text, at)
	if code not in levels:
		levels[code] = Level(code, _label(document, at, name, other), at.text, at)
	return levels[code]


def _label(document: Document, at: Piece, name: str, other: str | None) -> Plain:
	english = document.english(at)
	if english:
		return {"id": wording(at), "en": given(clean(english), at)}
	if other and len(other.split()) <= 3:
		return {"id": given(name, at), "en": given(other, at)}
	translated = _ENGLISH.get(name.lower())
	return {"id": given(name, at), "en": assumed(translated, "translated")} if translated else given(name, at)


def _from_sentences(document: Document, levels: dict[str, Level]) -> None:
	"""A sentence that names one known level, a clock and a length; and which levels are handled 24x7."""
	if not levels:
		return
	codes = re.compile("|".join(rf"\b{re.escape(code)}\b" for code in levels))
	taken = {level.place.line.number for level in levels.values()}
	for section in document.sections:
		for line in section.lines:
			named = set(codes.findall(line.text))
			if len(named) != 1 or line.number in taken or line.is_row:
				continue
			level = levels[named.pop()]
			if match := ROUND_THE_CLOCK.search(line.text):
				level.around_the_clock = level.around_the_clock or Piece(line, match.start(), match.end())
			if section.about("escalation"):
				continue
			for sentence in line.body.sentences():
				if codes.search(sentence.raw):
					for promise in promises(sentence):
						level.promise(promise.clock or "resolution", promise, section.number)


def priorities(document: Document, levels: list[Level]) -> list[Plain]:
	"""The `priorities` section."""
	found: list[Plain] = []
	for rank, level in enumerate(levels, 1):
		host = next((name for name, pattern in _HOST if pattern.search(level.name)), None)
		entry: dict[str, Plain] = {
			"code": given(level.code, level.place),
			"rank": rank,
			"label": level.label,
			"description": _translated(document, level.description),
			"examples": [_translated(document, example) for example in level.examples if example.value],
			"host_priority": assumed(host, "host_priority") if host else None,
		}
		found.append(entry)
	return found


def _translated(document: Document, found: Plain) -> Plain:
	"""A wording with its translation, where the document has one; the key ("Contoh:") is left out of both."""
	if not isinstance(found, Found) or not found.pieces:
		return found
	english = document.english(found.pieces[0])
	if english is None or language_of(english) == "id":
		return found
	_, colon, rest = english.partition(":")
	return {"id": found, "en": given((rest if colon else english).strip(), found.pieces[0])}


def default_priority(levels: list[Level]) -> Found | None:
	"""The level named normal or medium, else the middle one."""
	if not levels:
		return None
	named = next((level for level in levels if _MIDDLE.search(level.name)), None)
	return assumed((named or levels[(len(levels) - 1) // 2]).code, "default_priority")
