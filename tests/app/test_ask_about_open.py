"""An outage that nobody has confirmed for a while is asked about: once an interval, never ended (AVAILABILITY: paused monitors)."""

from typing import Any

import pytest

from sla_id.outages.ask_about_open import ask_about_open_outages
from sla_id.outages.record_outage import confirm_outage, end_outage
from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.outage_world import OUTAGE, april, outage


@pytest.fixture(autouse=True)
def begin(site: Any, clockwork: Clockwork) -> None:
	"""It is 20 April 2026, 12:00; two hours without a word are too long, as SLA Settings say by default."""
	clockwork.at("2026-04-20 12:00")


def told(site: Any, name: str) -> list[tuple[str, str]]:
	rows = site.get_all(
		"SLA Outbox",
		filters={"reference_doctype": OUTAGE, "reference_name": name},
		fields=["channel", "recipient"],
		order_by="creation, channel",
	)
	return [(row.channel, row.recipient) for row in rows]


def test_once_an_interval(site: Any, clockwork: Clockwork) -> None:
	name = outage("20 11:00")
	clockwork.at("2026-04-20 13:59")
	assert ask_about_open_outages() == 0 and told(site, name) == []
	clockwork.at("2026-04-20 14:00")
	assert ask_about_open_outages() == 1
	first = told(site, name)
	assert {recipient for _channel, recipient in first} == {world.LEAD}, "the managers, for API has no owner"
	assert len(first) == 2, "bell and e-mail"
	clockwork.at("2026-04-20 15:50")
	assert ask_about_open_outages() == 0
	clockwork.at("2026-04-20 16:01")
	assert ask_about_open_outages() == 1 and len(told(site, name)) == 4
	assert site.db.get_value(OUTAGE, name, "status") == "Open"
	text = site.get_all("SLA Outbox", filters={"reference_name": name}, pluck="context")[0]
	assert name in text and "API tidak menjawab" in text


def test_who_owns_the_service_is_asked(site: Any, clockwork: Clockwork) -> None:
	site.db.set_value("SLA Service", "API", "service_owner", world.AGENT)
	name = outage("20 11:00")
	clockwork.at("2026-04-20 14:30")
	assert ask_about_open_outages() == 1
	assert {recipient for _channel, recipient in told(site, name)} == {world.AGENT}


def test_a_word_of_anybody_puts_it_off(site: Any, clockwork: Clockwork) -> None:
	name = outage("20 11:00")
	clockwork.at("2026-04-20 13:30")
	confirm_outage(name, april("20 13:30"))
	clockwork.at("2026-04-20 15:00")
	assert ask_about_open_outages() == 0
	end_outage(outage("20 11:00"), april("20 14:00"))
	clockwork.at("2026-04-20 18:00")
	assert ask_about_open_outages() == 1, "an ended one isn't asked about"


def test_a_site_may_switch_it_off(site: Any, clockwork: Clockwork) -> None:
	site.db.set_single_value("SLA Settings", "outage_ask_after_minutes", 0)
	outage("20 11:00")
	clockwork.at("2026-04-25 12:00")
	assert ask_about_open_outages() == 0


def test_it_is_asked_every_ten_minutes(site: Any) -> None:
	jobs = site.get_hooks("scheduler_events")["cron"]["*/10 * * * *"]
	assert "sla_id.outages.ask_about_open.ask_about_open_outages" in jobs
