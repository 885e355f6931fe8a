"""A stretch of a ticket's clocks that shall not count, claimed afterwards and decided on by another person.

What is granted becomes the engine's exclusion: clocks are computed again, a missed one may become met, on a solved ticket too.
Escalations that were sent stay sent. The callers have asked whether the person may.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.build_terms import named
from sla_id.agreements.choose import record_agreement
from sla_id.agreements.ticket_language import agreement_reading
from sla_id.engine import EventType
from sla_id.instants import from_utc, say_to_reader, to_utc, utc_now
from sla_id.ledger.record_events import Entry, record_events
from sla_id.notify.role_holders import users_of_role
from sla_id.notify.tell_people import tell
from sla_id.ticket_claims.agreed_reasons import find_class, names_of
from sla_id.ticket_claims.claim_records import (
	CLAIM,
	GRANTED,
	OPEN,
	PARTLY,
	REFUSED,
	TAKEN_BACK,
	WITHDRAWN,
	change_record,
	check_text,
	full_name,
	insert_record,
	lock_both,
)
from sla_id.ticket_claims.evidence_given import GivenEvidence, attach_evidence, check_evidence
from sla_id.ticket_record import TicketDocument

AGENT = "Agent"
DECIDED = "sla_id_after_claim_decision"
"""In hooks.py: functions that are called with (partner, first, last): what was decided may change their figures of those days."""
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class NewStretch:
	"""What is claimed: the agreement's class, from when to when (aware), and what proves it."""

	code: str
	start: datetime
	end: datetime
	evidence: GivenEvidence = field(default_factory=GivenEvidence)


def claim_stretch(record: TicketDocument, claim: NewStretch) -> str:
	"""Claim a stretch of a locked ticket's clocks. Returns the claim's name.

	Throws ValidationError for a class that the agreement hasn't, times that can't be, missing evidence, and the same claimed twice.
	"""
	found = find_class(record, claim.code)
	_check_times(record, claim.start, claim.end)
	check_evidence(claim.evidence, needed=True)
	_check_new(record, claim)
	values = {
		"status": OPEN,
		"class_code": found.code,
		"class_label": found.label.id,
		"class_label_en": found.label.en,
		"from_utc": to_utc(claim.start),
		"to_utc": to_utc(claim.end),
		"claimed_by": frappe.session.user,
		"claimed_utc": to_utc(utc_now()),
		**claim.evidence.fields(),
	}
	doc = insert_record(record, CLAIM, "Claimed", values)
	attach_evidence(doc)
	users = [user for user in users_of_role("SLA Manager") if user != doc.claimed_by]
	tell(
		users,
		f"ticket-claim:{doc.name}",
		"notice",
		lambda language: _say_claimed(record, doc, language),
		doc,
		email=True,
	)
	return str(doc.name)


def decide_stretch(
	name: str, *, granted: bool, reason: str, start: datetime | None = None, end: datetime | None = None
) -> None:
	"""Grant a claim, the whole or the part from `start` to `end`, or refuse it. The reason is always said.

	Throws ValidationError where it isn't open any more or the part lies outside, PermissionError for who claimed it.
	"""
	record, doc = lock_both(CLAIM, name)
	_need_open(doc)
	if doc.claimed_by == frappe.session.user:
		frappe.throw(_("Another person decides on what you claimed yourself."), frappe.PermissionError)
	reason = check_text(reason, _("Reason: say why you decide so."))
	part = _read_part(_claimed(doc), start, end) if granted else None
	_write_decision(doc, part, reason)
	before = _days(record)
	if part is not None:
		_exclude(record, doc, part)
	_call_those_who_count(record, {*before, *_days(record)})
	tell(
		[doc.claimed_by],
		f"ticket-claim-decided:{doc.name}",
		"notice",
		lambda language: _say_decided(doc, language),
		doc,
	)


def _read_part(whole: Span, start: datetime | None, end: datetime | None) -> Span:
	"""What is granted. A form gives instants without their seconds: an end that it leaves as claimed is as claimed."""
	part = tuple(
		claimed if given is None or abs(given - claimed) < timedelta(minutes=1) else given
		for given, claimed in zip((start, end), whole, strict=True)
	)
	_check_part((part[0], part[1]), whole)
	return part[0], part[1]


def _write_decision(doc: Any, part: Span | None, reason: str) -> None:
	values = {
		"status": REFUSED if part is None else GRANTED if part == _claimed(doc) else PARTLY,
		"granted_from_utc": to_utc(part[0]) if part else None,
		"granted_to_utc": to_utc(part[1]) if part else None,
		"decided_by": frappe.session.user,
		"decided_utc": to_utc(utc_now()),
		"decision_reason": reason,
	}
	change_record(doc, "Decided", values, reason)


def withdraw_claim(name: str, reason: str) -> None:
	"""Take an open claim back. Throws ValidationError where it isn't open any more."""
	_record, doc = lock_both(CLAIM, name)
	_need_open(doc)
	reason = check_text(reason, _("Reason: say why it is withdrawn."))
	change_record(doc, "Withdrawn", {"status": WITHDRAWN}, reason)


def take_back_grant(name: str, reason: str) -> None:
	"""Take back what was granted by mistake: it counts again, the clocks are computed anew, and the claim stays on record.

	Throws ValidationError where nothing is granted, PermissionError for who claimed it.
	"""
	record, doc = lock_both(CLAIM, name)
	if doc.status not in (GRANTED, PARTLY):
		frappe.throw(_say_not_granted(doc))
	if doc.claimed_by == frappe.session.user:
		frappe.throw(_("Another person decides on what you claimed yourself."), frappe.PermissionError)
	reason = check_text(reason, _("Reason: say why it is taken back."))
	values = {
		"status": TAKEN_BACK,
		"taken_back_by": frappe.session.user,
		"taken_back_utc": to_utc(utc_now()),
		"taken_back_reason": reason,
	}
	change_record(doc, "Taken Back", values, reason)
	before, start = _days(record), from_utc(doc.granted_from_utc)
	assert start is not None
	# from the instant at which the exclusion began: what is learnt later changes the past
	entry = Entry(
		EventType.EXCLUSION_REVOKED,
		start,
		reason=reason,
		key=f"claim-taken-back:{doc.name}",
		details={"key": doc.name, "code": doc.class_code},
	)
	record_events(record, [entry], AGENT)
	_call_those_who_count(record, {*before, *_days(record)})
	told = {doc.claimed_by, doc.decided_by} - {frappe.session.user}
	tell(
		sorted(told),
		f"ticket-claim-taken-back:{doc.name}",
		"notice",
		lambda language: _say_taken_back(doc, language),
		doc,
	)


def _exclude(record: TicketDocument, doc: Any, granted: Span) -> None:
	"""Record what was granted in the ticket's ledger, and compute its clocks again."""
	found = find_class(record, doc.class_code) if record.agreement == doc.agreement else None
	label = named(found.label, record_agreement(record).language) if found else doc.class_label
	names = names_of(found.label) if found else {"names": {"id": doc.class_label, "en": doc.class_label_en}}
	details = {"key": doc.name, "code": doc.class_code, **names}
	start, end = granted
	entry = Entry(
		EventType.EXCLUSION_APPROVED,
		start,
		reason=str(label),
		until=end,
		key=f"claim:{doc.name}",
		details=details,
	)
	record_events(record, [entry], AGENT)


def _claimed(doc: Any) -> Span:
	start, end = from_utc(doc.from_utc), from_utc(doc.to_utc)
	assert start is not None and end is not None
	return start, end


def _need_open(doc: Any) -> None:
	if doc.status == OPEN:
		return
	if doc.status == WITHDRAWN:
		frappe.throw(_("This claim was withdrawn."))
	if doc.status == TAKEN_BACK:
		frappe.throw(_say_not_granted(doc))
	at = from_utc(doc.decided_utc)
	frappe.throw(
		_("This claim was decided by {0}, {1}.").format(
			full_name(doc.decided_by), say_to_reader(at) if at else ""
		)
	)


def _say_not_granted(doc: Any) -> str:
	if doc.status != TAKEN_BACK:
		return _("Nothing of this claim is granted: there is nothing to take back.")
	at = from_utc(doc.taken_back_utc)
	return _("This claim was taken back by {0}, {1}.").format(
		full_name(doc.taken_back_by), say_to_reader(at) if at else ""
	)


def _check_times(record: TicketDocument, start: datetime, end: datetime) -> None:
	if end <= start:
		frappe.throw(
			_("To: it isn't after the start, {0}. Correct one of them.").format(say_to_reader(start))
		)
	if end > utc_now():
		frappe.throw(_("To: {0} is in the future. Claim what has passed.").format(say_to_reader(end)))
	reported = frappe.db.get_value(
		"SLA Event", {"sla_ticket": record.name}, "at_utc", order_by="at_utc asc, sequence asc"
	)
	first = from_utc(reported)
	if first is None or start < first.replace(microsecond=0):
		frappe.throw(
			_("From: the ticket was reported at {0}. Nothing before can be excluded.").format(
				say_to_reader(first) if first else "–"
			)
		)


def _check_part(granted: Span, whole: Span) -> None:
	if not (whole[0] <= granted[0] < granted[1] <= whole[1]):
		frappe.throw(
			_("Granted: give a part of what is claimed, {0} to {1}.").format(*map(say_to_reader, whole))
		)


def _check_new(record: TicketDocument, claim: NewStretch) -> None:
	"""Throws ValidationError where an open or granted claim of that class overlaps it."""
	table = frappe.qb.DocType(CLAIM)
	query = frappe.qb.from_(table).select(table.name).where(table.sla_ticket == record.name)
	query = query.where((table.class_code == claim.code) & table.status.isin([OPEN, GRANTED, PARTLY]))
	query = query.where((table.from_utc < to_utc(claim.end)) & (table.to_utc > to_utc(claim.start)))
	known = query.orderby(table.name).run()
	if known:
		frappe.throw(_("{0} claims some of that already.").format(known[0][0]))


def _days(record: TicketDocument) -> set[date]:
	"""The days on which the ticket's clocks are due, in its agreement's zone."""
	_language, zone = agreement_reading(record)
	dues = (from_utc(row.due_utc) for row in record.clocks)
	return {due.astimezone(zone).date() for due in dues if due is not None}


def _call_those_who_count(record: TicketDocument, days: Iterable[date]) -> None:
	found = sorted(days)
	if record.partner and found:
		for path in frappe.get_hooks(DECIDED):
			frappe.get_attr(path)(record.partner, found[0], found[-1])


def _say_claimed(record: TicketDocument, doc: Any, language: str) -> dict[str, str]:
	label = doc.class_label if language == "id" else doc.class_label_en or doc.class_label
	text = _("{0}: {1} claims that a stretch of its clocks doesn't count: {2}. Decide on it", language)
	return {"title": text.format(record.reference_name, full_name(doc.claimed_by), label)}


def _say_decided(doc: Any, language: str) -> dict[str, str]:
	said = {
		GRANTED: _("{0}: your claim {1} is granted", language),
		PARTLY: _("{0}: your claim {1} is granted in part", language),
		REFUSED: _("{0}: your claim {1} is refused", language),
	}
	return {"title": said[doc.status].format(doc.sla_ticket, doc.name)}


def _say_taken_back(doc: Any, language: str) -> dict[str, str]:
	text = _("{0}: what was granted of the claim {1} was taken back, it counts again", language)
	return {"title": text.format(doc.sla_ticket, doc.name)}
