"""In which language and zone a recipient reads, and where their link leads."""

from urllib.parse import quote

import frappe
from frappe.utils import get_system_timezone, get_url, get_url_to_form

from sla_id.agreements.partners import is_staff, partners_of


def reader_of(user: str | None) -> tuple[str, str]:
	"""(language "id" or "en", zone) of a user: their own, else their partner's, else the site's.

	Frappe gives every new user the site's language and zone, so only others count as a partner's user's own.
	"""
	site = (frappe.db.get_single_value("System Settings", "language") or "id", get_system_timezone())
	held = (frappe.db.get_value("User", user, ["language", "time_zone"]) if user else None) or site
	own = [value if value != default else None for value, default in zip(held, site, strict=True)]
	partner = next(iter(partners_of(user)), None) if user and not all(own) else None
	theirs = (
		frappe.db.get_value("SLA Partner", partner, ["language", "time_zone"]) if partner else None
	) or site
	language, zone = (
		mine or partners or default for mine, partners, default in zip(own, theirs, site, strict=True)
	)
	return ("id" if language.startswith("id") else "en"), zone


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
