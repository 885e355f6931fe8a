"""Deciding a claim, the partner's objection, and the answer to it. Of two people at once one wins, the other is told so.

Callers have asked whether the person may; that whoever claimed doesn't decide is checked here.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import frappe
from frappe import _

from sla_id.exclusions.claim_checks import check_decision_reason, check_grant, check_text
from sla_id.exclusions.claim_record import keep_claim, lock_claim
from sla_id.exclusions.claim_rules import NotClaimable, days_of, rules_for
from sla_id.exclusions.claim_values import (
	CHANGED,
	GRANTED,
	KEPT,
	OPEN,
	PARTLY,
	REFUSED,
	ClaimSpan,
	awaits_answer,
	claimed_span,
	granted_spans,
	services_of,
	span_rows,
	state_of,
)
from sla_id.exclusions.tell_of_claims import tell_of_decision, tell_of_objection
from sla_id.exclusions.who_decides import check_decider
from sla_id.instants import from_utc, say_to_reader, to_utc, utc_now
from sla_id.record_types import ExclusionClaimRecord

AFTER_DECISION = "sla_id_after_claim_decision"
"""In hooks.py: functions (partner, first day, last day), called in the transaction of what changes the excluded time."""


def decide_claim(name: str, grant: Sequence[ClaimSpan], reason: str) -> None:
	"""Grant spans of a claim: all of it, a part, or none, which refuses it. Throws ValidationError, and PermissionError for whoever
	claimed while somebody else can decide."""
	text = check_decision_reason(reason)
	doc = lock_claim(name, OPEN)
	own = check_decider(doc)
	before, now = state_of(doc), utc_now()
	_set_grant(doc, grant)
	until = _object_until(doc, now) if doc.status != REFUSED else None
	doc.update(
		{
			"reason": text,
			"decided_by": frappe.session.user,
			"decided_utc": to_utc(now),
			"own_decision": int(own),
			"object_until_utc": to_utc(until),
		}
	)
	keep_claim(doc, doc.status, before, text)
	tell_other_rooms(doc)
	tell_of_decision(doc)


def object_to_claim(name: str, text: str) -> None:
	"""Object, as one of the partner's people, to what was granted: once, and in time. Throws ValidationError."""
	said = check_text(text, _("Objection: say why you don't agree."), _("Objection"))
	doc = lock_claim(name)
	why_not = why_no_objection(doc)
	if why_not:
		frappe.throw(why_not)
	before, now = state_of(doc), to_utc(utc_now())
	doc.update({"objection": said, "objected_by": frappe.session.user, "objected_utc": now, "told_utc": now})
	keep_claim(doc, "Objected", before, said)
	tell_of_objection(doc)


def why_no_objection(doc: ExclusionClaimRecord) -> str:
	"""Why a partner can't object to a claim, for them to read; "" where they can."""
	if doc.objected_utc:
		return _("You have objected already.")
	if doc.status not in (GRANTED, PARTLY):
		return _("There is nothing to object to: nothing of it was granted.")
	until = from_utc(doc.object_until_utc)
	if until is not None and utc_now() > until:
		return _("The time to object ended on {0}.").format(say_to_reader(until))
	return ""


def answer_objection(name: str, grant: Sequence[ClaimSpan], answer: str) -> None:
	"""Answer the partner's objection: keep the decision, by granting what it granted, or change it. Throws as `decide_claim` does."""
	text = check_decision_reason(answer)
	doc = lock_claim(name)
	if not awaits_answer(doc):
		frappe.throw(_("{0}: there is no objection that waits for an answer.").format(name))
	own = check_decider(doc)
	before, granted = state_of(doc), granted_spans(doc)
	_set_grant(doc, grant)
	changed = granted_spans(doc) != granted
	doc.update(
		{
			"objection_answer": text,
			"objection_outcome": CHANGED if changed else KEPT,
			"objection_answered_by": frappe.session.user,
			"objection_answered_utc": to_utc(utc_now()),
			"own_decision": int(own or doc.own_decision),
		}
	)
	keep_claim(doc, "Decision changed" if changed else "Decision kept", before, text)
	tell_other_rooms(doc)
	tell_of_decision(doc)


def tell_other_rooms(doc: ExclusionClaimRecord) -> None:
	"""Tell whoever keeps figures of the claimed days that they may have changed."""
	first, last = days_of(claimed_span(doc), ZoneInfo(doc.time_zone or "UTC"))
	for path in frappe.get_hooks(AFTER_DECISION):
		frappe.get_attr(path)(doc.partner, first, last)


def _object_until(doc: ExclusionClaimRecord, decided: datetime) -> datetime | None:
	"""Until when the partner may object; None: without a limit, as where the agreement was ended to before the claimed time."""
	try:
		return rules_for(doc.partner, services_of(doc), claimed_span(doc)).object_until(decided)
	except NotClaimable:
		return None


def _set_grant(doc: ExclusionClaimRecord, grant: Sequence[ClaimSpan]) -> None:
	"""What is granted, and the state that follows from it."""
	claimed = claimed_span(doc)
	spans = check_grant(grant, claimed)
	status = REFUSED if not spans else GRANTED if spans == (claimed,) else PARTLY
	doc.update({"status": status, "granted": span_rows(spans)})
