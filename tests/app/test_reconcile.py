"""Reconciliation: what no hook saw, in batches that are kept, cheaply, and after what is due."""

import time
from typing import Any

import pytest

from sla_id.sweep import minute_tick, reconcile
from tests.app import world
from tests.app.conftest import Clockwork

SETTINGS = "SLA Settings"


def watermark(site: Any) -> str:
	return str(site.db.get_singles_dict(SETTINGS)["reconciled_until"])


def past_the_hooks(site: Any, doc: Any, effect: str) -> None:
	site.db.set_value(doc.doctype, doc.name, "status", world.status(doc.doctype, effect))


def crowd(site: Any, clockwork: Clockwork, count: int) -> list[Any]:
	"""So many tickets, each changed past the hooks a minute after the other from 10:00 on."""
	clockwork.at("2026-03-16 09:00")
	docs = [world.ticket(world.HOSTS[number % 2], sla_id_priority="P3") for number in range(count)]
	world.tick()
	site.db.set_single_value(SETTINGS, "reconciled_until", "2026-03-16 09:50:00")
	for number, doc in enumerate(docs):
		clockwork.at(f"2026-03-16 10:{number:02}")
		past_the_hooks(site, doc, "Resolved")
	clockwork.at("2026-03-16 11:00")
	return docs


def test_every_change_is_found_whatever_the_size_of_a_batch(
	clockwork: Clockwork, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setattr(reconcile, "ROWS", 2)
	docs = crowd(site, clockwork, 7)
	world.tick()
	assert [world.record(doc).state for doc in docs] == ["Met"] * 7
	assert [world.clock(doc, "resolution").elapsed_seconds for doc in docs] == [
		3600 + 60 * number for number in range(7)
	]
	assert watermark(site) >= "2026-03-16 11:00:00"


def test_many_changed_in_the_same_instant(
	clockwork: Clockwork, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""One statement past the hooks: more rows of one time than a batch holds."""
	monkeypatch.setattr(reconcile, "ROWS", 2)
	clockwork.at("2026-03-16 09:00")
	docs = [world.ticket("HD Ticket", sla_id_priority="P3") for _number in range(5)]
	world.tick()
	clockwork.at("2026-03-16 10:00")
	for doc in docs:
		past_the_hooks(site, doc, "Resolved")
	clockwork.at("2026-03-16 10:30")
	world.tick()
	assert [world.record(doc).state for doc in docs] == ["Met"] * 5


def test_who_is_killed_goes_on_where_it_was(
	clockwork: Clockwork, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""Killed twice on the way: each time the batches that were done are kept."""
	monkeypatch.setattr(reconcile, "ROWS", 2)
	docs = crowd(site, clockwork, 7)
	real, looked = reconcile._look, []

	class Killed(BaseException):
		pass

	def dies(doctype: str, name: str, modified: Any) -> None:
		if len(looked) in (3, 7):
			looked.append("killed")
			raise Killed
		looked.append(name)
		real(doctype, name, modified)

	monkeypatch.setattr(reconcile, "_look", dies)
	marks = [watermark(site)]
	for _time in range(2):
		with pytest.raises(Killed):
			world.tick()
		marks.append(watermark(site))
	world.tick()
	assert marks[0] < marks[1] < marks[2] < watermark(site)
	assert [world.record(doc).state for doc in docs] == ["Met"] * 7


def test_it_stops_when_the_minute_ends_and_goes_on_in_the_next(
	clockwork: Clockwork, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setattr(reconcile, "ROWS", 2)
	docs = crowd(site, clockwork, 7)
	monkeypatch.setattr(minute_tick, "MINUTE_SECONDS", -1.0)
	for _minute in range(6):
		before = watermark(site)
		world.tick()
		assert watermark(site) > before or watermark(site) >= "2026-03-16 11:00:00"
	assert [world.record(doc).state for doc in docs] == ["Met"] * 7


def test_what_is_due_comes_first_and_is_told_by_what_has_happened(
	clockwork: Clockwork, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""The scheduler slept. One ticket was paused in time past every hook, another is late: the late one is told of before a long
	reconciliation, and nobody is told that the paused one is."""
	clockwork.at("2026-03-16 09:00")
	paused = world.ticket("HD Ticket", sla_id_priority="P1")
	late = world.ticket("HD Ticket", sla_id_priority="P1")
	world.tick()
	clockwork.at("2026-03-16 09:10")
	past_the_hooks(site, paused, "Paused")
	clockwork.at("2026-03-16 17:00")
	states: list[str] = []
	real = minute_tick.reconcile

	def later(*given: Any) -> int:
		states.append(world.record(late).state)
		return real(*given)

	monkeypatch.setattr(minute_tick, "reconcile", later)
	world.tick()
	assert states == ["Breached"]
	assert world.record(paused).state == "Paused"
	fired = site.get_all("SLA Escalation", {"sla_ticket": world.record(paused).name}, pluck="level")
	assert fired == [1]


def test_a_reply_that_no_hook_saw_comes_before_its_due_time_is_told(
	clockwork: Clockwork, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	from sla_id.hosts import ticket_hooks

	clockwork.at("2026-03-16 09:00")
	doc = world.ticket("HD Ticket", sla_id_priority="P1")
	world.assign(doc)
	world.tick()
	with monkeypatch.context() as blind:
		blind.setattr(ticket_hooks, "is_enabled", lambda: False)
		clockwork.at("2026-03-16 09:05")
		world.reply(doc)
	clockwork.at("2026-03-16 17:00")
	world.tick()
	assert world.clock(doc, "response").state == "met"
	assert not any("response" in key for key in site.get_all("SLA Outbox", pluck="message_key"))


@pytest.mark.each_host
@pytest.mark.parametrize("field", ["sla_id_state", "sla_id_due", "resolution_by"])
def test_what_an_older_copy_wrote_over_ours_is_shown_again(
	field: str, host_name: str, clockwork: Clockwork, site: Any
) -> None:
	"""Whatever order of saves loses a value that we wrote: the next tick shows it again, without an event."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	world.tick()
	shown = site.db.get_value(host_name, doc.name, field)
	assert shown
	clockwork.at("2026-03-16 09:30")
	site.db.set_value(host_name, doc.name, field, "Paused" if field == "sla_id_state" else None)
	events = world.events(doc)
	clockwork.at("2026-03-16 09:31")
	world.tick()
	assert site.db.get_value(host_name, doc.name, field) == shown
	assert (world.events(doc), world.record(doc).mirror_due) == (events, 0)


def test_rows_that_say_nothing_new_are_compared_together(
	clockwork: Clockwork, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""A morning's saves, each seen by its hook: not a dozen statements a row, but a handful for all."""
	clockwork.at("2026-03-16 09:00")
	docs = [world.ticket("HD Ticket", sla_id_priority="P3") for _number in range(30)]
	for moment in ("09:05", "09:10"):
		clockwork.at(f"2026-03-16 {moment}")
		world.tick()
	for number, doc in enumerate(docs):
		clockwork.at(f"2026-03-16 09:10:{number + 10}")
		world.reply(world.change(doc, subject="Masih gangguan"))
	asked: list[str] = []
	real = site.db.sql
	monkeypatch.setattr(
		site.db, "sql", lambda query, *a, **k: (asked.append(str(query)), real(query, *a, **k))[1]
	)
	world.tick()
	assert len(asked) < 30, len(asked)


def test_messages_leave_until_the_minute_ends(
	clockwork: Clockwork, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""Not a fixed number a tick: whoever waits a minute for the next does so only when this one is over."""
	from sla_id.notify.outbox import Message, deliver
	from sla_id.notify.outbox.write_messages import enqueue_all

	clockwork.at("2026-03-16 09:00")
	doc = world.ticket("HD Ticket", sla_id_priority="P3")
	about = ("SLA Ticket", world.record(doc).name)
	context = {"reference": doc.name, "priority": "P3", "state": "At Risk", "due": None}
	messages = [
		Message(f"uji:{number}", "Desk", world.AGENT, "at_risk", context, about, world.AGENT)
		for number in range(1100)
	]
	enqueue_all(messages)
	monkeypatch.setattr(deliver, "_attempt", lambda claimed, resend: deliver.Result(deliver.Ending.SENT))
	ours = {"message_key": ["like", "uji:%"], "state": "Sent"}
	assert deliver.deliver_local_and_ask(time.monotonic() - 1) == 0
	assert site.db.count("SLA Outbox", ours) == 0
	deliver.deliver_local_and_ask(time.monotonic() + 50)
	assert site.db.count("SLA Outbox", ours) == 1100


def test_a_host_that_was_uninstalled_stops_nothing(clockwork: Clockwork, site: Any) -> None:
	"""Our records stay; the tick evaluates them, shows nothing, and the next minute is idle again."""
	from sla_id.hosts import registry
	from sla_id.sweep.what_is_due import find_due

	clockwork.at("2026-03-16 09:00")
	doc = world.ticket("Issue", sla_id_priority="P1")
	shown = site.db.get_value("Issue", doc.name, "sla_id_state")
	world.tick()
	site.cache.set_value("sla_id_hosts", ["HD Ticket"])
	try:
		assert [host.doctype for host in registry.present_hosts()] == ["HD Ticket"]
		clockwork.at("2026-03-16 17:00")
		world.tick()
		assert world.record(doc).state == "Breached"
		assert site.db.get_value("Issue", doc.name, "sla_id_state") == shown
		clockwork.at("2026-03-16 17:05")
		assert not find_due(minute_tick.utc_now()).mirrors
	finally:
		site.cache.delete_value("sla_id_hosts")
