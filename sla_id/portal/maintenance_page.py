"""/sla/maintenance: maintenance that was announced to the reader's partners, and the reader's calendar addresses.

Called by `www/sla_maintenance.py`. Staff see all that was announced.
"""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from frappe import _

from sla_id.access import readable_partners
from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.partners import is_staff
from sla_id.engine.sentences import say
from sla_id.instants import from_utc, reader_language, reader_zone, site_zone, utc_now
from sla_id.maintenance.feed_tokens import feeds_of, make_feed, revoke_feed
from sla_id.maintenance.maintenance_feed import is_off, services_as_told, shown_to_partners
from sla_id.maintenance.maintenance_values import (
	ANNOUNCED,
	CANCELLED,
	ENDED,
	KINDS,
	OVERRUN,
	STARTED,
	STATES,
	planned_span,
	text_in,
)
from sla_id.maintenance.maintenance_words import plan_zone, say_services
from sla_id.portal.reader_times import Elsewhere, find_elsewhere, say_moment

PAGE = "/sla/maintenance"
PAST = timedelta(days=400)
COLOURS = {ANNOUNCED: "blue", STARTED: "orange", OVERRUN: "red", ENDED: "green", CANCELLED: "gray"}


def describe_maintenance() -> dict[str, Any]:
	"""What the page shows: `upcoming` (the next first), `past` (the last first) and `feeds`."""
	partners = readable_partners("SLA Maintenance")
	shown = shown_to_partners(partners, utc_now() - PAST) if partners else []
	cards = [_card(doc, rows, several=len(partners) > 1) for doc, rows in shown]
	return {
		"upcoming": [card for card in reversed(cards) if not card["over"]],
		"past": [card for card in cards if card["over"]],
		"feeds": [_feed(row) for row in feeds_of(frappe.session.user)],
		"staff": is_staff(frappe.session.user),
	}


def act_on_feeds(form: Any) -> dict[str, Any]:
	"""What a form of the page asks for: a new calendar address, shown this once, or one less."""
	if form.get("revoke"):
		done = revoke_feed(str(form.get("revoke")), frappe.session.user)
		return {
			"said": _("The address is revoked: calendars that use it get nothing any more.") if done else ""
		}
	return {"new_address": make_feed(frappe.session.user)} if form.get("make") else {}


def _card(doc: Any, rows: list[Any], *, several: bool) -> dict[str, Any]:
	language = reader_language()
	state = CANCELLED if is_off(doc, rows) else doc.state
	zone, own = _zones(rows, doc)
	start, end = planned_span(doc)
	return {
		"name": doc.name,
		"title": text_in(doc, "title", language),
		"impact": text_in(doc, "impact", language),
		"services": say_services(services_as_told(rows), language),
		"state": say(STATES[state], language),
		"colour": COLOURS.get(state, "gray"),
		"over": state in (ENDED, CANCELLED) or (state == ANNOUNCED and end <= utc_now()),
		"start": say_moment(start, language, zone, own),
		"end": say_moment(end, language, zone, own),
		"started": _moment(from_utc(doc.actual_start_utc), zone, own),
		"ended": _moment(from_utc(doc.actual_end_utc), zone, own),
		"told": [_told(row, zone, own, several=several) for row in rows],
	}


def _told(row: Any, zone: ZoneInfo, own: Elsewhere | None, *, several: bool) -> dict[str, Any]:
	return {
		"what": say(KINDS[row.kind], reader_language()),
		"partner": frappe.get_cached_value("SLA Partner", row.partner, "partner_name") if several else "",
		"at": _moment(from_utc(row.told_utc), zone, own),
		"late": row.kind in (ANNOUNCED, "Changed") and bool(row.told_utc) and not row.in_time,
	}


def _zones(rows: list[Any], doc: Any) -> tuple[ZoneInfo, Elsewhere | None]:
	"""The zone of the agreement under which it was told, and the reader's."""
	agreement = next((row.agreement for row in rows if row.agreement), None)
	zone = effective_agreement((agreement,)).zone if agreement else plan_zone(doc)
	return zone, find_elsewhere(rows[0].partner if rows else None)


def _moment(at: Any, zone: ZoneInfo, own: Elsewhere | None) -> Any:
	return say_moment(at.replace(microsecond=0), reader_language(), zone, own) if at else None


def _feed(row: Any) -> dict[str, Any]:
	zone = reader_zone() or site_zone()
	return {
		"name": row.name,
		"service": say_services([row.service], reader_language()) if row.service else "",
		"made": _moment(from_utc(row.made_utc), zone, None),
		"last_read": _moment(from_utc(row.last_read_utc), zone, None),
	}
