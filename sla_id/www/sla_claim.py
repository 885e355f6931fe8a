"""/sla/claims/<name>: one claim that downtime doesn't count: evidence, decision, both figures, and the partner's objection.

Its form posts to the page itself, so it works without JavaScript; Frappe checks the token of each POST.
"""

from typing import Any
from urllib.parse import quote

import frappe
from frappe import _

from sla_id.access import find_claim
from sla_id.portal.claims_page import PAGE, act_on_claim, describe_claim
from sla_id.portal.open_page import open_page
from sla_id.portal.page_links import language_links, page_url

no_cache = 1


def get_context(context: Any) -> None:
	"""Frappe calls it for each request of the page. Another partner's claim doesn't exist here."""
	name = str(frappe.form_dict.get("name") or "")
	path = f"{PAGE}/{quote(name)}"
	open_page(context, path, _("Exclusion"))
	doc = find_claim(name)
	if doc is None:
		raise frappe.PageDoesNotExistError
	if frappe.request and frappe.request.method == "POST":
		context.update(act_on_claim(doc, frappe.form_dict))
		doc.reload()
	context.update(describe_claim(doc))
	context.title = f"{_('Exclusion')} {doc.name}"
	context.languages = language_links(path)
	context.back_url = page_url(PAGE)
	context.action = page_url(path)
