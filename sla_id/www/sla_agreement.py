"""/sla/agreements/<name>: one agreement version: its text, what changes, and the partner's decision on it."""

from typing import Any
from urllib.parse import quote

import frappe
from frappe import _

from sla_id.access import find_agreement
from sla_id.assets import asset_url
from sla_id.portal.agreement_pages import describe_agreement
from sla_id.portal.open_page import open_page
from sla_id.portal.page_links import language_links

no_cache = 1


def get_context(context: Any) -> None:
	"""Frappe calls it for each request of the page. Another partner's agreement doesn't exist here."""
	name = frappe.form_dict.get("name") or ""
	path = "/sla/agreements/" + quote(name)
	open_page(context, path, _("Agreement"))
	doc = find_agreement(name)
	if doc is None:
		raise frappe.PageDoesNotExistError
	context.update(describe_agreement(doc))
	context.title = f"{context.agreement['title']} {doc.version}"
	context.languages = language_links(path)
	context.script_url = asset_url("js/portal_agreement.js")
