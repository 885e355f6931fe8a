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
		title = section.title.text if section.title and "duties" in section.own else ""
		if W.provider.search(title) or (ours.search(title) and not W.customer.search(title)):
			mine += [wording(line.body) for line in _list(section)]
		elif W.customer.search(title):
			theirs += [wording(line.body) for line in _list(section)]
	return (mine, theirs) if mine or theirs else _duties_in_sentences(document)


def _duties_in_sentences(document: SourceText) -> tuple[list[Plain], list[Plain]]:
	"""What a document without sections on duties promises or asks in sentences (004 §1, §3, Catatan)."""
	mine: list[Plain] = []
	theirs: list[Plain] = []
	for section, line, sentence in document.sentences():
		if W.will.search(sentence.text):
			mine += [wording(one.body) for one in section.lines if one.number > line.number and one.marker]
		elif W.commits.search(sentence.text) and not percentages(sentence):
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
		if "goals" in section.own and section.lines:
			marked = [line.body for line in section.lines if line.marker]
			prose = [sentence for line in section.lines for sentence in line.sentences]
			return [wording(one) for one in marked or prose if marked or W.aims.search(one.text)]
	return []


def summary(document: SourceText) -> Plain:
	"""The first sentence of prose."""
	for section, line, sentence in document.sentences():
		known = not section.topics or section.about("introduction", "goals", "summary", "services")
		first = known and not line.marker and sentence.start == line.body.start
		if first and len(sentence.text.split()) >= 12 and not sentence.text.startswith("("):
			english = document.english(sentence)
			told = wording(sentence)
			return {"id": told, "en": given(clean(english), sentence)} if english else told
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
		for row in table.rows if table.has("signer") else ():
			if signer := table.cell(row, "signer"):
				role = table.cell(row, "role") or signer
				party = "customer" if W.customer.search(role.text) else "provider"
				text = signer.text if role.text == signer.text else f"{signer.text} ({role.text})"
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
	"""How the agreement is changed; best where a section is about it."""
	found = [
		(0 if section.about("amendment") else 1 if W.every.match(sentence.text) else 2, sentence)
		for section, _, sentence in document.sentences()
		if W.change.match(sentence.text) and W.agreed.search(sentence.text) and W.itself.search(sentence.text)
	]
	return wording(min(found, key=lambda entry: entry[0])[1]) if found else None


def consequence(document: SourceText) -> Plain:
	"""What follows when targets are missed: every sentence or row about it that holds a figure, else the first."""
	pieces = _paid_figures(document) or _first_paid(document)
	texts = [one.line.said if one.line.is_row else one.text for one in pieces]
	whole = " ".join(text if text.endswith(".") else f"{text}." for text in texts)
	return Sourced(whole, tuple(pieces)) if pieces else None


def _paid_figures(document: SourceText) -> list[Piece]:
	paid = {
		row[0].line.number
		for table in document.tables
		for row in table.rows
		if any(W.pays.search(cell.text) for cell in (*(table.heads or table.rows[0]), *row))
	}
	found: list[Piece] = []
	for section in document.sections:
		about = "consequence" in section.own or W.pays.search(section.title.text if section.title else "")
		for line in section.lines:
			for sentence in [line.whole] if line.is_row else line.sentences:
				pays, share = _pays(sentence), percentages(sentence)
				told = (about and (pays or share or not clocks_in(sentence.text))) or (pays and share)
				found += [sentence] if (told or line.number in paid) and is_figure(sentence) else []
	return found


def _pays(sentence: Piece) -> bool:
	cut = W.cuts.search(sentence.text) and W.missed.search(sentence.text)
	return bool(W.pays.search(sentence.text) or cut)


def _first_paid(document: SourceText) -> list[Piece]:
	"""The sentences of the first line that speaks of it."""
	found = [one for _, _, one in document.sentences() if _pays(one) and len(one.text.split()) > 4]
	return [one for one in found if one.line is found[0].line]


def notices(document: SourceText) -> list[Plain]:
	"""The sentences that say how long before maintenance or an end people are told."""
	return [
		wording(sentence)
		for section, _, sentence in document.sentences()
		if not section.about("exclusions", "escalation", "channels")
		and W.told.search(sentence.text)
		and lengths(sentence)
		and not W.pays.search(sentence.text)
	]


def termination(document: SourceText) -> tuple[list[Plain], Sourced | None]:
	"""How it ends, and after how many missed months it may be ended (002 §6)."""
	found: list[Plain] = []
	months: Sourced | None = None
	for section, _, sentence in document.sentences():
		missed = _missed(sentence, section)
		months = months or missed
		ends = "termination" in section.topics and (lengths(sentence) or W.ends.search(sentence.text))
		if (missed or ends) and not sentence.text.endswith("?"):
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
