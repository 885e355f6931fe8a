"""Opens, ends, confirms, corrects and withdraws outages. With `merge_outages` the only writers of SLA Outage.

Each locks the outage's row first, so of two people at once one wins and the other is told what the first did. Each change is in
the trail. Callers have asked whether the person may; instants are aware.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import frappe
from frappe import _

from sla_id.audit_trail import read_trail, record_change
from sla_id.instants import from_utc, say_to_reader, to_utc, utc_now
from sla_id.outages.closed_form import written_by_room
from sla_id.outages.outage_checks import (
	check_detected_by,
	check_impact,
	check_reason,
	check_services,
	check_times,
	check_title,
)
from sla_id.outages.outage_values import (
	DOCTYPE,
	ENDED,
	MERGED,
	OPEN,
	WITHDRAWN,
	NewOutage,
	service_rows,
	services_of,
	state_of,
	ticket_rows,
)
from sla_id.record_types import OutageRecord


def open_outage(values: NewOutage) -> str:
	"""Record an outage, ended or still open; its name. Throws ValidationError naming the field."""
	check_times(values.started, values.ended)
	check_services(values.services, values.partners, values.started)
	doc = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"title": check_title(values.title),
			"status": OPEN if values.ended is None else ENDED,
			"started_utc": to_utc(values.started),
			"ended_utc": to_utc(values.ended),
			"impact_percent": float(check_impact(values.impact_percent)),
			"cause": values.cause.strip(),
			"detected_by": check_detected_by(values.detected_by),
			"source": values.source.strip(),
			"services": service_rows(values.services),
			"partners": [{"partner": partner} for partner in dict.fromkeys(values.partners)],
			"tickets": ticket_rows(values.tickets),
			"major_incident": values.major_incident,
			"measured_start_utc": to_utc(values.measured),
			"declared_start_utc": to_utc(values.declared),
			"confirmed_utc": to_utc(utc_now()),
		}
	)
	written_by_room(doc).insert(ignore_permissions=True)
	record_change(DOCTYPE, doc.name, "Opened", None, state_of(doc), values.reason)
	return str(doc.name)


def end_outage(name: str, at: datetime, reason: str = "") -> None:
	"""Say when an open outage ended. Throws ValidationError where it isn't open any more, saying who was quicker."""
	doc = lock_open(name)
	check_times(_start(doc), at)
	change_outage(doc, "Ended", {"status": ENDED, "ended_utc": to_utc(at)}, reason)


def confirm_outage(name: str, at: datetime, *, by_person: bool = False, reason: str = "") -> None:
	"""Say that an open outage still lasted at an instant. What a monitor confirms is kept, not told in the trail."""
	doc = lock_open(name)
	before = from_utc(doc.confirmed_utc)
	if before is not None and at <= before and not by_person:
		return
	doc.confirmed_utc, doc.asked_utc = to_utc(at), None
	written_by_room(doc).save(ignore_permissions=True)
	if by_person:
		record_change(DOCTYPE, name, "Confirmed", None, {}, reason)


def correct_outage(name: str, changes: Mapping[str, Any], reason: str) -> None:
	"""Put right what an outage says. Throws ValidationError without a reason, a change, or for a merged or withdrawn one.

	`changes` may name title, started, ended (None: it still lasts), impact_percent, cause, root_cause, detected_by, source,
	services (DownService), partners, tickets and major_incident. A corrected start counts whatever a monitor measured.
	"""
	text = check_reason(reason)
	doc = lock_outage(name)
	if doc.status in (MERGED, WITHDRAWN):
		frappe.throw(_say_over(doc))
	values = _read_changes(doc, changes)
	if not change_outage(doc, "Corrected", values, text):
		frappe.throw(_("Nothing of {0} would change.").format(name))


def withdraw_outage(name: str, reason: str) -> None:
	"""Say that it was no outage: it stays on record and doesn't count. Throws ValidationError without a reason."""
	text = check_reason(reason)
	doc = lock_outage(name)
	if doc.status in (MERGED, WITHDRAWN):
		frappe.throw(_say_over(doc))
	change_outage(doc, "Withdrawn", {"status": WITHDRAWN}, text)


def link_ticket(name: str, doctype: str, ticket: str) -> None:
	"""Add a ticket to an outage that counts; nothing happens where it is there already."""
	doc = lock_outage(name)
	if doc.status in (MERGED, WITHDRAWN):
		frappe.throw(_say_over(doc))
	known = [(row.ticket_doctype, str(row.ticket)) for row in doc.tickets]
	change_outage(doc, "Ticket linked", {"tickets": ticket_rows([*known, (doctype, ticket)])}, "")


def lock_outage(name: str) -> Any:
	"""An outage with its row locked. Raises frappe.DoesNotExistError."""
	return frappe.get_doc(DOCTYPE, name, for_update=True)


def lock_open(name: str) -> Any:
	"""An open outage with its row locked. Throws ValidationError where it isn't open any more."""
	doc = lock_outage(name)
	if doc.status != OPEN:
		frappe.throw(_say_over(doc))
	return doc


def change_outage(doc: OutageRecord, kind: str, values: Mapping[str, Any], reason: str) -> bool:
	"""Write values into a locked outage and its trail; whether any of them changed."""
	before = state_of(doc)
	doc.update(dict(values))
	if state_of(doc) == before:
		return False
	written_by_room(doc).save(ignore_permissions=True)
	record_change(DOCTYPE, str(doc.name), kind, before, state_of(doc), reason)
	return True


def _start(doc: OutageRecord) -> datetime:
	started = from_utc(doc.started_utc)
	assert started is not None
	return started


def _say_over(doc: OutageRecord) -> str:
	"""Why an outage can't be changed any more, with who did it and when."""
	trail = reversed(read_trail(DOCTYPE, doc.name))
	last = next((entry for entry in trail if (entry.after or {}).get("status") == doc.status), None)
	who = frappe.get_cached_value("User", last.by_user, "full_name") if last else ""
	at = say_to_reader(last.at) if last else ""
	if doc.status == MERGED:
		return _("{0} was merged into {1} by {2} on {3}. Change that one.").format(
			doc.name, doc.merged_into, who, at
		)
	if doc.status == WITHDRAWN:
		return _("{0} was withdrawn by {1} on {2}. Report a new outage if it was one after all.").format(
			doc.name, who, at
		)
	return _("{0} was ended by {1} on {2}. Correct it if the end is wrong.").format(doc.name, who, at)


def _read_changes(doc: OutageRecord, changes: Mapping[str, Any]) -> dict[str, Any]:
	"""Checked values of the record's fields for what a person wants changed."""
	values: dict[str, Any] = {}
	started = changes.get("started", _start(doc))
	ended = changes["ended"] if "ended" in changes else from_utc(doc.ended_utc)
	check_times(started, ended)
	if to_utc(started) != doc.started_utc:
		values |= {"started_utc": to_utc(started), "measured_start_utc": None, "declared_start_utc": None}
	values |= {"ended_utc": to_utc(ended), "status": OPEN if ended is None else ENDED}
	services = changes.get("services", services_of(doc))
	partners = list(changes.get("partners", [row.partner for row in doc.partners]))
	if {"services", "partners", "started"} & set(changes):
		check_services(services, partners, started)
		values |= {
			"services": service_rows(services),
			"partners": [{"partner": partner} for partner in dict.fromkeys(partners)],
		}
	if "title" in changes:
		values["title"] = check_title(changes["title"])
	if "impact_percent" in changes:
		values["impact_percent"] = float(check_impact(changes["impact_percent"]))
	if "detected_by" in changes:
		values["detected_by"] = check_detected_by(changes["detected_by"])
	if "tickets" in changes:
		values["tickets"] = ticket_rows(changes["tickets"])
	values |= {
		field: (changes[field] or "").strip()
		for field in ("cause", "root_cause", "source")
		if field in changes
	}
	if "major_incident" in changes:
		values["major_incident"] = changes["major_incident"] or None
	return values
