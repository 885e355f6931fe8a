"""Lists of tickets: open ones first, each question a range of an index, long histories a page at a time."""

import json
from typing import Any

import pytest

from sla_id.agreements.choice_basis import BASES, EARLIER, STANDS_FOR
from sla_id.api.ticket import SHOWN, get_record
from sla_id.sweep.minute_tick import run_sla_minute_tick
from tests.app import world
from tests.app.conftest import Clockwork


def listed(site: Any) -> list[str]:
	"""As the desk lists them, by the DocType's own order."""
	return [row.name for row in site.get_list("SLA Ticket", limit_page_length=0)]


def test_open_tickets_come_first_as_they_are_due(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-03-16 09:00")
	solved = world.ticket("HD Ticket", sla_id_priority="P1")
	later = world.ticket("Issue", sla_id_priority="P3")
	sooner = world.ticket("HD Ticket", sla_id_priority="P1")
	broken = world.ticket("Issue", sla_id_priority="P2")
	nobodys = world.ticket("Issue", raised_by="orang@lain.example")
	clockwork.at("2026-03-16 09:10")
	world.change(solved, status=world.status("HD Ticket", "Resolved"))
	received = {"sla_ticket": world.record(broken).name, "event_type": "received"}
	site.db.set_value("SLA Event", received, "details", "{not JSON")
	clockwork.at("2026-03-16 17:00")
	run_sla_minute_tick()
	wanted = [world.record(doc).name for doc in (broken, sooner, later, nobodys, solved)]
	assert [name for name in listed(site) if name in wanted] == wanted
	clockwork.at("2026-03-16 17:10")
	world.change(solved, status=world.status("HD Ticket", "Running"))
	assert listed(site).index(world.record(solved).name) < listed(site).index(world.record(nobodys).name)


def test_the_update_gives_each_ticket_its_place(site: Any, clockwork: Clockwork) -> None:
	from sla_id.patches.v0_4.tickets_have_a_place_in_lists import execute

	test_open_tickets_come_first_as_they_are_due(site, clockwork)
	kept = dict(site.get_all("SLA Ticket", fields=["name", "urgency_utc"], as_list=True, limit_page_length=0))
	ticket = site.qb.DocType("SLA Ticket")
	site.qb.update(ticket).set(ticket.urgency_utc, None).run()
	execute()
	found = site.get_all("SLA Ticket", fields=["name", "urgency_utc"], as_list=True, limit_page_length=0)
	assert dict(found) == kept


OF_NOBODY = {"raised_by": "orang@lain.example"}
"""A report of nobody's partner."""


def chosen_by(site: Any, **filters: Any) -> set[str]:
	return set(site.get_list("SLA Ticket", filters, pluck="name", limit_page_length=0))


def test_what_a_ticket_was_chosen_by_is_filtered(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-03-16 09:00")
	own = world.ticket("HD Ticket", sla_id_priority="P2", via_customer_portal=1)
	nobodys = world.ticket("HD Ticket", **OF_NOBODY)
	other = world.ticket("Issue", sla_id_priority="P1")
	names = {doc.name: world.record(doc).name for doc in (own, nobodys, other)}
	assert chosen_by(site, agreement_basis="Own") >= {names[own.name], names[other.name]}
	assert chosen_by(site, agreement_basis="No Partner") >= {names[nobodys.name]}
	assert names[own.name] in chosen_by(site, priority_basis="Set", channel_basis="Helpdesk")
	clockwork.at("2026-03-16 09:10")
	world.change(own, sla_id_priority="P1")
	assert names[own.name] in chosen_by(site, priority_basis="Set Without Reason", agreement_basis="Own")
	clockwork.at("2026-03-16 09:20")
	world.change(own, sla_id_priority_reason="Laporan penting gagal")
	assert names[own.name] in chosen_by(site, priority_basis="Set With Reason", agreement_basis="Own")


def test_the_update_says_of_each_ticket_what_it_was_chosen_by(site: Any, clockwork: Clockwork) -> None:
	from sla_id.patches.v0_6.tickets_say_what_they_were_chosen_by import execute

	test_what_a_ticket_was_chosen_by_is_filtered(site, clockwork)
	fields = ["name", *BASES]
	kept = {row.name: row for row in site.get_all("SLA Ticket", fields=fields, limit_page_length=0)}
	for name in kept:  # as the versions before wrote it
		choice = json.loads(site.db.get_value("SLA Ticket", name, "choice") or "{}")
		before = {field: value for field, value in choice.items() if field not in BASES}
		site.db.set_value("SLA Ticket", name, {"choice": json.dumps(before), **dict.fromkeys(BASES)})
	broken = min(kept)
	site.db.set_value("SLA Ticket", broken, "choice", "{not JSON")
	execute()
	for row in site.get_all("SLA Ticket", fields=fields, limit_page_length=0):
		was = (
			dict.fromkeys(BASES) if row.name == broken else {field: kept[row.name][field] for field in BASES}
		)
		if was["agreement_basis"] == "Own" and kept[row.name].priority_basis.startswith("Set With"):
			was["agreement_basis"] = EARLIER  # it was chosen again since: its last choice alone doesn't say
		assert {field: row[field] or None for field in BASES} == {
			key: value or None for key, value in was.items()
		}


def test_each_basis_is_an_option_of_its_field(site: Any) -> None:
	for field in BASES:
		options = site.get_meta("SLA Ticket").get_field(field).options.split("\n")
		assert options == [
			"",
			*dict.fromkeys(option for name, option in STANDS_FOR.values() if name == field),
		]


def test_a_long_history_comes_a_page_at_a_time(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket("HD Ticket", sla_id_priority="P2")
	for number in range(SHOWN + 3):
		clockwork.at(f"2026-03-16 10:{number:02}")
		values = {"sla_id_priority": f"P{1 + number % 2}", "sla_id_priority_reason": f"Alasan {number}"}
		world.change(doc, **values)
	said = get_record(world.record(doc).name)
	assert (len(said["history"]), said["history_count"]) == (SHOWN, SHOWN + 3)
	assert "10.22" in said["history"][-1]["at"] or "10:22" in said["history"][-1]["at"]


@pytest.mark.parametrize("table", ["HD Ticket", "Issue", "Communication"])
def test_changed_rows_are_asked_for_by_an_index(table: str, site: Any) -> None:
	from sla_id.setup.host_indexes import leading_indexes

	assert leading_indexes(table)


def test_a_lists_first_column_says_codes_in_words(site: Any) -> None:
	"""Frappe asks no formatter of a title field: the list's own has to say it."""
	import re
	from pathlib import Path

	import sla_id

	app = Path(sla_id.__file__).parent
	coded = re.search(
		r"const CODED = \{(.*?)\n\t\};", (app / "public/js/field_words.js").read_text(), re.DOTALL
	)
	assert coded
	titled = []
	for doctype, fields in re.findall(r'"(SLA [^"]+)": \{([^}]*)\}', coded[1]):
		title = site.get_meta(doctype).title_field
		if title and re.search(rf"\b{title}:", fields):
			folder = app / "doctype" / site.scrub(doctype)
			settings = folder / f"{folder.name}_list.js"
			said = settings.read_text() if settings.exists() else ""
			titled.append((doctype, bool(re.search(rf"formatters: \{{ {title}\b", said))))
	assert titled == [("SLA Message Template", True), ("SLA Outbox", True)]
