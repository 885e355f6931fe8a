"""Why a target was missed: its owner names a cause from the agreement's list and says the root cause (003 V.10).

Corrected later only with a reason, which its trail keeps. The callers have asked whether the person may, and locked the ticket.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe
from frappe import _

from sla_id.engine import Clock, ClockKind, EventType
from sla_id.instants import from_utc, to_utc, utc_now
from sla_id.ledger.derive import evaluate_events
from sla_id.ledger.record_events import Entry, record_events
from sla_id.ledger.stored_events import read_locked
from sla_id.ticket_claims.agreed_reasons import breach_causes_of, find_cause, names_of
from sla_id.ticket_claims.claim_records import ANSWER, change_record, check_text, insert_record
from sla_id.ticket_record import TicketDocument

AGENT = "Agent"


@dataclass(frozen=True, slots=True)
class MissedCause:
	"""Why one target was missed. `due` is when it was due; `cause` in Indonesian and English."""

	sla_ticket: str
	partner: str | None
	clock: str
	team: str
	due: datetime | None
	cause_code: str
	cause: str
	cause_en: str
	root_cause: str
	answered_by: str
	answered: datetime


def explain_breach(
	record: TicketDocument, clock: str, code: str, root_cause: str, *, team: str = "", why: str = ""
) -> str:
	"""Give the cause of a locked ticket's missed clock; `why` is needed to change it. Returns the answer's name.

	Throws ValidationError where the agreement doesn't ask, for a clock that wasn't missed, a cause that the agreement hasn't.
	"""
	causes = breach_causes_of(record)
	if causes is None:
		frappe.throw(_("The agreement doesn't ask for the causes of missed targets."))
	cause = find_cause(causes, code)
	missed = _find_missed(record, clock, team)
	values = {
		"cause_code": cause.code if cause else "",
		"cause": cause.label.id if cause else "",
		"cause_en": cause.label.en if cause else "",
		"root_cause": check_text(root_cause, _("Root cause: say what led to it.")),
		"answered_by": frappe.session.user,
		"answered_utc": to_utc(utc_now()),
	}
	doc = _write(record, missed, values, why)
	details = {"clock": str(missed.kind), "team": missed.team, "cycle": missed.cycle, "answer": doc.name}
	if cause:
		details |= {"code": cause.code, **names_of(cause.label)}
	label = cause.label.id if cause else ""
	record_events(
		record, [Entry(EventType.BREACH_EXPLAINED, utc_now(), reason=label, details=details)], AGENT
	)
	return str(doc.name)


def causes_of(partner: str | None, start: datetime, end: datetime) -> list[MissedCause]:
	"""The causes of a partner's targets (None: of everybody's) that were due from `start` until before `end`, by due time."""
	table = frappe.qb.DocType(ANSWER)
	query = frappe.qb.from_(table).select(
		*(table[field] for field in ("sla_ticket", "partner", "clock", "team", "due_utc", "cause_code")),
		*(table[field] for field in ("cause", "cause_en", "root_cause", "answered_by", "answered_utc")),
	)
	query = query.where((table.due_utc >= to_utc(start)) & (table.due_utc < to_utc(end)))
	if partner is not None:
		query = query.where(table.partner == partner)
	return [_read(row) for row in query.orderby(table.due_utc).orderby(table.name).run()]


def _read(row: Sequence[Any]) -> MissedCause:
	ticket, partner, clock, team, due, *texts, by, answered = row
	at = from_utc(answered)
	assert at is not None
	code, cause, cause_en, root = (text or "" for text in texts)
	return MissedCause(ticket, partner, clock, team or "", from_utc(due), code, cause, cause_en, root, by, at)


def _find_missed(record: TicketDocument, clock: str, team: str) -> Clock:
	"""The missed clock, computed now. Throws ValidationError where there is none or it wasn't missed."""
	if clock not in tuple(ClockKind):
		frappe.throw(_("Clock: {0} is none. Use one of {1}.").format(clock or "–", ", ".join(ClockKind)))
	evaluation = evaluate_events(record, read_locked(record), utc_now())
	found = evaluation.clock(ClockKind(clock), team)
	if found is None or not (found.breached or found.missed_cycles):
		frappe.throw(_("Clock: this ticket hasn't missed that target."))
	return found


def _write(record: TicketDocument, missed: Clock, values: dict[str, Any], why: str) -> Any:
	about = {"sla_ticket": record.name, "clock": str(missed.kind), "team": missed.team, "cycle": missed.cycle}
	known = frappe.db.get_value(ANSWER, about, for_update=True)
	if known is None:
		fields = {"clock": about["clock"], "team": missed.team, "cycle": missed.cycle}
		return insert_record(record, ANSWER, "Answered", {**fields, "due_utc": to_utc(missed.due), **values})
	doc = frappe.get_doc(ANSWER, known, for_update=True)
	why = check_text(
		why, _("Reason: the cause is known, {0}. Say why it changes.").format(doc.cause or doc.root_cause)
	)
	change_record(doc, "Corrected", values, why)
	return doc
