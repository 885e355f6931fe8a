"""What speaks against a planned time, as warnings: other maintenance of a service, a partner's holidays and working hours."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import frappe
from frappe import _

from sla_id.agreements.working_calendars import agreed_calendar
from sla_id.availability.spans import SECOND, instant_of, length
from sla_id.instants import from_utc, say_to_reader, to_utc
from sla_id.maintenance.concerned_partners import ConcernedPartner
from sla_id.maintenance.maintenance_values import AHEAD, DOCTYPE, UNDER_WAY
from sla_id.maintenance.service_branches import branches_of

SERVICE_ROW = "SLA Maintenance Service"
MOST_DAYS = 62
_WEEK = 7 * 86_400 * SECOND


def clashes(
	services: Sequence[str],
	start: datetime,
	end: datetime,
	concerned: Sequence[ConcernedPartner],
	itself: str = "",
) -> list[str]:
	"""Warnings in the reader's language. None of them forbids anything."""
	return [
		*_other_maintenance(services, start, end, itself),
		*_working_hours(concerned, start, end),
		*_holidays(concerned, start, end),
	]


def say_late(late: Iterable[ConcernedPartner]) -> str:
	"""That something would be told too late, and for whom it counts then."""
	names = ", ".join(say_partner(entry.partner) for entry in late)
	return _(
		"This is too late for the notice that their agreements demand, so what is told late counts as downtime for: {0}. Confirm that you know, or choose a later time."
	).format(names)


def say_partner(partner: str) -> str:
	"""A partner's name."""
	return str(frappe.get_cached_value("SLA Partner", partner, "partner_name") or partner)


def _other_maintenance(services: Sequence[str], start: datetime, end: datetime, itself: str) -> Iterable[str]:
	doc, row = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType(SERVICE_ROW)
	found = (
		frappe.qb.from_(row)
		.join(doc)
		.on(row.parent == doc.name)
		.select(doc.name, doc.title, row.service, doc.planned_start_utc)
		.where((row.parenttype == DOCTYPE) & row.service.isin(branches_of(services) or [""]))
		.where(doc.state.isin((*AHEAD, *UNDER_WAY)) & (doc.name != itself))
		.where((doc.planned_start_utc < to_utc(end)) & (doc.planned_end_utc > to_utc(start)))
		.orderby(doc.name)
	).run(as_dict=True)
	for other in found:
		at = from_utc(other.planned_start_utc)
		yield _("{0} ({1}) touches {2} at the same time, from {3} on.").format(
			other.name, other.title, other.service, say_to_reader(at) if at else "–"
		)


def _working_hours(concerned: Sequence[ConcernedPartner], start: datetime, end: datetime) -> Iterable[str]:
	"""A calendar round the clock has no hours outside which to work."""
	begin, finish = instant_of(start), instant_of(end)
	named = []
	for entry in concerned:
		calendar = agreed_calendar(entry.agreement)
		always = length(calendar.open_pieces(begin, begin + _WEEK)) == _WEEK
		if calendar.open_pieces(begin, finish) and not always:
			named.append(say_partner(entry.partner))
	if named:
		yield _("It falls within the working hours of: {0}.").format(", ".join(named))


def _holidays(concerned: Sequence[ConcernedPartner], start: datetime, end: datetime) -> Iterable[str]:
	for entry in concerned:
		holidays = agreed_calendar(entry.agreement).spec.holidays
		zone = entry.agreement.zone
		first, last = start.astimezone(zone).toordinal(), end.astimezone(zone).toordinal()
		for day in range(first, min(last, first + MOST_DAYS) + 1):
			if day in holidays:
				yield _("It falls on a holiday of {0}: {1}.").format(
					say_partner(entry.partner), holidays[day].name or str(day)
				)
