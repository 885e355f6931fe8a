"""Outages as values, in three statements however many there are."""

from collections.abc import Collection, Iterable
from datetime import datetime
from fractions import Fraction
from typing import Any

import frappe

from sla_id.instants import from_utc, to_utc
from sla_id.outages.outage_values import COUNTING, DOCTYPE, PARTNER_ROW, SERVICE_ROW, DownService, OutageRow

_FIELDS = (
	*("name", "title", "status", "started_utc", "ended_utc", "measured_start_utc", "declared_start_utc"),
	*("impact_percent", "cause"),
)


def read_outages(start: datetime, end: datetime, services: Collection[str] | None = None) -> list[OutageRow]:
	"""The outages that count and overlap [start, end), by their start; with `services` those that name one of them.

	A measured start that is earlier than the recorded one counts for the overlap.
	"""
	outage = frappe.qb.DocType(DOCTYPE)
	begins_before = (outage.started_utc < to_utc(end)) | (outage.measured_start_utc < to_utc(end))
	overlaps = begins_before & (outage.ended_utc.isnull() | (outage.ended_utc > to_utc(start)))
	wanted = overlaps & outage.status.isin(COUNTING)
	rows = (
		frappe.qb.from_(outage)
		.select(*(outage[field] for field in _FIELDS))
		.where(wanted)
		.orderby(outage.started_utc)
		.orderby(outage.name)
	).run(as_dict=True)
	named = _children(SERVICE_ROW, ("service", "component"), outage, wanted)
	partners = _children(PARTNER_ROW, ("partner",), outage, wanted)
	found = [_row(row, named.get(row.name, ()), partners.get(row.name, ())) for row in rows]
	if services is None:
		return found
	return [row for row in found if any(down.service in services for down in row.services)]


def _children(
	doctype: str, fields: tuple[str, ...], outage: Any, wanted: Any
) -> dict[str, list[tuple[Any, ...]]]:
	"""The rows of a table of the wanted outages, by outage."""
	row = frappe.qb.DocType(doctype)
	query = (
		frappe.qb.from_(row)
		.join(outage)
		.on(row.parent == outage.name)
		.select(row.parent, *(row[field] for field in fields))
		.where(wanted & (row.parenttype == DOCTYPE))
		.orderby(row.idx)
	)
	found: dict[str, list[tuple[Any, ...]]] = {}
	for parent, *values in query.run():
		found.setdefault(parent, []).append(tuple(values))
	return found


def _row(row: Any, services: Iterable[tuple[Any, ...]], partners: Iterable[tuple[Any, ...]]) -> OutageRow:
	started = from_utc(row.started_utc)
	assert started is not None
	return OutageRow(
		row.name,
		row.title,
		row.status,
		started,
		from_utc(row.ended_utc),
		from_utc(row.measured_start_utc),
		from_utc(row.declared_start_utc),
		Fraction(str(row.impact_percent)) / 100,
		tuple(DownService(service, component or None) for service, component in services),
		frozenset(partner for (partner,) in partners),
		row.cause or "",
	)
