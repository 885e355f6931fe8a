"""Maintenance in words: when, which services, what changed, and why something wasn't told."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from frappe import _

from sla_id.engine.sentences import say
from sla_id.engine.words import say_instant
from sla_id.instants import from_utc, site_zone, zone_of
from sla_id.maintenance.maintenance_values import (
	ANNOUNCED,
	CANCELLED,
	CHANGED,
	ENDED,
	OVERRUN,
	STARTED,
	STATES,
	planned_span,
	text_in,
)


def say_from_to(start: datetime, end: datetime, language: str, zone: ZoneInfo) -> str:
	"""From when to when, in one zone."""
	return f"{say_instant(start, language, zone)} – {say_instant(end, language, zone)}"


def say_in_zones(
	start: datetime, end: datetime, language: str, zone: ZoneInfo, other: ZoneInfo | None
) -> str:
	"""From when to when in one zone, and in the other in brackets where its clocks show another time."""
	said = say_from_to(start, end, language, zone)
	if other is None or start.astimezone(other).utcoffset() == start.astimezone(zone).utcoffset():
		return said
	return f"{said} ({say_from_to(start, end, language, other)})"


def plan_zone(doc: Any) -> ZoneInfo:
	"""The zone in which it was planned; the site's where that is none any more."""
	return zone_of(doc.time_zone) or site_zone()


def say_services(codes: list[str], language: str) -> str:
	"""Services by their names."""
	rows = frappe.get_all(
		"SLA Service",
		filters={"name": ["in", codes]},
		fields=["name", "service_name", "service_name_en"],
	)
	names = {
		row.name: row.service_name if language.startswith("id") else row.service_name_en or row.service_name
		for row in rows
	}
	return ", ".join(names.get(code) or code for code in codes)


def say_state(state: str, language: str) -> str:
	"""A state in a language."""
	return say(STATES[state], language)


def say_heading(doc: Any, kind: str, language: str) -> str:
	"""What has happened, as the heading of a message."""
	title = text_in(doc, "title", language)
	sentence = {
		ANNOUNCED: _("Planned maintenance: {0}", language),
		CHANGED: _("Planned maintenance has changed: {0}", language),
		STARTED: _("Maintenance has started: {0}", language),
		OVERRUN: _("Maintenance is taking longer than planned: {0}", language),
		ENDED: _("Maintenance has ended: {0}", language),
		CANCELLED: _("Planned maintenance is cancelled: {0}", language),
	}[kind]
	return sentence.format(title)


def say_changes(before: Any, doc: Any, language: str, zone: ZoneInfo, other: ZoneInfo | None) -> list[str]:
	"""What of a plan has changed, and only that, a line each: what it was and what it is."""
	lines = []
	for field, sentence in (
		("title", _("Title: {1} (before: {0})", language)),
		("impact", _("What you will notice: {1} (before: {0})", language)),
	):
		was, now = text_in(before, field, language), text_in(doc, field, language)
		if was != now:
			lines.append(sentence.format(was or "–", now or "–"))
	was_planned, is_planned = planned_span(before), planned_span(doc)
	if was_planned != is_planned:
		lines.append(
			_("When: {1} (before: {0})", language).format(
				say_in_zones(*was_planned, language, zone, other),
				say_in_zones(*is_planned, language, zone, other),
			)
		)
	was_services, now_services = ([row.service for row in held.services] for held in (before, doc))
	if was_services != now_services:
		lines.append(
			_("Services: {1} (before: {0})", language).format(
				say_services(was_services, language), say_services(now_services, language)
			)
		)
	return lines


def say_late_end(doc: Any, language: str) -> str:
	"""How much longer it took than planned, once it has ended; "" where it kept to the plan."""
	ended, planned = from_utc(doc.actual_end_utc), planned_span(doc)[1]
	if ended is None or ended <= planned:
		return ""
	from sla_id.engine.words import say_duration

	return say_duration((ended - planned).total_seconds(), language)
