"""Where a recipient's link leads: to the desk, or to the partner's pages."""

from urllib.parse import quote

import frappe
from frappe.utils import get_url, get_url_to_form

from sla_id.agreements.partners import is_staff


def link_for(user: str | None, doctype: str | None, name: str | None) -> str:
	"""Where the recipient finds the record: the desk for staff, the partner pages for others."""
	if not (doctype and name):
		return get_url()
	if user and not is_staff(user):
		page = {"SLA Ticket": "/sla/", "SLA Agreement": "/sla/agreements/"}.get(doctype)
		if page:
			return get_url(page + quote(name))
		if frappe.get_cached_value("User", user, "user_type") == "Website User":
			return get_url("/sla")
	return get_url_to_form(doctype, name)


def portal_link(doctype: str, name: str) -> str:
	"""The partner's page of a ticket, for contacts without a user of their own too.

	A record is named after its host's ticket; a message may be about either.
	"""
	return get_url("/sla/" + quote(name if doctype == "SLA Ticket" else f"{doctype} {name}"))
