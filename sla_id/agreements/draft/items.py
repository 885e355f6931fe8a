"""Lists below a sentence: coded items such as required facts, classes out of scope, exclusions.

Used by `assemble`. 000 §1.2, §3.2, §5.2; 001 §5.3; 004 §3 are examples.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from sla_id.agreements.draft.clauses import left_over
from sla_id.agreements.draft.document import SourceText, key_value
from sla_id.agreements.draft.found import Plain, clean, given
from sla_id.agreements.draft.lines import Piece, SourceLine
from sla_id.agreements.draft.numbers import NUMBER_WORD, percentages
from sla_id.agreements.draft.structure import SourceSection
from sla_id.agreements.draft.title_page import own_words
from sla_id.agreements.draft.vocabulary import ABOVE, BESIDE_AVAILABILITY, TABLES, W, any_of, slug

MOST = 200
"""Items of one list."""
_BRACKETED = re.compile(r"\s*\(([^()]{3,200})\)\.?\s*$")
_AVAILABLE = any_of(r"ketersediaan|\btersedia\b|uptime|availability|available")
_PROMISED = any_of(rf"{_AVAILABLE.pattern}|guarantee|jaminan|komitmen|\bSLA\b")


def below(section: SourceSection, n: int) -> list[SourceLine]:
	"""The list below the section's nth line: marked items if the first is marked, else what stands before the next
	line that ends in ":". At most MOST items.
	"""
	intro = section.lines[n]
	following = [line for line in section.lines[n + 1 : n + 1 + MOST] if not line.is_row]
	if not following:
		return []
	deeper = following[0].marker if following[0].marker else None
	found: list[SourceLine] = []
	for line in following:
		if deeper is None and (line.text.rstrip().endswith(":") or line.marker):
			break
		if deeper is not None and _other_list(found, line, intro):
			break
		found.append(line)
	return found


def _other_list(found: list[SourceLine], line: SourceLine, intro: SourceLine) -> bool:
	"""Whether a line ends the list: unmarked, or counting on where the intro stood."""
	if not line.marker:
		return True
	if intro.marker.isdigit() and line.marker.isdigit() and not (found and found[-1].marker.isdigit()):
		return int(line.marker) == int(intro.marker) + 1
	return False


def required_facts(document: SourceText) -> list[Plain]:
	"""What a report must hold."""
	found: list[Plain] = []
	for section in document.about("facts"):
		for line in section.lines:
			pair = key_value(line)
			if pair and pair[1] and not line.is_row:
				_add(found, pair[0], pair[1], TABLES["facts"].items())
			elif line.marker and not line.is_row:
				_add(found, line.body, None, TABLES["facts"].items())
	return found or _facts_of_sentence(document)


def _facts_of_sentence(document: SourceText) -> list[Plain]:
	"""A sentence such as "memerlukan informasi lengkap, termasuk screenshot atau video …"."""
	found: list[Plain] = []
	for section in document.sections:
		for line in section.lines:
			match = line.body.search(W.needed)
			if (
				match is None
				or line.is_row
				or not re.search(r"informasi|information|data|screenshot", line.text, re.IGNORECASE)
			):
				continue
			for part in line.body.part(match.end(), line.body.end).split(W.including):
				_add(found, part, None, TABLES["facts"].items())
			return found
	return found


def _add(
	found: list[Plain],
	label: Piece,
	description: Piece | None,
	known: Iterable[tuple[str, "re.Pattern[str]"]],
) -> None:
	if len(found) >= MOST:
		return
	codes = [entry["code"] for entry in found]
	usual = next((code for code, pattern in known if pattern.search(label.text)), None)
	code = usual if usual and usual not in codes else slug(label.text, codes)
	text = clean(label.text)
	entry: dict[str, Plain] = {"code": code, "label": given(text[:1].upper() + text[1:], label)}
	if description:
		entry["description"] = given(clean(description.text), description)
	found.append(entry)


def out_of_scope(document: SourceText) -> list[Plain]:
	"""Classes of work that the agreement doesn't cover."""
	found: list[Plain] = []
	for section in document.sections:
		if section.about("exclusions"):
			continue
		for n, line in enumerate(section.lines):
			if W.not_covered.search(line.text) and line.text.rstrip().endswith(":"):
				for item in below(section, n):
					_add(found, item.body, None, ())
		if "out_of_scope" in section.own and not found:
			for item in section.lines:
				if item.marker:
					_add(found, item.body, None, ())
	return found


def availability(document: SourceText) -> Plain:
	"""The uptime promised for a month, and what doesn't count against it; nothing where the text gives several, or where a
	word of the sentence or row isn't understood."""
	found = list(_availabilities(document))
	if not found or len({share for share, *_ in found}) > 1:
		return None
	share, _at, section, line = found[0]
	monthly = W.monthly.search(line.text)
	return {
		"target_percent": given(
			int(share) if share == int(share) else f"{share.normalize():f}", *(one[1] for one in found)
		),
		"period": given("calendar_month", Piece(line, monthly.start(), monthly.end())) if monthly else None,
		"exclusions": exclusions(document),
		"source": section.number or None,
	}


def _availabilities(document: SourceText) -> Iterator[tuple[Decimal, Piece, SourceSection, SourceLine]]:
	for section in document.sections:
		headed = section.about("availability") and not section.about("escalation")
		intro: Piece | None = None
		for line in section.lines:
			for said in [line.whole] if line.is_row else line.sentences:
				shares = percentages(said)
				above = [*section.path, *_heads(document, line), *([intro] if intro else [])]
				if (
					len(shares) == 1
					and (headed or _AVAILABLE.search(said.text))
					and _is_understood(document, said)
					and all(_is_understood(document, one, ABOVE, W.heading_says_nothing) for one in above)
				):
					yield (*shares[0], section, line)
			intro = line.body if line.text.rstrip().endswith(":") else intro if line.marker else None


def _heads(document: SourceText, line: SourceLine) -> list[Piece]:
	"""What stands above a row."""
	return [
		head
		for table in document.tables
		if line.is_row and any(row[0].line is line for row in table.rows)
		for head in (*table.heads, table.intro)
		if head
	]


def _is_understood(
	document: SourceText, said: Piece, more: frozenset[str] = frozenset(), *others: "re.Pattern[str]"
) -> bool:
	"""Whether every word speaks of the availability of what the document is about."""
	known = (W.measured, _AVAILABLE, W.percent, NUMBER_WORD, W.monthly, W.firm, W.provider, *others)
	return not left_over(said, BESIDE_AVAILABILITY | own_words(document) | more, *known)


def exclusions(document: SourceText) -> list[Plain]:
	"""What isn't counted as downtime."""
	found: list[Plain] = []
	for section in document.sections:
		for n, line in enumerate(section.lines):
			introduces = line.text.rstrip().endswith(":") and W.not_counted.search(line.text)
			if not introduces or not (
				section.about("exclusions", "availability") or _PROMISED.search(line.text)
			):
				continue
			for item in below(section, n):
				match = _BRACKETED.search(item.body.raw)
				label, more = item.body, None
				if match:
					label = item.body.part(item.body.start, item.body.start + match.start())
					more = item.body.part(item.body.start + match.start(1), item.body.start + match.end(1))
				_add(found, label, more, TABLES["exclusions"].items())
	return found


def formula_missing(document: SourceText) -> SourceLine | None:
	"""A line that announces a formula with nothing behind it (000 §5.1: it was a picture)."""
	for section in document.about("availability"):
		for n, line in enumerate(section.lines):
			if re.search(r"formula|rumus", line.text, re.IGNORECASE) and line.text.rstrip().endswith(":"):
				following = section.lines[n + 1 : n + 2]
				if not following or "/" not in following[0].text:
					return line
	return None
