"""Who may read a service level record, and who may act on it. `api/`, `portal/` and `www/` ask here before
they read anything.

Staff read by their roles, as in any Frappe app. Everybody else has no permission on any of our DocTypes.
People who belong to partners see only what is built for them from those partners' records. They get the same
answer for another partner's record as for one that doesn't exist.
"""

from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.desk.reportview import build_match_conditions
from frappe.query_builder.functions import Count

from sla_id.agreements.partners import AGENTS, STAFF, is_staff, partners_of

MANAGERS = ("SLA Manager", "System Manager")
PROPOSED = "Proposed"


def need_role(*roles: str) -> None:
	"""Let a user through who has one of those roles. Throws PermissionError.

	Frappe 15's own `only_for` lets everybody through while tests run, so no test could show that it refuses.
	"""
	if frappe.session.user != "Administrator" and not set(roles) & set(frappe.get_roles()):
		frappe.throw(_("You need one of these roles: {0}.").format(", ".join(roles)), frappe.PermissionError)


def need_staff() -> None:
	"""Let through people who work for the provider, by a role of the app or as agents of a helpdesk.

	Throws PermissionError.
	"""
	need_role(*sorted(STAFF | AGENTS))


def may_see_service_levels(user: str) -> bool:
	"""Whether a user can have anything to see. True for staff and for users of an enabled partner."""
	return is_staff(user) or bool(partners_of(user))


def readable_partners(doctype: str) -> list[str]:
	"""The partners of whose records in a DocType the reader sees what is shown to partners: staff who may read it all of them,
	everybody else their own."""
	user = frappe.session.user
	if is_staff(user):
		may_read = frappe.has_permission(doctype, "read", user=user)
		return frappe.get_list("SLA Partner", pluck="name", limit_page_length=0) if may_read else []
	return partners_of(user)


def find_ticket(name: str) -> Any | None:
	"""Return the SLA Ticket of that name if the reader may see it.

	Returns None both for another partner's ticket and for one that doesn't exist.
	"""
	return _find("SLA Ticket", name)


def need_ticket(name: str) -> Any:
	"""Like `find_ticket`, but throws DoesNotExistError where that returns None."""
	return find_ticket(name) or _not_found(_("There is no such ticket, or it isn't yours."))


def find_agreement(name: str) -> Any | None:
	"""Return the SLA Agreement version of that name if the reader may see it. Only staff see drafts."""
	doc = _find("SLA Agreement", name)
	shown = doc and (doc.docstatus != 0 or doc.status == PROPOSED or is_staff(frappe.session.user))
	return doc if shown else None


def find_claim(name: str) -> Any | None:
	"""Return the SLA Exclusion Claim of that name if the reader may see it; None for another partner's and for none."""
	return _find("SLA Exclusion Claim", name)


def list_agreements(fields: list[str]) -> list[Any]:
	"""The agreement versions that the reader may see, newest first."""
	rows = list_own(
		"SLA Agreement",
		[],
		fields=[*fields, "docstatus"],
		order_by="effective_from desc",
		limit_page_length=0,
	)
	staff = is_staff(frappe.session.user)
	return [row for row in rows if staff or row.docstatus != 0 or row.status == PROPOSED]


def need_agreement(name: str) -> Any:
	"""Like `find_agreement`, but throws DoesNotExistError where that returns None."""
	return find_agreement(name) or _not_found(_("There is no such agreement, or it isn't yours."))


def find_statement(name: str) -> Any | None:
	"""Return the SLA Statement of that name if the reader may see it. Only staff see drafts."""
	doc = _find("SLA Statement", name)
	return doc if doc and (doc.state != "Draft" or is_staff(frappe.session.user)) else None


def need_statement(name: str) -> Any:
	"""Like `find_statement`, but throws DoesNotExistError where that returns None."""
	return find_statement(name) or _not_found(_("There is no such statement, or it isn't yours."))


def list_own(doctype: str, filters: list[list[Any]], *, user: str | None = None, **options: Any) -> list[Any]:
	"""Rows of a DocType that has a `partner`. Staff read by role; everybody else reads the rows of their own
	partners.

	The user is the reader unless one is named. `filters` and `options` are those of `frappe.get_list`.
	"""
	user = user or frappe.session.user
	if is_staff(user):
		may_read = frappe.has_permission(doctype, "read", user=user)
		return frappe.get_list(doctype, filters=filters, user=user, **options) if may_read else []
	partners = partners_of(user)
	if not partners:
		return []
	return frappe.get_all(doctype, filters=[*filters, ["partner", "in", partners]], **options)


def count_own(doctype: str, field: str, filters: list[list[Any]]) -> dict[str, int]:
	"""Count the rows that `list_own` would return, by the value of a field."""
	user = frappe.session.user
	if is_staff(user):
		if build_match_conditions(doctype):  # User Permissions narrow what this person sees
			return Counter(frappe.get_list(doctype, filters=filters, pluck=field, limit_page_length=0))
	else:
		filters = [*filters, ["partner", "in", partners_of(user) or [""]]]
	query = frappe.qb.get_query(doctype, fields=[field], filters=filters)
	return {row[0]: row[1] for row in query.select(Count("*")).groupby(field).run()}


def _find(doctype: str, name: str) -> Any | None:
	if not name or not frappe.db.exists(doctype, str(name)):
		return None
	doc = frappe.get_doc(doctype, str(name))
	if is_staff(frappe.session.user):
		return doc if doc.has_permission("read") else None
	return doc if doc.partner and doc.partner in partners_of(frappe.session.user) else None


def _not_found(sentence: str) -> Any:
	frappe.throw(sentence, frappe.DoesNotExistError)
