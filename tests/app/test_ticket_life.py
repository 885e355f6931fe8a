"""A partner's ticket through its life, on both hosts, under the Innovasia agreement (000)."""

from datetime import timedelta, timezone
from typing import Any

import pytest

from tests.app import world
from tests.app.conftest import Clockwork, wib


@pytest.fixture(params=world.HOSTS)
def host(request: pytest.FixtureRequest, site: Any) -> str:
	if not site.db.exists("DocType", request.param):
		pytest.skip(f"{request.param} is not on this site")
	return str(request.param)


def due(doc: Any, kind: str) -> Any:
	"""The due time to the second (see Clockwork.at)."""
	value = world.clock(doc, kind).due_utc
	return value.replace(tzinfo=timezone.utc, microsecond=0) if value else None


def test_a_p2_ticket_gets_its_due_times(host: str, clockwork: Clockwork, site: Any) -> None:
	"""000 §2.1: P2, response 4 jam kerja, resolution 3 hari kerja; §1.3: 09:00-17:00. Friday 15:30 is 1.5 h of the 4."""
	clockwork.at("2026-03-13 15:30")
	doc = world.ticket(host, sla_id_priority="P2")
	assert world.record(doc).agreement == "INNOVASIA-MITRA v1.0"
	assert due(doc, "response") == wib("2026-03-16 11:30")
	# 19 March 2026 is Nyepi and 18 March only cuti bersama, which a private agreement works on (X8).
	assert due(doc, "resolution") == wib("2026-03-18 15:30")


def test_the_native_fields_show_our_due_times(host: str, clockwork: Clockwork, site: Any) -> None:
	"""The host's own chips read response_by and resolution_by, naive in the site's zone."""
	from sla_id.instants import to_site

	clockwork.at("2026-03-13 15:30")
	doc = world.ticket(host, sla_id_priority="P2")
	fresh = site.get_doc(host, doc.name)
	assert fresh.response_by.replace(microsecond=0) == to_site(wib("2026-03-16 11:30"))
	assert fresh.resolution_by.replace(microsecond=0) == to_site(wib("2026-03-18 15:30"))
	world.change(doc, subject="Masih kosong")
	again = site.get_doc(host, doc.name).resolution_by.replace(microsecond=0)
	assert again == to_site(wib("2026-03-18 15:30"))


def test_p1_runs_around_the_clock(host: str, clockwork: Clockwork, site: Any) -> None:
	"""000 §2.1: P1 1 h and 8 h, 24x7 (X1)."""
	clockwork.at("2026-03-14 23:30")
	doc = world.ticket(host, sla_id_priority="P1")
	assert due(doc, "response") == wib("2026-03-15 00:30")
	assert due(doc, "resolution") == wib("2026-03-15 07:30")


def test_response_needs_confirmation_and_a_team(host: str, clockwork: Clockwork, site: Any) -> None:
	"""000 §1.3: confirmed and assigned, both; the response ends with the later one."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host, sla_id_priority="P2")
	clockwork.at("2026-03-16 10:00")
	world.reply(doc)
	assert world.clock(doc, "response").state == "running"
	clockwork.at("2026-03-16 10:20")
	world.assign(doc)
	row = world.clock(doc, "response")
	assert row.state == "met"
	assert row.elapsed_seconds == 80 * 60


def test_pause_and_resume(host: str, clockwork: Clockwork, site: Any) -> None:
	"""A status that waits for the partner stops the clocks; the due time moves on by the working time withheld."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host, sla_id_priority="P2")
	clockwork.at("2026-03-16 11:00")
	world.change(doc, status=world.status(host, "Paused"))
	assert world.clock(doc, "resolution").state == "paused"
	assert world.record(doc).next_event_at is None
	clockwork.at("2026-03-17 12:00")
	world.change(doc, status=world.status(host, "Running"))
	row = world.clock(doc, "resolution")
	# 11:00-17:00 and 09:00-12:00 are withheld. 19 March is Nyepi; 20 and 23 March are only cuti bersama (X8).
	assert row.state == "running"
	assert due(doc, "resolution") == wib("2026-03-23 10:00")


def test_paused_straight_to_resolved_keeps_the_pause_out(host: str, clockwork: Clockwork, site: Any) -> None:
	"""The hosts' own SLA loses this pause."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host, sla_id_priority="P2")
	clockwork.at("2026-03-16 10:00")
	world.change(doc, status=world.status(host, "Paused"))
	clockwork.at("2026-03-24 10:00")
	world.change(doc, status=world.status(host, "Resolved"))
	row = world.clock(doc, "resolution")
	assert (row.state, row.elapsed_seconds) == ("met", 3600)


def test_reopening_resumes_the_same_clock_and_closing_changes_nothing(
	host: str, clockwork: Clockwork, site: Any
) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host, sla_id_priority="P2")
	clockwork.at("2026-03-16 11:00")
	world.change(doc, status=world.status(host, "Resolved"))
	clockwork.at("2026-03-16 13:00")
	before = world.clock(doc, "resolution").as_dict()
	world.change(doc, status=world.status(host, "Closed"))
	after = world.clock(doc, "resolution")
	assert (after.state, after.stopped_utc, after.elapsed_seconds) == ("met", before.stopped_utc, 7200)
	clockwork.at("2026-03-17 09:00")
	world.change(doc, status=world.status(host, "Running"))
	clockwork.at("2026-03-17 10:00")
	world.change(doc, subject="Masih")
	world.tick()
	row = world.clock(doc, "resolution")
	assert row.state == "running"
	# 2 h before; the hours between resolution and reopening don't count: 22 h from Tuesday 09:00.
	assert due(doc, "resolution") == wib("2026-03-20 15:00")


def test_a_p1_without_workaround_escalates(host: str, clockwork: Clockwork, site: Any) -> None:
	"""000 §4.2: level 1 at once, level 2 at 4 h without workaround, level 3 at 8 h; each once (X2)."""
	clockwork.at("2026-03-14 22:00")
	doc = world.ticket(host, sla_id_priority="P1")
	levels = lambda: site.get_all(  # noqa: E731
		"SLA Escalation", filters={"sla_ticket": f"{host} {doc.name}"}, order_by="level", pluck="level"
	)
	assert levels() == [1]
	clockwork.at("2026-03-15 01:59")
	world.tick()
	assert levels() == [1]
	clockwork.at("2026-03-15 02:00")
	world.tick()
	world.tick()
	assert levels() == [1, 2]
	assert site.db.exists("Notification Log", {"for_user": world.LEAD, "document_type": "SLA Ticket"})
	clockwork.at("2026-03-15 06:00")
	world.tick()
	assert world.record(doc).state in ("Breached", "At Risk")
	assert levels() == [1, 2, 3]
	assert world.clock(doc, "resolution").state == "breached"
	assert site.db.exists("Notification Log", {"for_user": world.CHIEF, "document_type": "SLA Ticket"})


def test_a_workaround_keeps_the_promise_and_stops_escalation(
	host: str, clockwork: Clockwork, site: Any
) -> None:
	"""000 §1.3: the resolution ends with a workaround; the permanent fix goes on without a target (X3)."""
	from sla_id.api.ticket import record_workaround

	clockwork.at("2026-03-14 22:00")
	doc = world.ticket(host, sla_id_priority="P1")
	clockwork.at("2026-03-15 00:30")
	record_workaround(host, str(doc.name), "Jalur cadangan")
	assert world.clock(doc, "resolution").state == "met"
	assert world.clock(doc, "permanent_fix").state == "ageing"
	clockwork.at("2026-03-15 09:00")
	world.tick()
	assert site.get_all("SLA Escalation", filters={"sla_ticket": f"{host} {doc.name}"}, pluck="level") == [1]


def test_reclassifying_keeps_pauses_and_what_is_met(host: str, clockwork: Clockwork, site: Any) -> None:
	"""A new priority recomputes the running clocks from the report; pauses stay."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host, sla_id_priority="P3")
	clockwork.at("2026-03-16 10:00")
	world.change(doc, status=world.status(host, "Paused"))
	clockwork.at("2026-03-16 12:00")
	world.change(doc, status=world.status(host, "Running"))
	world.change(doc, sla_id_priority="P2", sla_id_priority_reason="Laporan penting gagal")
	assert due(doc, "response") == wib("2026-03-16 15:00")
	assert world.events(doc).count("reclassified") == 1


def test_out_of_scope_leaves_the_agreement(host: str, clockwork: Clockwork, site: Any) -> None:
	"""000 §1.2: a ticket can be marked out of scope and then has no SLA."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host, sla_id_priority="P2")
	world.change(doc, sla_id_out_of_scope="Perangkat keras milik Mitra")
	assert world.record(doc).state == "Excluded"
	clockwork.at("2026-03-30 09:00")
	world.tick()
	assert not any(row.breached for row in world.record(doc).clocks)


def test_looking_twice_records_nothing_twice(host: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host, sla_id_priority="P2")
	clockwork.at("2026-03-16 09:10")
	world.reply(doc)
	before = world.events(doc)
	for _minute in range(3):
		clockwork.at("2026-03-16 09:11")
		world.change(doc)
		world.tick()
	assert world.events(doc) == before == ["reported", "received", "confirmed"]


def test_the_zone_of_the_site_moves_no_deadline(host: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host, sla_id_priority="P2")
	was = due(doc, "resolution")
	site.db.set_single_value("System Settings", "time_zone", "Asia/Kolkata")
	site.clear_cache()
	clockwork.at("2026-03-16 10:00")
	from sla_id.sweep.mark_for_tick import mark_open_tickets

	mark_open_tickets()
	world.tick()
	assert abs(due(doc, "resolution") - was) < timedelta(seconds=1)


@pytest.mark.parametrize(
	("priority", "promised"),
	[
		("P1", {"response": "1 h", "resolution": "8 h"}),
		("P2", {"response": "4 h", "resolution": "3 days"}),
		("P3", {"response": "1 day", "resolution": "next release"}),
	],
)
def test_a_clock_says_what_was_promised(
	host: str, priority: str, promised: dict[str, str], clockwork: Clockwork, site: Any
) -> None:
	"""000 §2.1: the words are the row's that gave the clock its length."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host, sla_id_priority=priority)
	assert {kind: world.clock(doc, kind).target for kind in promised} == promised


def add_holiday(site: Any, day: str) -> Any:
	days = site.get_doc("SLA Holiday List", "ID 2026")
	days.append(
		"holidays",
		{"holiday_date": day, "holiday_name": "Hari uji", "holiday_class": "National", "decree": "Uji"},
	)
	days.save()
	return days


@pytest.mark.parametrize("way", ["tick", "change"])
def test_a_holiday_that_is_changed_later_moves_no_settled_clock(
	host: str, way: str, clockwork: Clockwork, site: Any
) -> None:
	"""No edit ever moves a past deadline."""
	clockwork.at("2026-03-13 08:00")
	days = add_holiday(site, "2026-03-17")
	clockwork.at("2026-03-16 15:00")
	doc = world.ticket(host, sla_id_priority="P2")
	world.assign(doc)
	clockwork.at("2026-03-18 10:30")
	world.reply(doc)
	before = world.clock(doc, "response")
	assert (before.state, due(doc, "response")) == ("met", wib("2026-03-18 11:00"))
	days.reload()
	days.set("holidays", [row for row in days.holidays if str(row.holiday_date) != "2026-03-17"])
	days.save()
	clockwork.at("2026-03-18 10:31")
	if way == "tick":
		world.tick()
	else:
		world.change(doc, subject="Masih sama")
	after = world.clock(doc, "response")
	assert (after.state, due(doc, "response")) == ("met", wib("2026-03-18 11:00"))
	assert after.elapsed_seconds == before.elapsed_seconds
	assert due(doc, "resolution") == wib("2026-03-20 15:00"), "what runs is counted anew: Nyepi is off"
	assert not site.db.exists("SLA Outbox", {"reference_name": ["like", f"%{doc.name}%response%breached%"]})
	clockwork.at("2026-03-18 11:30")
	world.change(doc, status=world.status(host, "Resolved"))
	settled = due(doc, "resolution")
	add_holiday(site, "2026-03-16")
	clockwork.at("2026-03-18 12:00")
	world.change(doc, status=world.status(host, "Closed"))
	assert (world.clock(doc, "resolution").state, due(doc, "resolution")) == ("met", settled)


def test_a_pause_that_is_found_later_is_reckoned_in(host: str, clockwork: Clockwork, site: Any) -> None:
	"""What a settled clock keeps is its calendar; what happened before it stopped still counts."""
	from sla_id.engine import EventType
	from sla_id.ledger.append_events import append_events
	from sla_id.ledger.evaluate_one import evaluate_and_save
	from sla_id.ledger.record import lock_record
	from sla_id.ledger.stored_events import Entry

	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host, sla_id_priority="P2")
	clockwork.at("2026-03-16 15:00")
	world.change(doc, status=world.status(host, "Resolved"))
	assert world.clock(doc, "resolution").elapsed_seconds == pytest.approx(6 * 3600, abs=1)
	clockwork.at("2026-03-16 16:00")
	record = lock_record(f"{host} {doc.name}")
	pause = [
		Entry(EventType.PAUSED, wib("2026-03-16 11:00")),
		Entry(EventType.RESUMED, wib("2026-03-16 13:00")),
	]
	append_events(record, pause, "Reconciliation")
	evaluate_and_save(record)
	assert world.clock(doc, "resolution").elapsed_seconds == pytest.approx(4 * 3600, abs=1)


def test_a_release_that_is_changed_later_moves_no_settled_clock(
	host: str, clockwork: Clockwork, site: Any
) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host, sla_id_priority="P3")
	release = site.get_doc(
		{"doctype": "SLA Release", "release_name": "R1", "planned_on": "2026-03-27 10:00:00"}
	).insert()
	record = world.record(doc)
	record.release = "R1"
	record.save()
	clockwork.at("2026-03-25 11:00")
	world.change(doc, status=world.status(host, "Resolved"))
	assert world.clock(doc, "resolution").state == "met"
	release.reload()
	release.planned_on = "2026-03-24 10:00:00"
	release.save()
	clockwork.at("2026-03-25 12:00")
	world.change(doc, status=world.status(host, "Closed"))
	assert (world.clock(doc, "resolution").state, due(doc, "resolution")) == ("met", wib("2026-03-27 10:00"))
	with pytest.raises(site.LinkExistsError, match="another release"):
		site.delete_doc("SLA Release", "R1")


@pytest.mark.parametrize("answered", ["2026-03-16 09:30", "2026-03-16 16:00"])
def test_out_of_scope_after_the_response_leaves_the_agreement_too(
	host: str, answered: str, clockwork: Clockwork, site: Any
) -> None:
	"""000 §1.2: whatever the response was, the agreement doesn't cover the ticket."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host, sla_id_priority="P2")
	world.assign(doc)
	clockwork.at(answered)
	world.reply(doc)
	world.change(doc, sla_id_out_of_scope="Internet mitra")
	record = world.record(doc)
	assert (record.state, record.excluded) == ("Excluded", 1)
	copied = site.copy_doc(site.get_doc(host, doc.name), ignore_no_copy=False)
	assert not copied.sla_id_out_of_scope, "what the desk duplicates is a ticket of its own"


def test_mail_that_the_scheduler_fetched_is_its_senders(host: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host, sla_id_priority="P2")
	clockwork.at("2026-03-16 09:30")
	mail = {
		"doctype": "Communication",
		"communication_type": "Communication",
		"communication_medium": "Email",
		"sent_or_received": "Received",
		"subject": "Re: Sistem",
		"content": "Masih.",
		"sender": world.PARTNER_USER,
		"reference_doctype": host,
		"reference_name": str(doc.name),
	}
	site.get_doc(mail).insert(ignore_permissions=True)
	assert site.session.user == "Administrator"
	assert "partner_replied" in world.events(doc)


def test_a_status_that_no_hook_saw_is_found(host: str, clockwork: Clockwork, site: Any) -> None:
	"""Also where only the status was set: an HD Ticket's copy of the category stays behind."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host, sla_id_priority="P2")
	clockwork.at("2026-03-16 10:00")
	world.change(doc, status=world.status(host, "Resolved"))
	clockwork.at("2026-03-16 11:00")
	site.db.set_value(host, doc.name, "status", world.status(host, "Running"))
	clockwork.at("2026-03-16 11:01")
	world.tick()
	assert "reopened" in world.events(doc)
	assert world.clock(doc, "resolution").state == "running"


@pytest.mark.parametrize(
	("doctype", "name"), [("SLA Agreement", "INNOVASIA-MITRA v1.0"), ("SLA Priority", "P2")]
)
def test_what_ledgers_and_signed_texts_name_keeps_its_name(doctype: str, name: str, site: Any) -> None:
	with pytest.raises(site.ValidationError, match=r"not allowed to be renamed|can't be renamed because"):
		site.rename_doc(doctype, name, "BARU")
	assert site.db.exists(doctype, name)


def test_a_tick_of_no_tickets_is_refused(site: Any) -> None:
	settings = site.get_doc("SLA Settings")
	settings.tick_batch = -5
	with pytest.raises(site.ValidationError, match="give 1 to 1000"):
		settings.save()


def test_changes_are_found_after_the_sites_zone_moved_west(
	host: str, clockwork: Clockwork, site: Any
) -> None:
	"""The site's times are naive: from Jayapura to Jakarta, what was looked at last lies two hours ahead."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host, sla_id_priority="P2")
	site.db.set_single_value("SLA Settings", "reconciled_until", "2026-03-16 11:00:00", update_modified=False)
	site.clear_document_cache("SLA Settings", "SLA Settings")
	clockwork.at("2026-03-16 09:30")
	changed = {"status": world.status(host, "Paused"), "modified": site.utils.now_datetime()}
	site.db.set_value(host, doc.name, changed, update_modified=False)
	clockwork.at("2026-03-16 09:31")
	world.tick()
	assert "paused" in world.events(doc)


def test_clocks_that_stopped_before_the_update_are_settled_too(clockwork: Clockwork, site: Any) -> None:
	from sla_id.patches.v0_3.stopped_clocks_are_settled import execute

	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(
		next(name for name in world.HOSTS if site.db.exists("DocType", name)), sla_id_priority="P2"
	)
	world.change(doc, status=world.status(doc.doctype, "Resolved"))
	row = world.clock(doc, "resolution")
	site.db.set_value("SLA Ticket Clock", row.name, "ledger_sequence", 0)
	execute()
	last = site.get_all("SLA Event", {"sla_ticket": row.parent}, pluck="sequence", order_by="sequence desc")[
		0
	]
	assert world.clock(doc, "resolution").ledger_sequence == last


def test_an_estimate_is_a_length(clockwork: Clockwork, site: Any) -> None:
	"""004 §5a: a change request is due by its estimate."""
	clockwork.at("2026-03-16 09:00")
	host = next(name for name in world.HOSTS if site.db.exists("DocType", name))
	record = world.record(world.ticket(host, sla_id_priority="P2"))
	record.estimate = "sepuluh hari"
	with pytest.raises(site.ValidationError, match="Estimate: 'sepuluh hari' is not a target; write"):
		record.save()
	record.reload()
	record.estimate = "10 hari kerja"
	record.save()
	assert record.estimate == "10 days"
