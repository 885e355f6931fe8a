"""/sla/summaries: which summaries by e-mail the reader gets, and when."""

from typing import Any

from frappe import _

from sla_id.portal.open_page import open_page
from sla_id.portal.page_links import language_links
from sla_id.portal.summary_pages import SUMMARIES, describe_summaries

no_cache = 1


def get_context(context: Any) -> None:
	"""Frappe calls it for each request of the page."""
	open_page(context, SUMMARIES, _("Summaries by e-mail"))
	context.update(describe_summaries())
	context.languages = language_links(SUMMARIES)
