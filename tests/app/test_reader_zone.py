"""X26: a reader sees times in the agreement's zone and in their own: the user's before the partner's; in the portal and in
Helpdesk's dialog."""

from typing import Any

import pytest

from tests.app import world
from tests.app.conftest import Clockwork


@pytest.fixture
def doc(host_name: str, site: Any, clockwork: Clockwork) -> Any:
	site.db.set_single_value("System Settings", "time_zone", "Asia/Jakarta")
	clockwork.at("2026-03-16 09:00")
	return world.ticket(host_name, sla_id_priority="P1")


def page(site: Any, doc: Any, user: str = world.PARTNER_USER) -> str:
	from sla_id.access import find_ticket
	from sla_id.portal.ticket_page import describe_ticket

	site.set_user(user)
	try:
		record = find_ticket(world.record(doc).name)
		assert record is not None
		described = describe_ticket(record)
		moments = [described["now"], *(clock["due"] for clock in described["clocks"] if clock["due"])]
		macro = '{% from "sla_id/templates/includes/sla_macros.html" import moment %}{% for at in moments %}{{ moment(at) }}{% endfor %}'
		return str(site.render_template(macro, {"moments": moments}))
	finally:
		site.set_user("Administrator")


@pytest.mark.parametrize("partners", [None, "Asia/Jayapura"])
def test_a_reader_in_wita_reads_wita(partners: str | None, doc: Any, site: Any) -> None:
	site.db.set_value("User", world.PARTNER_USER, "time_zone", "Asia/Makassar")
	site.db.set_value("SLA Partner", world.PARTNER, "time_zone", partners)
	site.clear_document_cache("SLA Partner", world.PARTNER)
	shown = page(site, doc)
	assert "10:00 WIB" in shown
	assert "11:00 WITA" in shown and "(your time)" in shown
	assert "WIT " not in shown


def test_the_partners_zone_is_not_said_to_be_a_wib_readers(doc: Any, site: Any) -> None:
	site.db.set_value("User", world.PARTNER_USER, "time_zone", "Asia/Jakarta")
	site.db.set_value("SLA Partner", world.PARTNER, "time_zone", "Asia/Makassar")
	site.clear_document_cache("SLA Partner", world.PARTNER)
	shown = page(site, doc)
	assert "your time" not in shown
	assert "11:00 WITA" in shown and "(PT Maju)" in shown


def test_a_reader_in_wib_reads_wib_alone(doc: Any, site: Any) -> None:
	site.db.set_value("User", world.PARTNER_USER, "time_zone", "Asia/Jakarta")
	site.db.set_value("SLA Partner", world.PARTNER, "time_zone", None)
	site.clear_document_cache("SLA Partner", world.PARTNER)
	assert "WITA" not in page(site, doc)


def test_helpdesks_dialog_gives_an_agent_their_own_zone_too(doc: Any, site: Any) -> None:
	from sla_id.api.ticket import get_clocks

	site.db.set_value("User", world.AGENT, "time_zone", "Asia/Jayapura")
	site.set_user(world.AGENT)
	clock = next(
		row for row in get_clocks(doc.doctype, str(doc.name))["clocks"] if row["clock"] == "response"
	)
	assert ("10:00 WIB" in clock["due_text"], "12:00 WIT" in clock["due_own_text"]) == (True, True)
	site.set_user("Administrator")
	site.db.set_value("User", world.AGENT, "time_zone", "Asia/Pontianak")
	site.set_user(world.AGENT)
	assert get_clocks(doc.doctype, str(doc.name))["clocks"][0]["due_own_text"] == ""


def test_what_left_the_agreement_has_no_time_left(doc: Any, site: Any, clockwork: Clockwork) -> None:
	from sla_id.api.ticket import get_clocks

	clockwork.at("2026-03-16 09:10")
	world.change(doc, sla_id_out_of_scope="Perangkat milik Mitra")
	row = world.clock(doc, "resolution")
	assert (row.state, row.remaining_text) == ("excluded", "")
	shown = next(
		clock for clock in get_clocks(doc.doctype, str(doc.name))["clocks"] if clock["clock"] == "resolution"
	)
	assert shown["left_text"] == ""


def test_what_people_typed_is_escaped_once(host_name: str, site: Any, clockwork: Clockwork) -> None:
	"""Frappe escapes a text with tags when it is saved; a page that escapes it again shows the entities."""
	from sla_id.access import find_ticket
	from sla_id.portal.ticket_page import describe_ticket

	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, subject="Tombol <b>Tutup</b> & Simpan hilang", sla_id_priority="P1")
	site.set_user(world.PARTNER_USER)
	described = describe_ticket(find_ticket(world.record(doc).name))
	assert described["ticket"]["subject"] == "Tombol <b>Tutup</b> & Simpan hilang"
