"""Compares the service catalogue with the agreements in force: services without an SLA, dependencies without an OLA (003 steps 1, 3–5).

Called by the report SLA Service Coverage and by `cycle`. Numbers and names from the database, texts in the reader's
language.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.file import AgreementFile, TargetRow
from sla_id.agreements.file.model import SERVICE_KINDS_SHOWN
from sla_id.agreements.fit import Catalogue, Node
from sla_id.agreements.levels import chain_of
from sla_id.agreements.records.row_pieces import code_of
from sla_id.agreements.signing.versions import last_day
from sla_id.agreements.words import say_scope, say_target
from sla_id.instants import reader_language, utc_now
from sla_id.record_types import AgreementRecord
from sla_id.service_level_management.report_columns import text_column

OLA = "ola"


class Status(StrEnum):
	"""Whether a service is covered. The report's filter uses the same words."""

	COVERED = "Covered"
	NO_SLA = "No SLA"
	NO_OLA = "No OLA"


@dataclass(frozen=True, slots=True)
class InForce:
	"""An agreement in force as a file, with what it inherits."""

	name: str
	file: AgreementFile


@dataclass(frozen=True, slots=True)
class Support:
	"""A supporting service that another one depends on, and the teams with an OLA for it."""

	service: str
	teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceCoverage:
	"""A line of the catalogue. `agreements` are those that list the service or promise something for it by name."""

	code: str
	name: str
	parent: str | None
	indent: int
	supporting: bool
	owner: str
	agreements: tuple[str, ...]
	targets: tuple[str, ...]
	supports: tuple[Support, ...]
	status: Status


def agreements_in_force(day: date | None = None) -> list[InForce]:
	"""The agreements in force on a day (today), each merged with what it is based on."""
	now = utc_now()
	return [InForce(name, effective_agreement(chain_of(name, now)).file) for name in names_in_force(day)]


def names_in_force(day: date | None = None) -> list[str]:
	"""The agreement versions in force on a day (today), by their dates, because the status is updated only once a day."""
	day = day or getdate(nowdate())
	rows = frappe.get_all(
		"SLA Agreement",
		filters={"docstatus": 1},
		fields=["name", "effective_from", "effective_to", "ended_on"],
		order_by="name",
	)
	return [str(row.name) for row in rows if _holds(row, day)]


def site_catalogue(agreements: Sequence[InForce] = ()) -> Catalogue:
	"""The enabled services of the site, parents first. Dependencies include those that the agreements list."""
	records = _services()
	needs: dict[str, list[str]] = {record.name: [] for record in records}
	for row in frappe.get_all(
		"SLA Service Dependency",
		filters={"parenttype": "SLA Service", "parent": ["in", list(needs)]},
		fields=["parent", "supporting_service"],
		order_by="parent, idx",
	):
		needs[row.parent].append(row.supporting_service)
	for agreement in agreements:
		for service, _above in agreement.file.all_services():
			needs.get(service.code, []).extend(service.depends_on)
	return Catalogue(
		{
			record.name: Node(
				record.name,
				record.parent_sla_service or None,
				tuple(dict.fromkeys(needs[record.name])),
				code_of(SERVICE_KINDS_SHOWN, record.kind, "both"),
				bool(record.supporting),
			)
			for record in records
		}
	)


def service_coverage(language: str, day: date | None = None) -> list[ServiceCoverage]:
	"""Every enabled service in the order of the tree, in a reader's language."""
	agreements = agreements_in_force(day)
	return list(_Coverage(agreements, site_catalogue(agreements), language).lines(_services()))


def without_sla(lines: Sequence[ServiceCoverage]) -> list[str]:
	"""The services that no agreement in force covers (003 steps 1 and 4)."""
	return [line.code for line in lines if line.status is Status.NO_SLA]


def without_ola(lines: Sequence[ServiceCoverage]) -> list[tuple[str, str]]:
	"""Pairs (service, supporting service) for which no team has promised anything (003 step 3)."""
	return [(line.code, support.service) for line in lines for support in line.supports if not support.teams]


def coverage_rows(
	only_gaps: bool = False, status: str | None = None, service: str | None = None
) -> list[dict[str, Any]]:
	"""The rows of the report, as the tree of the catalogue. The services above a line that is shown are shown too."""
	lines = service_coverage(reader_language())
	above = {line.code: line.parent for line in lines}
	shown: set[str] = set()
	for line in lines:
		path = list(_path(line.code, above))
		wanted = (
			(not only_gaps or line.status is not Status.COVERED)
			and (not status or line.status == status)
			and (not service or service in path)
		)
		if wanted:
			shown.update(path)
	return [_row(line) for line in lines if line.code in shown]


def coverage_columns() -> list[dict[str, Any]]:
	"""The columns of the report."""
	return [
		text_column(
			"service", _("Service", context="SLA Service"), 190, fieldtype="Link", options="SLA Service"
		),
		text_column("service_name", _("Name"), 240),
		text_column("status_text", _("Status"), 110),
		text_column("owner", _("Owner"), 160),
		text_column("agreements", _("Agreements in force"), 220),
		text_column("targets", _("Targets"), 320),
		text_column("supports", _("Supporting services and their teams (OLA)"), 320),
	]


def say_status(status: Status) -> str:
	"""A status in the reader's language."""
	words = {Status.COVERED: _("Covered"), Status.NO_SLA: _("No SLA"), Status.NO_OLA: _("No OLA")}
	return str(words[status])


def _row(line: ServiceCoverage) -> dict[str, Any]:
	return {
		"service": line.code,
		"parent_service": line.parent,
		"indent": line.indent,
		"service_name": line.name,
		"status": line.status.value,
		"status_text": say_status(line.status),
		"owner": line.owner,
		"agreements": ", ".join(line.agreements),
		"targets": "; ".join(line.targets),
		"supports": "; ".join(
			f"{support.service}: {', '.join(support.teams) or _('No OLA')}" for support in line.supports
		),
	}


def _path(service: str | None, above: dict[str, str | None]) -> Iterator[str]:
	seen: set[str] = set()
	while service and service in above and service not in seen:
		seen.add(service)
		yield service
		service = above[service]


class _Coverage:
	"""The agreements in force and the catalogue, so that they needn't be passed to each step below."""

	def __init__(self, agreements: Sequence[InForce], catalogue: Catalogue, language: str) -> None:
		self.agreements, self.catalogue, self.language = agreements, catalogue, language
		self.named = {agreement.name: set(_named(agreement.file)) for agreement in agreements}
		self.teams: dict[str, dict[str, None]] = {}
		for agreement in agreements:
			for row in agreement.file.targets:
				if row.clock == OLA and row.service:
					self.teams.setdefault(row.service, {})[row.team or ""] = None
		self.children: dict[str, list[str]] = {}
		for node in catalogue.nodes.values():
			if node.parent and not node.supporting:
				self.children.setdefault(node.parent, []).append(node.code)

	def lines(self, records: Sequence[Any]) -> Iterator[ServiceCoverage]:
		for record in records:
			path = self.catalogue.path(record.name)
			yield ServiceCoverage(
				code=record.name,
				name=(record.service_name_en if self.language != "id" else "") or record.service_name,
				parent=record.parent_sla_service or None,
				indent=len(path) - 1,
				supporting=bool(record.supporting),
				owner=record.service_owner or self._owner(record.name),
				agreements=tuple(agreement.name for agreement in self._covering(record.name)),
				targets=tuple(self._targets(record.name)),
				supports=self._supports(record.name),
				status=self._status(record),
			)

	def _covering(self, service: str) -> list[InForce]:
		path = set(self.catalogue.path(service))
		return [agreement for agreement in self.agreements if self.named[agreement.name] & path]

	def _owner(self, service: str) -> str:
		"""The function that the agreements name, if the catalogue names no person."""
		for agreement in self.agreements:
			for listed, _above in agreement.file.all_services():
				if listed.code == service and listed.owner:
					return str(listed.owner)
		return ""

	def _targets(self, service: str) -> Iterator[str]:
		"""What is promised for a service by name. A sub-service has what is promised for its parent."""
		path = self.catalogue.path(service)
		for agreement in self._covering(service):
			for row in agreement.file.targets:
				if row.service in path:
					yield self._say(agreement, row)

	def _say(self, agreement: InForce, row: TargetRow) -> str:
		length = say_target(agreement.file, row.target, row.calendar, self.language)
		return f"{say_scope(row, self.language)}: {length} ({agreement.name})"

	def _supports(self, service: str) -> tuple[Support, ...]:
		return tuple(
			Support(code, tuple(self.teams.get(code, {}))) for code in self.catalogue.supporting(service)
		)

	def _status(self, record: Any) -> Status:
		if record.supporting:
			return Status.COVERED if self.teams.get(record.name) else Status.NO_OLA
		if not self._is_covered(record.name):
			return Status.NO_SLA
		gaps = [support for support in self._supports(record.name) if not support.teams]
		return Status.NO_OLA if gaps else Status.COVERED

	def _is_covered(self, service: str) -> bool:
		"""Whether an agreement covers it. A group is also covered if each of its services is."""
		if self._covering(service):
			return True
		below = self.children.get(service, [])
		return bool(below) and all(self._is_covered(code) for code in below)


def _named(file: AgreementFile) -> Iterator[str]:
	"""The services that an agreement lists or promises something for."""
	yield from (service.code for service, _above in file.all_services())
	yield from (row.service for row in file.targets if row.service and row.clock != OLA)


def _services() -> list[Any]:
	return list(
		frappe.get_all(
			"SLA Service",
			filters={"disabled": 0},
			fields=[
				"name",
				"service_name",
				"service_name_en",
				"kind",
				"parent_sla_service",
				"service_owner",
				"supporting",
			],
			order_by="lft, name",
		)
	)


def _holds(row: AgreementRecord, day: date) -> bool:
	last = last_day(row)
	return bool(getdate(row.effective_from) <= day and (last is None or day <= last))
