"""The partner pages that every page leads to, in their order. A new page of the portal is one line here."""

from typing import Any

from sla_id.engine.sentences import Sentence, say
from sla_id.instants import reader_language
from sla_id.portal.page_links import page_url

PAGES = {
	"/sla": Sentence("Tickets"),
	"/sla/agreements": Sentence("Agreements"),
	"/sla/maintenance": Sentence("Maintenance"),
	"/sla/claims": Sentence("Exclusions"),
	"/sla/statements": Sentence("Statements"),
	"/sla/summaries": Sentence("Summaries by e-mail"),
}


def navigation(path: str) -> list[dict[str, Any]]:
	"""The links of a page's head; `here` marks the one that the page is, or is below."""
	at = max((page for page in PAGES if path == page or path.startswith(f"{page}/")), key=len, default="")
	language = reader_language()
	return [
		{"url": page_url(page), "label": say(title, language), "here": page == at}
		for page, title in PAGES.items()
	]
