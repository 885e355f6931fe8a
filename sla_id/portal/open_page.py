"""What all partner pages need: who may open them, in which language, and that they are never cached."""

import re
from typing import Any
from urllib.parse import quote

import frappe
from frappe import _

from sla_id.access import may_see_service_levels
from sla_id.agreements.partners import is_staff, partners_of
from sla_id.assets import asset_url
from sla_id.portal.navigation import navigation


def open_page(context: Any, path: str, title: str) -> None:
	"""Send a guest to the login and back; prepare the page for staff and partners.

	Throws PermissionError for anybody else.
	"""
	# Frappe remembers missing pages by address for everybody: a refusal to one must not become everyone's
	frappe.local.no_cache = True
	if frappe.session.user == "Guest":
		frappe.local.flags.redirect_location = "/login?redirect-to=" + quote(path)
		raise frappe.Redirect(302)
	set_language()
	if not may_see_service_levels(frappe.session.user):
		raise frappe.PermissionError(
			_("Your user doesn't belong to a partner yet. Ask your service provider to add it.")
		)
	dress_page(context, title)
	context.pages = navigation(path)


def set_language() -> None:
	"""Set the reader's language: `?_lang=`, then the user's own, then the partner's.

	Frappe gives every new user the site's language, so only a different one counts as the user's own.
	"""
	user = frappe.session.user
	if frappe.form_dict.get("_lang"):
		return
	own = frappe.db.get_value("User", user, "language")
	if own and own != frappe.db.get_single_value("System Settings", "language"):
		return
	partner = next(iter(partners_of(user)), None)
	language = frappe.db.get_value("SLA Partner", partner, "language") if partner else None
	if language:
		frappe.local.lang = language


def dress_page(context: Any, title: str) -> None:
	"""Set what every page needs, also one for guests: no caching, our style and the current language."""
	frappe.local.no_cache = True
	context.no_cache = 1
	context.no_breadcrumbs = True
	context.title = title
	context.csrf_token = frappe.sessions.get_csrf_token()
	context.style_url = asset_url("css/portal.css")
	context.portal_script_url = asset_url("js/portal.js")
	if context.boot:
		context.boot["lang"] = frappe.local.lang


def read_start(given: str | None) -> tuple[int, str]:
	"""The index, from 0, at which a page of a list begins, and an error for a number that none of our links
	has.
	"""
	text = given or "0"
	if re.fullmatch(r"[0-9]{1,7}", text):
		return int(text), ""
	return 0, _("Start: give a whole number from 0 to {0}. The list starts at its first ticket.").format(
		9_999_999
	)


def may_open_desk() -> bool:
	"""add_to_apps_screen, has_permission: whether the user works with the app in the desk."""
	return is_staff(frappe.session.user)
