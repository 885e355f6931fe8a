"""The formal written action plan of 000 §4.2. Agents write it and send it in revisions; the partner sees what
was sent.

What was sent can't change: each revision keeps its content and a hash of it. Later edits stay internal until
they are sent. Only steps that are marked as done or dropped show at once.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime

from sla_id.agreements.ticket_language import agreement_reading
from sla_id.engine import ClockKind
from sla_id.engine.words import say_instant
from sla_id.escalation.contacts import TECHNICAL, contacts_of, partner_reading
from sla_id.escalation.tier_duties import ACTION_PLAN, fulfil_for_ticket
from sla_id.instants import from_site, from_utc, to_utc, utc_now
from sla_id.notify.outbox import Message, enqueue
from sla_id.notify.outbox.channels.mail import MAIL, has_outgoing_account
from sla_id.notify.outbox.enclosure import Enclosure, Reader
from sla_id.notify.outbox.message_texts import say_due
from sla_id.record_types import ActionPlanRecord, EscalationRecord
from sla_id.ticket_record import TicketRecord

DOCTYPE = "SLA Action Plan"
DRAFT, SENT, DONE, WITHDRAWN = "Draft", "Sent", "Done", "Withdrawn"
STEP_OPEN, STEP_DONE, STEP_DROPPED = "Open", "Done", "Dropped"
KEPT = ("status", "revision", "sent_utc", "sent_by", "sent_to", "revisions")
"""What only this module changes; a form or REST can't."""


def start_plan(escalation: EscalationRecord) -> Any:
	"""Return the draft of an escalation's plan, or create one with what is known filled in."""
	name = frappe.db.get_value(DOCTYPE, {"escalation": escalation.name, "status": DRAFT}, "name")
	if name:
		return frappe.get_doc(DOCTYPE, name)
	record = frappe.get_doc("SLA Ticket", escalation.sla_ticket)
	language, zone = agreement_reading(record)
	fired = from_utc(escalation.fired_utc)
	fired = fired.replace(second=0, microsecond=0) if fired else None
	situation = _("Ticket {0} ({1}) was escalated to level {2}, {3}, on {4}.", language).format(
		record.reference_name,
		record.priority or "–",
		escalation.level,
		escalation.responsible or escalation.tier_title or "–",
		say_instant(fired, language, zone) if fired else "–",
	)
	due = next((from_utc(row.due_utc) for row in record.clocks if row.clock == ClockKind.RESOLUTION), None)
	if due:
		situation += " " + _("Resolution is due on {0}.", language).format(say_instant(due, language, zone))
	title = _("Action plan: {0}", language).format(record.subject or record.reference_name)
	doc = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"title": title[:140],
			"sla_ticket": record.name,
			"escalation": escalation.name,
			"situation": situation,
		}
	)
	return doc.insert()


def check_plan(doc: ActionPlanRecord) -> None:
	"""validate of SLA Action Plan: what was sent can't be altered, and finished steps have a date.

	Throws ValidationError.
	"""
	before = doc.get_doc_before_save()
	if not doc.flags.sla_id_sending:
		_keep(doc, before)
	_check_escalation(doc)
	if not doc.revision:
		doc.partner = frappe.db.get_value("SLA Ticket", doc.sla_ticket, "partner")
	steps = {row.name for row in doc.steps}
	for row in before.steps if before and before.revision else ():
		if row.name not in steps and row.name in sent_rows(before):
			frappe.throw(
				_(
					"Steps: “{0}” has been sent to the partner. Set it to Dropped instead of removing it."
				).format(row.step)
			)
	for row in doc.steps:
		row.done_on = (row.done_on or now_datetime()) if row.status == STEP_DONE else None
	if doc.status in (SENT, DONE):
		doc.status = DONE if all(row.status != STEP_OPEN for row in doc.steps) else SENT


def refuse_delete(doc: ActionPlanRecord) -> None:
	"""on_trash of SLA Action Plan: a plan that a partner has received stays on record.

	Throws ValidationError.
	"""
	if doc.revision and not frappe.flags.in_uninstall:
		frappe.throw(_("This plan has been sent, so it stays on record. Withdraw it instead."))


def send_plan(doc: ActionPlanRecord) -> list[str]:
	"""Send the next revision of a plan whose row is locked. Returns the addresses.

	It becomes visible to the partner, and their technical contacts are told. Throws ValidationError naming
	the field.
	"""
	_check_ready(doc)
	now, user = utc_now(), frappe.session.user
	content = _content(doc)
	text, sha = _hashed(content)
	if doc.revisions and doc.revisions[-1].sha == sha:
		frappe.throw(_("Nothing has changed since revision {0} was sent.").format(doc.revision))
	record = frappe.get_doc("SLA Ticket", doc.sla_ticket)
	if doc.revision and doc.partner != record.partner:
		frappe.throw(_("The ticket belongs to another partner now. Write a new plan for it."))
	doc.partner = record.partner
	contacts = contacts_of(doc.partner, TECHNICAL) if has_outgoing_account() else []
	addresses = [person.email for person in contacts]
	doc.revision = (doc.revision or 0) + 1
	doc.status = SENT
	doc.update({"sent_utc": to_utc(now), "sent_by": user, "sent_to": "\n".join(addresses)})
	doc.append(
		"revisions",
		{
			"revision": doc.revision,
			"sent_utc": to_utc(now),
			"sent_by": user,
			"sent_to": "\n".join(addresses),
			"content_text": say_plan(content, *agreement_reading(record)),
			"content": text,
			"sha": sha,
		},
	)
	doc.flags.sla_id_sending = True
	doc.save()
	fulfil_for_ticket(doc.sla_ticket, ACTION_PLAN, now, user, (DOCTYPE, str(doc.name)))
	_tell(doc, record, contacts)
	return addresses


def withdraw_plan(doc: ActionPlanRecord, reason: str) -> None:
	"""Withdraw a plan. The reason is kept as a comment. Throws ValidationError."""
	if doc.status == WITHDRAWN:
		frappe.throw(_("This plan is already withdrawn."))
	doc.status = WITHDRAWN
	doc.flags.sla_id_sending = True
	doc.save()
	doc.add_comment("Comment", frappe.utils.escape_html(reason))


def is_changed(doc: ActionPlanRecord) -> bool:
	"""Whether a plan has changed since it was sent."""
	return bool(doc.revisions) and doc.revisions[-1].sha != _hashed(_content(doc))[1]


def sent_content(doc: ActionPlanRecord) -> dict[str, Any] | None:
	"""What was last sent to the partner, or None. Steps hold row, step, owner and due (ISO 8601)."""
	return json.loads(doc.revisions[-1].content or "null") if doc.revisions else None


def sent_rows(doc: ActionPlanRecord) -> set[str]:
	"""The rows of the steps that were last sent to the partner."""
	content = sent_content(doc)
	return {step["row"] for step in content["steps"]} if content else set()


def enclose_plan(named: Mapping[str, Any], reader: Reader) -> Enclosure:
	"""The revision that a message names, for an e-mail: the situation, the goal and one line for each step."""
	doc = frappe.get_doc(DOCTYPE, named["name"])
	row = next(row for row in doc.revisions if row.revision == named["revision"])
	content = json.loads(row.content)
	title = _("{0} (revision {1})", reader.language).format(content["title"], row.revision)
	agreed = str(agreement_reading(frappe.get_doc("SLA Ticket", doc.sla_ticket))[1])
	return Enclosure(
		title,
		tuple(
			_lines(content, reader.language, lambda due: say_due(due, reader.language, reader.zone, agreed))
		),
	)


def say_plan(content: dict[str, Any], language: str, zone: Any) -> str:
	"""A plan as a plain text."""
	lines = _lines(content, language, lambda due: say_instant(datetime.fromisoformat(due), language, zone))
	return "\n".join([content["title"], "", *lines])


def _lines(content: dict[str, Any], language: str, say: Any) -> list[str]:
	lines = [
		_("Situation: {0}", language).format(content["situation"]) if content["situation"] else "",
		_("Goal: {0}", language).format(content["goal"]) if content["goal"] else "",
		*(
			_("Step {0}: {1} – {2}, by {3}", language).format(
				number, step["step"], step["owner"], say(step["due"]) if step["due"] else "–"
			)
			for number, step in enumerate(content["steps"], 1)
		),
		_("Next update: {0}", language).format(say(content["next_update"])) if content["next_update"] else "",
	]
	return [line for line in lines if line]


def _content(doc: ActionPlanRecord) -> dict[str, Any]:
	"""What is sent to the partner. A step that was dropped before it was ever sent isn't included."""
	known = sent_rows(doc)
	return {
		"title": doc.title,
		"situation": doc.situation or "",
		"goal": doc.goal or "",
		"next_update": _iso(doc.next_update_on),
		"steps": [
			{"row": row.name, "step": row.step, "owner": row.owner_name or "", "due": _iso(row.due)}
			for row in doc.steps
			if row.status != STEP_DROPPED or row.name in known
		],
	}


def _hashed(content: dict[str, Any]) -> tuple[str, str]:
	"""(the content as one text, its SHA-256)."""
	text = json.dumps(content, ensure_ascii=False, sort_keys=True)
	return text, hashlib.sha256(text.encode()).hexdigest()


def _iso(value: Any) -> str | None:
	at = from_site(value)
	return at.isoformat() if at else None


def _check_ready(doc: ActionPlanRecord) -> None:
	if doc.status == WITHDRAWN:
		frappe.throw(_("This plan is withdrawn. Write a new one."))
	steps = [row for row in doc.steps if row.status != STEP_DROPPED]
	if not steps:
		frappe.throw(_("Steps: add at least one step with an owner and a date."))
	for row in steps:
		if not (row.owner_name or "").strip():
			frappe.throw(
				_("Steps, row {0}, Owner: name the function or person who will do it.").format(row.idx)
			)
		if not row.due:
			frappe.throw(_("Steps, row {0}, Due: say when it will be done.").format(row.idx))


def _check_escalation(doc: ActionPlanRecord) -> None:
	if doc.escalation:
		ticket = frappe.db.get_value("SLA Escalation", doc.escalation, "sla_ticket")
		if ticket and ticket != doc.sla_ticket:
			frappe.throw(_("Escalation: this one belongs to another ticket, {0}.").format(ticket))


def _keep(doc: ActionPlanRecord, before: Any) -> None:
	"""Restore the fields that the form and REST may not change."""
	new = {"status": DRAFT, "revision": 0, "revisions": []}
	for field in KEPT:
		doc.set(field, before.get(field) if before else new.get(field))


def _tell(doc: ActionPlanRecord, record: TicketRecord, contacts: list[Any]) -> None:
	language, zone = partner_reading(doc.partner)
	due = from_utc(record.due_utc)
	context = {
		"reference": record.reference_name,
		"priority": record.priority,
		"state": record.state,
		"due": due.isoformat() if due else None,
		"agreement_zone": str(agreement_reading(record)[1]),
		"for_partner": True,
		"enclosure": {"doctype": DOCTYPE, "name": doc.name, "revision": doc.revision},
	}
	for person in contacts:
		enqueue(
			Message(
				f"action_plan:{doc.name}:{doc.revision}:{person.email.lower()}",
				MAIL.title,
				person.email,
				"action_plan",
				context,
				("SLA Ticket", record.name),
				person.user,
				language=None if person.user else language,
				zone=None if person.user else zone,
			)
		)
