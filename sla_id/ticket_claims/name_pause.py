"""Names the reason of a ticket's pause, and decides on one that the agreement wants approved.

A reason that needs approval counts up to the asking. Approved, the pause counts from its beginning; refused, the clocks go on as if it
had never been. The callers have asked whether the person may, and locked the ticket.
"""

from datetime import datetime
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.build_terms import named
from sla_id.agreements.choose import record_agreement
from sla_id.agreements.file.model import PauseReason
from sla_id.engine import EventType, Pause
from sla_id.instants import from_utc, say_to_reader, to_utc, utc_now
from sla_id.ledger.derive import evaluate_events
from sla_id.ledger.record_events import Entry, record_events
from sla_id.ledger.stored_events import read_locked
from sla_id.notify.role_holders import users_of_role
from sla_id.notify.tell_people import tell
from sla_id.ticket_claims.agreed_reasons import find_pause_reason, names_of
from sla_id.ticket_claims.claim_records import (
	APPROVED,
	COUNTS,
	PAUSE,
	REFUSED,
	WAITING,
	change_record,
	check_text,
	full_name,
	insert_record,
	lock_both,
)
from sla_id.ticket_claims.evidence_given import GivenEvidence, attach_evidence, check_evidence
from sla_id.ticket_record import TicketDocument

AGENT = "Agent"


def name_pause(
	record: TicketDocument,
	code: str,
	evidence: GivenEvidence,
	*,
	start: datetime | None = None,
	why: str = "",
) -> str:
	"""Name the reason of a locked ticket's pause: the one that began at `start`, or the last. Returns the record's name.

	`why` is needed to name another reason than before. Throws ValidationError for a reason that the agreement hasn't, missing
	evidence, a ticket that wasn't paused, and a pause that was decided on.
	"""
	reason = find_pause_reason(record, code)
	check_evidence(evidence, needed=reason.evidence)
	pause = _find_pause(record, start)
	now, begun = utc_now(), pause.naming.start if pause.naming and pause.carried else pause.start
	doc = _write(record, reason, evidence, begun, now, why)
	label = named(reason.label, record_agreement(record).language)
	details = {"code": code, "pause": doc.name, **names_of(reason.label)}
	entry = Entry(EventType.PAUSE_NAMED, begun, reason=str(label), until=now, details=details)
	record_events(record, [entry], AGENT)
	if reason.approval:
		_ask_deciders(record, doc)
	return str(doc.name)


def decide_pause(name: str, *, approved: bool, reason: str = "") -> None:
	"""Approve or refuse the reason of a pause. Throws ValidationError where it doesn't wait for that any more or no reason is
	given to refuse it, PermissionError for who named it.
	"""
	record, doc = lock_both(PAUSE, name)
	if doc.status != WAITING:
		frappe.throw(_say_decided(doc))
	if doc.asked_by == frappe.session.user:
		frappe.throw(_("Another person decides on what you asked for yourself."), frappe.PermissionError)
	if not approved:
		reason = check_text(reason, _("Reason: say why the pause is refused."))
	values = {
		"status": APPROVED if approved else REFUSED,
		"decided_by": frappe.session.user,
		"decided_utc": to_utc(utc_now()),
		"decision_reason": reason.strip(),
	}
	change_record(doc, "Decided", values, reason)
	begun = from_utc(doc.started_utc)
	assert begun is not None
	kind = EventType.PAUSE_APPROVED if approved else EventType.PAUSE_REFUSED
	details = {"pause": doc.name, "code": doc.reason_code}
	record_events(record, [Entry(kind, begun, reason=reason.strip(), details=details)], AGENT)
	_tell_asker(doc, approved)


def _find_pause(record: TicketDocument, start: datetime | None) -> Pause:
	pauses = evaluate_events(record, read_locked(record), utc_now()).pauses
	# a form gives instants without their fractions
	found = [
		p for p in pauses if start is None or p.start.replace(microsecond=0) == start.replace(microsecond=0)
	]
	if not found:
		frappe.throw(
			_("This ticket isn't paused. Set a status that pauses it first.")
			if start is None
			else _("This ticket wasn't paused at {0}.").format(say_to_reader(start))
		)
	return found[-1]


def _write(
	record: TicketDocument,
	reason: PauseReason,
	evidence: GivenEvidence,
	begun: datetime,
	now: datetime,
	why: str,
) -> Any:
	"""Write the record of a pause that began then: a new one, or the one that it has."""
	values = {
		"status": WAITING if reason.approval else COUNTS,
		"reason_code": reason.code,
		"reason": reason.label.id,
		"reason_en": reason.label.en,
		"started_utc": to_utc(begun),
		"asked_utc": to_utc(now),
		"asked_by": frappe.session.user,
		**evidence.fields(),
	}
	known = frappe.db.get_value(
		PAUSE, {"sla_ticket": record.name, "started_utc": to_utc(begun)}, for_update=True
	)
	if known is None:
		doc = insert_record(record, PAUSE, "Reason given", values)
	else:
		doc = frappe.get_doc(PAUSE, known, for_update=True)
		if doc.status in (APPROVED, REFUSED):
			frappe.throw(_say_decided(doc))
		why = check_text(why, _("Reason: the pause has one, {0}. Say why it changes.").format(doc.reason))
		change_record(doc, "Another reason given", values, why)
	attach_evidence(doc)
	return doc


def _say_decided(doc: Any) -> str:
	if doc.status not in (APPROVED, REFUSED):
		return _("The reason of this pause needs no decision.")
	at = from_utc(doc.decided_utc)
	sentence = (
		_("This pause was approved by {0}, {1}.")
		if doc.status == APPROVED
		else _("This pause was refused by {0}, {1}.")
	)
	return sentence.format(full_name(doc.decided_by), say_to_reader(at) if at else "")


def _ask_deciders(record: TicketDocument, doc: Any) -> None:
	"""Tell the managers that a pause waits for them."""
	users = [user for user in users_of_role("SLA Manager") if user != doc.asked_by]

	def say(language: str) -> dict[str, str]:
		reason = doc.reason if language == "id" else doc.reason_en or doc.reason
		return {
			"title": _("{0}: {1} asks to pause its clocks: {2}. Approve or refuse it", language).format(
				record.reference_name, full_name(doc.asked_by), reason
			)
		}

	tell(users, f"pause:{doc.name}:{doc.asked_utc}", "notice", say, doc, email=True)


def _tell_asker(doc: Any, approved: bool) -> None:
	def say(language: str) -> dict[str, str]:
		told = (
			_("{0}: the pause is approved", language)
			if approved
			else _("{0}: the pause is refused, its clocks never stopped", language)
		)
		return {"title": told.format(doc.sla_ticket)}

	tell([doc.asked_by], f"pause-decided:{doc.name}:{doc.decided_utc}", "notice", say, doc)
