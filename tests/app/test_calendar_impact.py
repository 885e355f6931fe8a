"""What a changed calendar or holiday list would move: told before it is saved, and so it comes.

Tickets of PT Maju, P2: 3 working days from Monday 22 June 2026, 09:00 WIB. Its hours close on national holidays.
"""

import json
from datetime import datetime
from typing import Any

import pytest

from sla_id.instants import from_utc, to_utc, utc_now
from sla_id.ledger import calendar_impact
from sla_id.ledger.calendar_impact import find_moves
from sla_id.sweep import minute_tick
from tests.app import world
from tests.app.conftest import Clockwork

EXTRA = {
	"holiday_date": "2026-06-23",
	"holiday_name": "Hari uji",
	"holiday_class": "National",
	"origin": "Site",
}


@pytest.fixture
def ticket(host_name: str, clockwork: Clockwork) -> Any:
	"""An open P2 of a helpdesk; its SLA Ticket."""
	clockwork.at("2026-06-22 09:00")
	return world.record(world.ticket(host_name, sla_id_priority="P2"))


def with_a_day(site: Any, **values: Any) -> Any:
	"""The list of 2026 with one more day, not saved."""
	listed = site.get_doc("SLA Holiday List", "ID 2026")
	listed.append("holidays", {**EXTRA, **values})
	return listed


def due(record: Any, kind: str = "resolution") -> datetime:
	record.reload()
	at = from_utc(next(row for row in record.clocks if row.clock == kind).due_utc)
	assert at is not None
	return at


def of(record: Any, impact: Any) -> dict[str, tuple[datetime, datetime]]:
	"""What moves of one ticket: a bench may have more of them."""
	return {
		str(move.clock.kind): (move.before, move.after)
		for move in impact.moves
		if move.record.name == record.name
	}


def entries(site: Any, record: Any) -> list[Any]:
	"""What the ledger says of moved due times."""
	return site.get_all(
		"SLA Event",
		filters={"sla_ticket": record.name, "event_type": "due_moved"},
		fields=["reason", "details"],
	)


def test_a_new_holiday_moves_what_it_is_said_to_move(site: Any, ticket: Any, clockwork: Clockwork) -> None:
	listed, was = with_a_day(site), due(ticket)
	told = of(ticket, find_moves(listed, utc_now()))["resolution"]
	assert told[0] == was and 20 < (told[1] - told[0]).total_seconds() / 3600 <= 24
	assert due(ticket) == was and not site.db.exists("SLA Holiday", {"holiday_name": "Hari uji"}), (
		"only asked"
	)
	listed.save()
	clockwork.at("2026-06-22 09:01")
	world.tick()
	assert due(ticket) == told[1]


@pytest.mark.parametrize("alone", [False, True], ids=["many at once", "one by one"])
def test_what_has_moved_is_in_the_ledger(
	site: Any, ticket: Any, clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch, alone: bool
) -> None:
	"""Once, with who changed what; the desk and the partner read it."""
	from sla_id.access import find_ticket
	from sla_id.api.ticket import get_record
	from sla_id.portal.ticket_page import describe_ticket

	monkeypatch.setattr(minute_tick, "somebody_listens", lambda: alone)
	was = due(ticket)
	site.set_user(world.LEAD)
	with_a_day(site).save()
	site.set_user("Administrator")
	for minute in ("09:01", "09:02"):
		clockwork.at(f"2026-06-22 {minute}")
		site.db.set_value("SLA Ticket", ticket.name, "next_event_at", to_utc(utc_now()))
		world.tick()
	(entry,) = entries(site, ticket)
	details = json.loads(entry.details)
	assert (entry.reason, details["by"]) == ("SLA Holiday List ID 2026", world.LEAD)
	assert details["dues"]["resolution"] == [str(to_utc(was)), str(to_utc(due(ticket)))]
	assert "response" not in details["dues"], "due before that day"
	assert not site.db.get_value("SLA Ticket", ticket.name, "recompute_reason")
	(change,) = get_record(ticket.name)["history"]
	assert change["by"] == "Lead" and "Resolution time: Thursday, 25 June 2026" in change["change"]
	assert change["change"].endswith("(SLA Holiday List ID 2026)")
	site.set_user(world.PARTNER_USER)
	assert get_record(ticket.name)["history"][0]["by"] == ""
	notes = [event["note"] for event in describe_ticket(find_ticket(ticket.name))["events"]]
	assert any("→ Friday, 26 June 2026" in note for note in notes)


def test_nothing_is_noted_where_nothing_moves(site: Any, ticket: Any, clockwork: Clockwork) -> None:
	"""Not for a list saved as it was, nor for a ticket that is paused: its due time moves by itself."""
	site.get_doc("SLA Holiday List", "ID 2026").save()
	clockwork.at("2026-06-22 09:01")
	world.tick()
	assert not entries(site, ticket)
	doc = site.get_doc(ticket.reference_doctype, ticket.reference_name)
	world.change(doc, status=world.status(doc.doctype, "Paused"))
	clockwork.at("2026-06-22 10:00")
	site.get_doc("SLA Holiday List", "ID 2026").save()
	world.tick()
	assert not entries(site, ticket)


def test_what_closes_nobody_moves_nothing(site: Any, ticket: Any) -> None:
	"""Saved as it is, another country's list, and a day long past."""
	assert not of(ticket, find_moves(site.get_doc("SLA Holiday List", "ID 2026"), utc_now()))
	abroad = with_a_day(site)
	abroad.name, abroad.country = "MY 2026", "MY"
	assert not of(ticket, find_moves(abroad, utc_now()))
	assert not of(ticket, find_moves(with_a_day(site, holiday_date="2026-06-02"), utc_now()))


def test_a_day_of_a_calendars_own(site: Any, ticket: Any) -> None:
	calendar = site.get_doc(
		"SLA Calendar", site.db.get_value("SLA Agreement", ticket.agreement, "default_calendar")
	)
	calendar.append(
		"extra_holidays", {"holiday_date": "2026-06-23", "holiday_name": "Ulang tahun perusahaan"}
	)
	by_calendar = of(ticket, find_moves(calendar, utc_now()))
	assert by_calendar and by_calendar == of(ticket, find_moves(with_a_day(site), utc_now()))


def test_solved_tickets_stay_as_they_are(site: Any, ticket: Any) -> None:
	doc = site.get_doc(ticket.reference_doctype, ticket.reference_name)
	world.change(doc, status=world.status(doc.doctype, "Resolved"))
	assert not of(ticket, find_moves(with_a_day(site), utc_now()))


def test_late_tickets_hide_none_that_move(
	site: Any, ticket: Any, monkeypatch: pytest.MonkeyPatch, clockwork: Clockwork
) -> None:
	"""However many are late already and can't move any more: those whose time runs are looked at first, and all are counted."""
	clockwork.at("2026-06-01 09:00")
	late = [world.ticket(ticket.reference_doctype, sla_id_priority="P1") for _number in range(3)]
	clockwork.at("2026-06-22 09:00")
	world.tick()
	assert all(world.record(doc).state == "Breached" for doc in late)
	monkeypatch.setattr(calendar_impact, "TOGETHER", 1)
	listed = with_a_day(site)
	whole = find_moves(listed, utc_now(), seconds=None)
	assert whole.is_whole and whole.looked_at == whole.open >= 4
	at_once = find_moves(listed, utc_now(), seconds=-1)
	assert (at_once.looked_at, at_once.is_whole) == (1, False)
	assert at_once.moves, "the first that is looked at is one whose time runs"
	assert len(find_moves(listed, utc_now()).moves) == len(whole.moves)


def test_all_of_them_are_counted_in_the_background(
	site: Any, ticket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""A new list, not saved yet, as the form sends it: who asked is told by the bell."""
	from sla_id.api import calendar

	jobs: list[dict[str, Any]] = []
	monkeypatch.setattr(site, "enqueue", lambda method, **given: jobs.append({"method": method, **given}))
	site.set_user(world.LEAD)
	listed = with_a_day(site)
	calendar.count_all_moves(json.dumps(listed.as_dict(), default=str))
	(job,) = jobs
	assert (job.pop("method"), job.pop("queue")) == (calendar.COUNT, "long")
	json.dumps(job)
	impact = site.get_attr(calendar.COUNT)(**job)
	assert impact.is_whole and impact.moves
	(told,) = site.get_all(
		"SLA Outbox", {"message_key": ["like", "moves:%"], "channel": "Desk"}, ["recipient", "context"]
	)
	assert told.recipient == world.LEAD
	assert f"{len(impact.moves)} due times of {impact.open} open tickets" in told.context
	site.set_user(world.AGENT)
	with pytest.raises(site.PermissionError):
		calendar.count_all_moves(json.dumps(listed.as_dict(), default=str))


def test_what_the_form_shows(site: Any, ticket: Any, clockwork: Clockwork) -> None:
	"""In the reader's language and the agreement's zone; a day that is no holiday after all makes tickets late at once."""
	from sla_id.api.calendar import say_moves

	with_a_day(site).save()
	clockwork.at("2026-06-22 09:01")
	world.tick()
	clockwork.at("2026-06-25 12:00")
	world.tick()
	listed = site.get_doc("SLA Holiday List", "ID 2026")
	listed.holidays = [row for row in listed.holidays if row.holiday_name != "Hari uji"]
	site.set_user(world.LEAD)
	site.local.lang = "id"
	answer = say_moves(json.dumps(listed.as_dict(), default=str))
	row = next(
		row for row in answer["moves"] if row["sla_ticket"] == ticket.name and row["clock"] == "resolution"
	)
	assert row["before"].startswith("Jumat, 26 Juni 2026") and row["before"].endswith("WIB")
	assert row["after"].startswith("Kamis, 25 Juni 2026") and row["late"] is True
	assert answer["late"] >= 1 and answer["count"] >= 1


def test_who_may_not_change_it_is_told_nothing(site: Any, ticket: Any) -> None:
	from sla_id.api.calendar import say_moves

	listed = with_a_day(site).as_dict()
	for user in (world.AGENT, world.PARTNER_USER, "Guest"):
		site.set_user(user)
		with pytest.raises(site.PermissionError):
			say_moves(json.dumps(listed, default=str))
	site.set_user("Administrator")
	with pytest.raises(site.ValidationError, match="SLA Holiday List"):
		say_moves(json.dumps({"doctype": "User", "name": "Administrator"}))


def test_a_decree_that_comes_with_an_update_moves_them_too(
	site: Any, ticket: Any, clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""Lists are loaded while the site migrates; they used to move nothing until each ticket's next event."""
	was = due(ticket)
	monkeypatch.setattr(site.flags, "in_migrate", True)
	with_a_day(site).save()
	monkeypatch.undo()
	clockwork.at("2026-06-22 09:01")
	world.tick()
	assert due(ticket) > was
