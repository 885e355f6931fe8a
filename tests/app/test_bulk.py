"""What the tick writes for many tickets at once is what is written for each on its own."""

import json
from typing import Any

import pytest

from sla_id.instants import to_utc, utc_now
from sla_id.ledger.clock_row import CLOCK_FIELDS, ClockRow
from sla_id.ledger.evaluate_one import evaluate_and_save
from sla_id.ledger.record import lock_record
from sla_id.listeners import somebody_listens
from sla_id.sweep import minute_tick
from sla_id.sweep.minute_tick import run_sla_minute_tick
from tests.app import world
from tests.app.conftest import Clockwork

TICKET = (
	*("name", "state", "due_utc", "due_text", "problem", "next_event_at", "excluded", "resolved_utc"),
	*("escalation_level", "agreement", "priority", "choice"),
)
ESCALATION = (
	*("sla_ticket", "level", "trigger_on", "clock", "cycle", "due_utc", "fired_utc", "late_seconds"),
	*("notified", "told", "escalation_key", "closed_utc", "acknowledge_by_utc"),
)
BATCHES = {"method": ["like", "A batch%"]}
MESSAGE = ("channel", "recipient", "template", "language", "reference_name", "state")


def a_morning() -> None:
	"""Tickets of both hosts in every kind of state, at 08:00."""
	for host in world.HOSTS:
		world.ticket(host, sla_id_priority="P1", subject="Gangguan total")
		late = world.ticket(host, sla_id_priority="P2", subject="Laporan lambat")
		world.assign(late)
		world.change(late, status=world.status(host, "Paused"))
		world.reply(world.ticket(host, sla_id_priority="P2", subject="Gagal masuk"))
		world.ticket(host, raised_by="tono@satker.example", subject="Konsultasi")
		world.ticket(host, raised_by="nobody@nowhere.example", subject="Siapa ini?")


def seen(site: Any) -> dict[str, list[Any]]:
	"""All that a look at the tickets leaves behind, without names made by chance."""
	clocks = site.get_all(
		"SLA Ticket Clock",
		fields=[
			"parent",
			"idx",
			"clock",
			"state",
			"target",
			"due_text",
			"team",
			"due_utc",
			"breached",
			"cycle",
		],
		order_by="parent, idx",
	)
	hosts = {
		host: site.get_all(
			host, fields=["name", "response_by", "resolution_by", "sla_id_state", "sla_id_due"]
		)
		for host in world.HOSTS
	}
	return {
		"tickets": site.get_all("SLA Ticket", fields=list(TICKET), order_by="name"),
		"clocks": clocks,
		"escalations": site.get_all("SLA Escalation", fields=list(ESCALATION), order_by="escalation_key"),
		"messages": sorted(
			str([row[field] for field in MESSAGE]) for row in site.get_all("SLA Outbox", fields=list(MESSAGE))
		),
		**hosts,
	}


def test_many_at_once_are_as_each_alone(clockwork: Clockwork, site: Any, monkeypatch: Any) -> None:
	clockwork.at("2026-03-18 08:00")
	a_morning()
	site.db.savepoint("morning")
	# Frappe 15 keeps its Error Log in a table that nothing is rolled back in
	told, before = [], site.db.count("Error Log", BATCHES)
	for alone in (False, True):
		monkeypatch.setattr(minute_tick, "somebody_listens", lambda alone=alone: alone)
		for moment in ("2026-03-18 09:30", "2026-03-18 12:10", "2026-03-18 17:00", "2026-03-24 09:00"):
			clockwork.at(moment)
			run_sla_minute_tick()
			assert site.db.count("Error Log", BATCHES) == before, "a batch has failed"
		told.append(seen(site))
		site.db.rollback(save_point="morning")
		site.clear_cache()
	assert told[0] == told[1]
	assert {row.state for row in told[0]["tickets"]} >= {"Breached", "Paused", "No Agreement"}
	assert len(told[0]["escalations"]) >= 4


def test_a_batch_with_a_broken_ticket_goes_on_one_by_one(clockwork: Clockwork, site: Any) -> None:
	"""The one that fails is put off and says why; the others are evaluated in the same tick."""
	clockwork.at("2026-03-18 08:00")
	tickets = [world.ticket("HD Ticket", sla_id_priority="P1") for _number in range(3)]
	names = [f"HD Ticket {ticket.name}" for ticket in tickets]
	received = {"sla_ticket": names[1], "event_type": "received"}
	site.db.set_value("SLA Event", received, "details", "{not JSON")
	clockwork.at("2026-03-18 17:00")
	run_sla_minute_tick()
	states = [site.db.get_value("SLA Ticket", name, "state") for name in names]
	assert states == ["Breached", "Problem", "Breached"]
	assert site.db.get_value("SLA Ticket", names[1], "next_event_at") > to_utc(utc_now())


def test_a_notification_on_tickets_is_heard(clockwork: Clockwork, site: Any) -> None:
	"""Frappe's own Notification on a change of state: the tick saves tickets one by one for it."""
	clockwork.at("2026-03-18 08:00")
	site.get_doc(
		{
			"doctype": "Notification",
			"name": "SLA terlambat",
			"subject": "Terlambat",
			"document_type": "SLA Ticket",
			"event": "Value Change",
			"value_changed": "state",
			"channel": "System Notification",
			"message": "Terlambat",
			"recipients": [{"receiver_by_role": "SLA Executive"}],
		}
	).insert()
	ticket = world.ticket("Issue", sla_id_priority="P1")
	clockwork.at("2026-03-18 17:00")
	site.flags.in_test, kept = False, site.flags.in_test
	try:
		run_sla_minute_tick()
	finally:
		site.flags.in_test = kept
		site.delete_doc("Notification", "SLA terlambat", force=True)
		site.clear_cache()
	assert site.db.exists(
		"Notification Log", {"document_name": f"Issue {ticket.name}", "subject": "Terlambat"}
	)


def test_what_was_due_before_an_event_is_not_lost_by_it(clockwork: Clockwork, site: Any) -> None:
	"""The scheduler slept over level 2; the first thing that happens is a change that would have it due much later."""
	clockwork.at("2026-03-18 08:00")
	ticket = world.ticket("HD Ticket", sla_id_priority="P1")
	clockwork.at("2026-03-18 12:30")
	world.change(ticket, sla_id_priority="P3", sla_id_priority_reason="Hanya satu pengguna")
	rows = site.get_all("SLA Escalation", fields=["level", "late_seconds"], order_by="level")
	assert [(row.level, row.late_seconds) for row in rows] == [(1, 0), (2, 1800)]
	record = site.get_doc("SLA Ticket", f"HD Ticket {ticket.name}")
	assert json.loads(record.told)["tiers"].keys() == {"level 1:cycle 1", "level 2:cycle 1"}
	run_sla_minute_tick()
	assert site.db.count("SLA Escalation") == 2


def test_an_old_record_that_knows_nothing_of_what_was_told_tells_nothing_twice(
	clockwork: Clockwork, site: Any
) -> None:
	clockwork.at("2026-03-18 08:00")
	ticket = world.ticket("HD Ticket", sla_id_priority="P1")
	name = f"HD Ticket {ticket.name}"
	before = site.db.count("SLA Outbox")
	site.db.set_value("SLA Ticket", name, "told", "")
	evaluate_and_save(lock_record(name))
	assert (site.db.count("SLA Escalation"), site.db.count("SLA Outbox")) == (1, before)


def test_the_update_leaves_whole_seconds(clockwork: Clockwork, site: Any) -> None:
	from sla_id.patches.v0_3.escalations_are_late_by_whole_seconds import execute

	clockwork.at("2026-03-18 08:00")
	world.ticket("HD Ticket", sla_id_priority="P1")
	clockwork.at("2026-03-18 17:00:01.700000")
	run_sla_minute_tick()
	late = dict(site.get_all("SLA Escalation", fields=["level", "late_seconds"], as_list=True))
	assert all(seconds == int(seconds) for seconds in late.values())
	for level, seconds in late.items():
		site.db.set_value("SLA Escalation", {"level": level}, "late_seconds", seconds + 0.7)
	execute()
	assert dict(site.get_all("SLA Escalation", fields=["level", "late_seconds"], as_list=True)) == late


def test_the_update_tells_nothing_anew(clockwork: Clockwork, site: Any) -> None:
	"""A ticket from before it was kept what was told: late, and one that was in danger and then met."""
	from sla_id.patches.v0_3.what_was_told_is_remembered import execute

	clockwork.at("2026-03-18 08:00")
	late = world.ticket("HD Ticket", sla_id_priority="P1")
	met = world.ticket("Issue", sla_id_priority="P1")
	clockwork.at("2026-03-18 08:50")
	run_sla_minute_tick()
	world.change(met, status=world.status("Issue", "Resolved"))
	clockwork.at("2026-03-18 17:00")
	run_sla_minute_tick()
	names = [f"HD Ticket {late.name}", f"Issue {met.name}"]
	kept = [set(json.loads(site.db.get_value("SLA Ticket", name, "told"))["alerts"]) for name in names]
	for name in names:
		site.db.set_value("SLA Ticket", name, "told", "")
	execute()
	assert [
		set(json.loads(site.db.get_value("SLA Ticket", name, "told"))["alerts"]) for name in names
	] == kept
	before = site.db.count("SLA Outbox")
	for name in names:
		evaluate_and_save(lock_record(name))
	assert site.db.count("SLA Outbox") == before


def test_an_idle_minute_asks_one_question(
	clockwork: Clockwork, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""Whatever is open: one look at all that may be due. Later than anything a bench may hold."""
	clockwork.at("2027-06-02 08:00")
	world.ticket("HD Ticket", sla_id_priority="P2")
	for moment in ("08:05", "08:10"):
		clockwork.at(f"2027-06-02 {moment}")
		run_sla_minute_tick()
	clockwork.at("2027-06-02 08:15")
	asked: list[str] = []
	real = site.db.sql
	monkeypatch.setattr(
		site.db, "sql", lambda query, *a, **k: (asked.append(str(query)), real(query, *a, **k))[1]
	)
	assert run_sla_minute_tick() == 0
	assert len(asked) == 1, asked


def test_what_the_cache_has_missed_only_makes_it_look_closer(clockwork: Clockwork, site: Any) -> None:
	"""A cached time of the last reconciliation that is behind the times: found, read anew and put right."""
	clockwork.at("2027-06-02 08:00")
	run_sla_minute_tick()
	behind = site.get_cached_doc("SLA Settings")
	clockwork.at("2027-06-02 08:30")
	world.ticket("HD Ticket", sla_id_priority="P2")
	run_sla_minute_tick()
	now = site.db.get_singles_dict("SLA Settings")["reconciled_until"]
	assert behind.reconciled_until < now
	site.cache.set_value(site.get_document_cache_key("SLA Settings", "SLA Settings"), behind)
	clockwork.at("2027-06-02 08:35")
	run_sla_minute_tick()
	assert site.get_cached_doc("SLA Settings").reconciled_until > now


def test_a_site_that_is_switched_off_only_delivers(clockwork: Clockwork, site: Any) -> None:
	"""Also where the cache hasn't heard of it yet."""
	clockwork.at("2027-06-02 08:00")
	ticket = world.ticket("HD Ticket", sla_id_priority="P1")
	run_sla_minute_tick()
	behind = site.get_cached_doc("SLA Settings")
	site.db.set_single_value("SLA Settings", "enabled", 0)
	site.cache.set_value(site.get_document_cache_key("SLA Settings", "SLA Settings"), behind)
	clockwork.at("2027-06-02 17:00")
	run_sla_minute_tick()
	assert site.db.get_value("SLA Ticket", f"HD Ticket {ticket.name}", "state") == "On Track"
	site.db.set_single_value("SLA Settings", "enabled", 1)
	run_sla_minute_tick()
	assert site.db.get_value("SLA Ticket", f"HD Ticket {ticket.name}", "state") == "Breached"


def test_a_clocks_fields_are_listed_once(site: Any) -> None:
	"""`ClockRow` has the fields of the DocType, and knows which columns are numbers."""
	fields = {field.fieldname for field in site.get_meta("SLA Ticket Clock").fields}
	assert set(CLOCK_FIELDS) == fields
	numbers = {"Int", "Float", "Check"}
	held = {
		field.fieldname for field in site.get_meta("SLA Ticket Clock").fields if field.fieldtype in numbers
	}
	empty = ClockRow(**dict.fromkeys(CLOCK_FIELDS)).columns()  # type: ignore[arg-type]
	assert {name for name, value in empty.items() if value == 0} == held


def test_an_assignment_rule_on_escalations_is_heard(clockwork: Clockwork, site: Any) -> None:
	"""Each tier that comes in is given to somebody: such escalations are inserted as documents."""
	clockwork.at("2026-03-18 08:00")
	rule = site.get_doc(
		{
			"doctype": "Assignment Rule",
			"name": "Pengawas",
			"document_type": "SLA Escalation",
			"assign_condition": "level > 0",
			"rule": "Round Robin",
			"description": "Eskalasi",
			"assignment_days": [
				{"day": day} for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
			],
			"users": [{"user": world.AGENT}],
		}
	).insert()
	try:
		ticket = world.ticket("HD Ticket", sla_id_priority="P1")
	finally:
		rule.delete()
	(fired,) = site.get_all("SLA Escalation", {"sla_ticket": f"HD Ticket {ticket.name}"}, pluck="name")
	given = {"reference_type": "SLA Escalation", "reference_name": fired}
	assert site.db.get_value("ToDo", given, "allocated_to") == world.AGENT
	assert not somebody_listens("SLA Escalation")


def test_of_many_that_fire_one_was_there(clockwork: Clockwork, site: Any) -> None:
	"""Its ticket has forgotten it. Nothing is written or told of it again, and of the others once."""
	clockwork.at("2026-03-18 08:00")
	names = [f"HD Ticket {world.ticket('HD Ticket', sla_id_priority='P2').name}" for _number in range(3)]
	clockwork.at("2026-03-20 17:00")
	site.db.savepoint("late")
	evaluate_and_save(lock_record(names[1]))
	before = site.get_all("SLA Escalation", {"sla_ticket": names[1]}, ["name", "told"], order_by="level")
	told = site.db.count("SLA Outbox", {"reference_name": names[1]})
	assert before
	site.db.set_value("SLA Ticket", names[1], {"told": "", "next_event_at": to_utc(utc_now())})
	run_sla_minute_tick()
	after = {
		name: site.get_all("SLA Escalation", {"sla_ticket": name}, ["name", "told"], order_by="level")
		for name in names
	}
	assert after[names[1]] == before
	assert [len(after[name]) for name in names] == [len(before)] * 3
	duties = [site.db.count("SLA Escalation Task", {"parent": after[name][0].name}) for name in names]
	assert duties == [duties[0]] * 3
	messages = [
		site.db.count("SLA Outbox", {"reference_name": name, "template": "escalation"}) for name in names
	]
	assert messages == [messages[0]] * 3 and site.db.count("SLA Outbox", {"reference_name": names[1]}) == told
