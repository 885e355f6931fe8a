"""How the hosts really behave, case by case (docs/architecture.md, "The hosts"): none of it may lose or invent time."""

from importlib import import_module
from json import loads
from typing import Any

import pytest

from tests.app import world
from tests.app.conftest import Clockwork


@pytest.fixture
def desk(site: Any) -> str:
	"""HD Ticket, or a skip."""
	if not site.db.exists("DocType", "HD Ticket"):
		pytest.skip("HD Ticket is not on this site")
	return "HD Ticket"


@pytest.fixture
def issues(site: Any) -> str:
	"""Issue, or a skip."""
	if not site.db.exists("DocType", "Issue"):
		pytest.skip("Issue is not on this site")
	return "Issue"


def module_of(site: Any, doctype: str) -> Any:
	"""The host's own module of a DocType, wherever that host lives."""
	from frappe.model.base_document import get_controller

	return import_module(get_controller(doctype).__module__)


def test_an_internal_note_is_no_response(desk: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(desk, sla_id_priority="P2")
	clockwork.at("2026-03-16 10:00")
	site.set_user(world.AGENT)
	site.get_doc(desk, doc.name).new_comment("Catatan untuk tim")
	assert "confirmed" not in world.events(doc)


def test_an_automatic_message_is_no_response(desk: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(desk, sla_id_priority="P2")
	clockwork.at("2026-03-16 09:01")
	world.reply(doc, communication_type="Automated Message")
	assert "confirmed" not in world.events(doc)


def test_the_agents_own_outbound_ticket_is_no_response(desk: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 09:00")
	site.set_user(world.AGENT)
	doc = world.ticket(desk, via_customer_portal=0, sla_id_priority="P2")
	assert "confirmed" not in world.events(doc)
	assert "partner_replied" not in world.events(doc)


def test_the_hosts_own_reply_counts_once(desk: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(desk, sla_id_priority="P2")
	clockwork.at("2026-03-16 10:00")
	site.set_user(world.AGENT)
	site.get_doc(desk, doc.name).reply_via_agent("Sedang kami periksa.", to=world.PARTNER_USER)
	assert world.events(doc).count("confirmed") == 1
	clockwork.at("2026-03-16 11:00")
	site.get_doc(desk, doc.name).reply_via_agent("Masih kami periksa.", to=world.PARTNER_USER)
	assert (world.events(doc).count("confirmed"), world.events(doc).count("update_sent")) == (1, 1)


def test_a_portal_reply_reopens_and_is_the_partners(desk: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(desk, sla_id_priority="P2")
	clockwork.at("2026-03-16 10:00")
	world.change(doc, status="Resolved")
	clockwork.at("2026-03-16 11:00")
	site.set_user(world.PARTNER_USER)
	site.get_doc(desk, doc.name).create_communication_via_contact("Masih sama.")
	assert world.events(doc)[-2:] == ["reopened", "partner_replied"]
	assert world.clock(doc, "resolution").state == "running"


def test_merging_copies_no_response(desk: str, clockwork: Clockwork, site: Any) -> None:
	"""The source leaves its agreement; the target isn't answered by the copies it gets."""
	api = import_module(module_of(site, desk).__name__.rpartition(".")[0] + ".api")
	clockwork.at("2026-03-16 09:00")
	source, target = world.ticket(desk, sla_id_priority="P2"), world.ticket(desk, sla_id_priority="P2")
	clockwork.at("2026-03-16 10:00")
	site.set_user(world.AGENT)
	site.get_doc(desk, source.name).reply_via_agent("Sedang kami periksa.", to=world.PARTNER_USER)
	clockwork.at("2026-03-16 11:00")
	site.set_user(world.LEAD)
	api.merge_ticket(str(source.name), str(target.name))
	site.set_user("Administrator")
	clockwork.at("2026-03-16 11:05")
	world.tick()
	assert "confirmed" not in world.events(target)
	assert world.record(source).state == "Excluded"
	assert "merged" in world.events(source)


def test_auto_close_stops_the_clocks(desk: str, clockwork: Clockwork, site: Any) -> None:
	"""Helpdesk closes silent tickets past its own validation; resolution_date stays empty there."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(desk, sla_id_priority="P2")
	clockwork.at("2026-03-16 10:00")
	world.change(doc, status="Replied")
	clockwork.at("2026-03-30 10:00")
	closing = site.get_doc(desk, doc.name)
	closing.status = "Closed"
	closing.flags.ignore_validate = True
	closing.save(ignore_permissions=True)
	row = world.clock(doc, "resolution")
	assert (row.state, row.elapsed_seconds) == ("met", 3600)


@pytest.mark.parametrize("effect", ["Paused", "Resolved"])
def test_a_status_set_past_all_hooks_is_reconciled(
	effect: str, issues: str, clockwork: Clockwork, site: Any
) -> None:
	"""ERPNext's set_status writes with db.set_value; the tick finds it and dates it by the row."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(issues, sla_id_priority="P2")
	world.tick()
	clockwork.at("2026-03-16 10:00")
	module_of(site, issues).set_status(doc.name, world.status(issues, effect))
	assert world.clock(doc, "resolution").state == "running"
	clockwork.at("2026-03-16 10:01")
	world.tick()
	row = world.clock(doc, "resolution")
	assert (row.state, row.elapsed_seconds) == ({"Paused": "paused", "Resolved": "met"}[effect], 3600)


def test_a_reply_inserted_past_the_hook_is_reconciled(issues: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(issues, sla_id_priority="P2")
	world.tick()
	clockwork.at("2026-03-16 10:00")
	site.db.set_single_value("SLA Settings", "enabled", 0)
	world.reply(doc)
	site.db.set_single_value("SLA Settings", "enabled", 1)
	assert "confirmed" not in world.events(doc)
	clockwork.at("2026-03-16 10:01")
	world.tick()
	at = site.get_all("SLA Event", filters={"event_type": "confirmed"}, pluck="at_utc")
	assert [str(value)[:16] for value in at] == ["2026-03-16 03:00"]


def test_a_ticket_made_while_we_were_off_is_found(issues: str, clockwork: Clockwork, site: Any) -> None:
	world.tick()
	clockwork.at("2026-03-16 09:00")
	site.db.set_single_value("SLA Settings", "enabled", 0)
	doc = world.ticket(issues, sla_id_priority="P2")
	site.db.set_single_value("SLA Settings", "enabled", 1)
	clockwork.at("2026-03-16 09:05")
	world.tick()
	assert world.events(doc)[:2] == ["reported", "received"]
	assert str(world.clock(doc, "resolution").started_utc)[:16] == "2026-03-16 02:00"


def test_a_deleted_ticket_keeps_its_ledger_and_leaves_its_name(
	issues: str, clockwork: Clockwork, site: Any
) -> None:
	"""Frappe gives the name of a deleted document to the next one, which must start with clocks of its own."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(issues, sla_id_priority="P2")
	site.delete_doc(issues, doc.name, force=True)
	kept = site.get_all(
		"SLA Ticket", filters={"reference_name": doc.name}, fields=["name", "state", "next_event_at"]
	)
	assert [(row.state, row.next_event_at) for row in kept] == [("Excluded", None)]
	assert site.db.count("SLA Event", {"sla_ticket": kept[0].name}) == 3
	clockwork.at("2026-03-17 09:00")
	again = world.ticket(issues, sla_id_priority="P2")
	assert again.name == doc.name
	assert world.events(again) == ["reported", "received"]
	assert world.record(again).state == "On Track"


def test_a_renamed_ticket_takes_its_record_along(issues: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(issues, sla_id_priority="P2")
	events = world.events(doc)
	site.rename_doc(issues, doc.name, "ISS-LAMA-1", force=True)
	renamed = site.get_doc(issues, "ISS-LAMA-1")
	assert world.events(renamed) == events
	assert world.record(renamed).reference_name == "ISS-LAMA-1"
	waiting = {"reference_doctype": "SLA Ticket", "reference_name": world.record(renamed).name}
	assert site.db.exists("SLA Outbox", waiting), "messages on their way follow it"
	clockwork.at("2026-03-16 10:00")
	world.change(renamed, status="Resolved")
	assert world.clock(renamed, "resolution").elapsed_seconds == 3600


@pytest.mark.parametrize("host", world.HOSTS)
def test_a_failure_never_stops_the_helpdesk(
	host: str, clockwork: Clockwork, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""Whatever breaks in the plug-in, the ticket is saved, the failure recorded, and the next look mends it."""
	if not site.db.exists("DocType", host):
		pytest.skip(f"{host} is not on this site")
	import sla_id.hosts.observe as observe

	def broken(*_args: Any, **_more: Any) -> None:
		raise RuntimeError("a broken plug-in")

	clockwork.at("2026-03-16 09:00")
	errors = site.db.count("Error Log")
	with monkeypatch.context() as patch:
		patch.setattr(observe, "choose", broken)
		doc = world.ticket(host, sla_id_priority="P2")
	assert site.db.exists(host, doc.name)
	assert site.db.count("Error Log") > errors
	clockwork.at("2026-03-16 09:01")
	world.tick()
	assert world.clock(doc, "resolution").state == "running"


def release_promised(host: str, clockwork: Clockwork) -> Any:
	"""A ticket that was P1, with 8 h to be solved in, and is P3 now: solved with the next release, without a date."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host, sla_id_priority="P1")
	clockwork.at("2026-03-16 09:30")
	return world.change(doc, sla_id_priority="P3", sla_id_priority_reason="Hanya salah ketik")


def shown(site: Any, doc: Any) -> Any:
	"""What the host's ticket shows as the time of its resolution, to the second."""
	value = site.db.get_value(doc.doctype, doc.name, "resolution_by")
	return value and value.replace(microsecond=0)


def test_a_due_time_of_ours_that_holds_no_more_is_taken_back(
	issues: str, clockwork: Clockwork, site: Any
) -> None:
	doc = release_promised(issues, clockwork)
	assert world.clock(doc, "resolution").due_utc is None
	assert (shown(site, doc), doc.resolution_by) == (None, None)
	assert site.db.get_value(issues, doc.name, "response_by") is not None


def test_a_form_from_before_does_not_bring_it_back(issues: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(issues, sla_id_priority="P1")
	before = shown(site, doc)
	world.change(doc, sla_id_priority="P3", sla_id_priority_reason="Hanya salah ketik")
	clockwork.at("2026-03-16 10:00")
	world.change(doc, resolution_by=str(before), subject="Masih kosong")
	assert shown(site, doc) is None


def test_a_due_time_that_we_did_not_write_stays(issues: str, clockwork: Clockwork, site: Any) -> None:
	doc = release_promised(issues, clockwork)
	theirs = site.utils.get_datetime("2026-03-20 12:00:00")
	clockwork.at("2026-03-16 10:00")
	world.change(doc, resolution_by=theirs)
	clockwork.at("2026-03-16 10:30")
	world.change(doc, sla_id_service=None, subject="Masih kosong")
	assert shown(site, doc) == theirs


def test_helpdesk_shows_no_time_that_nobody_promised(desk: str, clockwork: Clockwork, site: Any) -> None:
	"""P3 is solved with a release that isn't planned. Helpdesk's own SLA has a time for it, and its chips say Failed for
	none: one that is far off shows, until there is one, or no agreement any more."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(desk, sla_id_priority="P3")
	assert shown(site, doc).year == 2099
	clockwork.at("2026-03-16 10:00")
	doc = world.change(doc, subject="Masih kosong")
	assert shown(site, doc).year == doc.resolution_by.year == 2099
	doc = world.change(doc, sla_id_priority="P1", sla_id_priority_reason="Semua berhenti")
	assert str(shown(site, doc)) == "2026-03-16 17:00:00"


def test_a_ticket_without_an_agreement_keeps_helpdesks_times(
	desk: str, clockwork: Clockwork, site: Any
) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(desk, raised_by="siapa@lain.example")
	assert world.record(doc).state == "No Agreement"
	theirs = shown(site, doc)
	assert theirs is not None and theirs.year == 2026
	world.change(doc, subject="Masih kosong")
	assert shown(site, doc) == theirs


def test_an_email_of_an_agreement_without_email_starts_no_clock(
	desk: str, clockwork: Clockwork, site: Any
) -> None:
	"""000 §3.1: only WhatsApp and the portal count. Who pulled it from a mailbox has named no channel."""
	clockwork.at("2026-03-16 09:00")
	account = site.db.get_value("Email Account", {"default_outgoing": 1}, "name")
	doc = world.ticket(desk, via_customer_portal=0, email_account=account, sla_id_priority="P2")
	assert world.clock(doc, "response").state == "waiting"
	assert any("E-mail" in str(reason) for reason in loads(world.record(doc).choice)["reasons"])
	clockwork.at("2026-03-16 10:00")
	world.change(doc, sla_id_channel="portal")
	assert world.clock(doc, "response").state == "running"


def test_the_portal_counts_where_the_agreement_does_not_name_it(
	host_name: str, clockwork: Clockwork, site: Any
) -> None:
	"""X5: the portal is an official channel by default; 001 lists chat, e-mail and telephone alone."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, raised_by="rina@klien.example")
	assert world.record(doc).received_utc is not None


def test_a_report_of_no_known_kind_counts_as_received(desk: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(desk, via_customer_portal=0, sla_id_priority="P2")
	assert world.clock(doc, "response").state == "running"


def test_who_raised_it_is_known_by_any_spelling(host_name: str, clockwork: Clockwork, site: Any) -> None:
	"""As mail programs write it, and in capitals: databases differ in whether they mind."""
	clockwork.at("2026-03-16 09:00")
	for raised_by in ("Budi Santoso <budi@maju.example>", "BUDI@MAJU.EXAMPLE"):
		doc = world.ticket(host_name, raised_by=raised_by)
		assert world.record(doc).partner == world.PARTNER, raised_by


def test_a_sleeping_scheduler_catches_up_in_order(issues: str, clockwork: Clockwork, site: Any) -> None:
	"""Three days later every tier has fired once, in order, each with its lateness."""
	clockwork.at("2026-03-13 16:00")
	doc = world.ticket(issues, sla_id_priority="P1")
	clockwork.at("2026-03-16 16:00")
	world.tick()
	rows = site.get_all(
		"SLA Escalation",
		filters={"sla_ticket": f"Issue {doc.name}"},
		fields=["level", "late_seconds"],
		order_by="due_utc",
	)
	hours = [(row.level, round(row.late_seconds / 3600)) for row in rows]
	assert hours == [(1, 0), (2, 68), (3, 64)]


def test_helpdesks_due_times_are_never_emptied(desk: str, clockwork: Clockwork, site: Any) -> None:
	"""Its chips say Failed without them, also where no save of the ticket has anything recomputed (docs/architecture.md, "The hosts")."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(desk, sla_id_priority="P1")
	assert shown(site, doc).year == 2026
	clockwork.at("2026-03-16 09:30")
	values = {"sla_id_priority": "P3", "sla_id_priority_reason": "Hanya salah ketik"}
	site.db.set_value(desk, doc.name, values | {"modified": site.utils.now_datetime()}, update_modified=False)
	world.tick()
	assert world.clock(doc, "resolution").due_utc is None
	assert shown(site, doc).year == 2099
