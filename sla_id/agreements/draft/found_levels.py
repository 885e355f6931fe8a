"""Priority levels: the rows or columns of a table, headings with a list below, keys, and mentions in running text.

Used by `gather` and `target_figures`. A level is known by its code or number and by its names; whichever a later place
uses finds the same level.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from sla_id.agreements.draft.document import SourceText, key_value, lead_value
from sla_id.agreements.draft.found import Plain, Sourced, assumed, clean, given, wording
from sla_id.agreements.draft.lines import Piece, SourceLine
from sla_id.agreements.draft.numbers import lengths
from sla_id.agreements.draft.structure import SourceSection, SourceTable, is_figure
from sla_id.agreements.draft.vocabulary import (
	GENERIC,
	LEVELS_IN_ENGLISH,
	TABLES,
	W,
	clocks_in,
	language_of,
	slug,
)

MOST = 60
"""Levels taken from one document; the file ranks up to 99."""
_PARTS = re.compile(r"\s+-\s+|\s*[/(),:;]\s*|\s+(?:atau|or)\s+")
_LEAD = re.compile(r"\s*[(:]|\s-\s")
_EDGE = re.compile(r"[.,:;]|\s[-=]\s|\*[.,]")
_LIST = re.compile(r"(?:^|(?<=[.;!?)]))\s*[-•;]\s+|\s*;\s*")
_WITH_MEANING = re.compile(r"[^().:]{2,40} \([^()]{3,80}\)$")
_NUMBERS = {f"#{n}" for n in range(100)}
_BRACKETED = re.compile(r"^(.{2,60}?)\s*\(([^()]{2,60})\)$")


@dataclass(slots=True)
class Level:
	"""A level as found; `keys` are its number and names in small letters."""

	code: str
	label: Plain
	name: str
	place: Piece
	keys: set[str]
	description: Plain = None
	examples: list[Plain] = field(default_factory=list)
	always: Piece | None = None


def label_keys(text: str) -> set[str]:
	"""The number and the names in a level's label: "P1 - Kritis (Critical)" is #1, kritis and critical."""
	keys: set[str] = set()
	for part in _PARTS.split(text):
		plain = " ".join(W.level_noun.sub(" ", part).lower().strip(" .\"'*-#").split())
		number = re.fullmatch(r"(?:[psl]|sev)?[- ]?(\d{1,2})", plain)
		if number:
			keys.add(f"#{int(number[1])}")
		elif re.fullmatch(r"[ivx]{1,4}", plain):
			keys.add(f"#{_roman(plain)}")
		elif re.fullmatch(r"[a-e]", plain) and W.level_noun.search(part):
			keys.add(f"#{ord(plain) - 96}")
		elif plain:
			lead = re.match(r"(?:[psl]|sev)?-?(\d{1,2})\s+(?=\w)", plain)
			keys |= {f"#{int(lead[1])}", plain[lead.end() :]} if lead else {plain}
	return keys


def _roman(text: str) -> int:
	values = [{"i": 1, "v": 5, "x": 10}[sign] for sign in text]
	return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


@lru_cache(4096)
def is_label(text: str) -> bool:
	"""Whether a wording is a level's label by itself: a code, or only words such as "tinggi"."""
	match = W.level_start.match(text)
	if match and (match["code"] or match["n"]) and len(text.split()) <= 10 and not runs_on(text):
		return True
	keys = label_keys(text)
	if len(text.split()) <= 5 and keys and all(_is_name(key) for key in keys):
		return True
	first = _LEAD.split(text, maxsplit=1)[0]
	return first != text and len(first.split()) <= 4 and all(map(_is_name, label_keys(first) or {""}))


def runs_on(text: str) -> bool:
	"""Whether a sentence goes on behind a level's number, so that its words are no name: "Tingkat I yang belum …"."""
	match = W.level_start.match(text)
	if match is None:
		return False
	apart = match[0].rstrip()[-1:] in "-:=.)"
	rest = text[match.end() :]
	return bool(W.clause_start.match(rest) or (not apart and W.clause_word.search(rest)))


def level_number(text: str) -> int | None:
	"""The number behind a word such as "Level": 3, III or C."""
	match = W.level_start.match(text)
	keys = label_keys(match[0]) if match and match["n"] else set()
	return next((int(key[1:]) for key in keys if key.startswith("#")), None)


def _is_name(key: str) -> bool:
	return key.startswith("#") or W.level_word.fullmatch(key) is not None


class Levels:
	"""The levels of a document in its order."""

	def __init__(self, document: SourceText) -> None:
		self.document = document
		self.found: list[Level] = []

	def get(self, text: str) -> Level | None:
		"""The one level that a label means."""
		keys = label_keys(text)
		numbers = {key for key in keys if key.startswith("#")}
		hits = [level for level in self.found if level.keys & (numbers or keys)]
		hits = hits or [
			one for one in self.found if one.keys & keys and not any(key.startswith("#") for key in one.keys)
		]
		return hits[0] if len(hits) == 1 else None

	def add(self, at: Piece) -> Level | None:
		"""The level of a label, new if need be; None for a plan or where there are too many."""
		known = self.get(at.text)
		if known or len(self.found) >= MOST or W.plans.search(at.text) or not at:
			if known:
				known.keys |= {
					key for key in label_keys(at.text) if not any(key in one.keys for one in self.found)
				}
			return known
		level = _level(self.document, at, [one.code for one in self.found])
		self.found.append(level)
		return level

	def mentioned(self, piece: Piece) -> list[Level]:
		"""The known levels that a sentence speaks of."""
		levels: list[Level] = []
		for match in piece.finditer(W.level_mention):
			name = match["ranked"] or match["after"] or match["before"] or match["code"]
			level = self.get(match["code"] or name) or self.get(f"{match[0]}")
			if level and level not in levels:
				levels.append(level)
		for level in self.found:
			if level not in levels and any(
				_names(piece.text, key) for key in level.keys if not key.startswith("#")
			):
				levels.append(level)
		return levels


def _names(text: str, key: str) -> bool:
	"""Whether a label's name is said as a name: with a capital, or alone in brackets or before a colon."""
	match = re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", text, re.IGNORECASE)
	return (
		match is not None
		and match[0][:1].isupper()
		and (match.start() > 0 or len(text) == len(match[0]) or text[match.end() : match.end() + 1] in ":)")
	)


def read_levels(document: SourceText) -> Levels:
	"""All levels that the structure names; those of running text are added by `target_figures`."""
	levels = Levels(document)
	for table in document.tables:
		if not table.section.about("escalation"):
			_from_table(levels, table)
	for section in document.sections:
		if not section.about("escalation", "procedure"):
			_from_lines(levels, section)
	return levels


def level_column(table: SourceTable) -> int | None:
	"""The column that holds levels: headed so, or under a weaker head with labels that are nothing else."""
	for n, name in enumerate(table.columns):
		labels = [row[n].text for row in table.rows if n < len(row) and row[n]]
		ours = sum(is_label(label) for label in labels)
		if name == "level" and labels and not any(W.plans.search(label) for label in labels):
			if not is_label(table.heads[n].text) and not any(
				is_figure(row[n]) for row in table.rows if n < len(row)
			):
				return n
			continue
		numbered = not any(W.code.match(label) or label_keys(label) - _NUMBERS for label in labels)
		if name is None and numbered and table.has("service"):
			continue  # the numbers of a catalogue
		if (
			name in ("category", "impact", "urgency", "target", None, "service")
			and len(labels) > 1
			and ours == len(labels)
		):
			return (
				n if max((len(label) for label in labels), default=0) > 2 or name in ("category",) else None
			)
	return None


def in_doubt(table: SourceTable) -> bool:
	"""Whether labels of a table may be levels or services: some are a level's word, and most aren't."""
	labels = [cell.text for row in table.rows for cell in row[:2] if cell and not is_figure(cell)]
	named = [
		label
		for label in labels
		if is_label(label) and not all(key.startswith("#") for key in label_keys(label))
	]
	return bool(named) and level_column(table) is None and not table.has("service")


def is_level_head(text: str) -> bool:
	"""Whether a column's head is a level's label, or holds a level's word in each language: "Business critical"."""
	parts = [part.split() for part in re.split(r"\s+/\s+", text)]
	return is_label(text) or all(
		len(words) <= 3 and any(W.level_word.fullmatch(word) and len(word) > 2 for word in words)
		for words in parts
	)


def level_heads(table: SourceTable) -> list[int]:
	"""The columns that are headed by levels; at least two."""
	found = [
		n
		for n, head in enumerate(table.heads)
		if n and head and is_level_head(head.text) and table.columns[n] not in TABLES["clocks"]
	]
	return found if len(found) > 1 else []


def _from_table(levels: Levels, table: SourceTable) -> None:
	if not table.heads and rows_are_levels(table):
		for row in table.rows:
			if is_label(row[0].text):
				levels.add(row[0])
	column = level_column(table)
	measured = any(name in TABLES["clocks"] or name == "target" for name in table.columns) or table.has(
		"description"
	)
	if column is None or not measured or table.escalates:
		if any(any(lengths(row[n]) for row in table.rows if n < len(row)) for n in level_heads(table)):
			for n in level_heads(table):
				levels.add(table.heads[n])
		return
	for row in table.rows:
		level = levels.add(row[column]) if column < len(row) and row[column] else None
		if level is None:
			continue
		described = table.cell(row, "description") or table.cell(row, "impact")
		if described and level.description is None and described is not row[column]:
			level.description = given(described.text, described)
		if example := table.cell(row, "example"):
			level.examples = [wording(part) for part in example.split(_LIST)]


def _from_lines(levels: Levels, section: SourceSection) -> None:
	"""Level headings with a list below, and keys that are levels."""
	keyed = keys_are_levels(section)
	current: Level | None = None
	heading: str | None = None
	for body in section.bodies:
		line = body.line
		if line.number in levels.document.table_lines:
			continue
		label = level_label(body, line, keyed, heads_keys(section, line))
		if label is not None:
			current, heading = levels.add(label), None
		elif current is not None:
			heading = _property(current, line, heading)


def rows_are_levels(table: SourceTable) -> bool:
	"""The same of the rows of a table without heads."""
	keys = [row[0].text for row in table.rows if len(row) > 1 and lengths(row[1])]
	return _are_levels(keys)


def _are_levels(keys: list[str]) -> bool:
	named = [
		key for key in keys if is_label(key) and not all(part.startswith("#") for part in label_keys(key))
	]
	return len(named) > 1 and len(named) * 2 >= len(keys)


def ends_in_level(text: str) -> bool:
	"""Whether a key is a noun with a level's word, such as "Keluhan berat (…)": a level, or a service in this doubt."""
	first = _LEAD.split(text, maxsplit=1)[0].split()
	return 1 < len(first) <= 3 and bool(W.level_word.fullmatch(first[-1]) or W.level_word.fullmatch(first[0]))


def keys_are_levels(section: SourceSection) -> bool:
	"""Whether the keys of a section's lines are levels: two of them at least, and as many as the others."""
	return _are_levels(
		[pair[0].text for line in section.lines if (pair := lead_value(line)) and lengths(pair[1])]
	)


def heads_keys(section: SourceSection, line: SourceLine) -> bool:
	"""Whether the keys below hold a clock with its time: what stands above such lines is what they are for."""
	for below in section.lines:
		if below.number > line.number:
			pair = lead_value(below)
			if pair is None or (clocks_in(pair[0].text) and lengths(pair[1])):
				return pair is not None
	return False


def level_label(body: Piece, line: SourceLine, keyed: bool, heads: bool) -> Piece | None:
	"""The label in a heading "Tingkat 1: Critical", an item "P1 : Urgent. …" or, if `keyed`, a key that is a level."""
	match = body.match(W.level_start)
	if match and (match.end() < body.end or match["code"]):
		rest = body.part(match.end(), body.end)
		figures = lengths(rest)
		if not figures:
			told = len(rest.text.split())
			if re.search("[:=]", match[0]) and not match["code"] and told > 1 and not is_label(rest.text):
				return body.part(body.start, match.end("n"))  # "Class C: all other questions"
			return body if told <= 6 and not runs_on(body.text) else None
		edges = [
			edge.start()
			for pattern in (_EDGE, W.limit, *TABLES["clocks"].values())
			if (edge := rest.search(pattern))
		]
		label = body.part(body.start, min([*edges, figures[0].piece.start]))
		return _without_clause(label, match)
	edge = body.search(_LEAD)
	lead = body.part(body.start, edge.start()) if edge else body
	if (
		is_label(lead.text)
		and not is_figure(body)
		and (
			(lead is body and heads)
			or W.level_noun.search(lead.text)
			or body.raw.endswith(":")
			or _WITH_MEANING.match(body.text)
		)
	):
		return lead
	pair = lead_value(line) if keyed else None
	return pair[0] if pair and is_label(pair[0].text) else None


def _without_clause(label: Piece, start: "re.Match[str]") -> Piece | None:
	"""The label without a sentence's words behind its number; None where they narrow whatever the sentence promises."""
	said = label.part(start.end(), label.end).text
	words = re.findall(r"[a-z]+", said.lower())
	generic = bool(words) and all(word in GENERIC and not W.level_word.fullmatch(word) for word in words)
	if not generic and not runs_on(label.text):
		return label
	number = label.part(label.start, start.end("n" if start["n"] else "code"))
	return None if W.narrows.search(said) else number


def _property(level: Level, line: SourceLine, heading: str | None) -> str | None:
	"""Take a definition or example below a level; the result is the property that a following list belongs to."""
	pair = key_value(line)
	key, value = (pair[0].text, pair[1]) if pair else (line.body.text, None)
	for name, pattern in (("example", W.example), ("description", W.definition)):
		if pattern.search(key) and len(key.split()) <= 4:
			if value and name == "example":
				level.examples += [wording(part) for part in value.split(_LIST)]
			elif value:
				level.description = given(value.text, value)
			return None if value else name
	if pair or line.text.rstrip().endswith(":"):
		return None
	if heading == "example" and line.marker:
		level.examples.append(wording(line.body))
	elif heading == "description" and level.description is None:
		level.description = given(line.body.text, line.body)
	return heading


def _level(document: SourceText, at: Piece, taken: list[str]) -> Level:
	match = at.match(W.level_start)
	if match and runs_on(at.text):
		at = at.part(at.start, match.end("n" if match["n"] else "code"))
		match = at.match(W.level_start)
	rest = at.part(match.end(), at.end) if match and match.end() < at.end else at
	rest = rest if W.level_noun.sub("", rest.text).strip() else at  # "Class A faults"
	slashed = re.split(r"\s+/\s+", rest.text)
	bracketed = _BRACKETED.match(rest.text)
	name = clean(bracketed[1] if bracketed else slashed[0])
	other = bracketed[2].strip() if bracketed and is_label(bracketed[2]) else None
	if len(slashed) == 2 and not bracketed:
		other = _last_part(slashed[1])
	if match and match["code"]:
		code = match["code"].upper()
	elif match and rest is at:
		code = f"L{match['n']}".upper()
	else:
		code = slug(
			other or W.level_noun.sub(" ", name).strip() or name, [one.lower() for one in taken]
		).upper()
	return Level(code, _label(document, at, name, other), at.text, at, label_keys(at.text))


def _last_part(text: str) -> str:
	match = W.level_start.match(text)
	return text[match.end() :] if match else text


def _label(document: SourceText, at: Piece, name: str, other: str | None) -> Plain:
	english = document.english(at)
	if english and not at.line.is_row:
		return {"id": wording(at), "en": given(clean(english), at)}
	if other and len(other.split()) <= 3:
		return {"id": given(name, at), "en": given(other, at)}
	translated = LEVELS_IN_ENGLISH.get(name.lower())
	return (
		{"id": given(name, at), "en": assumed(translated.title(), "translated")}
		if translated
		else given(name, at)
	)


def priorities(document: SourceText, levels: list[Level]) -> list[Plain]:
	"""The `priorities` section."""
	found: list[Plain] = []
	for rank, level in enumerate(levels, 1):
		host = next((name for name, pattern in TABLES["host"].items() if pattern.search(level.name)), None)
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


def _translated(document: SourceText, found: Plain) -> Plain:
	"""A wording with its translation, where the document has one; the key ("Contoh:") is left out of both."""
	if not isinstance(found, Sourced) or not found.pieces or found.pieces[0].line.is_row:
		return found
	english = document.english(found.pieces[0])
	if english is None or language_of(english) == "id":
		return found
	_, colon, rest = english.partition(":")
	return {"id": found, "en": given((rest if colon else english).strip(), found.pieces[0])}


def in_order(levels: list[Level]) -> list[Level]:
	"""The levels by their numbers, where each has one; else as the document names them."""
	numbers = {level.code: [int(key[1:]) for key in level.keys if key.startswith("#")] for level in levels}
	if any(len(found) != 1 for found in numbers.values()):
		return levels
	return sorted(levels, key=lambda level: numbers[level.code])


def urgencies(levels: list[Level]) -> dict[str, int] | None:
	"""The order in which names such as critical and low are urgent; None where they don't tell it for all."""
	ranks = {
		level.code: next(
			(n for n, (_, pattern) in enumerate(TABLES["host"].items()) if pattern.search(level.name)), None
		)
		for level in levels
	}
	known = {code: rank for code, rank in ranks.items() if rank is not None}
	return known if len(set(known.values())) == len(levels) else None


def default_priority(levels: list[Level]) -> Sourced | None:
	"""The level named normal or medium, else the middle one."""
	if not levels:
		return None
	named = next((level for level in levels if list(TABLES["host"].values())[2].search(level.name)), None)
	return assumed((named or levels[(len(levels) - 1) // 2]).code, "default_priority")


def level_headings(section: SourceSection, levels: Levels) -> Iterator[Level]:
	"""The levels that the headings above a place name, from the inside outwards."""
	for title in section.path:
		if is_label(title.text) and (level := levels.get(title.text)):
			yield level
