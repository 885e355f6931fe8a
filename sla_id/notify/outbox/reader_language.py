"""Finds the language and zone in which a recipient reads."""

import frappe
from frappe.utils import get_system_timezone

from sla_id.agreements.partners import partners_of


def reader_of(user: str | None) -> tuple[str, str]:
	"""(language "id" or "en", zone) of a user: their own, else their partner's, else the site's.

	Frappe gives every new user the site's language and zone, so only others count as a partner's user's own.
	"""
	site = (frappe.db.get_single_value("System Settings", "language") or "id", get_system_timezone())
	held = (frappe.get_cached_value("User", user, ["language", "time_zone"]) if user else None) or site
	own = [value if value != default else None for value, default in zip(held, site, strict=True)]
	partner = next(iter(partners_of(user)), None) if user and not all(own) else None
	theirs = (
		frappe.db.get_value("SLA Partner", partner, ["language", "time_zone"]) if partner else None
	) or site
	language, zone = (
		mine or partners or default for mine, partners, default in zip(own, theirs, site, strict=True)
	)
	return ("id" if language.startswith("id") else "en"), zone
