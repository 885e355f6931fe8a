"""Where a recipient's link leads: to the desk, or to the partner's pages."""

from urllib.parse import quote

import frappe
from frappe.utils import get_url, get_url_to_form

from sla_id.agreements.partners import is_staff

PAGES = {
	"SLA Ticket": "/sla/",
	"SLA Agreement": "/sla/agreements/",
	"SLA Maintenance": "/sla/maintenance#",
	"SLA Statement": "/sla/statements/",
	"SLA Exclusion Claim": "/sla/claims/",
}
"""Where partners find a record; its name follows."""


def link_for(user: str | None, doctype: str | None, name: str | None) -> str:
	"""Where the recipient finds the record: the desk for staff, the partner pages for others."""
	if not (doctype and name):
		return get_url()
	if user and not is_staff(user):
		page = PAGES.get(doctype)
		if page:
			return get_url(page + quote(name))
		if frappe.get_cached_value("User", user, "user_type") == "Website User":
			return get_url("/sla")
	return get_url_to_form(doctype, name)


def portal_link(doctype: str, name: str) -> str:
	"""The partner's page of a record, for contacts without a user of their own too.

	An SLA Ticket is named after its host's ticket; a message may be about either.
	"""
	if doctype in PAGES:
		return get_url(PAGES[doctype] + quote(name))
	return get_url("/sla/" + quote(f"{doctype} {name}"))
