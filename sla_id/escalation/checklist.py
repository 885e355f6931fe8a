"""A ticket's checklists for a reader: what is owed, by when, what is late and by how much.

A duty is no longer owed if the ticket was solved, or left the agreement, before the duty was due.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from frappe import _

from sla_id.agreements.choose import record_agreement
from sla_id.agreements.ticket_language import agreement_reading
from sla_id.engine.words import say_duration, say_instant
from sla_id.escalation.tier_duties import (
	ACTION_PLAN,
	ASSIGN,
	BY_HAND,
	CONFERENCE_CALL,
	CONTACT,
	TASK,
	seconds_late,
)
from sla_id.instants import from_site, from_utc, reader_language, utc_now
from sla_id.record_types import ConferenceCallRecord, EscalationRecord, EscalationTaskRow
from sla_id.ticket_record import TicketRecord

OPEN, LATE, DONE, DONE_LATE, LAPSED = "open", "late", "done", "done_late", "lapsed"
CALL = "SLA Conference Call"


def describe_checklists(record: TicketRecord) -> list[dict[str, Any]]:
	"""Every escalation of an SLA Ticket with its duties, in the reader's language and the agreement's zone.

	A duty holds row, kind, label, state (open, late, done, done_late, lapsed), state_label, due, due_text, done_text,
	done_by, late_seconds, late_text, note, planned_text (of a call that is planned for it), by_hand, and the
	reference_doctype and reference_name of what fulfilled it.
	"""
	reading = _Reading(record)
	rows = frappe.get_all(
		"SLA Escalation",
		filters={"sla_ticket": record.name},
		fields=["name", "level", "tier_title", "responsible", "fired_utc", "acknowledged_utc"],
		order_by="fired_utc asc, level asc",
	)
	duties: dict[str, list[dict[str, Any]]] = {row.name: [] for row in rows}
	for task in frappe.get_all(
		TASK,
		filters={"parent": ["in", list(duties) or [""]], "parenttype": "SLA Escalation"},
		fields=["*"],
		order_by="parent, idx",
	):
		duties[task.parent].append(reading.duty(task))
	return [
		{
			"escalation": row.name,
			"level": row.level,
			"title": reading.title(row),
			"responsible": row.responsible or "",
			"fired_text": reading.say(from_utc(row.fired_utc)),
			"acknowledged_text": reading.say(from_utc(row.acknowledged_utc)),
			"duties": duties[row.name],
		}
		for row in rows
	]


def call_due(call: ConferenceCallRecord) -> datetime | None:
	"""When the escalation of an SLA Conference Call requires the call. None if it doesn't."""
	if not call.escalation:
		return None
	rows = frappe.get_all(
		TASK,
		filters={"parent": call.escalation, "kind": CONFERENCE_CALL},
		fields=["due_utc", "done_utc", "reference_name"],
		order_by="idx",
	)
	mine = next((row for row in rows if row.reference_name == call.name), None)
	row = mine or next((row for row in rows if not row.done_utc), None)
	return from_utc(row.due_utc) if row else None


def say_late(seconds: float) -> str:
	"""How late something is, in whole minutes. Empty if it isn't late."""
	if seconds <= 0:
		return ""
	shown = int(seconds // 60) * 60 if seconds >= 60 else max(1, int(seconds))
	return _("{0} late").format(say_duration(shown, reader_language()))


def say_kind(kind: str) -> str:
	"""What a duty of that kind requires, if the policy gives it no name."""
	return {
		ASSIGN: _("Assign a team"),
		CONTACT: _("Contact the partner"),
		ACTION_PLAN: _("Written action plan"),
		CONFERENCE_CALL: _("Emergency conference call"),
	}.get(kind, _("Other duty"))


def say_state(state: str) -> str:
	"""The state of a duty, in words."""
	return {
		OPEN: _("Open", context="SLA Escalation"),
		LATE: _("Late", context="SLA Escalation"),
		DONE: _("Done", context="SLA Escalation"),
		DONE_LATE: _("Done late", context="SLA Escalation"),
		LAPSED: _("No longer due"),
	}[state]


class _Reading:
	"""One ticket, its reader and the present moment, so that they needn't be passed to each step below."""

	def __init__(self, record: TicketRecord) -> None:
		self.language = reader_language()
		self.zone: ZoneInfo = agreement_reading(record)[1]
		self.now = utc_now()
		self.english = _english_titles(record) if self.language != "id" else {}
		self.ended = from_utc(record.resolved_utc)
		self.left = record.state == "Excluded"
		self.planned = frappe.get_all(
			CALL,
			filters={"sla_ticket": record.name, "status": "Planned"},
			fields=["name", "escalation", "starts_on"],
			order_by="starts_on",
		)

	def say(self, at: datetime | None) -> str:
		return say_instant(at, self.language, self.zone) if at else ""

	def title(self, row: EscalationRecord) -> str:
		return str(self.english.get(row.level) or row.tier_title or "")

	def duty(self, task: EscalationTaskRow) -> dict[str, Any]:
		due, done = from_utc(task.due_utc), from_utc(task.done_utc)
		state, late = self.standing(task, due)
		english = self.language != "id" and task.label_en
		return {
			"row": task.name,
			"kind": task.kind,
			"label": (task.label_en if english else task.label) or say_kind(task.kind),
			"state": state,
			"state_label": say_state(state),
			"due": due.isoformat() if due else None,
			"due_text": self.say(due),
			"done_text": self.say(done),
			"done_by": frappe.get_cached_value("User", task.done_by, "full_name") if task.done_by else "",
			"late_seconds": late,
			"late_text": say_late(late),
			"note": task.note or "",
			"planned_text": "" if done else self.say_planned(task, due),
			"by_hand": task.kind in BY_HAND,
			"reference_doctype": task.reference_doctype or "",
			"reference_name": task.reference_name or "",
		}

	def standing(self, task: EscalationTaskRow, due: datetime | None) -> tuple[str, float]:
		"""(state, seconds late)."""
		if task.done_utc:
			late = float(task.late_seconds or 0)
			return (DONE_LATE if late else DONE), late
		until = min(self.now, self.ended) if self.ended else self.now
		late = 0.0 if self.left else seconds_late(due, until)
		if late:
			return LATE, late
		return (LAPSED if self.ended or self.left else OPEN), 0.0

	def say_planned(self, task: EscalationTaskRow, due: datetime | None) -> str:
		"""When the required call is planned, and how late that is."""
		if task.kind != CONFERENCE_CALL:
			return ""
		call = next((call for call in self.planned if call.escalation == task.parent), None)
		starts = from_site(call.starts_on) if call else None
		if starts is None:
			return ""
		said = _("Planned for {0}").format(self.say(starts))
		late = say_late(seconds_late(due, starts))
		return f"{said} ({late})" if late else said


def _english_titles(record: TicketRecord) -> dict[int, str]:
	tiers = record_agreement(record).file.tiers if record.agreement else ()
	return {tier.level: tier.title.en for tier in tiers}
