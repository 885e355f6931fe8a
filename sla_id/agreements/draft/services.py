"""The service catalogue and its targets: coded lists and tables with sub-services and merged cells (001 §5.1, §6.4),
request types under their own headings (004 §5), and a sentence that lists what is covered (000 §1.2).

Used by `assemble`. An empty cell has the value above it, within its own service; a dash is no target.
"""

import re
from dataclasses import dataclass, field

from sla_id.agreements.draft.document import Document
from sla_id.agreements.draft.found import Found, Plain, clean, given
from sla_id.agreements.draft.lines import Line, Piece, of_match
from sla_id.agreements.draft.outline import Section
from sla_id.agreements.draft.promises import Met, Promise, read_promise, target_row
from sla_id.agreements.draft.tables import Table
from sla_id.agreements.draft.words import upper_slug

MOST = 400
_CODE = re.compile(r"\b[A-Z][A-Z0-9]{1,9}(?:[.-]\d{1,3}){1,3}\b")
_AROUND_CODE = re.compile(r"\s*[-:]?\s*\(?\s*$")
_AFTER_CODE = re.compile(r"\s*\)?\s*[-:]?\s*")
_COUNTED = re.compile(r"\s*(\d{1,2})[.)]\s+")
_REQUEST = re.compile(r"permintaan|request|perubahan|change|broadcast", re.IGNORECASE)
_INCIDENT = re.compile(r"insiden|gangguan|incident|fault", re.IGNORECASE)
_COVERS = re.compile(
	r"(?:meliputi|mencakup|terdiri\s+(?:dari|atas)|includes?|covers?|comprises?)\s*:?\s+", re.IGNORECASE
)
_AND = re.compile(r"\s*,\s*(?:dan\s+|serta\s+|and\s+)?|\s+dan\s+|\s+and\s+|\s*;\s*")
_NEGATED = re.compile(r"\b(?:tidak|not)\s+(?:mencakup|meliputi|include|cover)", re.IGNORECASE)


@dataclass(slots=True)
class Service:
	"""A service as found, with its sub-services."""

	code: Plain
	name: Piece
	place: Piece
	children: list["Service"] = field(default_factory=list)
	promise: Promise | None = None
	merged: bool = False
	source: str = ""
	request: bool = False
	label: str = ""

	@property
	def key(self) -> str:
		"""The code as text."""
		return str(self.code.value)


def read_services(document: Document) -> list[Service]:
	"""The catalogue; a service is named where it first appears. At most MOST services are taken."""
	services: dict[str, Service] = {}
	for section in document.sections:
		for line in section.lines:
			if len(services) < MOST and not line.is_row:
				_from_list(section, line, services)
	for table in document.tables:
		if table.has("service") and (table.has("target") or _clock_column(table)):
			_from_table(table, services)
	if not services:
		services = _requests(document) or _covered(document)
	_to_parents(services)
	return list(services.values())


def _split_code(piece: Piece) -> tuple[Piece, Piece] | None:
	"""The code in a text such as "CODE - Name" or "Name (CODE)", and the name without it."""
	match = piece.search(_CODE)
	if match is None:
		return None
	before = piece.part(piece.start, match.start())
	edge = before.search(_AROUND_CODE)
	before = before.part(before.start, edge.start()) if edge else before
	after_match = _AFTER_CODE.match(piece.line.text, match.end(), piece.end)
	after = piece.part(after_match.end() if after_match else match.end(), piece.end)
	return of_match(piece, match), before or after


def _from_list(section: Section, line: Line, services: dict[str, Service]) -> None:
	if not line.marker or not section.about("services", "hours", "priorities", "requests"):
		return
	split = _split_code(line.body)
	if split and split[1] and split[0].text not in services and split[0].start < line.body.start + 3:
		code, name = split
		services[code.text] = Service(given(code.text, code), name, line.body)


def _clock_column(table: Table) -> str | None:
	return next((name for name in ("fulfilment", "resolution", "response") if name in table.columns), None)


def _from_table(table: Table, services: dict[str, Service]) -> None:
	column = "target" if table.has("target") else _clock_column(table) or "target"
	parent: Service | None = None
	above: Piece | None = None
	for row in table.rows[:MOST]:
		at, cell = table.cell(row, "service"), table.cell(row, column)
		if at is None or len(services) >= MOST:
			continue
		counted = _COUNTED.match(at.raw)
		child = counted is not None and parent is not None
		name = at.part(at.start + counted.end(), at.end) if counted else at
		service = _service(name, parent if child else None, counted, services)
		if not child:
			parent, above = service, None
		elif parent is not None and service.key not in services and service not in parent.children:
			parent.children.append(service)
		service.source = table.section.number
		service.merged = cell is None and above is not None
		value = cell or above
		if value is not None:
			above = value
			service.promise = read_promise(value, "fulfilment" if column == "target" else column)


def _service(
	name: Piece, parent: Service | None, counted: "re.Match[str] | None", services: dict[str, Service]
) -> Service:
	split = _split_code(name)
	if split:
		code, name = split
		if code.text in services and services[code.text] is not parent:
			return services[code.text]
		service = Service(given(code.text, code), name, name)
	elif parent is not None and counted is not None:
		service = Service(Found(_sub_code(parent, int(counted[1])), (), "sub_service_code"), name, name)
	else:
		code_text = upper_slug(name.text, services)
		service = Service(Found(code_text, (), "service_code"), name, name)
	if parent is None:
		services[service.key] = service
	return service


def _sub_code(parent: Service, number: int) -> str:
	"""The parent's code and the item's number, or the next one that is free."""
	used = {child.key for child in parent.children}
	while f"{parent.key}.{number:02d}" in used:
		number += 1
	return f"{parent.key}.{number:02d}"


def _to_parents(services: dict[str, Service]) -> None:
	"""A service whose sub-services share one target has it too."""
	for service in services.values():
		targets = {child.promise.target.value for child in service.children if child.promise}
		if service.promise is None and len(targets) == 1 and all(child.promise for child in service.children):
			first = service.children[0]
			service.promise, service.source = first.promise, first.source


def _requests(document: Document) -> dict[str, Service]:
	"""Sub-headings of a section about requests, with the time that the lines below give."""
	services: dict[str, Service] = {}
	for section in document.about("requests"):
		if section.title is None or section.depth < 2 or ("requests" in section.own and not section.lines):
			continue
		for line in section.lines:
			promise = read_promise(line.body, "fulfilment")
			if promise is None or promise.target.value == "none":
				continue
			code = upper_slug(_in_brackets(section.title.text), services)
			service = Service(Found(code, (), "service_code"), section.title, section.title, [], promise)
			service.request, service.source = True, section.number
			service.label = clean(re.sub(r"\s*\([^()]*\)$", "", section.title.text))
			services[code] = service
			break
	return services


def _in_brackets(title: str) -> str:
	match = re.search(r"\(([^()]{3,80})\)$", title)
	return match[1] if match else title


def _covered(document: Document) -> dict[str, Service]:
	"""The list in a sentence such as "Cakupan ini meliputi a, b, dan c"."""
	services: dict[str, Service] = {}
	for section in document.about("services"):
		for line in section.lines:
			for sentence in line.body.sentences():
				match = sentence.search(_COVERS)
				if match is None or _NEGATED.search(sentence.raw) or sentence.raw.endswith(":"):
					continue
				for part in sentence.part(match.end(), sentence.end).split(_AND):
					code = upper_slug(part.text, services)
					services[code] = Service(Found(code, (), "service_code"), part, part)
				return services
	return services


def in_scope(document: Document) -> list[Plain]:
	"""The sentences that say what is covered."""
	covered = re.compile(r"dicakup|cakupan|meliputi|covered|covers|includes", re.IGNORECASE)
	found: list[Plain] = []
	for section in document.about("services"):
		for line in section.lines:
			if line.marker or line.is_row:
				continue
			for sentence in line.body.sentences():
				if (
					covered.search(sentence.raw)
					and not _NEGATED.search(sentence.raw)
					and not sentence.raw.endswith(":")
				):
					found.append(given(clean(sentence.text), sentence))
	return found


def services_section(services: list[Service]) -> list[Plain]:
	"""The `services` section."""
	return [_entry(service) for service in services]


def _entry(service: Service) -> dict[str, Plain]:
	title = service.name.text
	english = _in_brackets(title) if service.label else ""
	name: Plain = given(clean(title), service.name)
	if service.label and english != title:
		name = {"id": given(service.label, service.name), "en": given(clean(english), service.name)}
	kind = (
		"request"
		if service.request or _REQUEST.search(title)
		else "incident"
		if _INCIDENT.search(title)
		else None
	)
	return {
		"code": service.code,
		"name": name,
		"kind": kind,
		"children": [_entry(child) for child in service.children],
	}


def service_rows(services: list[Service], staged: bool, met: Met) -> list[Plain]:
	"""The targets by service."""
	rows: list[Plain] = []
	for service in services:
		for one in [service, *service.children]:
			if one.promise is None:
				continue
			row = target_row(one.promise, one.promise.clock or "fulfilment", one.source, met)
			row["service"] = one.code.value
			if service.request:
				row["kind"] = "request"
			if staged:
				row["stage"] = "handed_over"
			if one.merged:
				row["note"] = Found("merged", (), "merged")
			rows.append(row)
	return rows
