"""Channels: from lists, sub-headings, tables and "Kanal: …" lines of a section about channels (000 §3.1, 001 §6.2,
004 §2), with addresses, confidentiality, notice and the questions a limited channel takes.

Used by `gather`. Telephone numbers of people are left out, short service numbers are kept.
"""

import re
from dataclasses import dataclass, field

from sla_id.agreements.draft.day_times import read_statement
from sla_id.agreements.draft.document import SourceText, key_value
from sla_id.agreements.draft.found import Plain, Sourced, clean, given, wording
from sla_id.agreements.draft.lines import Piece, SourceLine, is_private, of_match
from sla_id.agreements.draft.numbers import lengths
from sla_id.agreements.draft.structure import SourceSection, SourceTable
from sla_id.agreements.draft.vocabulary import W, any_of, slug

MOST = 40
"""Channels taken from one document."""
KINDS = (
	("web_chat", "Chat", any_of(r"web\s*-?\s*chat|live\s*-?\s*chat")),
	("call_center", "Phone", any_of(r"call\s+cent(?:er|re)|pusat\s+panggilan")),
	("on_site", "On-site", any_of(r"on\s*-?\s*site|kunjungan|di\s+tempat")),
	("virtual", "Virtual", any_of(r"virtual|video\s*conference|zoom|teams|google\s+meet")),
	("email", "E-mail", any_of(r"e-?mail|surel|surat\s+elektronik")),
	("portal", "Portal", any_of(r"portal|web\s*form|help\s*desk\s+web|sistem\s+tiket|ticketing\s+system")),
	("chat", "Chat", any_of(r"\bchat\b|telegram|\bslack\b")),
	("whatsapp", "WhatsApp", any_of(r"whats\s*app|\bwa\b")),
	("twitter", "Social", any_of(r"twitter")),
	("instagram", "Social", any_of(r"instagram")),
	("facebook", "Social", any_of(r"facebook")),
	("integration", "Integration", any_of(r"terintegrasi|integrated\s+with|\bapi\b|integrasi")),
	("phone", "Phone", any_of(r"telepon|telephone|phone|hotline|nomor\b|\bnumber\b")),
)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
_HANDLE = re.compile(r"(?<![\w.])@[\w.]{2,40}\w")
_PHONE = re.compile(r"(?:\+|\b)\d[\d ()./-]{6,20}\d")
_PERSON = re.compile(r"\+?\d[\d ()-]{7,20}\d\s*\([A-Z][\w.']{1,30}(?:\s[A-Z][\w.']{1,30}){0,4}\)")
_LIST = re.compile(r"\s*,\s*(?:dan\s+|and\s+)?|\s+dan\s+|\s+and\s+|\s*;\s*")


@dataclass(slots=True)
class FoundChannel:
	"""A channel as found."""

	code: str
	type: str
	name: Plain
	place: Piece
	lines: list[SourceLine] = field(default_factory=list)
	address: list[Sourced] = field(default_factory=list)
	notes: list[Sourced] = field(default_factory=list)
	categories: list[Plain] = field(default_factory=list)
	confidential: Sourced | None = None
	notice: Sourced | None = None
	notice_in: str | None = None
	personal: Sourced | None = None


def kind_of(text: str) -> tuple[str, str] | None:
	"""The usual code and the type of a channel that a text names."""
	return next(((code, kind) for code, kind, pattern in KINDS if pattern.search(text)), None)


def named_in(text: str, channels: list[FoundChannel]) -> list[FoundChannel]:
	"""The channels of the agreement that a sentence speaks of."""
	patterns = {code: pattern for code, _, pattern in KINDS}
	return [
		channel
		for channel in channels
		if (channel.code in patterns and patterns[channel.code].search(text))
		or str(channel.place.text).lower() in text.lower()
	]


def read_channels(document: SourceText) -> list[FoundChannel]:
	"""All channels, in the order of the document."""
	channels: dict[str, FoundChannel] = {}
	for section in document.about("channels"):
		if section.about("escalation"):
			continue
		_from_heading(document, section, channels)
		for line in section.lines:
			_from_line(document, section, line, channels)
	for table in document.tables:
		if table.has("channel") and not table.section.about("escalation"):
			_from_table(document, table, channels)
		elif table.has("required"):
			_limit(table, list(channels.values()))
	_portals(document, channels)
	for channel in channels.values():
		for line in channel.lines:
			_details(channel, line)
	_personal_numbers(document, channels)
	return list(channels.values())


def _add(
	document: SourceText, at: Piece, kind: tuple[str, str], channels: dict[str, FoundChannel]
) -> FoundChannel:
	code, type_ = kind
	text = clean(at.text)
	if len(channels) >= MOST:
		return FoundChannel(code, type_, given(text, at), at)
	if (code == "phone" and not re.search(r"telepon|phone", text, re.IGNORECASE)) or code == "integration":
		code = slug(text, channels)
	if code not in channels:
		english = document.english(at)
		name: Plain = {"id": given(text, at), "en": given(clean(english), at)} if english else given(text, at)
		channels[code] = FoundChannel(code, type_, name, at)
	return channels[code]


def _from_heading(document: SourceText, section: SourceSection, channels: dict[str, FoundChannel]) -> None:
	"""A sub-heading that names a channel; what is below belongs to it."""
	if section.title is None or section.own & {"channels"}:
		return
	kind = kind_of(section.title.text)
	if kind:
		channel = _add(document, section.title, kind, channels)
		channel.lines += section.lines


def _from_line(
	document: SourceText, section: SourceSection, line: SourceLine, channels: dict[str, FoundChannel]
) -> None:
	"""An item "Name : address", "Kanal Pelaporan: name", or a bare item that names a channel."""
	if line.is_row or (section.title and not section.own & {"channels"} and kind_of(section.title.text)):
		return
	pair = key_value(line)
	if pair and W.name_key.search(pair[0].text) and (kind := kind_of(pair[1].text)):
		_add(document, _name_part(pair[1]), kind, channels).lines.append(line)
		return
	counted = line.marker and (pair or len(line.body.text.split()) <= 4)
	at = pair[0] if pair else line.body
	if counted and not W.not_a_channel.search(at.text) and len(at.text.split()) <= 5:
		kind = kind_of(at.text) or kind_of(line.body.text)
		if kind:
			_add(document, at, kind, channels).lines.append(line)
			return
	if channels and ((line.marker == "-" and not pair) or W.not_a_channel.search(at.text)):
		list(channels.values())[-1].lines.append(line)


def _name_part(piece: Piece) -> Piece:
	"""A name without the stop and a word such as "terkait" at its end."""
	match = piece.search(any_of(r"\s+(?:terkait|yang\s+ditunjuk|resmi)\b.*|\.\s*$"))
	return piece.part(piece.start, match.start()) if match else piece


def _from_table(document: SourceText, table: SourceTable, channels: dict[str, FoundChannel]) -> None:
	for row in table.rows:
		at = table.cell(row, "channel")
		kind = kind_of(at.text) if at else None
		if at is None or kind is None:
			continue
		channel = _add(document, at, kind, channels)
		address = table.cell(row, "address")
		if address:
			channel.address += _addresses(address)


def _portals(document: SourceText, channels: dict[str, FoundChannel]) -> None:
	"""A portal that the tiers or the procedure speak of counts as a channel too (000 §4.2)."""
	portal = any_of(r"Portal(?:\s+[A-Z]\w+){1,3}")
	for section in document.about("escalation"):
		for line in section.lines:
			match = portal.search(line.text)
			if match and "portal" not in channels and channels:
				_add(document, of_match(line.body, match), ("portal", "Portal"), channels)


def _details(channel: FoundChannel, line: SourceLine) -> None:
	text = line.text
	pair = key_value(line)
	if _PERSON.search(text):
		channel.personal = given(True, line.body)
	channel.address += [
		found for found in _addresses(pair[1] if pair else line.body) if found not in channel.address
	]
	if W.secret.search(text):
		channel.confidential = given(not W.forbidden.search(text), line.body)
		channel.notes.append(wording(line.body))
	for length in lengths(line.body):
		if length.unit == "day" and W.channels_notice.search(text[length.piece.end : length.piece.end + 40]):
			channel.notice = given(int(length.amount), length.piece)
			channel.notice_in = "working_days" if length.working else "calendar_days"
	if read_statement(line.body).windows:
		channel.notes.append(wording(line.body))
	elif re.search(r"terintegrasi|integrated", text) and pair:
		channel.notes.append(wording(pair[1]))
	elif W.note.match(line.body.text) and not _PHONE.search(text):
		channel.notes.append(wording(line.body))


def _addresses(piece: Piece) -> list[Sourced]:
	found: list[tuple[int, Sourced]] = []
	for match in piece.finditer(_EMAIL):
		found.append((match.start(), given(match[0], of_match(piece, match))))
	for pattern in (W.site, _HANDLE):
		for match in piece.finditer(pattern):
			if not any(match[0] in str(entry.value) for _, entry in found):
				found.append((match.start(), given(match[0], of_match(piece, match))))
	private = any(is_private(match[0]) for match in piece.finditer(_PHONE))
	if not found and not private and W.called.search(piece.line.text):
		if short := piece.search(W.short_number):
			found.append((short.start(), given(short[0], of_match(piece, short))))
	return [entry for _, entry in sorted(found, key=lambda pair: pair[0])]


def _limit(table: SourceTable, channels: list[FoundChannel]) -> None:
	"""The questions that a channel takes, and what each must bring (001 §6.2)."""
	first = table.heads[0].line.number
	for line in table.section.lines:
		if line.number < first and W.limited.search(line.text):
			for channel in named_in(line.text, channels)[:1]:
				channel.categories = _categories(table)
				channel.notes.append(wording(line.body))
				return


def _categories(table: SourceTable) -> list[Plain]:
	whole = {(table.cell(row, "required") or row[0]).text.lower() for row in table.rows}
	found: list[Plain] = []
	for number, row in enumerate(table.rows[:MOST]):
		name = table.cell(row, "category") or table.cell(row, "service")
		needs = table.cell(row, "required")
		if name is None or needs is None:
			continue
		required, optional = _needs(needs, whole)
		letter = row[0].text.strip(".) ")
		code = letter if letter and row[0] is not name and len(letter) <= 3 else str(number + 1)
		found.append({"code": code, "name": wording(name), "required": required, "optional": optional})
	return found


def _needs(cell: Piece, whole: set[str]) -> tuple[list[Plain], list[Plain]]:
	required: list[Plain] = []
	optional: list[Plain] = []
	for part in cell.split(_LIST):
		text = part.text
		if match := W.optional.search(text):
			optional.append(given(_capital(text[: match.start()]), part))
			continue
		end = next((w for w in whole if text.lower().endswith(" " + w) and len(w.split()) > 1), None)
		names = [text[: -len(end)].strip(), text[-len(end) :]] if end else [text]
		required += [given(_capital(name), part) for name in names]
	return required, optional


def _capital(text: str) -> str:
	plain = clean(text)
	return plain[:1].upper() + plain[1:]


def _personal_numbers(document: SourceText, channels: dict[str, FoundChannel]) -> None:
	"""A number with a person's name behind it, under a role that a channel is named after (000 §7.3)."""
	for section in document.about("contacts"):
		roles = [pair[1].text.lower() for line in section.lines if (pair := key_value(line))]
		person = next((line for line in section.lines if _PERSON.search(line.text)), None)
		for channel in channels.values():
			if person and any(role and role in channel.place.text.lower() for role in roles):
				channel.personal = given(True, person.body)


def channels_section(channels: list[FoundChannel]) -> list[Plain]:
	"""The `channels` section."""
	return [
		{
			"code": channel.code,
			"name": channel.name,
			"type": channel.type,
			"personal_number": channel.personal,
			"address": _joined(channel.address),
			"confidential": channel.confidential,
			"notice_days": channel.notice,
			"notice_in": channel.notice_in,
			"note": _joined(channel.notes, " / "),
			"categories": channel.categories,
		}
		for channel in channels
	]


def _joined(found: list[Sourced], between: str = ", ") -> Sourced | None:
	if not found:
		return None
	unique = {str(entry.value): entry for entry in found}
	return Sourced(between.join(unique), tuple(piece for entry in unique.values() for piece in entry.pieces))
