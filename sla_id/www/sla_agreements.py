"""/sla/agreements: the agreement versions of the partner whose portal user is logged in."""

from typing import Any

from frappe import _

from sla_id.portal.agreement_pages import list_agreements
from sla_id.portal.open_page import open_page
from sla_id.portal.page_links import language_links

no_cache = 1


def get_context(context: Any) -> None:
	"""Frappe calls it for each request of the page."""
	open_page(context, "/sla/agreements", _("Agreements"))
	context.agreements = list_agreements()
	context.languages = language_links("/sla/agreements")
