"""Every page speaks its reader's language: no line of it is one of our texts, or of a record that has both, in the other."""

from typing import Any
from urllib.parse import quote

import pytest

from sla_id.api.escalation_work import get_duties
from sla_id.api.ticket import get_clocks
from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.languages import bilingual, foreign, visible
from tests.app.routes import ask

LANGUAGES = ("id", "en")
AGREEMENT = "INNOVASIA-MITRA v1.0"


@pytest.fixture
def doc(host_name: str, clockwork: Clockwork, site: Any) -> Any:
	"""A P1 that is late, with escalations, a request that awaits a decision and facts that are missing."""
	from sla_id.api import escalation_requests

	clockwork.at("2026-03-02 09:00")
	doc = world.ticket(host_name, sla_id_priority="P1", sla_id_service="SAAS", subject="Transaksi gagal")
	clockwork.at("2026-03-02 18:30")
	world.tick()
	site.set_user(world.PARTNER_USER)
	escalation_requests.ask(f"{host_name} {doc.name}", 2, "stagnant", "")
	site.set_user("Administrator")
	return doc


def test_a_line_of_the_other_language_is_found() -> None:
	assert foreign("Your tickets and their due times", "id") == {"Your tickets and their due times"}
	assert foreign("Manajer Eskalasi · P1", "en", [("Manajer Eskalasi", "Escalation manager")]) == {
		"Manajer Eskalasi"
	}
	assert foreign("Portal\nStatus\nEnglish", "id") == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_partners_pages(language: str, doc: Any, site: Any) -> None:
	pages = ["/sla", "/sla/agreements", "/sla/summaries", f"/sla/agreements/{quote(AGREEMENT)}"]
	pages += [f"/sla/{quote(f'{doc.doctype} {doc.name}')}"]
	pairs = bilingual(site)
	site.local.lang = language
	said = {page: ask(world.PARTNER_USER, "GET", page, {"_lang": language}) for page in pages}
	assert {answer.status for answer in said.values()} == {200}
	strange = {page: foreign(visible(answer.text), language, pairs) for page, answer in said.items()}
	assert {page: lines for page, lines in strange.items() if lines} == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("effect", ["Running", "Paused", "Resolved"])
def test_the_ticket_panel(effect: str, language: str, doc: Any, clockwork: Clockwork, site: Any) -> None:
	"""The desk's and Helpdesk's, whatever the ticket's state; with what each tier owes."""
	if effect != "Running":
		clockwork.at("2026-03-02 18:40")
		world.change(doc, status=world.status(doc.doctype, effect))
	site.set_user(world.LEAD)
	site.local.lang = language
	panel = get_clocks(doc.doctype, str(doc.name))
	assert panel["escalations"] and panel["requests"]
	codes = ("state", "completeness", "clock", "code", "label", "value", "name", "kind")
	said = "\n".join(_texts(panel, codes) + _texts(get_duties(panel["name"]), codes))
	assert foreign(said, language, bilingual(site)) == set()


def _texts(value: Any, but: tuple[str, ...]) -> list[str]:
	"""Every text in an answer that people read; the keys in `but` hold codes, which forms have words for."""
	if isinstance(value, dict):
		return [text for key, part in value.items() if key not in but for text in _texts(part, but)]
	if isinstance(value, (list, tuple)):
		return [text for part in value for text in _texts(part, but)]
	return [value] if isinstance(value, str) else []
