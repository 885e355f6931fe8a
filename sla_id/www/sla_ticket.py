"""/sla/<name>: one ticket of the partner: clocks, why they stand where they stand, and what has happened."""

from typing import Any
from urllib.parse import quote

import frappe
from frappe import _
from frappe.utils import cint

from sla_id.access import find_ticket
from sla_id.portal.open_page import open_page
from sla_id.portal.page_links import language_links
from sla_id.portal.ticket_page import describe_ticket

no_cache = 1


def get_context(context: Any) -> None:
	"""Frappe calls it for each request of the page. Another partner's ticket doesn't exist here."""
	name = frappe.form_dict.get("name") or ""
	path = "/sla/" + quote(name)
	open_page(context, path, _("Service level"))
	record = find_ticket(name)
	if record is None:
		raise frappe.PageDoesNotExistError
	context.update(describe_ticket(record, max(cint(frappe.form_dict.get("events")), 0)))
	context.title = f"{_('Service level')}: {record.reference_name}"
	context.languages = language_links(path)
