"""What can't be computed yet is kept and tried again: a problem in the records behind a new ticket, an agreement that comes
later. Nothing that happened meanwhile is lost.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import frappe
import pytest

from sla_id.access import find_ticket
from sla_id.agreements.agreement_cache import forget_agreements
from sla_id.agreements.records.load import load_agreement
from sla_id.agreements.working_calendars import forget_calendars
from sla_id.fixtures.sample_agreements import sample_agreement
from sla_id.instants import from_utc
from tests.app import world
from tests.app.conftest import Clockwork, wib

AGREEMENT = "INNOVASIA-MITRA v1.0"
NEW = "baru@baru.example"
EVALUATED = "sla_id_ticket_evaluated"


def forget(site: Any) -> None:
	"""What a new process doesn't know."""
	site.clear_cache()
	site.local.document_cache = {}
	forget_agreements()
	forget_calendars()


def take_away(site: Any, doctype: str, name: str) -> Callable[[], None]:
	"""Remove a record as a careless statement would; the return of it."""
	row = dict(site.db.get_value(doctype, name, "*", as_dict=True))
	table = site.qb.DocType(doctype)
	site.qb.from_(table).delete().where(table.name == name).run()
	forget(site)

	def bring_back() -> None:
		site.qb.into(table).columns(*row).insert(*row.values()).run()
		forget(site)

	return bring_back


def used(site: Any, field: str) -> str:
	return str(site.db.get_value("SLA Agreement", AGREEMENT, field))


@pytest.fixture
def no_default(site: Any) -> None:
	"""No agreement holds for partners without one, of which there is one more."""
	site.db.set_value("SLA Agreement", "HAI-DJPB v2023.0", "is_default", 0)
	forget(site)
	world.user(NEW, "SLA Partner", website=True)
	world.partner("BARU", "PT Baru", NEW)


def agree(code: str = "BARU", **values: Any) -> str:
	text = sample_agreement("innovasia_mitra").replace("code: INNOVASIA-MITRA", f"code: {code}", 1)
	return load_agreement(text, f"{code}.yaml", **values)


@pytest.mark.each_host
@pytest.mark.parametrize(
	("doctype", "field"),
	[("SLA Calendar", "default_calendar"), ("SLA Escalation Policy", "escalation_policy")],
)
def test_a_new_ticket_whose_terms_are_gone_is_kept_and_recovers(
	doctype: str, field: str, host_name: str, clockwork: Clockwork, site: Any
) -> None:
	bring_back = take_away(site, doctype, used(site, field))
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	record = world.record(doc)
	assert (record.state, record.partner) == ("Problem", world.PARTNER)
	assert "not found" in record.problem
	assert world.events(doc) == ["reported", "received"]
	assert from_utc(record.received_utc) == from_utc(record.creation) - timedelta(hours=7)
	assert site.db.get_value(host_name, doc.name, "sla_id_state") == "Problem"
	site.set_user(world.PARTNER_USER)
	assert find_ticket(record.name)
	site.set_user("Administrator")
	bring_back()
	clockwork.at("2026-03-16 09:06")
	world.tick()
	assert (world.record(doc).state, world.record(doc).problem) == ("On Track", "")
	assert world.record(doc).agreement == AGREEMENT
	assert from_utc(world.clock(doc, "response").started_utc) == wib("2026-03-16 09:00") + timedelta(
		microseconds=1
	)
	assert world.events(doc)[:3] == ["reported", "received", "reclassified"]


def test_another_app_hears_of_a_ticket_that_cant_be_computed(
	clockwork: Clockwork, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""docs/extending.md: what is under `sla_id_ticket_evaluated` is called with the record, as for any other."""
	heard: list[tuple[str, str]] = []
	real, path = frappe.get_hooks, f"{__name__}.hear"
	monkeypatch.setattr(
		frappe,
		"get_hooks",
		lambda hook=None, *args, **kwargs: (
			[*real(hook), path] if hook == EVALUATED else real(hook, *args, **kwargs)
		),
	)
	known = frappe.get_attr
	monkeypatch.setattr(
		frappe,
		"get_attr",
		lambda name: (
			(lambda record: heard.append((record.name, record.state))) if name == path else known(name)
		),
	)
	take_away(site, "SLA Calendar", used(site, "default_calendar"))
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket("HD Ticket", sla_id_priority="P2")
	assert set(heard) == {(f"HD Ticket {doc.name}", "Problem")}


def test_it_is_tried_again_ever_more_seldom_up_to_a_day(clockwork: Clockwork, site: Any) -> None:
	take_away(site, "SLA Calendar", used(site, "default_calendar"))
	now = clockwork.at("2026-03-16 09:00")
	doc, waits = world.ticket("HD Ticket", sla_id_priority="P2"), []
	for _number in range(12):
		due = from_utc(world.record(doc).next_event_at)
		waits.append(round((due - now).total_seconds() / 60))
		now = clockwork.at(str(due.astimezone(wib("2026-03-16 09:00").tzinfo).replace(tzinfo=None))[:19])
		now = clockwork.at(str((now + timedelta(seconds=1)).replace(tzinfo=None))[:19])
		world.tick()
	assert waits[:5] == [5, 10, 20, 40, 80]
	assert waits[-2:] == [1440, 1440]
	assert world.events(doc) == ["reported", "received"]


def test_the_next_save_tries_again(clockwork: Clockwork, site: Any) -> None:
	bring_back = take_away(site, "SLA Calendar", used(site, "default_calendar"))
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket("HD Ticket", sla_id_priority="P2")
	bring_back()
	clockwork.at("2026-03-16 09:01")
	world.change(doc, subject="Masih sama")
	assert world.record(doc).state == "On Track"


def test_what_happens_meanwhile_keeps_its_time(clockwork: Clockwork, site: Any) -> None:
	"""Answered and solved while nothing could be computed: met, with the time it took."""
	bring_back = take_away(site, "SLA Calendar", used(site, "default_calendar"))
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket("HD Ticket", sla_id_priority="P2")
	clockwork.at("2026-03-16 09:30")
	world.reply(doc)
	assert world.record(doc).state == "Problem"
	clockwork.at("2026-03-16 10:00")
	world.change(doc, status="Resolved")
	bring_back()
	clockwork.at("2026-03-16 15:00")
	world.tick()
	assert (world.record(doc).state, world.clock(doc, "resolution").elapsed_seconds) == ("Met", 3600)
	assert [kind for kind in world.events(doc) if kind in ("confirmed", "fixed")] == ["confirmed", "fixed"]


def test_a_deleted_ticket_isnt_tried_again(clockwork: Clockwork, site: Any) -> None:
	take_away(site, "SLA Calendar", used(site, "default_calendar"))
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket("HD Ticket", sla_id_priority="P2")
	site.delete_doc("HD Ticket", doc.name, force=True)
	(row,) = site.get_all("SLA Ticket", fields=["name", "state", "next_event_at"])
	assert (row.state, row.next_event_at) == ("Excluded", None)
	assert "deleted" in row.name


def test_a_known_ticket_whose_look_failed_is_tried_again(clockwork: Clockwork, site: Any) -> None:
	"""The hook's own writes were undone; the tick looks at the host's ticket and dates the fix by its row."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket("HD Ticket", sla_id_priority="P2")
	world.tick()
	bring_back = take_away(site, "SLA Calendar", used(site, "default_calendar"))
	clockwork.at("2026-03-16 10:00")
	world.change(doc, status="Resolved")
	assert world.record(doc).state == "Problem"
	bring_back()
	site.db.set_single_value("SLA Settings", "reconciled_until", "2026-03-16 14:59:00")
	clockwork.at("2026-03-16 15:00")
	world.tick()
	assert (world.record(doc).state, world.clock(doc, "resolution").elapsed_seconds) == ("Met", 3600)


def test_a_level_whose_base_has_ended_recovers_with_it(
	clockwork: Clockwork, site: Any, no_default: None
) -> None:
	"""What was chosen without the base is not what the ticket keeps."""
	clockwork.at("2026-03-16 09:00")
	base = agree("DASAR")
	site.db.set_value("SLA Agreement", base, {"ended_on": "2026-03-15", "status": "Ended"})
	child = site.get_doc(
		{
			"doctype": "SLA Agreement",
			"agreement_code": "ANAK",
			"version": "1",
			"title": "Anak",
			"agreement_type": "Customer",
			"partner": "BARU",
			"provider": "x",
			"based_on": "DASAR",
			"effective_from": "2026-01-01",
			"language": "id",
			"targets": [{"clock": "resolution", "target": "4 h", "met_by": "fixed", "met_when": "all"}],
		}
	).insert()
	site.db.set_value("SLA Agreement", child.name, {"docstatus": 1, "status": "In Force"})
	forget(site)
	doc = world.ticket("HD Ticket", raised_by=NEW)
	assert world.record(doc).state == "Problem"
	site.db.set_value("SLA Agreement", base, {"ended_on": None, "status": "In Force"})
	forget(site)
	clockwork.at("2026-03-16 09:06")
	world.tick()
	assert (world.record(doc).state, world.record(doc).agreement) == ("On Track", child.name)


def test_an_agreement_that_comes_later_covers_its_open_tickets(
	clockwork: Clockwork, site: Any, no_default: None
) -> None:
	clockwork.at("2026-03-16 09:00")
	open_one, solved, other = (
		world.ticket("HD Ticket", raised_by=who) for who in (NEW, NEW, "siapa@lain.example")
	)
	world.change(solved, status="Resolved")
	assert [world.record(doc).state for doc in (open_one, solved, other)] == ["No Agreement"] * 3
	clockwork.at("2026-03-16 10:00")
	name = agree(partner="BARU")
	clockwork.at("2026-03-16 10:01")
	world.tick()
	assert (world.record(open_one).agreement, world.record(open_one).state) == (name, "On Track")
	assert from_utc(world.clock(open_one, "response").started_utc) < wib("2026-03-16 09:01")
	assert [world.record(doc).state for doc in (solved, other)] == ["No Agreement"] * 2
	assert world.events(open_one)[-1] == "reclassified"
	due = world.record(open_one).next_event_at
	world.tick()
	assert world.record(open_one).next_event_at == due


def test_a_default_covers_everybodys_open_tickets(clockwork: Clockwork, site: Any, no_default: None) -> None:
	clockwork.at("2026-03-16 09:00")
	docs = [world.ticket("HD Ticket", raised_by=who) for who in (NEW, "siapa@lain.example")]
	agreement = site.get_doc("SLA Agreement", agree("UMUM"))
	world.tick()
	assert [world.record(doc).state for doc in docs] == ["No Agreement"] * 2
	agreement.db_set("is_default", 1)
	forget(site)
	clockwork.at("2026-03-16 10:01")
	world.tick()
	assert [world.record(doc).agreement for doc in docs] == [agreement.name] * 2


def test_saving_a_ticket_without_an_agreement_chooses_again(
	clockwork: Clockwork, site: Any, no_default: None
) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket("HD Ticket", raised_by=NEW)
	before = world.events(doc)
	world.change(doc, subject="Masih tanpa perjanjian")
	assert (world.record(doc).state, world.events(doc)) == ("No Agreement", before)
	# past every hook, as an import would write it
	site.db.set_value("SLA Agreement", AGREEMENT, "partner", "BARU")
	forget(site)
	clockwork.at("2026-03-16 10:00")
	world.change(doc, subject="Kini dengan perjanjian")
	assert (world.record(doc).agreement, world.record(doc).state) == (AGREEMENT, "On Track")


def test_a_waiting_problem_costs_an_idle_tick_nothing(clockwork: Clockwork, site: Any) -> None:
	from sla_id.sweep import minute_tick

	take_away(site, "SLA Calendar", used(site, "default_calendar"))
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket("HD Ticket", sla_id_priority="P2")
	clockwork.at("2026-03-16 09:01")
	world.tick()
	tried = world.record(doc).evaluated_utc
	site.db.set_single_value("SLA Settings", "reconciled_until", "2026-03-16 09:04:00")
	site.clear_document_cache("SLA Settings", "SLA Settings")
	clockwork.at("2026-03-16 09:04")
	assert not minute_tick.find_due(minute_tick.utc_now()).tickets
	world.tick()
	assert (world.record(doc).state, world.record(doc).evaluated_utc) == ("Problem", tried)


HANDLERS = (
	*("take_in_hand", "find_to_do", "observe_in_hand", "observe"),
	*("lock_record", "read_kept_record", "partners_of", "record_reply"),
)
"""What the handlers of hooks.py do their work with."""


@pytest.mark.each_host
@pytest.mark.parametrize("work", HANDLERS)
def test_a_handler_that_fails_says_nothing_to_who_saves(
	work: str, host_name: str, clockwork: Clockwork, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	from sla_id.hosts import ticket_hooks

	def fail(*_args: Any, **_kwargs: Any) -> Any:
		site.throw("An error of ours, for nobody's eyes")

	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	monkeypatch.setattr(ticket_hooks, work, fail)
	site.clear_messages()
	site.msgprint("What the host says stays")
	with_reply = world.change(doc, subject="Lain")
	world.reply(with_reply)
	world.ticket(host_name, sla_id_priority="P2")
	site.delete_doc(host_name, doc.name, ignore_permissions=True, force=True)
	said = [str(entry) for entry in site.local.message_log]
	assert any("What the host says stays" in entry for entry in said)
	assert not any(
		"for nobody's eyes" in entry.replace("&apos;", "'").replace("\\'", "'") for entry in said
	), said
