"""A record that is broken or gone costs a partner what hangs on it and nothing else: the pages open, and say so."""

from collections.abc import Callable
from typing import Any

import pytest

from sla_id.access import find_ticket
from sla_id.agreements.agreement_cache import forget_agreements
from sla_id.agreements.working_calendars import forget_calendars
from sla_id.portal.ticket_list_page import list_tickets
from sla_id.portal.ticket_page import describe_ticket
from tests.app import world
from tests.app.conftest import Clockwork

AGREEMENT = "INNOVASIA-MITRA v1.0"
SATKER_USER = "tono@satker.example"


@pytest.fixture
def doc(host_name: str, clockwork: Clockwork, site: Any) -> Any:
	"""A ticket of PT Maju; what earlier tests logged is forgotten."""
	site.cache.delete_keys("sla_id_portal_failure")
	clockwork.at("2026-03-16 09:00")
	return world.ticket(host_name, sla_id_priority="P2")


def forget(site: Any) -> None:
	site.clear_cache()
	site.local.document_cache = {}
	forget_agreements()
	forget_calendars()


def lose_agreement(site: Any, doc: Any) -> None:
	site.db.delete("SLA Agreement", {"name": AGREEMENT})


def break_zone(site: Any, doc: Any) -> None:
	calendar = site.db.get_value("SLA Agreement", AGREEMENT, "default_calendar")
	site.db.set_value("SLA Calendar", calendar, "time_zone", "Asia/Bogus")
	world.sign_again(AGREEMENT)


def lose_calendar(site: Any, doc: Any) -> None:
	site.db.delete(
		"SLA Calendar", {"name": site.db.get_value("SLA Agreement", AGREEMENT, "default_calendar")}
	)


def lose_policy(site: Any, doc: Any) -> None:
	policy = site.db.get_value("SLA Agreement", AGREEMENT, "escalation_policy")
	site.db.delete("SLA Escalation Policy", {"name": policy})


def break_choice(site: Any, doc: Any) -> None:
	site.db.set_value("SLA Ticket", world.record(doc).name, "choice", "{bad")


def break_details(site: Any, doc: Any) -> None:
	event = {"sla_ticket": world.record(doc).name, "event_type": "received"}
	site.db.set_value("SLA Event", event, "details", "{bad")


def logged(site: Any) -> list[str]:
	"""All of them: on MariaDB the Error Log keeps what an undone transaction has written."""
	return site.get_all("Error Log", filters={"method": ["like", "The portal%"]}, pluck="method")


@pytest.mark.parametrize(
	"breaks", [lose_agreement, break_zone, lose_calendar, lose_policy, break_choice, break_details]
)
def test_the_page_opens_and_says_whose_turn_it_is(
	breaks: Callable[[Any, Any], None], doc: Any, site: Any
) -> None:
	name = world.record(doc).name
	breaks(site, doc)
	forget(site)
	site.set_user(world.PARTNER_USER)
	before = logged(site)
	site.clear_messages()
	page = describe_ticket(find_ticket(name))
	assert "will fix this agreement" in page["problem"]
	assert page["ticket"]["subject"] == doc.subject
	assert [event["label"] for event in page["events"]]
	assert ("Ticket", str(doc.name)) in page["facts"]
	assert not site.local.message_log, "a partner would read which record is missing"
	once = logged(site)
	assert len(once) > len(before)
	describe_ticket(find_ticket(name))
	assert logged(site) == once, "opening the page again logs nothing new"


@pytest.mark.parametrize("breaks", [lose_agreement, break_zone])
def test_the_list_shows_the_others_with_their_times(
	breaks: Callable[[Any, Any], None], doc: Any, clockwork: Clockwork, site: Any
) -> None:
	clockwork.at("2026-03-16 09:05")
	fine = world.ticket(doc.doctype, raised_by=SATKER_USER)
	breaks(site, doc)
	forget(site)
	site.set_user(world.LEAD)
	rows = {row["reference"]: row for row in list_tickets("open", 0)["tickets"]}
	assert rows[str(doc.name)]["due"] is None
	assert rows[str(doc.name)]["priority"]
	assert rows[str(fine.name)]["due"] is not None


def test_a_page_of_sound_records_says_nothing(doc: Any, site: Any) -> None:
	before = logged(site)
	site.set_user(world.PARTNER_USER)
	page = describe_ticket(find_ticket(world.record(doc).name))
	assert page["problem"] == ""
	assert page["clocks"] and page["reasons"] and page["requests"]
	assert logged(site) == before
