"""Pauses with their reasons, claims and causes of a ticket, in the reader's words: for its form, and for its partner's page.

Partners see what was paused or excluded and why, with its evidence in words, what waits for a decision with both figures, and the
causes of missed targets. Who did it, files and root causes stay inside.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.choose import record_agreement
from sla_id.agreements.partners import partners_of
from sla_id.agreements.words.length_words import say_length
from sla_id.clock_words import say_clock, say_clock_state
from sla_id.engine import Clock, ClockKind, Evaluation, Event, Pause
from sla_id.engine.sentences import say
from sla_id.engine.words import say_instant
from sla_id.hosts.registry import HOSTS
from sla_id.instants import from_utc, to_utc
from sla_id.ledger.open_questions import unexplained_clocks, unexplained_pauses
from sla_id.ledger.stored_events import Recorded
from sla_id.ticket_claims.agreed_reasons import breach_causes_of, claim_classes_of, pause_reasons_of
from sla_id.ticket_claims.claim_records import (
	ANSWER,
	CLAIM,
	GRANTED,
	OPEN,
	PARTLY,
	PAUSE,
	TAKEN_BACK,
	full_name,
)
from sla_id.ticket_claims.supposed_dues import approval_of, differing, exclusion_of, supposed_clocks
from sla_id.ticket_record import TicketRecord

MANAGERS = frozenset({"SLA Manager", "System Manager"})


@dataclass(frozen=True, slots=True)
class Reading:
	"""A ticket as it stands, and who reads it in which language and zone."""

	record: TicketRecord
	events: list[Recorded]
	evaluation: Evaluation
	language: str
	zone: tzinfo
	staff: bool
	second: Callable[[datetime], str] = lambda _at: ""
	"""What stands behind an instant for a reader in another zone."""

	def at(self, instant: datetime | None) -> str:
		"""An instant in words. Without seconds: people set statuses by the minute."""
		if instant is None:
			return ""
		minute = instant.replace(second=0, microsecond=0)
		return say_instant(minute, self.language, self.zone) + self.second(minute)

	def either(self, own: str | None, english: str | None) -> str:
		"""A wording of the agreement."""
		return (own if self.language == "id" else english or own) or ""


def describe_claims(reading: Reading) -> dict[str, Any]:
	"""What there is and, for staff, what is missing and what may be chosen."""
	record = reading.record
	told: dict[str, Any] = {
		"pauses": _pauses(reading),
		"claims": _claims(reading),
		"answers": _answers(reading),
	}
	if not reading.staff:
		return told
	return told | {
		"missing_causes": _missing_causes(reading),
		"missing_reasons": _missing_reasons(reading),
		"over": _over(reading),
		"choices": _choices(record, reading),
	}


def may_decide(user: str, asked_by: str, partner: str | None) -> bool:
	"""Whether a user may decide on what somebody asked for: a manager of the provider's, and another person."""
	if user == asked_by or (partner and partner in partners_of(user)):
		return False
	return user == "Administrator" or bool(MANAGERS & set(frappe.get_roles(user)))


def _pauses(reading: Reading) -> list[dict[str, Any]]:
	"""The pauses of a ticket whose agreement names reasons, the last first."""
	record = reading.record
	if not reading.evaluation.pauses or not pause_reasons_of(record):
		return []
	rows = {
		row.started_utc: row
		for row in frappe.get_all(PAUSE, filters={"sla_ticket": record.name}, fields=["*"])
	}
	return [
		_pause(reading, pause, rows.get(to_utc(_begun(pause))))
		for pause in reversed(reading.evaluation.pauses)
	]


def _begun(pause: Pause) -> datetime:
	return pause.naming.start if pause.naming else pause.start


def _pause(reading: Reading, pause: Pause, row: Any | None) -> dict[str, Any]:
	over = pause.ended_by_itself(reading.evaluation.now)
	naming = pause.naming
	label = naming.terms.label if naming and naming.terms else naming.label if naming else ""
	waits = naming is not None and naming.is_open
	told = {
		"start": _begun(pause).isoformat(),
		"name": row.name if row else "",
		"start_text": reading.at(pause.start),
		"end_text": reading.at(over or pause.end),
		"lasts": pause.end is None and over is None,
		"status": _(pause.status) if reading.staff else "",
		"reason": say(label, reading.language) if naming else "",
		"state_label": _say_pause_state(pause),
		"over_text": _("ended by itself after {0}").format(say(_promise(pause), reading.language))
		if over
		else "",
		"evidence": row.evidence or "" if row else "",
		"supposed": _supposed(reading, [approval_of(_begun(pause))]) if waits else [],
		"waits": waits,
		"decision_reason": row.decision_reason or "" if row else "",
	}
	return told | (_pause_inside(reading, row) if reading.staff and row else {})


def _promise(pause: Pause) -> str:
	return pause.naming.terms.promise if pause.naming and pause.naming.terms else ""


def _pause_inside(reading: Reading, row: Any) -> dict[str, Any]:
	return {
		"evidence_file": row.evidence_file or "",
		"by": full_name(row.asked_by),
		"asked_text": reading.at(from_utc(row.asked_utc)),
		"decided_by": full_name(row.decided_by),
		"decided_text": reading.at(from_utc(row.decided_utc)),
		"may_decide": row.status == "Waiting" and may_decide(frappe.session.user, row.asked_by, row.partner),
	}


def _say_pause_state(pause: Pause) -> str:
	naming = pause.naming
	if naming is None:
		return _("No reason was given")
	if naming.is_open:
		return _("Waits for a decision: the clocks run since the asking")
	if naming.approved is None:
		return _("Counts as a pause")
	return (
		_("Approved", context="SLA Ticket Pause")
		if naming.approved
		else _("Refused: the clocks never stopped")
	)


def _claims(reading: Reading) -> list[dict[str, Any]]:
	rows = frappe.get_all(
		CLAIM, filters={"sla_ticket": reading.record.name}, fields=["*"], order_by="creation desc"
	)
	return [_claim(reading, row) for row in rows]


def _claim(reading: Reading, row: Any) -> dict[str, Any]:
	start, end = from_utc(row.from_utc), from_utc(row.to_utc)
	assert start is not None and end is not None
	granted = row.status in (GRANTED, PARTLY)
	is_open = row.status == OPEN
	told = {
		"name": row.name,
		"status": row.status,
		"status_label": _(row.status, context="SLA Ticket Claim"),
		"label": reading.either(row.class_label, row.class_label_en),
		"from_text": reading.at(start),
		"to_text": reading.at(end),
		"granted_text": f"{reading.at(from_utc(row.granted_from_utc))} – {reading.at(from_utc(row.granted_to_utc))}"
		if row.status == PARTLY or (row.status == TAKEN_BACK and _in_part(row))
		else "",
		"evidence": row.evidence or "",
		"decision_reason": row.decision_reason or "",
		"supposed": _supposed(reading, [exclusion_of(start, end, row.class_label)]) if is_open else [],
		"sent_stay": granted and bool(reading.record.escalation_level),
		"taken_back_text": reading.at(from_utc(row.taken_back_utc)),
		"taken_back_reason": row.taken_back_reason or "",
	}
	if not reading.staff:
		return told
	return told | {
		"from": start.isoformat(),
		"to": end.isoformat(),
		"evidence_file": row.evidence_file or "",
		"by": full_name(row.claimed_by),
		"claimed_text": reading.at(from_utc(row.claimed_utc)),
		"decided_by": full_name(row.decided_by),
		"decided_text": reading.at(from_utc(row.decided_utc)),
		"may_decide": is_open and may_decide(frappe.session.user, row.claimed_by, row.partner),
		"may_withdraw": is_open,
		"taken_back_by": full_name(row.taken_back_by),
		"may_take_back": granted and may_decide(frappe.session.user, row.claimed_by, row.partner),
	}


def _in_part(row: Any) -> bool:
	return (row.granted_from_utc, row.granted_to_utc) != (row.from_utc, row.to_utc)


def _supposed(reading: Reading, events: Iterable[Event]) -> list[str]:
	"""What would be due when, if it were granted: one line for each clock that would differ."""
	clocks = [
		clock for clock in reading.evaluation.clocks if reading.staff or clock.kind is not ClockKind.OLA
	]
	other = supposed_clocks(reading.record, reading.events, events, reading.evaluation.now)
	return [
		_("{0}: due {1}, {2}").format(
			_title(clock), reading.at(clock.due), say_clock_state(clock.state).lower()
		)
		for clock in differing(clocks, other)
	]


def _title(clock: Clock) -> str:
	return f"{say_clock(clock.kind)} · {clock.team}" if clock.team else say_clock(clock.kind)


def _answers(reading: Reading) -> list[dict[str, Any]]:
	filters: dict[str, Any] = {"sla_ticket": reading.record.name}
	if not reading.staff:
		filters["clock"] = ["!=", str(ClockKind.OLA)]
	told = []
	for row in frappe.get_all(ANSWER, filters=filters, fields=["*"], order_by="creation"):
		answer = {
			"name": row.name,
			"clock": row.clock,
			"team": row.team or "",
			"label": say_clock(row.clock),
			"cause": reading.either(row.cause, row.cause_en),
		}
		if reading.staff:
			answer |= {
				"cause_code": row.cause_code or "",
				"root_cause": row.root_cause or "",
				"by": full_name(row.answered_by),
				"at": reading.at(from_utc(row.answered_utc)),
			}
		told.append(answer)
	return told


def _missing_causes(reading: Reading) -> list[dict[str, str]]:
	if breach_causes_of(reading.record) is None:
		return []
	missed = [clock for clock in reading.evaluation.clocks if clock.breached or clock.missed_cycles]
	return [
		{"clock": str(clock.kind), "team": clock.team, "label": _title(clock)}
		for clock in unexplained_clocks(missed, reading.events)
	]


def _missing_reasons(reading: Reading) -> list[dict[str, str]]:
	if not pause_reasons_of(reading.record):
		return []
	return [
		{"start": pause.start.isoformat(), "start_text": reading.at(pause.start), "status": _(pause.status)}
		for pause in unexplained_pauses(reading.evaluation)
	]


def _over(reading: Reading) -> str:
	"""Said while the helpdesk still shows a pause that ended by itself."""
	at = from_utc(reading.record.pause_over_utc)
	return (
		_("The pause ended by itself at {0}: the clocks run, whatever the status says.").format(
			reading.at(at)
		)
		if at
		else ""
	)


def _choices(record: TicketRecord, reading: Reading) -> dict[str, Any]:
	"""What an agent chooses from in the dialogs."""
	reasons, causes, language = pause_reasons_of(record), breach_causes_of(record), reading.language
	return {
		"doctype": record.reference_doctype,
		"ticket": str(record.reference_name),
		"reasons": _reasons(record, language),
		"statuses": HOSTS[record.reference_doctype].pausing_statuses() if reasons else [],
		"classes": [
			{"code": entry.code, "label": entry.label.get(language)} for entry in claim_classes_of(record)
		],
		"causes": [
			{"code": item.code, "label": item.label.get(language)}
			for item in (causes.causes if causes else ())
		],
	}


def _reasons(record: TicketRecord, language: str) -> list[dict[str, Any]]:
	"""The pause reasons of a ticket's agreement, with what each asks for."""
	if not record.agreement:
		return []
	file = record_agreement(record).file
	return [
		{
			"code": reason.code,
			"label": reason.label.get(language),
			"description": reason.description.get(language) if reason.description else "",
			"evidence": reason.evidence,
			"approval": reason.approval,
			"longest": say_length(file, reason.longest, reason.calendar, language) if reason.longest else "",
		}
		for reason in file.pause_reasons
	]
