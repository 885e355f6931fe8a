"""What a document holds that an agreement file has no place for: steps of a procedure, types, references, notices.

Used by `assemble`; the result goes into `Draft.facts`. 003 is such a document, 002 lists types of agreements.
"""

import re
from dataclasses import dataclass

from sla_id.agreements.draft.document import Document, key_value
from sla_id.agreements.draft.found import clean
from sla_id.agreements.draft.lines import Line, Piece
from sla_id.agreements.draft.structure import Section
from sla_id.agreements.draft.words import TOPICS, any_of

_OWNER = re.compile(
	r"^(?:Apabila|Jika|Bila|If|When)[^,]{0,120},\s*(?:maka\s+)*(?P<late>[^,]{3,60}?)\s+(?:bersama|melakukan|menetapkan)"
	r"|^(?P<owner>(?:[A-Z][\w&]*(?![\w&])|(?:dan|and|of)(?!\w)|\s|,(?=\s)){1,60}?)\s+(?:melakukan|menetapkan|bersama-sama|bersama|membuat|menyusun"
	r"|mengevaluasi|memantau|meninjau|shall|will|must|[a-z]+s\b)"
)
MOST = 1000
"""Facts kept of one document."""
_TYPE = any_of(r"internal|pelanggan|customer|bertingkat|multi-?\s?level|korporat|corporate")
_DECREE = any_of(r"(?:Nomor|No\.?|Number)\s+(?P<number>\d{1,4}(?:/[\w.]+)+)")
_POINT = any_of(r"titik\s+kontak|points?\s+of\s+contact|contact\s+points?")
_STATUS = any_of(r"status\s+dokumen[^.\t]{0,60}|document\s+status[^.\t]{0,60}")
_NEXT_DAY = any_of(r"di\s*luar\s+jam|outside\s+(?:business|working|service)?\s*hours")
_PERMANENT = any_of(r"berlaku\s+sampai\s+digantikan|until\s+replaced")
_KINDS = (
	(
		"classification",
		any_of(r"diklasifikasikan\s+berdasarkan|classified\s+(?:by|according)"),
	),
	("clock start", any_of(r"(?:hanya|only)\b[^.]{0,60}(?:dimulai|starts?|begins?)\b")),
	(
		"announcement",
		any_of(r"melalui\s+pengumuman|akan\s+diumumkan|will\s+be\s+announced"),
	),
	(
		"right",
		any_of(
			r"(?:klien|mitra|pengguna|pelanggan|clients?|customers?|partners?|users?)\s+(?:dapat|berhak|may)\b"
		),
	),
	("review", any_of(r"interval\s+lain|other\s+interval")),
)
_RHYTHM = any_of(r"per\s+semester|setiap\s+minggu|mingguan|weekly|setiap\s+bulan|monthly")
_LIFE = any_of(r"^(?:revisi(?:\s+ke)?|status\s+dokumen|document\s+status|halaman|page)$")


@dataclass(frozen=True, slots=True)
class Extra:
	"""A fact outside the file: its kind, its wording, who owns it (for steps), and its place."""

	kind: str
	text: str
	place: Piece
	owner: str = ""
	number: str = ""


def read_extras(document: Document) -> list[Extra]:
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
		if section.title and _POINT.search(section.title.text):
			found += [Extra("contact point", clean(p.text), p) for p in _prose(section)]
		if "needs" in section.own or "summary" in section.own:
			found += [Extra("advice", clean(p.text), p) for p in _prose(section)]
		for n, line in enumerate(section.lines):
			found += _of_line(section, line, section.lines[n + 1 : n + 2])
	return sorted(found[:MOST], key=lambda extra: extra.place.line.number)


def _prose(section: Section) -> list[Piece]:
	return [sentence for line in section.lines if not line.is_row for sentence in line.body.sentences()]


def _steps(section: Section) -> list[Extra]:
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


def _types_begin(document: Document) -> int | None:
	"""The section after which headings name types (002: "Apa saja Jenis-Jenis SLA?" stands above them)."""
	for n, section in enumerate(document.sections):
		last = section.lines[-1].text.rstrip() if section.lines else ""
		if "types" in section.own or (last.endswith("?") and TOPICS["types"].search(last)):
			return n
	return None


def _types(section: Section) -> list[Extra]:
	if section.title is None or not _TYPE.search(section.title.text):
		return []
	first = section.lines[:1]
	return [
		Extra("type", section.title.text, section.title),
		*(Extra("type", clean(line.body.text), line.body) for line in first),
	]


def _of_line(section: Section, line: Line, following: tuple[Line, ...]) -> list[Extra]:
	found: list[Extra] = []
	for cell in line.cells:
		for kind, pattern in (("regulation", _DECREE), ("document status", _STATUS)):
			if match := cell.search(pattern):
				found.append(Extra(kind, cell.line.text[match.start() : match.end()].strip(), cell))
		match = cell.search(re.compile(r"\s*:\s*"))
		if line.is_row and match and _LIFE.match(cell.part(cell.start, match.start()).text):
			found.append(Extra("document", cell.text, cell))
	pair = key_value(line)
	if pair and not line.is_row and _LIFE.match(pair[0].text):
		found.append(Extra("document", line.body.text, line.body))
	for sentence in line.body.sentences():
		others = (("outside hours", _NEXT_DAY), ("validity", _PERMANENT), ("rhythm", _RHYTHM))
		for kind, pattern in (*others, *_KINDS):
			if sentence.search(pattern):
				found.append(Extra(kind, clean(_continued(sentence, following)), sentence))
	return found


def _continued(sentence: Piece, following: tuple[Line, ...]) -> str:
	"""A sentence that the next line goes on with (no stop, then a small letter) with that line's first sentence."""
	if (
		sentence.text.endswith((".", ":", "?", ";"))
		or not following
		or sentence.end < len(sentence.line.text)
	):
		return sentence.text
	rest = following[0].body.sentences() if not following[0].marker else []
	return f"{sentence.text} {rest[0].text}" if rest and rest[0].text[:1].islower() else sentence.text
