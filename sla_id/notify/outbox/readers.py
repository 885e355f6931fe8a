"""In which language and zone a recipient reads, and where their link leads."""

from urllib.parse import quote

import frappe
from frappe.utils import get_system_timezone, get_url, get_url_to_form

from sla_id.agreements.partners import is_staff, partners_of


def reader_of(user: str | None) -> tuple[str, str]:
	"""(language "id" or "en", zone) of a user: their own, else their partner's, else the site's."""
	language = zone = None
	if user:
		language, zone = frappe.db.get_value("User", user, ["language", "time_zone"]) or (None, None)
		if not (language and zone):
			for partner in partners_of(user)[:1]:
				theirs = frappe.db.get_value("SLA Partner", partner, ["language", "time_zone"])
				language, zone = language or theirs[0], zone or theirs[1]
	language = language or frappe.db.get_default("lang") or "id"
	return ("id" if language.startswith("id") else "en"), zone or get_system_timezone()


def link_for(user: str | None, doctype: str | None, name: str | None) -> str:
	"""Where the recipient finds the record: the desk for staff, the partner pages for others."""
	if not (doctype and name):
		return get_url()
	if user and not is_staff(user):
		page = {"SLA Ticket": "/sla/", "SLA Agreement": "/sla/agreements/"}.get(doctype)
		if page:
			return get_url(page + quote(name))
	return get_url_to_form(doctype, name)
