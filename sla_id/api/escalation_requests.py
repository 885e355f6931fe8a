"""Asking for an escalation tier, deciding about it, and declaring a massive impact. Permission is checked
first; arguments are typed.
"""

from typing import Any

import frappe
from frappe import _

from sla_id.access import need_role
from sla_id.agreements.partners import AGENTS, is_staff, partners_of
from sla_id.api.arguments import answerable
from sla_id.api.ticket import describe
from sla_id.escalation.requests.massive_impact import declare
from sla_id.escalation.requests.request_and_decide import decide as decide_request
from sla_id.escalation.requests.request_and_decide import request_escalation
from sla_id.escalation.requests.request_and_decide import withdraw as withdraw_request
from sla_id.escalation.requests.request_limits import DOCTYPE
from sla_id.escalation.requests.who_may_ask import (
	AGENT,
	is_agent_of,
	may_decide,
	parties_of,
	possible_requests,
)
from sla_id.hosts.base import record_name
from sla_id.hosts.registry import HOSTS
from sla_id.instants import reader_language
from sla_id.ledger.record import lock_record
from sla_id.record_types import EscalationRequestRecord


@frappe.whitelist()
@answerable
def possible(sla_ticket: str) -> list[dict[str, Any]]:
	"""What the reader may ask for on a ticket: level, title, responsible, party, at_once and reasons (code, label)."""
	record, language = _ticket(sla_ticket), reader_language()
	return [
		{
			"level": entry.level,
			"title": entry.title if language == "id" else entry.title_en,
			"responsible": entry.responsible,
			"party": entry.party,
			"at_once": entry.counts_at_once,
			"reasons": [{"code": reason.code, "label": reason.say(language)} for reason in entry.reasons],
		}
		for entry in possible_requests(record, frappe.session.user)
	]


@frappe.whitelist(methods=["POST"])
@answerable
def ask(sla_ticket: str, level: int, reason: str = "", explanation: str = "") -> dict[str, str]:
	"""Ask for a tier for one of the agreement's reasons (its code). Returns the request's name, status and
	decide_by.
	"""
	request = request_escalation(_ticket(sla_ticket), level, reason, explanation, frappe.session.user)
	return _answer(request)


@frappe.whitelist(methods=["POST"])
@answerable
def decide(request: str, valid: bool, answer: str = "") -> dict[str, str]:
	"""Accept a partner's request as valid or, with an answer, refuse it. For the tier's own people and SLA
	Managers.
	"""
	return _answer(decide_request(_request(request), valid, answer, frappe.session.user))


@frappe.whitelist(methods=["POST"])
@answerable
def withdraw(request: str) -> dict[str, str]:
	"""Withdraw one's own request while it is open."""
	return _answer(withdraw_request(_request(request), frappe.session.user))


@frappe.whitelist(methods=["POST"])
@answerable
def declare_massive_impact(doctype: str, name: str, reason: str) -> dict[str, Any]:
	"""Declare that the impact on the partner's business is massive (000 §4.2). Recorded once. Returns the
	ticket's clocks.

	For agents who may change the ticket; the reason is required.
	"""
	need_role(*sorted(AGENTS))
	if doctype not in HOSTS:
		frappe.throw(_("{0} isn't a ticket. Use one of {1}.").format(doctype, ", ".join(HOSTS)))
	frappe.has_permission(doctype, "write", doc=name, throw=True)
	record = lock_record(record_name(doctype, name))
	if record is None:
		frappe.throw(_("This ticket has no SLA record yet. Save it once, then try again."))
	if not is_agent_of(record, frappe.session.user):
		frappe.throw(_("Only agents may do this."), frappe.PermissionError)
	declare(record, reason)
	return describe(record)


def _ticket(name: str) -> Any:
	"""Return the SLA Ticket if the reader may speak about it.

	Throws the same PermissionError for a ticket that doesn't exist as for somebody else's.
	"""
	record = frappe.get_doc("SLA Ticket", name) if frappe.db.exists("SLA Ticket", name) else None
	if record is None or not parties_of(record, frappe.session.user):
		frappe.throw(_("This isn't your ticket."), frappe.PermissionError)
	return record


def _request(name: str) -> Any:
	"""Return the request if the reader may know of it.

	A request that doesn't exist gets the same answer as one that the reader may not see.
	"""
	request, user = (
		frappe.get_doc(DOCTYPE, name) if frappe.db.exists(DOCTYPE, name) else None,
		frappe.session.user,
	)
	if request is None or not (is_staff(user) or may_decide(request, user) or _is_theirs(request, user)):
		frappe.throw(_("There is no such request."), frappe.PermissionError)
	return request


def _is_theirs(request: EscalationRequestRecord, user: str) -> bool:
	return request.party != AGENT and request.partner in partners_of(user)


def _answer(request: EscalationRequestRecord) -> dict[str, str]:
	return {"name": request.name, "status": request.status, "decide_by": request.decide_by_text or ""}
