"""What an agreement says besides numbers: purpose, duties, contacts, signatories, amendment, consequence, end.

Used by `assemble`. 000 §1.1, §6, §7; 001 §2, §5.2, §5.3; 002 (what any agreement should say).
"""

import re

from sla_id.agreements.draft.document import Document, key_value
from sla_id.agreements.draft.found import Found, Plain, clean, given, wording
from sla_id.agreements.draft.lines import Line, Piece, of_match
from sla_id.agreements.draft.numbers import lengths, percentages
from sla_id.agreements.draft.structure import Section, is_figure
from sla_id.agreements.draft.words import CUSTOMER, PROVIDER, any_of, clocks_in

_PERIOD = any_of(
	r"tidak\s+(?:terpenuhi|tercapai|dipenuhi)|gagal\s+(?:dipenuhi|memenuhi)|missed|not\s+(?:met|achieved)|berturut-turut|consecutive"
)
_COMMITS = any_of(r"berkomitmen|commits?\s+to|is\s+dedicated|undertakes")
_ASKS = any_of(
	r"(?:mitra|pengguna|pelanggan|klien|clients?|customers?|partners?|users?)\s+(?:wajib|harus|must|shall)\b|\bselalu\s+gunakan|\balways\s+use"
)
_NOTICE = any_of(r"\s*(?:'\s*)?(?:notice|pemberitahuan|sebelum|before)")
_ENDS = any_of(r"dihentikan|pengakhiran|diakhiri|mengakhiri|terminat|pembatalan|dibatalkan")
_PAYS = any_of(
	r"kompensasi|kredit\s+layanan|\bcredits?\b|denda|penalt[iy]|restitusi|refund|compensat|klaim|\bclaims?\b|ganti\s+rugi"
)
_CUTS = any_of(
	r"(?:di|pem)?potong(?:an)?\b|of\s+(?:the\s+|our\s+|a\s+)?(?:\w+\W?s?\s+){0,2}(?:fees?|invoice|value)|dari\s+(?:\w+\s+){0,2}(?:tagihan|biaya|nilai|iuran)|pengurangan|dikurangi|reduc(?:ed|tion)|deduct"
)
_MISSED = any_of(
	r"di\s*bawah|tidak\s+(?:tercapai|terpenuhi)|gagal|telat|meleset|melanggar|pelanggaran|delay|lewat|\bmiss\b|terlambat|keterlambatan|below|missed|late\b|fails?"
)
_TOLD = any_of(
	r"pemberitahuan|diberitahukan|memberitahukan|diumumkan|mengumumkan|\bnotice\b|announce|notif(?:y|ied|ication)|informed\s+\w*\s*(?:at|in)\b"
)
_EVERY = any_of(r"setiap|segala|any|every|all")
_CHANGE = any_of(
	r"(?:(?:setiap|segala|any|every|all)\s+)?(?:perubahan|amandemen|revisi|amendments?|changes?)\b"
)
_ITSELF = any_of(r"perjanjian|\bSLA\b|agreement|dokumen|document")
_AGREED = any_of(
	r"tertulis|disetujui|disampaikan|didiskusikan|diumumkan|in\s+writing|agreed|approved|announced"
)
_ROLE_KEY = any_of(r"^(?:jabatan|peran|role|position|title)$")
_SIGN_KEY = any_of(
	r"^(?:disiapkan|disetujui|disusun|diperiksa|ditandatangani|prepared|approved|signed)\s+(?:oleh|by)$"
)
_ROLE = re.compile(
	r"^((?:Kepala|Direktur|Manajer|Manager|Head|Director|Chief|Ketua|Sekretaris|Lead)\b[^,]{2,90}?)(?:,|\s{2}|$)"
)
_NOTIFY = any_of(r"memberitahukan|notify|menginformasikan")


def parties_of(document: Document, provider: str | None) -> "re.Pattern[str]":
	"""What the provider is called in headings: its name, or a word such as Penyedia."""
	named = [re.escape(provider)] if provider else []
	words = [re.escape(word) for word in (provider or "").split() if len(word) > 3 and word[0].isupper()]
	return any_of("|".join([*named, *words, PROVIDER.pattern]))


def duties(document: Document, provider: str | None) -> tuple[list[Plain], list[Plain]]:
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
			if PROVIDER.search(title)
			else theirs
			if CUSTOMER.search(title)
			else mine
			if ours.search(title)
			else None
		)
		if into is not None:
			into += [wording(line.body) for line in _list(section)]
	if not mine and not theirs:
		mine, theirs = _duties_in_sentences(document)
	return mine, theirs


def _duties_in_sentences(document: Document) -> tuple[list[Plain], list[Plain]]:
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
				if _COMMITS.search(sentence.text) and not percentages(sentence):
					mine.append(wording(sentence))
				elif _ASKS.search(sentence.text):
					theirs.append(wording(sentence))
	return mine, theirs


def _list(section: Section) -> list[Line]:
	"""The top-level items of a section: marked ones of the first kind, or every line if none is marked."""
	marked = [line for line in section.lines if line.marker and not line.is_row]
	if marked:
		counted = marked[0].marker.isdigit()
		return [line for line in marked if line.marker.isdigit() == counted]
	return [line for line in section.lines if not line.is_row and not line.text.rstrip().endswith(":")]


def goals(document: Document) -> list[Plain]:
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


def summary(document: Document) -> Plain:
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


def success(document: Document) -> list[Plain]:
	"""How success is measured (003 VI)."""
	return [
		wording(line.body)
		for section in document.sections
		if "success" in section.own
		for line in section.lines
		if not line.is_row
	]


def contacts(document: Document) -> list[Plain]:
	"""Authorised contacts by role; persons and numbers stay in the document."""
	found: list[Plain] = []
	for section in document.sections:
		if "contacts" not in section.own:
			continue
		duty = next((line for line in section.lines if _NOTIFY.search(line.text)), None)
		for line in section.lines:
			pair = key_value(line)
			if pair and _ROLE_KEY.match(pair[0].text) and pair[1]:
				entry: dict[str, Plain] = {"party": "provider", "role": wording(pair[1])}
				if duty:
					entry["duty"] = wording(duty.body)
				found.append(entry)
	return found


def signatories(document: Document) -> list[Plain]:
	"""Who signs, by role."""
	found: list[Plain] = []
	for table in document.tables:
		if table.has("signer"):
			for row in table.rows:
				signer, role = table.cell(row, "signer"), table.cell(row, "role")
				if signer:
					party = "customer" if CUSTOMER.search((role or signer).text) else "provider"
					text = (
						f"{signer.text} ({role.text})" if role and role.text != signer.text else signer.text
					)
					found.append({"party": party, "role": given(text, signer)})
	return found or _signed_by(document)


def _signed_by(document: Document) -> list[Plain]:
	found: list[Plain] = []
	near = 0
	for line in document.lines:
		cells = line.cells
		if any(_SIGN_KEY.match(cell.text.rstrip(" :")) for cell in cells):
			near = line.number
		elif near and line.number <= near + 2:
			for cell in cells:
				if match := _ROLE.match(cell.text):
					at = cell.search(re.compile(re.escape(match[1].strip())))
					place = of_match(cell, at) if at else cell
					found.append({"party": "provider", "role": given(match[1].strip(), place)})
	return found


def amendment(document: Document) -> Plain:
	"""How the agreement is changed."""
	found: list[tuple[int, Piece]] = []
	for section in document.sections:
		for line in section.lines:
			for sentence in line.body.sentences():
				if (
					_CHANGE.match(sentence.text)
					and _AGREED.search(sentence.text)
					and _ITSELF.search(sentence.text)
				):
					found.append(
						(
							0 if section.about("amendment") else 1 if _EVERY.match(sentence.text) else 2,
							sentence,
						)
					)
	return wording(min(found, key=lambda entry: entry[0])[1]) if found else None


def consequence(document: Document) -> Plain:
	"""What follows when targets are missed: every sentence or row about it that holds a figure, else the first."""
	found: list[Piece] = []
	first: list[Piece] = []
	paid = {
		row[0].line.number
		for table in document.tables
		if any(_PAYS.search(cell.text) for row in (table.heads, *table.rows) for cell in row)
		for row in table.rows
	}
	for section in document.sections:
		title = section.title.text if section.title else ""
		about = "consequence" in section.own or bool(_PAYS.search(title))
		for line in section.lines:
			for sentence in [_whole_row(line)] if line.is_row else line.body.sentences():
				pays = bool(
					_PAYS.search(sentence.text)
					or (_CUTS.search(sentence.text) and _MISSED.search(sentence.text))
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
		Found(" ".join(text if text.endswith(".") else f"{text}." for text in texts), tuple(pieces))
		if pieces
		else None
	)


def notices(document: Document) -> list[Plain]:
	"""The sentences that say how long before maintenance or an end people are told."""
	return [
		wording(sentence)
		for section in document.sections
		if not section.about("exclusions", "escalation", "channels")
		for line in section.lines
		if not line.is_row
		for sentence in line.body.sentences()
		if _TOLD.search(sentence.text) and lengths(sentence) and not _PAYS.search(sentence.text)
	]


def _whole_row(line: Line) -> Piece:
	return Piece(line, 0, len(line.text)).trimmed()


def termination(document: Document) -> tuple[list[Plain], Found | None]:
	"""How it ends, and after how many missed months it may be ended (002 §6)."""
	found: list[Plain] = []
	months: Found | None = None
	for section in document.sections:
		for line in section.lines:
			for sentence in line.body.sentences():
				missed = _missed(sentence, section)
				months = months or missed
				if missed or (
					"termination" in section.topics and (lengths(sentence) or _ENDS.search(sentence.text))
				):
					if not sentence.text.endswith("?"):
						found.append(wording(sentence))
	return found, months


def _missed(sentence: Piece, section: Section) -> Found | None:
	if not _PERIOD.search(sentence.text) or not (section.about("termination") or _ENDS.search(sentence.text)):
		return None
	missed = sentence.search(_PERIOD)
	months = [
		one
		for one in lengths(sentence)
		if one.unit == "month" and one.months and not _NOTICE.match(sentence.line.text, one.piece.end)
	]
	if missed is None or not months:
		return None
	nearest = min(months, key=lambda one: abs(one.piece.start - missed.start()))
	return given(nearest.months, nearest.piece) if (nearest.months or 0) <= 60 else None
