"""What the form of planned maintenance shows, in its reader's words: whom it concerns, who was told, what doesn't count.

Of `sla_id.api.maintenance`, whose functions ask for permission.
"""

from typing import Any

from frappe import _

from sla_id.availability.spans import SECOND, length
from sla_id.engine.sentences import say
from sla_id.engine.words import say_duration
from sla_id.instants import from_utc, reader_language, say_to_reader, utc_now
from sla_id.maintenance.announced_time import ToldPlan, adds_late
from sla_id.maintenance.clashes import clashes, say_partner
from sla_id.maintenance.concerned_partners import (
	ConcernedPartner,
	concerned_partners,
	services_to_say,
	tellings_to,
)
from sla_id.maintenance.maintenance_values import KINDS, MaintenancePlan, actual_span
from sla_id.maintenance.maintenance_words import say_services
from sla_id.maintenance.notice_terms import say_notice
from sla_id.maintenance.tell_partners import contacts_for
from sla_id.maintenance.unaccounted_time import excluded_spans


def preview_plan(wanted: MaintenancePlan, doc: Any | None) -> dict[str, Any]:
	concerned = concerned_partners(wanted.services, wanted.start, wanted.end, wanted.partners)
	rows = [_concerned(entry, wanted, doc) for entry in concerned]
	late = [row["partner_name"] for row in rows if row["late"]]
	codes = [down.service for down in wanted.services]
	return {
		"partners": rows,
		"warnings": clashes(codes, wanted.start, wanted.end, concerned, doc.name if doc else ""),
		"late": _("Told now it is too late, so that it counts as downtime, for: {0}.").format(", ".join(late))
		if late
		else "",
	}


def _concerned(entry: ConcernedPartner, wanted: MaintenancePlan, doc: Any | None) -> dict[str, Any]:
	language = reader_language()
	tellings = tellings_to(doc, entry.partner) if doc else []
	latest = entry.notice.latest(wanted.start)
	told_now = ToldPlan(utc_now(), wanted.start, wanted.end)
	return {
		"partner": entry.partner,
		"partner_name": say_partner(entry.partner),
		"agreement": entry.agreement.name,
		"services": say_services(services_to_say(wanted.services, entry), language),
		"notice": say_notice(entry.agreement, language),
		"excludes": entry.notice.excludes,
		"latest": say_to_reader(latest) if latest else "",
		"late": adds_late(tellings, told_now, entry.notice.is_kept),
		"recipients": [person.full_name for person in contacts_for(entry)],
		**(_excluded(doc, entry) if doc and doc.actual_start_utc else {}),
	}


def _excluded(doc: Any, entry: ConcernedPartner) -> dict[str, str]:
	"""How much of what was carried out so far doesn't count for a partner, and how much does."""
	started, ended = actual_span(doc)
	done = ((ended or utc_now()) - started).total_seconds() if started else 0
	excluded = length(excluded_spans(doc, entry.partner, entry.notice)) / SECOND
	language = reader_language()
	return {
		"excluded": say_duration(round(excluded), language),
		"counts": say_duration(round(done - excluded), language),
	}


def told_row(row: Any, language: str) -> dict[str, Any]:
	told = from_utc(row.told_utc)
	return {
		"partner": say_partner(row.partner),
		"kind": say(KINDS[row.kind], language),
		"at": say_to_reader(told) if told else "",
		"in_time": bool(row.in_time),
		"is_plan": row.kind in ("Announced", "Changed"),
		"why_not": _(row.why_not_told) if row.why_not_told else "",
		"recipients": (row.recipients or "").split("\n") if row.recipients else [],
	}
