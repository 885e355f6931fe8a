"""The head of the agreement: title, number, version, provider, dates, review, version history.

Used by `assemble`. 000 first lines and §7.1, 001 first page and §4, 003 page header, 004 title.
"""

import re
from datetime import date
from functools import lru_cache

from sla_id.agreements.draft.dates import first_date
from sla_id.agreements.draft.document import SourceText, key_value
from sla_id.agreements.draft.found import Plain, Sourced, clean, given
from sla_id.agreements.draft.lines import Piece, SourceLine, of_match
from sla_id.agreements.draft.numbers import lengths
from sla_id.agreements.draft.structure import SourceTable, is_figure
from sla_id.agreements.draft.vocabulary import TABLES, W, any_of, slug

_NUMBER = any_of(r"^\s*(?:no|nomor|number)\.?\s*:?\s*(?P<number>[\w.-]*\d[\w.-]*(?:/[\w.-]+){1,6})\s*$")
_YEAR = re.compile(r"\b(20\d\d)\b")
_NAME = r"(?P<name>(?:(?:PT|CV|UD|Perum|Yayasan)\.?\s+)?[A-Z][\w&.'-]{0,40}(?:\s+(?:[A-Z][\w&.'-]{0,40}|dan(?=\s+[A-Z])|of(?=\s+[A-Z]))){0,8})"
_HEAD_LINES = 40
_PROVIDERS = tuple(
	(re.compile(pattern.replace("NAME", _NAME)), reach)
	for pattern, reach in (
		(
			r"NAME\s*\(\s*\"?(?:selanjutnya\s+disebut\s+)?[\"']?(?:Penyedia|(?:Service\s+)?Provider|Vendor)\b",
			_HEAD_LINES,
		),
		(r"(?:disediakan\s+oleh|diberikan\s+oleh|provided\s+by)\s+NAME", _HEAD_LINES),
		(r"\b(?:oleh|by)\s+NAME", 5),
		(r"\b(?:berlaku\s+di|applicable\s+at)\s+NAME", _HEAD_LINES),
		(r"\b(?P<name>(?:PT|CV)\.?\s+[A-Z][\w&.-]{0,40}(?:\s+[A-Z][\w&.-]{0,40}){0,8})", _HEAD_LINES),
	)
)


def title(document: SourceText) -> Sourced | None:
	"""The title: a "Judul:" line, or the longest of the first lines that speak of an agreement."""
	head = document.lines[:_HEAD_LINES]
	for line in head:
		for pair in _pairs(line):
			if W.title_key.match(pair[0].text) and pair[1]:
				return given(clean(pair[1].text), pair[1])
	named = [
		line.body
		for line in head[:12]
		if W.title.search(line.text) and not line.is_row and _is_title(line.body)
	]
	best = max(named[:3], key=lambda piece: len(piece.text), default=None)
	return given(clean(best.text), best) if best else None


def _is_title(piece: Piece) -> bool:
	return (
		len(piece.text.split()) <= 14
		and not piece.text.startswith("(")
		and not piece.text.endswith((".", ":", "?"))
	)


def _pairs(line: SourceLine) -> list[tuple[Piece, Piece]]:
	"""The keys and values of a line; a row may hold several."""
	cells = line.cells if line.is_row else ()
	found = []
	for cell in cells:
		match = cell.search(any_of(r"\s*:\s*"))
		if match and match.start() > cell.start:
			found.append((cell.part(cell.start, match.start()), cell.part(match.end(), cell.end)))
	pair = key_value(line)
	return [*(entry for entry in found if entry[1]), *([pair] if pair else [])]


def version_rows(document: SourceText) -> list[Plain]:
	"""The version history."""
	for table in document.tables:
		if table.has("version") and (table.has("date") or table.has("description")):
			return [_version_row(table, row) for row in table.rows[:100] if table.cell(row, "version")]
	return []


def _version_row(table: SourceTable, row: tuple[Piece, ...]) -> Plain:
	version, day, text = table.cell(row, "version"), table.cell(row, "date"), table.cell(row, "description")
	assert version is not None
	dated = first_date(day) if day else None
	return {
		"version": given(version.text, version),
		"date": given(dated[0], dated[1]) if dated else None,
		"description": given(clean(text.text), text) if text else given(version.text, version),
	}


def version(document: SourceText, rows: list[Plain]) -> Sourced | None:
	"""The last of the history (by date), a "Versi 1.0" line, else the year the title names."""
	dated = [row for row in rows if row["date"]]
	if dated:
		return max(dated, key=lambda row: row["date"].value)["version"]  # type: ignore[no-any-return]
	if rows:
		return rows[-1]["version"]  # type: ignore[no-any-return]
	for line in document.lines[:_HEAD_LINES]:
		if match := W.version.match(line.text):
			return given(match["v"], of_match(line.body, match, "v"))
		for key, value in _pairs(line):
			if W.version_key.match(key.text) and re.fullmatch(r"[\d.]+", value.text):
				return given(value.text, value)
	found = title(document)
	if found and (match := found.pieces[0].search(_YEAR)):
		return given(match[1], of_match(found.pieces[0], match))
	return None


def numbers(document: SourceText) -> list[Sourced]:
	"""The document's own number, every time it is given as such; the first one counts."""
	found: list[Sourced] = []
	for line in document.every_line:
		if match := _NUMBER.match(line.text):
			found.append(given(match["number"], of_match(line.body, match, "number")))
		for key, value in _pairs(line):
			if W.number_key.match(key.text) and re.search(r"\d", value.text) and "/" in value.text:
				found.append(given(value.text, value))
	return found


def number(document: SourceText) -> Sourced | None:
	"""The first number, with the places that repeat it."""
	found = numbers(document)
	same = [piece for one in found[1:] if one.value == found[0].value for piece in one.pieces]
	return found[0].confirmed_by(*same) if found else None


def effective_from(document: SourceText) -> Sourced | None:
	"""The day it comes into force; a year alone means its first day."""
	for line in document.lines:
		match = W.begins.search(line.text)
		if match and (found := first_date(Piece(line, match.start(), len(line.text)))):
			return given(found[0], found[1])
	for line in document.lines[:_HEAD_LINES]:
		if match := W.year_from.search(line.text):
			return given(date(int(match["y"]), 1, 1), of_match(line.body, match, "y"))
	return None


def effective_to(document: SourceText, start: Sourced | None) -> Sourced | None:
	"""The last day, where the text names one after the first."""
	if start is None:
		return None
	for line in document.lines:
		if not re.search(r"berlaku|valid|effective|in\s+force|expires", line.text):
			continue
		match = W.until.search(line.text)
		found = first_date(Piece(line, match.start(), len(line.text))) if match else None
		if found and found[0] > start.value:
			return given(found[0], found[1])
	return None


def provider(document: SourceText) -> Sourced | None:
	"""Who provides: a "Penyedia Layanan:" line, a definition in brackets, "oleh X" in the head, or a company."""
	head = document.lines[:_HEAD_LINES]
	for line in document.lines:
		for key, value in _pairs(line):
			if W.provider_key.match(key.text) and value and len(value.text.split()) <= 10:
				return given(clean(value.text), value)
	for pattern, reach in _PROVIDERS:
		for line in head[:reach]:
			if match := pattern.search(line.text):
				return given(clean(match["name"]), of_match(line.body, match, "name"))
	return None


@lru_cache(2)
def own_words(document: SourceText) -> frozenset[str]:
	"""The words of the provider's name and of the title: the document's own subject, which narrows nothing."""
	named = [str(one.value) for one in (provider(document), title(document)) if one]
	first = [
		line.text for line in document.lines[:2] if not is_figure(line.body) and not line.text.endswith(".")
	]
	return frozenset(re.findall(r"\w{2,}", " ".join([*named, *first])))


def code_for(name: str) -> str:
	"""A code derived from a name: the legal form is left out."""
	plain = re.sub(r"\b(?:PT|CV|UD|Tbk|Persero)\b\.?", " ", name)
	return slug(plain, words=2).upper().replace("_", "-")


def review(document: SourceText) -> Plain:
	"""How often it is reviewed, when last, when next. "1 Tahun" weighs more than "setiap tahun"."""
	every = intervals(document)
	if not every:
		return None
	months = every[0].confirmed_by(
		*(piece for one in every[1:] if one.value == every[0].value for piece in one.pieces)
	)
	return {"months": months, "last": _review_day(document, W.last), "next": _review_day(document, W.next)}


def intervals(document: SourceText) -> list[Sourced]:
	"""Every interval of review that the text gives, those in figures first."""
	found: list[Sourced] = []
	for section in document.sections:
		for line in section.lines:
			about = W.review.search(line.text) or "review" in section.own
			if about and not section.about("escalation") and (every := _interval(line.body)):
				found.append(every)
	return sorted(found, key=lambda one: not one.pieces[0].text[:1].isdigit())


def _review_day(document: SourceText, which: "re.Pattern[str]") -> Sourced | None:
	for line in document.lines:
		pair = key_value(line)
		if pair and W.review.search(pair[0].text) and which.search(pair[0].text):
			if found := first_date(pair[1]):
				return given(*found)
	return None


def _interval(piece: Piece) -> Sourced | None:
	for length in lengths(piece):
		if length.months and length.months <= 120:
			return given(length.months, length.piece)
	for months, pattern in TABLES["every_months"].items():
		if match := piece.search(pattern):
			return given(int(months), of_match(piece, match))
	return None


def for_all(document: SourceText) -> Sourced | None:
	"""Whether it holds for all users (001 §1): then it is the default agreement."""
	for line in document.lines:
		if re.search(r"berlaku\s+bagi|applies\s+to", line.text, re.IGNORECASE) and (
			match := W.customers_all.search(line.text)
		):
			return given(True, of_match(line.body, match))
	return None
