"""What the desk may ask about the work that an escalation causes, and do to it: duties, action plans, calls.

Permission is checked first; arguments are typed. Partners can't call these functions: their page shows what
they were sent (`portal/ticket_work.py`).
"""

from typing import Any

import frappe
from frappe import _

from sla_id.access import need_role, need_staff
from sla_id.agreements.partners import AGENTS, STAFF
from sla_id.api.arguments import answerable
from sla_id.engine import EventType
from sla_id.escalation import action_plans, conference_calls
from sla_id.escalation.checklist import describe_checklists, say_kind
from sla_id.escalation.tier_duties import BY_HAND, TASK, tick
from sla_id.instants import utc_now
from sla_id.ledger.record import lock_record
from sla_id.ledger.record_events import Entry, record_events


@frappe.whitelist()
@answerable
def get_duties(sla_ticket: str) -> list[dict[str, Any]]:
	"""All escalations of a ticket with their checklists, in the reader's language (`describe_checklists`). For staff."""
	need_staff()
	record = frappe.get_doc("SLA Ticket", sla_ticket)
	if STAFF & set(frappe.get_roles()):
		record.check_permission("read")
	else:
		frappe.has_permission(record.reference_doctype, "read", doc=record.reference_name, throw=True)
	return describe_checklists(record)


@frappe.whitelist(methods=["POST"])
@answerable
def tick_duty(escalation: str, row: str, note: str) -> list[dict[str, Any]]:
	"""Mark a duty as done that nothing else records, e.g. a call to the partner's technical contact. Returns
	what `get_duties` does.

	For agents who may write the ticket. The note says what was done.
	"""
	need_role(*sorted(AGENTS))
	ticket = frappe.db.get_value("SLA Escalation", escalation, "sla_ticket")
	if not ticket:
		frappe.throw(_("There is no escalation {0}.").format(escalation), frappe.DoesNotExistError)
	record = frappe.get_doc("SLA Ticket", ticket)
	frappe.has_permission(record.reference_doctype, "write", doc=record.reference_name, throw=True)
	kind = frappe.db.get_value(TASK, {"name": row, "parent": escalation}, "kind")
	if not kind:
		frappe.throw(_("This duty doesn't belong to the escalation. Open the escalation again."))
	if kind not in BY_HAND:
		frappe.throw(
			_("“{0}” can't be ticked by hand. It is done as soon as what it asks for is done.").format(
				say_kind(kind)
			)
		)
	if not note.strip():
		frappe.throw(_("Note: say what was done."))
	if not tick(row, utc_now(), frappe.session.user, note.strip()):
		frappe.throw(_("This duty is already done."))
	return describe_checklists(record)


@frappe.whitelist(methods=["POST"])
@answerable
def write_plan(escalation: str) -> str:
	"""Return the name of the draft of an escalation's action plan. Creates one if there is none."""
	frappe.has_permission(action_plans.DOCTYPE, "create", throw=True)
	return str(action_plans.start_plan(_escalation(escalation)).name)


@frappe.whitelist(methods=["POST"])
@answerable
def send_plan(plan: str) -> list[str]:
	"""Send the next revision of an action plan to the partner. Returns the addresses written to.

	It counts as an update to the partner.
	"""
	doc = _locked(action_plans.DOCTYPE, plan)
	addresses = action_plans.send_plan(doc)
	record = lock_record(doc.sla_ticket)
	if record is not None:
		key = f"plan {doc.name} {doc.revision}"
		record_events(record, [Entry(EventType.UPDATE_SENT, utc_now(), reason=doc.title, key=key)], "Agent")
	return addresses


@frappe.whitelist(methods=["POST"])
@answerable
def withdraw_plan(plan: str, reason: str) -> None:
	"""Withdraw an action plan that no longer holds."""
	doc = _locked(action_plans.DOCTYPE, plan)
	action_plans.withdraw_plan(doc, _need(reason))


@frappe.whitelist(methods=["POST"])
@answerable
def call_conference(escalation: str) -> str:
	"""Return the name of an escalation's planned conference call. Creates one if there is none."""
	frappe.has_permission(conference_calls.DOCTYPE, "create", throw=True)
	return str(conference_calls.start_call(_escalation(escalation)).name)


@frappe.whitelist(methods=["POST"])
@answerable
def invite(call: str) -> list[str]:
	"""Invite the participants of a call, or tell them what has changed. Returns the addresses written to."""
	return conference_calls.invite(_locked(conference_calls.DOCTYPE, call))


@frappe.whitelist(methods=["POST"])
@answerable
def cancel_call(call: str, reason: str) -> None:
	"""Cancel a planned call. Everybody who was invited is told."""
	doc = _locked(conference_calls.DOCTYPE, call)
	conference_calls.cancel_call(doc, _need(reason))


@frappe.whitelist(methods=["POST"])
@answerable
def hold_call(call: str, minutes: str = "") -> None:
	"""Record that a call has taken place. Its minutes are given here or are already in the call."""
	conference_calls.hold_call(_locked(conference_calls.DOCTYPE, call), minutes)


def _escalation(name: str) -> Any:
	need_staff()
	doc = frappe.get_doc("SLA Escalation", name)
	doc.check_permission("read")
	return doc


def _locked(doctype: str, name: str) -> Any:
	need_staff()
	doc = frappe.get_doc(doctype, name, for_update=True)
	doc.check_permission("write")
	return doc


def _need(reason: str) -> str:
	if not reason.strip():
		frappe.throw(_("Reason: say why."))
	return reason.strip()
