"""The service catalogue: coded lists, tables with sub-services, and whatever a target is given for.

Used by `gather` and `target_figures`. A service is named where it first appears; a numbered row below an unnumbered one is
its sub-service.
"""

import re
from dataclasses import dataclass, field

from sla_id.agreements.draft.document import SourceText
from sla_id.agreements.draft.found import Plain, Sourced, clean, given
from sla_id.agreements.draft.lines import Piece, of_match
from sla_id.agreements.draft.structure import SourceSection, SourceTable
from sla_id.agreements.draft.vocabulary import W, any_of, upper_slug

MOST = 400
_CODE = re.compile(r"\b[A-Z][A-Z0-9]{1,9}(?:[.-]\d{1,3}){1,3}\b")
_AROUND_CODE = re.compile(r"\s*[-:]?\s*\(?\s*$")
_AFTER_CODE = re.compile(r"\s*\)?\s*[-:]?\s*")
_COUNTED = re.compile(r"\s*(\d{1,2})[.)]\s+")


@dataclass(slots=True)
class FoundService:
	"""A service as found, with its sub-services; `request` where its heading says that it is asked for."""

	code: Sourced
	name: Piece
	children: list["FoundService"] = field(default_factory=list)
	request: bool = False

	@property
	def key(self) -> str:
		"""The code as text."""
		return str(self.code.value)


class FoundCatalogue:
	"""The services of a document. At most MOST are taken."""

	def __init__(self, document: SourceText) -> None:
		self.top: dict[str, FoundService] = {}
		self.by_name: dict[str, FoundService] = {}
		self.places: dict[tuple[int, int], FoundService] = {}
		for section in document.about("services", "hours", "priorities", "requests"):
			for line in section.lines:
				split = _split_code(line.body) if line.marker and not line.is_row else None
				if split and split[1] and split[0].start < line.body.start + 3:
					self._new(given(split[0].text, split[0]), split[1], None)

	def row(
		self, label: Piece, parent: FoundService | None, table: SourceTable
	) -> tuple[FoundService | None, bool]:
		"""Take the label of a row; the result is the service that the next numbered rows belong to, and whether a new
		group begins."""
		counted = _COUNTED.match(label.raw)
		if counted is None:
			split = _split_code(label)
			code = given(split[0].text, split[0]) if split else None
			service = self._new(code, split[1], None) if split and code else None
			if service is None and any(
				_COUNTED.match(cell.raw) for row in table.rows for cell in row if cell
			):
				service = self._new(None, label, None)
			if service:
				self.places[label.line.number, label.start] = service
			return service, True
		if parent is not None:
			self.places[label.line.number, label.start] = self._child(
				label, parent, int(counted[1]), counted.end()
			)
		return parent, False

	def is_child(self, label: Piece) -> bool:
		"""Whether a label is that of a sub-service."""
		service = self.places.get((label.line.number, label.start))
		return service is not None and service.key not in self.top

	def service(self, name: Piece, section: SourceSection, merged: bool = False) -> str | None:
		"""The code of the service that a wording names; None where there are too many."""
		known = self.places.get((name.line.number, name.start))
		if known is None:
			counted = _COUNTED.match(name.raw)
			plain = name.part(name.start + counted.end(), name.end) if counted else name
			split = _split_code(plain)
			known = (
				self._new(given(split[0].text, split[0]), split[1], None)
				if split
				else self._new(None, plain, None)
			)
		if known is not None and section.title is name:
			known.request = True
		return known.key if known else None

	def _new(self, code: Sourced | None, name: Piece, parent: FoundService | None) -> FoundService | None:
		plain = clean(name.text).lower()
		if code is not None and str(code.value) in self.top:
			return self.top[str(code.value)]
		if code is None and plain in self.by_name:
			return self.by_name[plain]
		if len(self.by_name) + len(self.top) >= 2 * MOST or not plain:
			return None
		service = FoundService(
			code or Sourced(upper_slug(_in_brackets(name.text), self.top), (), "service_code"), name
		)
		self.top[service.key] = service
		self.by_name.setdefault(plain, service)
		return service

	def _child(self, label: Piece, parent: FoundService, number: int, skip: int) -> FoundService:
		name = label.part(label.start + skip, label.end)
		split = _split_code(name)
		if split and split[0].text in self.top:
			return self.top[split[0].text]
		used = {child.key for child in parent.children}
		while f"{parent.key}.{number:02d}" in used:
			number += 1
		code = (
			given(split[0].text, split[0])
			if split
			else Sourced(f"{parent.key}.{number:02d}", (), "sub_service_code")
		)
		service = FoundService(code, split[1] if split else name)
		parent.children.append(service)
		return service

	def all(self) -> list[FoundService]:
		"""Every service with its sub-services behind it."""
		return [one for service in self.top.values() for one in (service, *service.children)]


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


def _in_brackets(title: str) -> str:
	match = re.search(r"\(([^()\d/][^()]{2,79})\)$", title)
	return match[1] if match else title


def in_scope(document: SourceText) -> list[Plain]:
	"""The sentences that say what is covered."""
	covered = any_of(r"dicakup|cakupan|meliputi|covered|covers|includes")
	found: list[Plain] = []
	for section in document.about("services"):
		for line in section.lines:
			if line.marker or line.is_row:
				continue
			for sentence in line.sentences:
				if (
					covered.search(sentence.raw)
					and not W.services_negated.search(sentence.raw)
					and not sentence.raw.endswith(":")
				):
					found.append(given(clean(sentence.text), sentence))
	return found


def services_section(services: list[FoundService]) -> list[Plain]:
	"""The `services` section."""
	return [_entry(service) for service in services]


def _entry(service: FoundService) -> dict[str, Plain]:
	title = service.name.text
	english = _in_brackets(title) if service.request else title
	name: Plain = given(clean(title), service.name)
	if english != title:
		indonesian = clean(re.sub(r"\s*\([^()]*\)$", "", title))
		name = {"id": given(indonesian, service.name), "en": given(clean(english), service.name)}
	request = service.request or W.request.search(title)
	return {
		"code": service.code,
		"name": name,
		"kind": "request" if request else "incident" if W.incident.search(title) else None,
		"children": [_entry(child) for child in service.children],
	}
