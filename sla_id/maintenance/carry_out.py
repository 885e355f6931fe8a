"""Announcing maintenance, starting, ending and cancelling it; each tells exactly the partners concerned, in one transaction.

Each locks the record first: of two people at once one wins, and the other is told so. Callers have asked whether the person may.
"""

from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _

from sla_id.instants import from_utc, say_to_reader, to_utc, utc_now
from sla_id.maintenance.clashes import say_late
from sla_id.maintenance.concerned_partners import concerned_by, still_told
from sla_id.maintenance.maintenance_record import keep_maintenance, lock_maintenance
from sla_id.maintenance.maintenance_values import (
	AHEAD,
	ANNOUNCED,
	CANCELLED,
	ENDED,
	OVERRUN,
	PLANNED,
	STARTED,
	UNDER_WAY,
	planned_span,
	state_of,
)
from sla_id.maintenance.plan_maintenance import late_partners
from sla_id.maintenance.planning_checks import check_reason_for
from sla_id.maintenance.tell_partners import MaintenanceNews, tell_partner, tell_staff

AHEAD_OF_SERVER = timedelta(minutes=1)
"""So far may the clock of whoever types a time be ahead of the server's."""


def announce_maintenance(name: str, *, late_is_known: bool = False) -> None:
	"""Tell the partners concerned of planned maintenance.

	Throws ValidationError where nobody is concerned, where its start has passed, and, unless `late_is_known`, where it is too late for
	the notice of some partners: for them it counts.
	"""
	doc = lock_maintenance(name, PLANNED)
	now, was = utc_now(), state_of(doc)
	if planned_span(doc)[0] <= now:
		frappe.throw(_("Planned start: it has passed. Change the plan, or start the maintenance now."))
	concerned = concerned_by(doc)
	if not concerned:
		frappe.throw(
			_("No agreement in force at the planned time covers these services, so there is nobody to tell.")
		)
	late = late_partners(doc, now)
	if late and not late_is_known:
		frappe.throw(say_late(late))
	doc.state = ANNOUNCED
	for entry in concerned:
		tell_partner(doc, entry, MaintenanceNews(ANNOUNCED))
	tell_staff(doc, ANNOUNCED)
	keep_maintenance(doc, "Announced", was)


def start_maintenance(name: str, at: datetime, reason: str = "") -> None:
	"""Say that it has started. Where it wasn't announced a reason is needed, and the partners concerned hear of it now."""
	doc = lock_maintenance(name, *AHEAD)
	was, unannounced = state_of(doc), doc.state == PLANNED
	if at > utc_now() + AHEAD_OF_SERVER:
		frappe.throw(_("Start: {0} is in the future.").format(say_to_reader(at)))
	text = check_reason_for(reason) if unannounced else reason.strip()
	doc.update({"state": STARTED, "actual_start_utc": to_utc(at)})
	_tell_all(doc, STARTED, text, unannounced=unannounced)
	keep_maintenance(doc, "Started", was, text)


def end_maintenance(name: str, at: datetime, reason: str = "") -> None:
	"""Say that it has ended. Where it took longer than planned a reason is needed."""
	doc = lock_maintenance(name, *UNDER_WAY)
	was, started = state_of(doc), from_utc(doc.actual_start_utc)
	if at > utc_now() + AHEAD_OF_SERVER:
		frappe.throw(_("End: {0} is in the future. End it when it is over.").format(say_to_reader(at)))
	if started is None or at <= started:
		frappe.throw(
			_("End: {0} isn't after the start, {1}.").format(
				say_to_reader(at), say_to_reader(started) if started else "–"
			)
		)
	text = check_reason_for(reason) if at > planned_span(doc)[1] else reason.strip()
	doc.update({"state": ENDED, "actual_end_utc": to_utc(at)})
	_tell_all(doc, ENDED, text)
	keep_maintenance(doc, "Ended", was, text)


def cancel_maintenance(name: str, reason: str) -> None:
	"""Cancel what hasn't started. Whoever knows of it is told; entries in calendars show it as cancelled."""
	text = check_reason_for(reason)
	doc = lock_maintenance(name, *AHEAD)
	was = state_of(doc)
	doc.update({"state": CANCELLED, "sequence": (doc.sequence or 0) + 1})
	_tell_all(doc, CANCELLED, text)
	keep_maintenance(doc, "Cancelled", was, text)


def mark_overrun(name: str, now: datetime) -> bool:
	"""Say that maintenance lasts longer than planned, once; whether it does. For the job."""
	doc = lock_maintenance(name)
	if doc.state != STARTED or planned_span(doc)[1] > now:
		return False  # ended, extended or told by another worker meanwhile
	was = state_of(doc)
	doc.state = OVERRUN
	_tell_all(doc, OVERRUN, "")
	keep_maintenance(doc, "Overrun", was)
	return True


def _tell_all(doc: Any, kind: str, reason: str, *, unannounced: bool = False) -> None:
	"""Tell everybody who knows of it; of what begins unannounced, everybody whom it concerns."""
	for entry in concerned_by(doc) if unannounced else still_told(doc):
		tell_partner(doc, entry, MaintenanceNews(kind, reason))
	tell_staff(doc, kind, reason)
