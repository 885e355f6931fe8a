"""/sla/statements: the monthly statements of the partner whose portal user is logged in."""

from typing import Any

from frappe import _

from sla_id.portal.open_page import open_page
from sla_id.portal.page_links import language_links
from sla_id.portal.statement_pages import PAGE, list_statements

no_cache = 1


def get_context(context: Any) -> None:
	"""Frappe calls it for each request of the page."""
	open_page(context, PAGE, _("Statements"))
	context.statements = list_statements()
	context.languages = language_links(PAGE)
