"""/sla/statements/<name>: one statement in full, and the partner's answers to its lines. Its forms post to the page itself."""

from typing import Any
from urllib.parse import quote

import frappe
from frappe import _

from sla_id.access import find_statement
from sla_id.portal.open_page import open_page
from sla_id.portal.page_links import language_links
from sla_id.portal.statement_pages import PAGE, act_on_statement, describe_for_reader
from sla_id.savepoints import attempt

no_cache = 1


def get_context(context: Any) -> None:
	"""Frappe calls it for each request of the page. Another partner's statement, and a draft, don't exist here."""
	name = frappe.form_dict.get("name") or ""
	path = f"{PAGE}/{quote(name)}"
	open_page(context, path, _("Statement"))
	doc = find_statement(name)
	if doc is None:
		raise frappe.PageDoesNotExistError
	context.said = context.refused = ""
	if frappe.request and frappe.request.method == "POST":
		with attempt(catch=frappe.ValidationError) as answering:
			context.said = act_on_statement(doc, frappe.form_dict)
		context.refused = str(answering.error) if answering.error else ""
		doc = find_statement(name)
	context.update(describe_for_reader(doc))
	context.languages = language_links(path)
