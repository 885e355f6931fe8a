"""Finds the language and zone in which a recipient reads."""

from collections.abc import Iterable

import frappe
from frappe.utils import get_system_timezone

from sla_id.agreements.partners import reading_of_partners

Reading = tuple[str, str]


def reader_of(user: str | None) -> Reading:
	"""(language "id" or "en", zone) of a user: their own, else their partner's, else the site's.

	Frappe gives every new user the site's language and zone, so only others count as a partner's user's own.
	"""
	return readers_of([user])[user]


def readers_of(users: Iterable[str | None]) -> dict[str | None, Reading]:
	"""`reader_of` for several users, with one question for all their partners."""
	site = (frappe.get_system_settings("language") or "id", get_system_timezone())
	own = {user: _own(user, site) for user in users}
	asked = [user for user, held in own.items() if user and not all(held)]
	partners = reading_of_partners(asked) if asked else {}
	return {user: _reading(held, partners.get(user or "", site), site) for user, held in own.items()}


def _own(user: str | None, site: Reading) -> tuple[str | None, str | None]:
	held = (frappe.get_cached_value("User", user, ["language", "time_zone"]) if user else None) or site
	language, zone = (value if value != default else None for value, default in zip(held, site, strict=True))
	return language, zone


def _reading(own: tuple[str | None, ...], theirs: tuple[str | None, ...], site: Reading) -> Reading:
	language, zone = (
		mine or partners or default for mine, partners, default in zip(own, theirs, site, strict=True)
	)
	return ("id" if language.startswith("id") else "en"), zone
