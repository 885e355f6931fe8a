"""The time of maintenance that doesn't count as downtime, for the figures of `outages/` (hook `sla_id_availability_exclusions`).

Per partner: what is planned, was carried out, and had been announced to that partner in time; only where their agreement excludes
scheduled maintenance. What starts early or overruns counts, and what was cancelled or never started excludes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.levels import approved_heads
from sla_id.availability import Exclusion
from sla_id.availability.spans import Span, instant_of, intersection, union
from sla_id.instants import to_utc, utc_now
from sla_id.maintenance.announced_time import announced_in_time
from sla_id.maintenance.concerned_partners import tellings_to
from sla_id.maintenance.maintenance_values import (
	ANNOUNCEMENT,
	DOCTYPE,
	ENDED,
	UNDER_WAY,
	actual_span,
	planned_span,
	services_of,
)
from sla_id.maintenance.notice_terms import Notice, notice_of
from sla_id.maintenance.service_branches import with_parts
from sla_id.outages.partner_versions import levels_at
from sla_id.outages.registered_spans import ServiceExclusion
from sla_id.outages.touched import Reach

_FIELDS = (
	*("name", "title", "title_en"),
	*("planned_start_utc", "planned_end_utc", "actual_start_utc", "actual_end_utc"),
)
_TOLD = ("partner", "kind", "told_utc", "planned_start_utc", "planned_end_utc")


@dataclass(frozen=True, slots=True)
class ExcludedMaintenance:
	"""What of a piece of maintenance doesn't count for a service. `planned` are its planned instants, `title_en` may be empty.

	`exclusions` are of the service, or of those of its parts that are worked on; each has all of `spans`.
	"""

	service: str | None
	name: str
	title: str
	title_en: str
	planned: tuple[datetime, datetime]
	spans: tuple[Span, ...]
	exclusions: tuple[Exclusion, ...]


def maintenance_exclusions(
	partner: str, services: Sequence[str], start: datetime, end: datetime
) -> list[ServiceExclusion]:
	"""What doesn't count for a partner between two instants, in three statements however much there was."""
	return [
		ServiceExclusion(entry.service, exclusion)
		for entry in excluded_maintenance(partner, services, start, end)
		for exclusion in entry.exclusions
	]


def excluded_maintenance(
	partner: str, services: Sequence[str], start: datetime, end: datetime
) -> list[ExcludedMaintenance]:
	"""The same by the maintenance that it was, in the order in which it was planned."""
	heads = approved_heads()
	found = []
	for doc in _carried_out(partner, start, end):
		planned = planned_span(doc)
		levels = levels_at(partner, planned[0], heads)
		if not levels:
			continue
		agreement = effective_agreement(levels)
		spans = tuple(excluded_spans(doc, partner, notice_of(agreement)))
		touched = with_parts(services_of(doc)) if spans else ()
		for service in services or (None,):
			reach = Reach(agreement, service)
			taken = tuple(part for span in spans for part in reach.excluded_of(Exclusion(*span), touched))
			if taken:
				found.append(
					ExcludedMaintenance(
						service, doc.name, doc.title, doc.title_en or "", planned, spans, taken
					)
				)
	return found


def excluded_spans(doc: Any, partner: str, notice: Notice) -> list[Span]:
	"""What of maintenance doesn't count for one partner, so far."""
	started, ended = actual_span(doc)
	if started is None or not notice.excludes:
		return []
	planned = planned_span(doc)
	done = union([(instant_of(started), instant_of(ended or utc_now()))])
	plan = union([(instant_of(planned[0]), instant_of(planned[1]))])
	in_time = announced_in_time(tellings_to(doc, partner), notice.is_kept)
	return intersection(intersection(plan, done), in_time)


def _carried_out(partner: str, start: datetime, end: datetime) -> list[Any]:
	"""Maintenance that was told to a partner and overlaps [start, end), with its services and what the partner was told."""
	doc, told = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType(ANNOUNCEMENT)
	rows = (
		frappe.qb.from_(told)
		.join(doc)
		.on(told.parent == doc.name)
		.select(*(doc[field] for field in _FIELDS), *(told[field].as_(f"told_{field}") for field in _TOLD))
		.where((told.parenttype == DOCTYPE) & (told.partner == partner))
		.where(doc.state.isin((*UNDER_WAY, ENDED)))
		.where((doc.planned_start_utc < to_utc(end)) & (doc.planned_end_utc > to_utc(start)))
		.orderby(doc.planned_start_utc)
		.orderby(doc.name)
		.orderby(told.idx)
	).run(as_dict=True)
	found: dict[str, Any] = {}
	for row in rows:
		held = found.setdefault(
			row.name, frappe._dict({field: row[field] for field in _FIELDS}, announcements=[], services=[])
		)
		held.announcements.append(frappe._dict({field: row[f"told_{field}"] for field in _TOLD}))
	for row in _services_of(list(found)):
		found[row.parent].services.append(row)
	return list(found.values())


def _services_of(names: list[str]) -> list[Any]:
	if not names:
		return []
	return list(
		frappe.get_all(
			"SLA Maintenance Service",
			filters={"parent": ["in", names], "parenttype": DOCTYPE},
			fields=["parent", "service", "component"],
			order_by="parent, idx",
		)
	)
