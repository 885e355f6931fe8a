"""A third helpdesk is one file and one line: a DocType of the tests' own lives through what the two that are shipped do."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.app import world
from tests.app.conftest import BENCH_SITE, DATABASE, Clockwork, wib
from tests.app.desk_calls import DOCTYPE, FIELDS

pytestmark = pytest.mark.skipif(
	bool(BENCH_SITE) or DATABASE != "sqlite",
	reason="MariaDB ends the tests' transaction where a table is made",
)


def build_scene(site: Any, clockwork: Clockwork) -> None:
	"""The DocType, made once."""
	fields = [{"fieldname": name, "fieldtype": kind, "label": name} for name, kind in FIELDS.items()]
	fields += [
		{"fieldname": name, "fieldtype": "Datetime", "label": name} for name in ("answer_by", "done_by")
	]
	fields += [
		{"fieldname": name, "fieldtype": "Data", "label": name} for name in ("sla_id_state", "sla_id_due")
	]
	roles = [{"role": "SLA Agent", "read": 1, "write": 1}]
	made = {"name": DOCTYPE, "module": "Core", "custom": 1, "autoname": "hash", "fields": fields}
	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(site.db, "check_implicit_commit", lambda *_args: None)  # SQLite commits nothing there
		site.get_doc({"doctype": "DocType", **made, "permissions": roles}).insert()


@pytest.fixture
def calls(site: Any, clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
	"""The one line, and the handlers that hooks.py gives each helpdesk on the list."""
	from sla_id.hosts.adapters import ADAPTERS

	clockwork.at("2026-03-16 09:00")
	monkeypatch.setitem(ADAPTERS, DOCTYPE, "tests.app.desk_calls.DeskCalls")
	handlers = site.get_doc_hooks()
	monkeypatch.setitem(handlers, DOCTYPE, handlers["Issue"])
	site.cache.delete_value("sla_id_hosts")
	yield site
	site.cache.delete_value("sla_id_hosts")


def call(site: Any, **values: Any) -> Any:
	made = {"title": "Layar kosong", "caller": world.PARTNER_USER, "stage": "Ringing", "rank": "P2", **values}
	return site.get_doc({"doctype": DOCTYPE, **made}).insert(ignore_permissions=True)


def say(doc: Any, sender: str) -> None:
	doc.subject = doc.title
	world.reply(doc, sender=sender, recipients=world.PARTNER_USER if sender == world.AGENT else world.AGENT)


def test_its_life(calls: Any, clockwork: Clockwork) -> None:
	doc = call(calls)
	record = world.record(doc)
	assert (record.partner, record.priority, record.subject) == (world.PARTNER, "P2", "Layar kosong")
	assert doc.answer_by is not None, "its own fields show the due times"
	world.change(doc, desk="Meja 1")
	clockwork.at("2026-03-16 09:30")
	say(doc, world.AGENT)
	assert world.clock(doc, "response").state == "met"
	clockwork.at("2026-03-16 10:00")
	world.change(doc, stage="Waiting")
	assert world.record(doc).state == "Paused"
	clockwork.at("2026-03-16 11:00")
	world.change(doc, stage="Done")
	assert world.clock(doc, "resolution").state == "met"
	clockwork.at("2026-03-16 12:00")
	world.change(doc, stage="Ringing")
	assert world.clock(doc, "resolution").state == "running"
	assert [
		kind
		for kind in world.events(doc)
		if kind in ("team_assigned", "confirmed", "paused", "fixed", "reopened")
	] == [
		"team_assigned",
		"confirmed",
		"paused",
		"fixed",
		"reopened",
	]


def test_what_no_hook_saw_is_found(calls: Any, clockwork: Clockwork) -> None:
	doc = call(calls)
	world.tick()
	clockwork.at("2026-03-16 09:20")
	calls.db.set_value(DOCTYPE, doc.name, "stage", "Waiting")
	clockwork.at("2026-03-16 09:21")
	world.tick()
	assert world.record(doc).state == "Paused"
	paused = calls.get_all(
		"SLA Event", {"sla_ticket": world.record(doc).name, "event_type": "paused"}, pluck="at_utc"
	)
	from sla_id.instants import from_utc

	assert from_utc(paused[0]).replace(microsecond=0) == wib("2026-03-16 09:20")
	assert calls.db.get_value(DOCTYPE, doc.name, "sla_id_state") == "Paused"


def test_who_may_and_who_has_it(calls: Any, clockwork: Clockwork) -> None:
	from frappe.desk.form import assign_to

	from sla_id.hosts.registry import HOSTS

	doc, host = call(calls), HOSTS[DOCTYPE]
	assert host.may(world.AGENT, "write", doc.name)
	assert not host.may(world.PARTNER_USER, "read", doc.name)
	assign_to.add({"assign_to": [world.AGENT], "doctype": DOCTYPE, "name": doc.name})
	assert host.holders([doc.name]) == {doc.name: [world.AGENT]}
