"""Every partner page leads to every other: nobody has to be told an address."""

import re
from typing import Any

import pytest

from sla_id import hooks
from sla_id.portal.navigation import PAGES
from tests.app import world
from tests.app.routes import ask

OPENED_BY_LINKS = {"/sla/unsubscribe", "/sla/maintenance.ics"}
"""From an e-mail, and by a calendar with its own address."""
STANDING = {rule["from_route"] for rule in hooks.website_route_rules if "<" not in rule["from_route"]}


def test_each_page_of_the_portal_is_in_its_head() -> None:
	assert (STANDING | {"/sla"}) - OPENED_BY_LINKS == PAGES.keys()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_links_to_all_and_says_where_one_is(page: str, site: Any) -> None:
	site.local.lang = "id"  # a request's own start reads `_lang`
	answer = ask(world.PARTNER_USER, "GET", page, {"_lang": "id"})
	assert answer.status == 200
	head = re.search(r'<nav class="sla-navigation".*?</nav>', answer.text, re.DOTALL)
	assert head, answer.text[:500]
	links = dict(re.findall(r'href="([^"?]+)\?_lang=id"( aria-current="page")?', head.group()))
	assert links == {path: ' aria-current="page"' if path == page else "" for path in PAGES}
	assert ">Tiket<" in head.group(), "in the language that was asked for"
