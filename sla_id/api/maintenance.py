"""Planned maintenance in the desk: planned, announced, changed, carried out. Permission first, typed. For SLA Agents.

A plan's times come as wall-clock times in the zone that it names; other times in the site's zone as the desk's fields give them, or
with an offset (ISO 8601).
"""

import json
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from sla_id.access import MANAGERS, need_role, need_staff
from sla_id.agreements.words.calendar_words import say_zone
from sla_id.api.arguments import answerable, read_datetime, read_dict, read_instant
from sla_id.api.maintenance_form import form_of_record, plan_of_form, plan_of_record
from sla_id.api.maintenance_shown import preview_plan, told_row
from sla_id.instants import (
	from_site,
	from_utc,
	reader_language,
	say_to_reader,
	site_zone,
	to_site,
	to_utc,
	utc_now,
)
from sla_id.maintenance import carry_out, feed_tokens, plan_maintenance
from sla_id.maintenance.maintenance_values import (
	CANCELLED,
	DOCTYPE,
	ENDED,
	OVERRUN,
	PLANNED,
	STARTED,
)
from sla_id.maintenance.maintenance_words import plan_zone, say_from_to, say_services, say_state
from sla_id.maintenance.planning_checks import check_plan_of_maintenance

ROLES = ("SLA Agent", *MANAGERS)


@frappe.whitelist(methods=["POST"])
@answerable
def plan(values: str | dict[str, Any]) -> str:
	"""Plan maintenance. Returns its name; nobody is told yet. For SLA Agents.

	`values`: title, title_en, impact, impact_en, description, services (code or "CODE/PART"), partners (none: all whose agreements cover
	them), time_zone, and start_date, start_time, end_date, end_time as the clocks of that zone show them.
	"""
	need_role(*ROLES)
	return plan_maintenance.plan_maintenance(plan_of_form(read_dict(values, "values")))


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
	wanted = plan_of_form(read_dict(values, "values"))
	check_plan_of_maintenance(wanted)
	doc = frappe.get_doc(DOCTYPE, maintenance) if maintenance else None
	return preview_plan(wanted, doc)


@frappe.whitelist(methods=["POST"])
@answerable
def change(
	maintenance: str, values: str | dict[str, Any], reason: str = "", late_is_known: bool = False
) -> None:
	"""Change a plan; `values` as for `plan`. Who knows of it is told what has changed. For SLA Agents."""
	need_role(*ROLES)
	plan_maintenance.change_maintenance(
		maintenance, plan_of_form(read_dict(values, "values")), reason, late_is_known=bool(late_is_known)
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
	wanted, language = plan_of_record(doc), reader_language()
	shown = preview_plan(wanted, doc)
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
		"told": [told_row(row, language) for row in doc.announcements],
		"values": form_of_record(doc),
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
