"""Pauses with a reason, claims for a stretch of a ticket's clocks, causes of missed targets. Permission first, typed.

Agents of the ticket name, claim and answer; SLA Managers decide, never on what they asked for themselves. Times come in the site's
zone as the desk's fields give them, or with an offset (ISO 8601).
"""

from datetime import datetime
from typing import Any

import frappe
from frappe import _

from sla_id.access import MANAGERS, need_role
from sla_id.api.arguments import answerable, read_instant
from sla_id.api.ticket import describe, need_agent
from sla_id.hosts.base import record_name
from sla_id.hosts.registry import HOSTS
from sla_id.ledger.record import lock_record
from sla_id.ticket_claims.claim_records import CLAIM, PAUSE
from sla_id.ticket_claims.claim_stretch import (
	NewStretch,
	claim_stretch,
	decide_stretch,
	take_back_grant,
	withdraw_claim,
)
from sla_id.ticket_claims.describe_claims import may_decide
from sla_id.ticket_claims.evidence_given import GivenEvidence
from sla_id.ticket_claims.explain_breach import explain_breach
from sla_id.ticket_claims.name_pause import decide_pause, name_pause
from sla_id.ticket_record import TicketDocument


@frappe.whitelist(methods=["POST"])
@answerable
def pause(
	doctype: str, name: str, status: str, reason: str, evidence: str = "", evidence_file: str = ""
) -> dict[str, Any]:
	"""Pause a ticket with a reason of its agreement: sets the helpdesk's status and names the reason in one act.

	For agents who may change the ticket. Returns its clocks.
	"""
	need_agent(doctype, name)
	_need_record(doctype, name)
	if status not in HOSTS[doctype].pausing_statuses():
		frappe.throw(_("Status: {0} pauses no ticket.").format(status or "–"))
	doc = frappe.get_doc(doctype, name)
	if doc.status != status:
		doc.status = status
		doc.save()
	record = _lock(doctype, name)
	name_pause(record, reason, GivenEvidence(evidence, evidence_file))
	return describe(record)


@frappe.whitelist(methods=["POST"])
@answerable
def name_reason(
	doctype: str,
	name: str,
	reason: str,
	evidence: str = "",
	evidence_file: str = "",
	started: str | None = None,
	why: str = "",
) -> dict[str, Any]:
	"""Name the reason of a pause, the one that began at `started` or the last. Returns the ticket's clocks.

	For agents who may change the ticket. Only SLA Managers name another reason than before, and say why.
	"""
	need_agent(doctype, name)
	record = _lock(doctype, name)
	if why.strip():
		need_role(*MANAGERS)
	start = _instant(started, _("Paused at"))
	name_pause(record, reason, GivenEvidence(evidence, evidence_file), start=start, why=why)
	return describe(record)


@frappe.whitelist(methods=["POST"])
@answerable
def decide_on_pause(pause: str, approved: bool, reason: str = "") -> dict[str, Any]:
	"""Approve or refuse the reason of a pause. Returns the ticket's clocks. For SLA Managers who didn't ask for it themselves."""
	ticket = _need_decider(PAUSE, pause, "asked_by")
	decide_pause(pause, approved=bool(approved), reason=reason)
	return describe(frappe.get_doc("SLA Ticket", ticket))


@frappe.whitelist(methods=["POST"])
@answerable
def claim(
	doctype: str,
	name: str,
	code: str,
	start: str,
	end: str,
	evidence: str = "",
	evidence_file: str = "",
) -> str:
	"""Claim that a stretch of a ticket's clocks doesn't count, of a class of its agreement; the claim's name.

	For agents who may change the ticket.
	"""
	need_agent(doctype, name)
	record = _lock(doctype, name)
	times = read_instant(start, _("From")), read_instant(end, _("To", context="SLA Ticket Claim"))
	return claim_stretch(record, NewStretch(code, *times, GivenEvidence(evidence, evidence_file)))


@frappe.whitelist(methods=["POST"])
@answerable
def decide_on_claim(
	claim: str, granted: bool, reason: str, start: str | None = None, end: str | None = None
) -> dict[str, Any]:
	"""Grant a claim, whole or from `start` to `end`, or refuse it. Returns the ticket's clocks.

	For SLA Managers who didn't claim it themselves. A missed target may be kept then; escalations that were sent stay sent.
	"""
	ticket = _need_decider(CLAIM, claim, "claimed_by")
	part = (
		(_instant(start, _("From")), _instant(end, _("To", context="SLA Ticket Claim")))
		if granted
		else (None, None)
	)
	decide_stretch(claim, granted=bool(granted), start=part[0], end=part[1], reason=reason)
	return describe(frappe.get_doc("SLA Ticket", ticket))


@frappe.whitelist(methods=["POST"])
@answerable
def withdraw(claim: str, reason: str) -> None:
	"""Take an open claim back. For agents who may change the ticket."""
	ticket = _ticket_of(CLAIM, claim)
	need_agent(*frappe.db.get_value("SLA Ticket", ticket, ["reference_doctype", "reference_name"]))
	withdraw_claim(claim, reason)


@frappe.whitelist(methods=["POST"])
@answerable
def take_back(claim: str, reason: str) -> dict[str, Any]:
	"""Take back what was granted of a claim by mistake: it counts again. Returns the ticket's clocks.

	For SLA Managers who didn't claim it themselves. A target that was kept because of it may be missed again.
	"""
	ticket = _need_decider(CLAIM, claim, "claimed_by")
	take_back_grant(claim, reason)
	return describe(frappe.get_doc("SLA Ticket", ticket))


@frappe.whitelist(methods=["POST"])
@answerable
def explain(
	doctype: str, name: str, clock: str, root_cause: str, cause: str = "", team: str = "", why: str = ""
) -> dict[str, Any]:
	"""Say why a target was missed: the cause from the agreement's list, and the root cause (003 V.10). Returns the clocks.

	For agents who may change the ticket; who changes an answer says why.
	"""
	need_agent(doctype, name)
	record = _lock(doctype, name)
	explain_breach(record, clock, cause, root_cause, team=team, why=why)
	return describe(record)


def _instant(given: str | None, name: str) -> datetime | None:
	return read_instant(given, name) if given else None


def _need_record(doctype: str, name: str) -> None:
	if not frappe.db.exists("SLA Ticket", record_name(doctype, name)):
		frappe.throw(_("This ticket has no SLA record yet. Save it once, then try again."))


def _lock(doctype: str, name: str) -> TicketDocument:
	record = lock_record(record_name(doctype, name))
	if record is None:
		frappe.throw(_("This ticket has no SLA record yet. Save it once, then try again."))
	return record


def _ticket_of(doctype: str, name: str) -> str:
	"""The SLA Ticket that a record is about; the same answer for one that there isn't and one that the reader can't see."""
	ticket = frappe.db.get_value(doctype, name, "sla_ticket")
	if not ticket or not frappe.has_permission("SLA Ticket", "read", doc=ticket):
		frappe.throw(_("There is no such record, or it isn't yours."), frappe.DoesNotExistError)
	return str(ticket)


def _need_decider(doctype: str, name: str, asked: str) -> str:
	need_role(*MANAGERS)
	ticket = _ticket_of(doctype, name)
	by, partner = frappe.db.get_value(doctype, name, [asked, "partner"])
	if not may_decide(frappe.session.user, by, partner):
		frappe.throw(_("Another person decides on what you asked for yourself."), frappe.PermissionError)
	return ticket
