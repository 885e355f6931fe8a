"""What an agreement says besides numbers: purpose, duties, contacts, signatories, amendment, consequence, end.

Used by `assemble`. 000 §1.1, §6, §7; 001 §2, §5.2, §5.3; 002 (what any agreement should say).
"""

import re

from sla_id.agreements.draft.document import SourceText, key_value
from sla_id.agreements.draft.found import Plain, Sourced, clean, given, wording
from sla_id.agreements.draft.lines import Piece, SourceLine, of_match
from sla_id.agreements.draft.numbers import lengths, percentages
from sla_id.agreements.draft.structure import SourceSection, is_figure
from sla_id.agreements.draft.vocabulary import W, any_of, clocks_in

_ROLE = re.compile(
	r"^((?:Kepala|Direktur|Manajer|Manager|Head|Director|Chief|Ketua|Sekretaris|Lead)\b[^,]{2,90}?)(?:,|\s{2}|$)"
)


def parties_of(document: SourceText, provider: str | None) -> "re.Pattern[str]":
	"""What the provider is called in headings: its name, or a word such as Penyedia."""
	named = [re.escape(provider)] if provider else []
	words = [re.escape(word) for word in (provider or "").split() if len(word) > 3 and word[0].isupper()]
	return any_of("|".join([*named, *words, W.provider.pattern]))


def duties(document: SourceText, provider: str | None) -> tuple[list[Plain], list[Plain]]:
	"""What the provider and the customer take on."""
	ours = parties_of(document, provider)
	mine: list[Plain] = []
	theirs: list[Plain] = []
	for section in document.sections:
		title = section.title.text if section.title else ""
		if "duties" not in section.own or not section.lines:
			continue
		into = (
			mine
			if W.provider.search(title)
			else theirs
			if W.customer.search(title)
			else mine
			if ours.search(title)
			else None
		)
		if into is not None:
			into += [wording(line.body) for line in _list(section)]
	if not mine and not theirs:
		mine, theirs = _duties_in_sentences(document)
	return mine, theirs


def _duties_in_sentences(document: SourceText) -> tuple[list[Plain], list[Plain]]:
	"""What a document without sections on duties promises or asks in sentences (004 §1, §3, Catatan)."""
	mine: list[Plain] = []
	theirs: list[Plain] = []
	for section in document.sections:
		for line in section.lines:
			if line.text.rstrip().endswith(":") and re.search(
				r"\b(?:akan|will)\s*:\s*$", line.text, re.IGNORECASE
			):
				mine += [
					wording(one.body) for one in section.lines if one.number > line.number and one.marker
				]
			for sentence in line.body.sentences() if not line.is_row else ():
				if W.commits.search(sentence.text) and not percentages(sentence):
					mine.append(wording(sentence))
				elif W.asks.search(sentence.text):
					theirs.append(wording(sentence))
	return mine, theirs


def _list(section: SourceSection) -> list[SourceLine]:
	"""The top-level items of a section: marked ones of the first kind, or every line if none is marked."""
	marked = [line for line in section.lines if line.marker and not line.is_row]
	if marked:
		counted = marked[0].marker.isdigit()
		return [line for line in marked if line.marker.isdigit() == counted]
	return [line for line in section.lines if not line.is_row and not line.text.rstrip().endswith(":")]


def goals(document: SourceText) -> list[Plain]:
	"""What the agreement is for: the list of a section on goals, or its sentences."""
	for section in document.sections:
		if "goals" not in section.own or not section.lines:
			continue
		marked = [line for line in section.lines if line.marker]
		if marked:
			return [wording(line.body) for line in marked]
		sentences = [sentence for line in section.lines for sentence in line.body.sentences()]
		aimed = [
			piece
			for piece in sentences
			if re.search(r"tujuan|bertujuan|memastikan|purpose|aim|ensure", piece.text, re.IGNORECASE)
		]
		return [wording(piece) for piece in aimed]
	return []


def summary(document: SourceText) -> Plain:
	"""The first sentence of prose."""
	for section in document.sections:
		if section.topics and not section.about("introduction", "goals", "summary", "services"):
			continue
		for line in section.lines:
			sentence = line.body.sentences()[0] if not line.is_row and not line.marker and line.body else None
			if sentence and len(sentence.text.split()) >= 12 and not sentence.text.startswith("("):
				english = document.english(sentence)
				return (
					{"id": wording(sentence), "en": given(clean(english), sentence)}
					if english
					else wording(sentence)
				)
	return None


def success(document: SourceText) -> list[Plain]:
	"""How success is measured (003 VI)."""
	return [
		wording(line.body)
		for section in document.sections
		if "success" in section.own
		for line in section.lines
		if not line.is_row
	]


def contacts(document: SourceText) -> list[Plain]:
	"""Authorised contacts by role; persons and numbers stay in the document."""
	found: list[Plain] = []
	for section in document.sections:
		if "contacts" not in section.own:
			continue
		duty = next((line for line in section.lines if W.notify.search(line.text)), None)
		for line in section.lines:
			pair = key_value(line)
			if pair and W.role_key.match(pair[0].text) and pair[1]:
				entry: dict[str, Plain] = {"party": "provider", "role": wording(pair[1])}
				if duty:
					entry["duty"] = wording(duty.body)
				found.append(entry)
	return found


def signatories(document: SourceText) -> list[Plain]:
	"""Who signs, by role."""
	found: list[Plain] = []
	for table in document.tables:
		if table.has("signer"):
			for row in table.rows:
				signer, role = table.cell(row, "signer"), table.cell(row, "role")
				if signer:
					party = "customer" if W.customer.search((role or signer).text) else "provider"
					text = (
						f"{signer.text} ({role.text})" if role and role.text != signer.text else signer.text
					)
					found.append({"party": party, "role": given(text, signer)})
	return found or _signed_by(document)


def _signed_by(document: SourceText) -> list[Plain]:
	found: list[Plain] = []
	near = 0
	for line in document.lines:
		cells = line.cells
		if any(W.sign_key.match(cell.text.rstrip(" :")) for cell in cells):
			near = line.number
		elif near and line.number <= near + 2:
			for cell in cells:
				if match := _ROLE.match(cell.text):
					at = cell.search(re.compile(re.escape(match[1].strip())))
					place = of_match(cell, at) if at else cell
					found.append({"party": "provider", "role": given(match[1].strip(), place)})
	return found


def amendment(document: SourceText) -> Plain:
	"""How the agreement is changed."""
	found: list[tuple[int, Piece]] = []
	for section in document.sections:
		for line in section.lines:
			for sentence in line.body.sentences():
				if (
					W.change.match(sentence.text)
					and W.agreed.search(sentence.text)
					and W.itself.search(sentence.text)
				):
					found.append(
						(
							0 if section.about("amendment") else 1 if W.every.match(sentence.text) else 2,
							sentence,
						)
					)
	return wording(min(found, key=lambda entry: entry[0])[1]) if found else None


def consequence(document: SourceText) -> Plain:
	"""What follows when targets are missed: every sentence or row about it that holds a figure, else the first."""
	found: list[Piece] = []
	first: list[Piece] = []
	paid = {
		row[0].line.number
		for table in document.tables
		if any(W.pays.search(cell.text) for row in (table.heads, *table.rows) for cell in row)
		for row in table.rows
	}
	for section in document.sections:
		title = section.title.text if section.title else ""
		about = "consequence" in section.own or bool(W.pays.search(title))
		for line in section.lines:
			for sentence in [_whole_row(line)] if line.is_row else line.body.sentences():
				pays = bool(
					W.pays.search(sentence.text)
					or (W.cuts.search(sentence.text) and W.missed.search(sentence.text))
				)
				share = bool(percentages(sentence))
				told = (about and (pays or share or not clocks_in(sentence.text))) or (pays and share)
				if (told or line.number in paid) and is_figure(sentence):
					found.append(sentence)
				elif pays and not line.is_row and len(sentence.text.split()) > 4:
					first += [sentence] if not first or first[0].line is line else []
	pieces = found or first
	texts = [
		" | ".join(cell.text for cell in one.line.cells if cell) if one.line.is_row else one.text
		for one in pieces
	]
	return (
		Sourced(" ".join(text if text.endswith(".") else f"{text}." for text in texts), tuple(pieces))
		if pieces
		else None
	)


def notices(document: SourceText) -> list[Plain]:
	"""The sentences that say how long before maintenance or an end people are told."""
	return [
		wording(sentence)
		for section in document.sections
		if not section.about("exclusions", "escalation", "channels")
		for line in section.lines
		if not line.is_row
		for sentence in line.body.sentences()
		if W.told.search(sentence.text) and lengths(sentence) and not W.pays.search(sentence.text)
	]


def _whole_row(line: SourceLine) -> Piece:
	return Piece(line, 0, len(line.text)).trimmed()


def termination(document: SourceText) -> tuple[list[Plain], Sourced | None]:
	"""How it ends, and after how many missed months it may be ended (002 §6)."""
	found: list[Plain] = []
	months: Sourced | None = None
	for section in document.sections:
		for line in section.lines:
			for sentence in line.body.sentences():
				missed = _missed(sentence, section)
				months = months or missed
				if missed or (
					"termination" in section.topics and (lengths(sentence) or W.ends.search(sentence.text))
				):
					if not sentence.text.endswith("?"):
						found.append(wording(sentence))
	return found, months


def _missed(sentence: Piece, section: SourceSection) -> Sourced | None:
	if not W.period.search(sentence.text) or not (
		section.about("termination") or W.ends.search(sentence.text)
	):
		return None
	missed = sentence.search(W.period)
	months = [
		one
		for one in lengths(sentence)
		if one.unit == "month" and one.months and not W.terms_notice.match(sentence.line.text, one.piece.end)
	]
	if missed is None or not months:
		return None
	nearest = min(months, key=lambda one: abs(one.piece.start - missed.start()))
	return given(nearest.months, nearest.piece) if (nearest.months or 0) <= 60 else None
