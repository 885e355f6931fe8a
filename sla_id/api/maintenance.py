"""Planned maintenance in the desk: planned, announced, changed, carried out. Permission first, typed. For SLA Agents.

A plan's times come as wall-clock times in the zone that it names; other times in the site's zone as the desk's fields give them, or
with an offset (ISO 8601).
"""

import json
from datetime import datetime, timezone
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from sla_id.access import MANAGERS, need_role, need_staff
from sla_id.agreements.words.calendar_words import say_zone
from sla_id.api.arguments import answerable, read_datetime, read_dict, read_instant, read_list
from sla_id.availability.spans import SECOND, length
from sla_id.engine.sentences import say
from sla_id.engine.words import say_duration
from sla_id.instants import (
	from_site,
	from_utc,
	reader_language,
	say_to_reader,
	site_zone,
	to_site,
	to_utc,
	utc_now,
	zone_of,
)
from sla_id.maintenance import carry_out, feed_tokens, plan_maintenance
from sla_id.maintenance.announced_time import ToldPlan, adds_late
from sla_id.maintenance.clashes import clashes, say_partner
from sla_id.maintenance.concerned_partners import (
	ConcernedPartner,
	concerned_partners,
	services_to_say,
	tellings_to,
)
from sla_id.maintenance.maintenance_values import (
	CANCELLED,
	DOCTYPE,
	ENDED,
	KINDS,
	OVERRUN,
	PLANNED,
	STARTED,
	MaintenancePlan,
	actual_span,
	planned_span,
	service_rows,
	services_of,
)
from sla_id.maintenance.maintenance_words import plan_zone, say_from_to, say_services, say_state
from sla_id.maintenance.notice_terms import say_notice
from sla_id.maintenance.planning_checks import check_plan_of_maintenance
from sla_id.maintenance.tell_partners import contacts_for
from sla_id.maintenance.unaccounted_time import excluded_spans
from sla_id.outages.outage_values import DownService

ROLES = ("SLA Agent", *MANAGERS)
MOST = 200
_TEXTS = ("title", "title_en", "impact", "impact_en", "description")


@frappe.whitelist(methods=["POST"])
@answerable
def plan(values: str | dict[str, Any]) -> str:
	"""Plan maintenance. Returns its name; nobody is told yet. For SLA Agents.

	`values`: title, title_en, impact, impact_en, description, services (code or "CODE/PART"), partners (none: all whose agreements cover
	them), time_zone, and start_date, start_time, end_date, end_time as the clocks of that zone show them.
	"""
	need_role(*ROLES)
	return plan_maintenance.plan_maintenance(_plan(read_dict(values, "values")))


@frappe.whitelist()
@answerable
def suggest() -> dict[str, Any]:
	"""What the form of a plan starts from: the zones of the agreements, the services and partners. For SLA Agents."""
	need_role(*ROLES)
	calendars = frappe.get_all("SLA Calendar", pluck="time_zone", distinct=True)
	own = site_zone().key
	zones = [own, *sorted({zone for zone in calendars if zone and zone != own})]
	services = frappe.get_all(
		"SLA Service",
		filters={"disabled": 0},
		fields=["name", "service_name", "service_name_en"],
		order_by="lft, name",
	)
	partners = frappe.get_all(
		"SLA Partner", filters={"disabled": 0}, fields=["name", "partner_name"], order_by="partner_name"
	)
	return {
		"zones": [{"value": zone, "label": f"{say_zone(zone, getdate())} ({zone})"} for zone in zones],
		"services": services,
		"partners": partners,
	}


@frappe.whitelist()
@answerable
def preview(values: str | dict[str, Any], maintenance: str = "") -> dict[str, Any]:
	"""Whom a plan would concern, for whom telling them now would be too late, and what speaks against its time. For SLA Agents.

	With `maintenance` it is a change of that one.
	"""
	need_role(*ROLES)
	wanted = _plan(read_dict(values, "values"))
	check_plan_of_maintenance(wanted)
	doc = frappe.get_doc(DOCTYPE, maintenance) if maintenance else None
	return _preview(wanted, doc)


@frappe.whitelist(methods=["POST"])
@answerable
def change(
	maintenance: str, values: str | dict[str, Any], reason: str = "", late_is_known: bool = False
) -> None:
	"""Change a plan; `values` as for `plan`. Who knows of it is told what has changed. For SLA Agents."""
	need_role(*ROLES)
	plan_maintenance.change_maintenance(
		maintenance, _plan(read_dict(values, "values")), reason, late_is_known=bool(late_is_known)
	)


@frappe.whitelist(methods=["POST"])
@answerable
def announce(maintenance: str, late_is_known: bool = False) -> None:
	"""Tell the partners concerned. Refused where it is too late for some of them, unless `late_is_known`. For SLA Agents."""
	need_role(*ROLES)
	carry_out.announce_maintenance(maintenance, late_is_known=bool(late_is_known))


@frappe.whitelist(methods=["POST"])
@answerable
def start(maintenance: str, at: str = "", reason: str = "") -> None:
	"""Say that it has started, now or at a time. For SLA Agents."""
	need_role(*ROLES)
	carry_out.start_maintenance(maintenance, read_instant(at, _("Start")) if at else utc_now(), reason)


@frappe.whitelist(methods=["POST"])
@answerable
def end(maintenance: str, at: str = "", reason: str = "") -> None:
	"""Say that it has ended, now or at a time; after the planned end with a reason. For SLA Agents."""
	need_role(*ROLES)
	carry_out.end_maintenance(maintenance, read_instant(at, _("End")) if at else utc_now(), reason)


@frappe.whitelist(methods=["POST"])
@answerable
def cancel(maintenance: str, reason: str) -> None:
	"""Cancel what hasn't started; whoever knows of it is told. For SLA Agents."""
	need_role(*ROLES)
	carry_out.cancel_maintenance(maintenance, reason)


@frappe.whitelist()
@answerable
def describe(maintenance: str) -> dict[str, Any]:
	"""Maintenance as its form shows it, in the reader's words: its plan, its partners, what doesn't count for each, and warnings."""
	need_staff()
	doc = frappe.get_doc(DOCTYPE, maintenance)
	doc.check_permission("read")
	wanted, language = _as_planned(doc), reader_language()
	shown = _preview(wanted, doc)
	started, ended = from_utc(doc.actual_start_utc), from_utc(doc.actual_end_utc)
	over = doc.state in (ENDED, CANCELLED)
	return {
		"planned": say_from_to(wanted.start, wanted.end, language, plan_zone(doc)),
		"planned_own": f"{say_to_reader(wanted.start)} – {say_to_reader(wanted.end)}",
		"started": say_to_reader(started) if started else "",
		"ended": say_to_reader(ended) if ended else "",
		"services": say_services([row.service for row in doc.services], language),
		"partners": shown["partners"],
		"warnings": [] if over else shown["warnings"],
		"late": shown["late"] if doc.state == PLANNED else "",
		"told": [_told(row, language) for row in doc.announcements],
		"values": _form_values(doc),
	}


@frappe.whitelist()
@answerable
def get_events(
	doctype: str,
	start: str,
	end: str,
	field_map: str | dict[str, Any] = "",
	filters: str | list[Any] = "",
	fields: str | list[Any] = "",
) -> list[dict[str, Any]]:
	"""Maintenance for the desk's calendar, in the site's zone as that shows it. For staff who may read it."""
	need_staff()
	first, last = from_site(read_datetime(start, "start")), from_site(read_datetime(end, "end"))
	rows = frappe.get_list(
		DOCTYPE,
		filters=[
			*_calendar_filters(filters),
			[DOCTYPE, "planned_start_utc", "<", to_utc(last)],
			[DOCTYPE, "planned_end_utc", ">", to_utc(first)],
		],
		fields=["name", "title", "state", "planned_start_utc", "planned_end_utc"],
		order_by="planned_start_utc",
		limit_page_length=0,
	)
	return [
		{
			"name": row.name,
			"title": f"{row.title} · {say_state(row.state, reader_language())}",
			"start": to_site(from_utc(row.planned_start_utc)),
			"end": to_site(from_utc(row.planned_end_utc)),
			"color": _HEX[row.state],
			"all_day": 0,
		}
		for row in rows
	]


@frappe.whitelist(methods=["POST"])
@answerable
def make_feed(service: str = "") -> str:
	"""Make an address for one's own calendar, for one service or all. Returns it; it isn't shown again. For staff who may read
	maintenance."""
	need_staff()
	frappe.has_permission(DOCTYPE, "read", throw=True)
	return feed_tokens.make_feed(frappe.session.user, service or None)


@frappe.whitelist(methods=["POST"])
@answerable
def revoke_feed(feed: str) -> None:
	"""Revoke anybody's calendar address. For SLA Managers."""
	need_role(*MANAGERS)
	if not feed_tokens.revoke_feed(feed):
		frappe.throw(_("There is no such address."), frappe.DoesNotExistError)


def _calendar_filters(given: str | list[Any]) -> list[list[Any]]:
	"""The filters of the calendar's side bar that are of fields which it shows."""
	try:
		rows = json.loads(given) if isinstance(given, str) and given else given
	except (ValueError, RecursionError):
		rows = []
	return [
		row
		for row in (rows if isinstance(rows, list) else [])
		if isinstance(row, list)
		and len(row) >= 4
		and row[0] == DOCTYPE
		and row[1] in ("name", "title", "state")
		and row[2] in ("=", "!=", "like", "in", "not in")
		and isinstance(row[3], str)
	]


_HEX = {
	"Planned": "#c0c6cc",
	"Announced": "#a6d0f5",
	STARTED: "#f8c791",
	OVERRUN: "#f2a6a6",
	ENDED: "#a9dfbf",
	CANCELLED: "#e3e6e8",
}


def _preview(wanted: MaintenancePlan, doc: Any | None) -> dict[str, Any]:
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


def _told(row: Any, language: str) -> dict[str, Any]:
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


def _as_planned(doc: Any) -> MaintenancePlan:
	first, last = planned_span(doc)
	texts = {field: doc.get(field) or "" for field in _TEXTS}
	partners = tuple(row.partner for row in doc.partners)
	return MaintenancePlan(
		services=services_of(doc), start=first, end=last, zone=doc.time_zone, partners=partners, **texts
	)


def _form_values(doc: Any) -> dict[str, Any]:
	"""The plan as the form of a change starts from it: times as the clocks of its zone show them."""
	zone = plan_zone(doc)
	first, last = (at.astimezone(zone) for at in planned_span(doc))
	return {
		**{field: doc.get(field) or "" for field in _TEXTS},
		"services": [
			f"{row['service']}/{row['component']}" if row["component"] else row["service"]
			for row in service_rows(services_of(doc))
		],
		"partners": [row.partner for row in doc.partners],
		"time_zone": doc.time_zone,
		"start_date": f"{first:%Y-%m-%d}",
		"start_time": f"{first:%H:%M}",
		"end_date": f"{last:%Y-%m-%d}",
		"end_time": f"{last:%H:%M}",
	}


def _plan(given: dict[str, Any]) -> MaintenancePlan:
	texts = {field: _text(given.get(field), field) for field in _TEXTS}
	zone = _text(given.get("time_zone"), "time_zone") or site_zone().key
	codes = read_list(given.get("services") or "[]", MOST, _("Services: name between one and {0}."))
	parts = [code.partition("/") for code in codes]
	partners = given.get("partners") or ()
	if partners and partners != "[]":
		partners = read_list(partners, MOST, _("Partners: choose between one and {0}, or none for all."))
	return MaintenancePlan(
		services=tuple(DownService(service.strip(), part.strip() or None) for service, _slash, part in parts),
		start=_wall_clock(given, "start", zone, _("Planned start")),
		end=_wall_clock(given, "end", zone, _("Planned end")),
		zone=zone,
		partners=() if partners == "[]" else tuple(partners),
		**texts,
	)


def _text(value: Any, name: str) -> str:
	if value is not None and not isinstance(value, str):
		frappe.throw(_("{0}: give a text.").format(name))
	return (value or "").strip()


def _wall_clock(given: dict[str, Any], which: str, zone_name: str, label: str) -> datetime:
	"""The instant at which the clocks of a zone show a date and a time. Throws ValidationError where they never do."""
	zone = zone_of(zone_name)
	if zone is None:
		frappe.throw(_("Time zone: there is no zone {0}. Write for example Asia/Makassar.").format(zone_name))
	day, time = (_text(given.get(f"{which}_{part}"), f"{which}_{part}") for part in ("date", "time"))
	shown = read_datetime(f"{day} {time}" if day and time else "", label).replace(tzinfo=zone)
	at = shown.astimezone(timezone.utc)
	if at.astimezone(zone).replace(tzinfo=None) != shown.replace(tzinfo=None):
		frappe.throw(
			_("{0}: the clocks of {1} skip this time on that day. Choose another.").format(label, zone_name)
		)
	return at
