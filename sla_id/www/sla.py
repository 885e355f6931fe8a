"""/sla: the tickets of the partner whose portal user is logged in."""

from typing import Any

import frappe
from frappe import _

from sla_id.portal.open_page import open_page, read_start
from sla_id.portal.page_links import language_links
from sla_id.portal.ticket_list_page import list_tickets

no_cache = 1


def get_context(context: Any) -> None:
	"""Frappe calls it for each request of the page."""
	open_page(context, "/sla", _("Service level"))
	show = frappe.form_dict.get("show") or "open"
	start, context.problem = read_start(frappe.form_dict.get("start"))
	context.update(list_tickets(show, start))
	context.languages = language_links("/sla")
