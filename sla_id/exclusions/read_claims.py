"""Claims as values, in three statements however many there are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe

from sla_id.exclusions.claim_values import DOCTYPE, SERVICE_ROW, SPAN_ROW, ClaimSpan
from sla_id.instants import from_utc, to_utc
from sla_id.outages.outage_values import DownService

_FIELDS = (
	*("name", "partner", "agreement", "class_code", "class_label", "class_label_en", "start_utc", "end_utc"),
	*("status", "claimed_by", "claimed_utc", "late", "decide_by_utc", "decided_by", "decided_utc", "reason"),
	*("objection", "objected_utc", "objection_outcome", "objection_answer"),
)


@dataclass(frozen=True, slots=True)
class ClaimRow:
	"""A claim as it was read; one that names several services has a row for each of them.

	`status` is Open, Granted, Partly Granted, Refused or Withdrawn; `granted` are spans within [start_utc, end_utc). All aware.
	`reason` is that of the first decision; an objection that was answered has `objection_outcome`, Kept or Changed.
	"""

	name: str
	partner: str
	service: str | None
	component: str | None
	agreement: str
	class_code: str
	start_utc: datetime
	end_utc: datetime
	status: str
	granted: tuple[ClaimSpan, ...]
	claimed_by: str
	claimed_utc: datetime
	late: bool
	decide_by_utc: datetime | None
	decided_by: str | None
	decided_utc: datetime | None
	reason: str
	objection: str
	objected_utc: datetime | None
	objection_outcome: str
	objection_answer: str
	class_label: str
	class_label_en: str

	@property
	def down(self) -> DownService | None:
		"""The service that it names, or a part of one."""
		return DownService(self.service, self.component) if self.service else None


def claims_between(
	partner: str, start: datetime, end: datetime, services: Collection[str] | None = None
) -> list[ClaimRow]:
	"""A partner's claims that overlap [start, end), withdrawn ones too, by their start; with `services` those that name one of them."""
	claim = frappe.qb.DocType(DOCTYPE)
	wanted = (claim.partner == partner) & (claim.start_utc < to_utc(end)) & (claim.end_utc > to_utc(start))
	rows = (
		frappe.qb.from_(claim)
		.select(*(claim[field] for field in _FIELDS))
		.where(wanted)
		.orderby(claim.start_utc)
		.orderby(claim.name)
	).run(as_dict=True)
	if not rows:
		return []
	named = _children(SERVICE_ROW, ("service", "component"), claim, wanted)
	spans = _children(SPAN_ROW, ("start_utc", "end_utc"), claim, wanted)
	found = [
		_row(row, service, component, spans.get(row.name, []))
		for row in rows
		for service, component in named.get(row.name) or [(None, None)]
	]
	return [row for row in found if services is None or row.service in services]


def _children(
	doctype: str, fields: tuple[str, ...], claim: Any, wanted: Any
) -> dict[str, list[tuple[Any, ...]]]:
	"""The rows of a table of the wanted claims, by claim."""
	row = frappe.qb.DocType(doctype)
	query = (
		frappe.qb.from_(row)
		.join(claim)
		.on(row.parent == claim.name)
		.select(row.parent, *(row[field] for field in fields))
		.where(wanted & (row.parenttype == DOCTYPE))
		.orderby(row.idx)
	)
	found: dict[str, list[tuple[Any, ...]]] = {}
	for parent, *values in query.run():
		found.setdefault(parent, []).append(tuple(values))
	return found


def _row(
	row: Any, service: str | None, component: str | None, spans: Collection[tuple[Any, ...]]
) -> ClaimRow:
	start, end, claimed = (from_utc(row[field]) for field in ("start_utc", "end_utc", "claimed_utc"))
	assert start and end and claimed
	granted = [(from_utc(first), from_utc(last)) for first, last in spans]
	return ClaimRow(
		name=row.name,
		partner=row.partner,
		service=service or None,
		component=component or None,
		agreement=row.agreement,
		class_code=row.class_code,
		start_utc=start,
		end_utc=end,
		status=row.status,
		granted=tuple((first, last) for first, last in granted if first and last),
		claimed_by=row.claimed_by,
		claimed_utc=claimed,
		late=bool(row.late),
		decide_by_utc=from_utc(row.decide_by_utc),
		decided_by=row.decided_by or None,
		decided_utc=from_utc(row.decided_utc),
		reason=row.reason or "",
		objection=row.objection or "",
		objected_utc=from_utc(row.objected_utc),
		objection_outcome=row.objection_outcome or "",
		objection_answer=row.objection_answer or "",
		class_label=row.class_label or row.class_code,
		class_label_en=row.class_label_en or row.class_label or row.class_code,
	)
