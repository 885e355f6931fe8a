"""/sla/maintenance: planned maintenance for the partner's people, and the address under which their calendar reads it.

It works without JavaScript: its forms post to the page itself.
"""

from typing import Any

import frappe
from frappe import _

from sla_id.portal.maintenance_page import PAGE, act_on_feeds, describe_maintenance
from sla_id.portal.open_page import open_page
from sla_id.portal.page_links import language_links, page_url

no_cache = 1


def get_context(context: Any) -> None:
	"""Frappe calls it for each request of the page."""
	open_page(context, PAGE, _("Maintenance"))
	if frappe.request and frappe.request.method == "POST":
		context.update(act_on_feeds(frappe.form_dict))
	context.update(describe_maintenance())
	context.languages = language_links(PAGE)
	context.action = page_url(PAGE)
