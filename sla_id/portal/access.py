"""What a partner's portal user may see: the records of the partners they belong to, and nothing else.

hooks.py names these for SLA Ticket, SLA Agreement and its approvals. People with a desk role of the app see by that role.
"""

from typing import Any

import frappe

from sla_id.agreements.partners import is_staff, partners_of

FORM_LOADER = "frappe.desk.form.load."
"""What opens a record in the desk's form: with its versions, comments and assignments, which no permission covers."""


def ticket_condition(user: str | None = None) -> str:
	"""permission_query_conditions of SLA Ticket."""
	return _condition("SLA Ticket", user or frappe.session.user)


def agreement_condition(user: str | None = None) -> str:
	"""permission_query_conditions of SLA Agreement: a partner sees their own once they were proposed."""
	condition = _condition("SLA Agreement", user or frappe.session.user)
	return f"({condition}) and `tabSLA Agreement`.`status` != 'Draft'" if condition else ""


def notice_condition(user: str | None = None) -> str:
	"""permission_query_conditions of SLA Notice: those of the reader's partners."""
	return _condition("SLA Notice", user or frappe.session.user)


def request_condition(user: str | None = None) -> str:
	"""permission_query_conditions of SLA Escalation Request: the partner's own, not those of agents."""
	condition = _condition("SLA Escalation Request", user or frappe.session.user)
	return f"({condition}) and `tabSLA Escalation Request`.`party` != 'Agent'" if condition else ""


def approval_condition(user: str | None = None) -> str:
	"""permission_query_conditions of SLA Agreement Approval: those of agreements that the user may see."""
	user = user or frappe.session.user
	if is_staff(user):
		return ""
	allowed = agreement_condition(user)
	return (
		f"`tabSLA Agreement Approval`.`agreement` in (select `name` from `tabSLA Agreement` where {allowed})"
	)


def has_agreement_access(doc: Any, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""has_permission of SLA Agreement: a draft is the provider's own matter until it is proposed."""
	user = user or frappe.session.user
	return is_staff(user) or (doc.status != "Draft" and has_access(doc, ptype, user))


def has_approval_access(doc: Any, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""has_permission of SLA Agreement Approval: as of its agreement."""
	user = user or frappe.session.user
	if is_staff(user):
		return True
	return has_agreement_access(frappe.get_cached_doc("SLA Agreement", doc.agreement), ptype, user)


def has_request_access(doc: Any, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""has_permission of SLA Escalation Request: what an agent asks for is the provider's own matter."""
	user = user or frappe.session.user
	return is_staff(user) or (doc.party != "Agent" and has_access(doc, ptype, user))


def has_access(doc: Any, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""has_permission of both: no for another partner's record and in the desk's form, else the roles decide."""
	user = user or frappe.session.user
	if is_staff(user):
		return True
	if _opens_the_form():
		return False
	return ptype in (None, "read", "print", "select") and doc.partner in partners_of(user)


def _opens_the_form() -> bool:
	request = getattr(frappe.local, "request", None)
	return request is not None and FORM_LOADER in f"{request.path} {frappe.form_dict.get('cmd')}"


def _condition(doctype: str, user: str) -> str:
	if is_staff(user):
		return ""
	partners = partners_of(user)
	if not partners:
		return "1=0"
	names = ", ".join(frappe.db.escape(partner) for partner in partners)
	return f"`tab{doctype}`.`partner` in ({names})"
