"""Planning maintenance, and changing the plan: who knows of it is told what has changed, and nothing else.

Callers have asked whether the person may.
"""

from datetime import datetime
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.words.calendar_words import say_zone
from sla_id.engine.words import say_duration
from sla_id.instants import to_utc, utc_now
from sla_id.maintenance.announced_time import ToldPlan, adds_late
from sla_id.maintenance.clashes import say_late
from sla_id.maintenance.concerned_partners import ConcernedPartner, concerned_by, still_told, tellings_to
from sla_id.maintenance.maintenance_record import keep_maintenance, lock_maintenance
from sla_id.maintenance.maintenance_values import (
	AHEAD,
	ANNOUNCED,
	CANCELLED,
	CHANGED,
	DOCTYPE,
	OVERRUN,
	PLANNED,
	STARTED,
	UNDER_WAY,
	MaintenancePlan,
	planned_span,
	service_rows,
	state_of,
)
from sla_id.maintenance.maintenance_words import plan_zone
from sla_id.maintenance.planning_checks import check_plan_of_maintenance, check_reason_for
from sla_id.maintenance.tell_partners import MaintenanceNews, tell_partner, tell_staff
from sla_id.notify.outbox.reader_language import reader_of

SHOWN = ("title", "title_en", "impact", "impact_en", "planned_start_utc", "planned_end_utc", "services")
"""What partners see of a plan."""


def plan_maintenance(plan: MaintenancePlan) -> str:
	"""Plan maintenance; its name. Nobody is told before it is announced. Throws ValidationError naming the field."""
	check_plan_of_maintenance(plan)
	uid = f"{frappe.generate_hash(length=20)}@{frappe.local.site}"
	doc = frappe.get_doc({"doctype": DOCTYPE, "state": PLANNED, "uid": uid, "sequence": 0, **_values(plan)})
	doc.planned_text = _say_planned(doc)
	keep_maintenance(doc, "Planned", None)
	return str(doc.name)


def change_maintenance(name: str, plan: MaintenancePlan, reason: str, *, late_is_known: bool = False) -> None:
	"""Change what is planned. Once announced, a reason is needed and each partner is told what has changed.

	Throws ValidationError where nothing changes, where it is over, and, unless `late_is_known`, where the change comes too late
	for the notice of some partners: for them the added time counts.
	"""
	check_plan_of_maintenance(plan)
	doc = lock_maintenance(name, *AHEAD, *UNDER_WAY)
	before, was = frappe.copy_doc(doc), state_of(doc)
	if doc.state in UNDER_WAY and to_utc(plan.start) != doc.planned_start_utc:
		frappe.throw(_("Planned start: it has started already. Change the end, or end it."))
	doc.update(_values(plan))
	if state_of(doc) == was:
		frappe.throw(_("Nothing of {0} would change.").format(name))
	doc.planned_text = _say_planned(doc)
	text = reason.strip() if doc.state == PLANNED else check_reason_for(reason)
	if doc.state == OVERRUN and planned_span(doc)[1] > utc_now():
		doc.state = STARTED
	told = doc.state != PLANNED
	known = still_told(doc) if told else []
	if told and not late_is_known:
		_refuse_late(doc, utc_now())
	if any(state_of(doc)[field] != was[field] for field in SHOWN) or _reach(doc) != _reach(before):
		doc.sequence = (doc.sequence or 0) + 1
		if told:
			_tell_change(doc, known, MaintenanceNews(CHANGED, text, before))
	keep_maintenance(doc, "Changed", was, text)


def late_partners(doc: Any, at: datetime) -> list[ConcernedPartner]:
	"""The partners for whom something of the plan would be told too late if it were told at an instant."""
	start, end = planned_span(doc)
	return [
		entry
		for entry in concerned_by(doc)
		if adds_late(tellings_to(doc, entry.partner), ToldPlan(at, start, end), entry.notice.is_kept)
	]


def _refuse_late(doc: Any, at: datetime) -> None:
	late = late_partners(doc, at)
	if late:
		frappe.throw(say_late(late))


def _tell_change(doc: Any, known: list[ConcernedPartner], news: MaintenanceNews) -> None:
	"""Who is still concerned hears of the change, who is newly so of the maintenance, who is no longer so that it is off."""
	concerned = {entry.partner: entry for entry in concerned_by(doc)}
	before = {entry.partner for entry in known}
	for entry in concerned.values():
		tell_partner(doc, entry, news if entry.partner in before else MaintenanceNews(ANNOUNCED, news.reason))
	for entry in known:
		if entry.partner not in concerned:
			tell_partner(doc, entry, MaintenanceNews(CANCELLED, news.reason))
	tell_staff(doc, CHANGED, news.reason)


def _values(plan: MaintenancePlan) -> dict[str, Any]:
	return {
		"title": plan.title.strip(),
		"title_en": plan.title_en.strip(),
		"impact": plan.impact.strip(),
		"impact_en": plan.impact_en.strip(),
		"description": plan.description.strip(),
		"planned_start_utc": to_utc(plan.start),
		"planned_end_utc": to_utc(plan.end),
		"time_zone": plan.zone,
		"services": service_rows(plan.services),
		"partners": [{"partner": partner} for partner in dict.fromkeys(plan.partners)],
	}


def _say_planned(doc: Any) -> str:
	"""The planned time for lists, short: the start by the clocks of the plan's zone, and how long."""
	language, _zone = reader_of(None)
	start, end = planned_span(doc)
	local = start.astimezone(plan_zone(doc))
	zone = say_zone(doc.time_zone, local.date())
	return f"{local:%Y-%m-%d %H:%M} {zone}, {say_duration((end - start).total_seconds(), language)}"


def _reach(doc: Any) -> list[str]:
	return [row.partner for row in doc.partners]
