"""What a ticket's panel says (the desk's and Helpdesk's): requests to decide, duties after take-over, time left or over."""

from typing import Any

import pytest

from sla_id.api import escalation, escalation_requests
from sla_id.api.ticket import get_clocks
from tests.app import world
from tests.app.conftest import Clockwork

RECORD = "{0.doctype} {0.name}"


def panel(doc: Any) -> dict[str, Any]:
	return get_clocks(doc.doctype, str(doc.name))


def clock(doc: Any, kind: str) -> dict[str, Any]:
	return next(row for row in panel(doc)["clocks"] if row["clock"] == kind)


@pytest.fixture
def asked(host_name: str, clockwork: Clockwork, site: Any) -> tuple[Any, str]:
	"""A P2 whose partner asks for level 2."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	clockwork.at("2026-03-16 10:00")
	site.set_user(world.PARTNER_USER)
	tier = escalation_requests.possible(RECORD.format(doc))[0]
	reason = tier["reasons"][0]["code"] if tier["reasons"] else ""
	made = escalation_requests.ask(
		RECORD.format(doc), tier["level"], reason, "Kantor cabang berhenti bekerja."
	)
	site.set_user("Administrator")
	return doc, made["name"]


def test_an_open_request_is_in_the_panel(asked: tuple[Any, str], site: Any) -> None:
	doc, name = asked
	site.set_user(world.LEAD)
	site.local.lang = "id"
	(row,) = panel(doc)["requests"]
	assert (row["name"], row["may_decide"], row["explanation"]) == (
		name,
		True,
		"Kantor cabang berhenti bekerja.",
	)
	assert row["asked"] == "Senin, 16 Maret 2026 10.00 WIB" and row["decide_by"].endswith("WIB")
	site.local.lang = "en"
	assert panel(doc)["requests"][0]["asked"] == "Monday, 16 March 2026 10:00 WIB"


def test_who_may_not_decide_only_reads_it(asked: tuple[Any, str], site: Any) -> None:
	site.set_user(world.AGENT)
	assert [row["may_decide"] for row in panel(asked[0])["requests"]] == [False]


def test_a_decided_request_has_left_the_panel(asked: tuple[Any, str], site: Any) -> None:
	doc, name = asked
	site.set_user(world.LEAD)
	escalation_requests.decide(name, valid=False, answer="Sudah ditangani.")
	assert panel(doc)["requests"] == []


def test_one_that_nobody_decided_in_time_is_no_longer_to_decide(
	asked: tuple[Any, str], clockwork: Clockwork, site: Any
) -> None:
	"""Before the tick has marked it: it has counted as valid since then."""
	clockwork.at("2026-03-30 10:00")
	assert panel(asked[0])["requests"] == []


def test_partners_see_nothing_of_it(asked: tuple[Any, str], site: Any) -> None:
	site.set_user(world.PARTNER_USER)
	said = panel(asked[0])
	assert (said["requests"], said["escalations"]) == ([], [])


def test_a_tier_that_was_taken_over_still_shows_its_duties(
	host_name: str, clockwork: Clockwork, site: Any
) -> None:
	clockwork.at("2026-03-02 09:00")
	doc = world.ticket(host_name, sla_id_priority="P1")
	clockwork.at("2026-03-02 13:30")
	world.tick()
	site.set_user(world.LEAD)
	site.local.lang = "en"
	row = next(row for row in panel(doc)["escalations"] if row["duties"])
	said = escalation.acknowledge(row["name"])
	after = next(entry for entry in said["escalations"] if entry["name"] == row["name"])
	assert after["acknowledged_by"] and not after["open"]
	assert [duty["label"] for duty in after["duties"]] == [duty["label"] for duty in row["duties"]]
	assert all(duty["state_label"] and duty["due_text"].endswith("WIB") for duty in after["duties"])


@pytest.mark.parametrize(
	("language", "left", "over"), [("id", "sisa {0}", "lewat {0}"), ("en", "{0} left", "{0} over")]
)
def test_time_that_is_over_is_said_as_over(
	language: str, left: str, over: str, host_name: str, clockwork: Clockwork, site: Any
) -> None:
	"""Not as "-8 jam 1 menit" left."""
	clockwork.at("2026-03-02 09:00")
	doc = world.ticket(host_name, sla_id_priority="P1")
	site.local.lang = language
	hours = "jam" if language == "id" else "h"
	minutes = "menit" if language == "id" else "min"
	clockwork.at("2026-03-02 16:00")
	assert clock(doc, "resolution")["left_text"] == left.format(f"1 {hours}")
	clockwork.at("2026-03-03 01:01")
	assert clock(doc, "resolution")["left_text"] == over.format(f"8 {hours} 1 {minutes}")


@pytest.mark.parametrize("effect", ["Paused", "Resolved"])
def test_a_clock_that_stands_has_no_time_left(
	effect: str, host_name: str, clockwork: Clockwork, site: Any
) -> None:
	clockwork.at("2026-03-02 09:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	clockwork.at("2026-03-02 10:00")
	world.change(doc, status=world.status(host_name, effect))
	assert {row["left_text"] for row in panel(doc)["clocks"]} == {""}


def test_a_solved_ticket_asks_for_nothing_more(host_name: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-02 09:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	assert panel(doc)["asks"] and any(not fact["given"] for fact in panel(doc)["facts"])
	clockwork.at("2026-03-02 10:00")
	world.change(doc, status=world.status(host_name, "Resolved"))
	assert not panel(doc)["asks"]


def test_who_was_told_is_in_the_panel(host_name: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-02 09:00")
	doc = world.ticket(host_name, sla_id_priority="P1")
	clockwork.at("2026-03-02 13:30")
	world.tick()
	assert any(row["tellings"] for row in panel(doc)["escalations"])


def test_the_list_of_escalations_names_the_ticket(host_name: str, clockwork: Clockwork, site: Any) -> None:
	"""Those that fire at once as well as those of the tick, and the tier in both languages."""
	clockwork.at("2026-03-02 09:00")
	doc = world.ticket(host_name, sla_id_priority="P1", subject="Transaksi gagal")
	clockwork.at("2026-03-02 13:30")
	world.tick()
	rows = site.get_all(
		"SLA Escalation",
		{"sla_ticket": RECORD.format(doc)},
		["level", "subject", "tier_title", "tier_title_en"],
	)
	assert len(rows) > 1 and {row.subject for row in rows} == {"Transaksi gagal"}
	assert ("Manajer Eskalasi", "Escalation manager") in {(row.tier_title, row.tier_title_en) for row in rows}


def test_older_escalations_are_named_by_the_patch(host_name: str, clockwork: Clockwork, site: Any) -> None:
	from sla_id.patches.v0_4.escalations_name_their_ticket import execute

	clockwork.at("2026-03-02 09:00")
	doc = world.ticket(host_name, sla_id_priority="P1", subject="Transaksi gagal")
	clockwork.at("2026-03-02 13:30")
	world.tick()
	own, fields = {"sla_ticket": RECORD.format(doc)}, ["level", "subject", "tier_title_en", "protocol_en"]
	before = site.get_all("SLA Escalation", own, fields, order_by="level")
	for name in site.get_all("SLA Escalation", own, pluck="name"):
		site.db.set_value(
			"SLA Escalation", name, {"subject": None, "tier_title_en": None, "protocol_en": None}
		)
	execute()
	assert site.get_all("SLA Escalation", own, fields, order_by="level") == before


def test_a_solved_tickets_page_asks_for_nothing(host_name: str, clockwork: Clockwork, site: Any) -> None:
	from sla_id.portal.ticket_page import describe_ticket

	clockwork.at("2026-03-02 09:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	assert describe_ticket(world.record(doc))["missing"]
	clockwork.at("2026-03-02 10:00")
	world.change(doc, status=world.status(host_name, "Resolved"))
	assert describe_ticket(world.record(doc))["missing"] == []


def test_the_page_names_the_channel_in_the_readers_language(
	host_name: str, clockwork: Clockwork, site: Any
) -> None:
	from sla_id.portal.ticket_page import describe_ticket

	clockwork.at("2026-03-02 09:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	said = {}
	for language in ("id", "en"):
		site.local.lang = language
		said[language] = [value for _label, value in describe_ticket(world.record(doc))["facts"]]
	assert "Portal Dukungan Mitra" in said["id"] and "Partner support portal" in said["en"], said


def test_helpdesks_pages_have_their_button(site: Any) -> None:
	"""For agents the clocks, for customers a way to the ticket's page."""
	if not site.db.exists("DocType", "HD Form Script"):
		pytest.skip("Helpdesk's own front end is not on this site")
	agents, customers = (
		site.get_all("HD Form Script", {"enabled": 1, "apply_to_customer_portal": portal}, pluck="script")
		for portal in (0, 1)
	)
	assert any("sla_id.api.ticket.get_clocks" in script for script in agents)
	assert any("/sla/" in script for script in customers)
	assert not any("get_clocks" in script for script in customers)
