"""What a document holds that an agreement file has no place for: steps of a procedure, types, references, notices.

Used by `assemble`; the result goes into `Draft.facts`. 003 is such a document, 002 lists types of agreements.
"""

import re
from dataclasses import dataclass

from sla_id.agreements.draft.document import SourceText, key_value
from sla_id.agreements.draft.found import clean
from sla_id.agreements.draft.lines import Piece, SourceLine
from sla_id.agreements.draft.structure import SourceSection
from sla_id.agreements.draft.vocabulary import TABLES, W

_OWNER = re.compile(
	r"^(?:Apabila|Jika|Bila|If|When)[^,]{0,120},\s*(?:maka\s+)*(?P<late>[^,]{3,60}?)\s+(?:bersama|melakukan|menetapkan)"
	r"|^(?P<owner>(?:[A-Z][\w&]*(?![\w&])|(?:dan|and|of)(?!\w)|\s|,(?=\s)){1,60}?)\s+(?:melakukan|menetapkan|bersama-sama|bersama|membuat|menyusun"
	r"|mengevaluasi|memantau|meninjau|shall|will|must|[a-z]+s\b)"
)
MOST = 1000
"""Facts kept of one document."""


@dataclass(frozen=True, slots=True)
class Extra:
	"""A fact outside the file: its kind, its wording, who owns it (for steps), and its place."""

	kind: str
	text: str
	place: Piece
	owner: str = ""
	number: str = ""


def read_extras(document: SourceText) -> list[Extra]:
	"""All of them, in the order of the document."""
	found: list[Extra] = []
	types = _types_begin(document)
	for number, section in enumerate(document.sections):
		if len(found) >= MOST:
			break
		if "procedure" in section.own:
			found += _steps(section)
		if types is not None and number > types:
			found += _types(section)
		if section.title and W.point.search(section.title.text):
			found += [Extra("contact point", clean(p.text), p) for p in _prose(section)]
		if "needs" in section.own or "summary" in section.own:
			found += [Extra("advice", clean(p.text), p) for p in _prose(section)]
		for n, line in enumerate(section.lines):
			found += _of_line(section, line, section.lines[n + 1 : n + 2])
	return sorted(found[:MOST], key=lambda extra: extra.place.line.number)


def _prose(section: SourceSection) -> list[Piece]:
	return [sentence for line in section.lines for sentence in line.sentences]


def _steps(section: SourceSection) -> list[Extra]:
	steps: list[Extra] = []
	for line in section.lines:
		if line.marker.isdigit() and not line.is_row:
			match = _OWNER.match(line.body.text[:300])
			owner = (match["owner"] or match["late"] or "").strip(" ,") if match else ""
			steps.append(Extra("step", line.body.text, line.body, owner, line.marker))
		elif steps and not line.marker and not line.is_row and line.body.text[:1].islower():
			last = steps[-1]
			steps[-1] = Extra("step", f"{last.text} {line.body.text}", last.place, last.owner, last.number)
	return steps


def _types_begin(document: SourceText) -> int | None:
	"""The section after which headings name types (002: "Apa saja Jenis-Jenis SLA?" stands above them)."""
	for n, section in enumerate(document.sections):
		last = section.lines[-1].text.rstrip() if section.lines else ""
		if "types" in section.own or (last.endswith("?") and TABLES["topics"]["types"].search(last)):
			return n
	return None


def _types(section: SourceSection) -> list[Extra]:
	if section.title is None or not W.type.search(section.title.text):
		return []
	first = section.lines[:1]
	return [
		Extra("type", section.title.text, section.title),
		*(Extra("type", clean(line.body.text), line.body) for line in first),
	]


def _of_line(section: SourceSection, line: SourceLine, following: tuple[SourceLine, ...]) -> list[Extra]:
	found: list[Extra] = []
	for cell in line.cells:
		for kind, pattern in (("regulation", W.decree), ("document status", W.status)):
			if match := cell.search(pattern):
				found.append(Extra(kind, cell.line.text[match.start() : match.end()].strip(), cell))
		match = cell.search(re.compile(r"\s*:\s*"))
		if line.is_row and match and W.life.match(cell.part(cell.start, match.start()).text):
			found.append(Extra("document", cell.text, cell))
	pair = key_value(line)
	if pair and not line.is_row and W.life.match(pair[0].text):
		found.append(Extra("document", line.body.text, line.body))
	for sentence in line.body.sentences():
		others = (("outside hours", W.next_day), ("validity", W.permanent), ("rhythm", W.rhythm))
		for kind, pattern in (*others, *TABLES["kinds"].items()):
			if sentence.search(pattern):
				found.append(Extra(kind, clean(_continued(sentence, following)), sentence))
	return found


def _continued(sentence: Piece, following: tuple[SourceLine, ...]) -> str:
	"""A sentence that the next line goes on with (no stop, then a small letter) with that line's first sentence."""
	if (
		sentence.text.endswith((".", ":", "?", ";"))
		or not following
		or sentence.end < len(sentence.line.text)
	):
		return sentence.text
	rest = following[0].body.sentences() if not following[0].marker else []
	return f"{sentence.text} {rest[0].text}" if rest and rest[0].text[:1].islower() else sentence.text
