"""/sla/claims: claims that downtime doesn't count, by month, with both figures until they are decided. It works without JavaScript."""

from typing import Any

import frappe
from frappe import _

from sla_id.portal.claims_page import PAGE, describe_claims
from sla_id.portal.open_page import open_page
from sla_id.portal.page_links import language_links

no_cache = 1


def get_context(context: Any) -> None:
	"""Frappe calls it for each request of the page."""
	open_page(context, PAGE, _("Exclusions"))
	month = str(frappe.form_dict.get("month") or "")
	context.update(describe_claims(month))
	context.languages = language_links(PAGE, month=month)
