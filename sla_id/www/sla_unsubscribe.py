"""/sla/unsubscribe: where the link in each summary leads, without a login. Opening it changes nothing, a POST does.

The button of the page posts, and so do mail programs (RFC 8058); both get the page, without a redirect.
"""

from typing import Any

import frappe
from frappe import _

from sla_id.portal.open_page import dress_page
from sla_id.portal.summary_pages import open_link

no_cache = 1


def get_context(context: Any) -> None:
	"""Frappe calls it for each request of the page."""
	confirmed = bool(frappe.request) and frappe.request.method == "POST"
	shown = open_link(str(frappe.form_dict.get("code") or ""), confirmed=confirmed)
	dress_page(context, _("Summaries by e-mail"))
	context.update(shown)
