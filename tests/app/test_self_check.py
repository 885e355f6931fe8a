"""The self-check finds each kind of difference, says so, and puts it right when asked; on a sound site it finds nothing."""

import json
from typing import Any

import pytest

from sla_id.sweep.self_check.finding import Kind, SelfCheckFinding, SelfCheckReport
from sla_id.sweep.self_check.run_self_check import (
	report_findings,
	run_daily_self_check,
	run_self_check,
	say_report,
)
from tests.app import world
from tests.app.conftest import Clockwork

SOUND: list[Any] = []


TICKETS: dict[str, tuple[str, Any]] = {}
"""The scene's tickets: DocType and name."""


def build_scene(site: Any, clockwork: Clockwork) -> None:
	"""Tickets of both hosts in several states, looked at by the tick at 12:05."""
	clockwork.at("2026-03-16 09:00")
	found = {
		name: world.ticket(world.HOSTS[number % 2], sla_id_priority="P1" if name == "late" else "P2")
		for number, name in enumerate(("running", "late", "paused", "solved", "answered", "gone"))
	}
	clockwork.at("2026-03-16 10:00")
	world.change(found["paused"], status=world.status(found["paused"].doctype, "Paused"))
	world.assign(found["answered"])
	world.reply(found["answered"])
	clockwork.at("2026-03-16 11:00")
	world.change(found["solved"], status=world.status(found["solved"].doctype, "Resolved"))
	clockwork.at("2026-03-16 12:05")
	world.tick()
	TICKETS.update({name: (doc.doctype, doc.name) for name, doc in found.items()})


@pytest.fixture
def morning(clockwork: Clockwork, site: Any) -> dict[str, Any]:
	"""The tickets of the scene, at 12:10."""
	clockwork.at("2026-03-16 12:10")
	return {name: site.get_doc(*ticket) for name, ticket in TICKETS.items()}


def found(report: SelfCheckReport, doc: Any) -> list[str]:
	return [
		str(finding.kind)
		for finding in report.found
		if (finding.doctype, finding.name) == (doc.doctype, str(doc.name))
	]


def put(site: Any, doc: Any, **values: Any) -> None:
	"""Past the ledger: by SQL, an import, or whatever else."""
	site.db.set_value("SLA Ticket", world.record(doc).name, values, update_modified=False)


def mended(site: Any, doc: Any, *kinds: Kind) -> SelfCheckReport:
	"""Found as what it is, put right on request, and sound from then on."""
	assert found(run_self_check(), doc) == [str(kind) for kind in kinds]
	report = run_self_check(repair=True)
	assert (report.left, report.failed) == ([], []), say_report(report)
	assert run_self_check().found == SOUND
	return report


def test_a_sound_site_has_no_findings(morning: dict[str, Any]) -> None:
	report = run_self_check()
	assert (report.looked_at, report.found) == (6, SOUND), say_report(report)


@pytest.mark.parametrize(
	("which", "values"),
	[
		("running", {"state": "Met"}),
		("late", {"state": "On Track"}),
		("running", {"due_utc": "2027-01-01 00:00:00"}),
		("running", {"due_text": "kapan-kapan"}),
		("running", {"next_event_at": None}),
		("running", {"next_event_at": "2027-01-01 00:00:00"}),
		("running", {"partner": "SATKER"}),
		("running", {"priority": "P3"}),
		("running", {"received_utc": "2026-03-01 00:00:00"}),
		("running", {"excluded": 1}),
		("running", {"evaluated_utc": "2027-01-01 00:00:00"}),
		("running", {"last_sequence": 1}),
		("solved", {"resolved_utc": None}),
		("paused", {"state": "On Track"}),
	],
)
def test_what_was_written_past_the_ledger(
	which: str, values: dict[str, Any], morning: dict[str, Any], site: Any
) -> None:
	before = world.record(morning[which]).as_dict()
	put(site, morning[which], **values)
	report = run_self_check(repair=True)
	assert "record" in found(report, morning[which]), say_report(report)
	assert (report.left, run_self_check().found) == ([], SOUND)
	after = world.record(morning[which])
	for field in values:
		assert field == "evaluated_utc" or after.get(field) == before[field], field


@pytest.mark.parametrize(
	"values", [{"due_utc": "2027-01-01 00:00:00"}, {"state": "met"}, {"breached": 1}, {"clock": "ola"}]
)
def test_a_clock_that_says_something_else(values: dict[str, Any], morning: dict[str, Any], site: Any) -> None:
	doc = morning["running"]
	site.db.set_value("SLA Ticket Clock", world.clock(doc, "resolution").name, values, update_modified=False)
	mended(site, doc, Kind.RECORD)


def test_an_event_that_came_without_an_evaluation(morning: dict[str, Any], site: Any) -> None:
	"""A process was killed between the ledger and the record, or an importer wrote the event alone."""
	from sla_id.engine import EventType
	from sla_id.instants import utc_now
	from sla_id.ledger.stored_events import Entry, write_events

	doc = morning["running"]
	write_events(world.record(doc), [Entry(EventType.FIXED, utc_now())], "Hook")
	put(site, doc, evaluated_utc=site.utils.now_datetime())
	put(site, doc, evaluated_utc="2026-03-16 05:10:00.000001")
	report = run_self_check(repair=True)
	assert "record" in found(report, doc)
	assert world.record(doc).state == "Met"


def test_a_ticket_that_no_tick_looks_at(morning: dict[str, Any], site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-03-25 09:00")
	report = run_self_check(repair=True)
	assert found(report, morning["running"]) == ["overdue"]
	assert world.record(morning["running"]).state == "Breached"


def test_an_escalation_whose_row_is_gone(morning: dict[str, Any], site: Any) -> None:
	doc = morning["late"]
	row = site.db.get_value("SLA Escalation", {"sla_ticket": world.record(doc).name, "level": 1})
	site.db.delete("SLA Escalation", {"name": row})
	mended(site, doc, Kind.ESCALATION)
	assert site.db.count("SLA Escalation", {"sla_ticket": world.record(doc).name, "level": 1}) == 1


def test_an_escalation_that_the_record_has_forgotten(morning: dict[str, Any], site: Any) -> None:
	"""It is known again, and nobody is told of it a second time."""
	doc = morning["late"]
	told = json.loads(world.record(doc).told)
	put(site, doc, told=json.dumps({**told, "tiers": {}}))
	before = site.db.count("SLA Outbox")
	assert set(found(run_self_check(), doc)) == {"escalation"}
	assert run_self_check(repair=True).left == []
	assert site.db.count("SLA Outbox") == before
	assert run_self_check().found == SOUND


def test_an_escalation_that_was_never_due(morning: dict[str, Any], site: Any) -> None:
	"""What people were told can't be taken back: it is said each time, for a person to look at."""
	doc = morning["solved"]
	name = world.record(doc).name
	for calendar in ("SLA Calendar", "SLA Holiday List"):
		table = site.qb.DocType(calendar)
		site.qb.update(table).set(table.modified, "2026-03-01 00:00:00").run()
	site.get_doc(
		{
			"doctype": "SLA Escalation",
			"sla_ticket": name,
			"level": 3,
			"cycle": 1,
			"trigger_on": "percent",
			"escalation_key": f"{name}:level 3:cycle 1",
		}
	).insert(ignore_permissions=True)
	assert set(found(run_self_check(), doc)) == {"escalation", "unexplained escalation"}
	report = run_self_check(repair=True)
	assert [str(finding.kind) for finding in report.left] == ["unexplained escalation"]


@pytest.mark.each_host
def test_a_record_whose_ticket_is_gone(host_name: str, morning: dict[str, Any], site: Any) -> None:
	"""Deleted by SQL, or while the trash handler failed: its clocks run on until the self-check ends them."""
	doc = next(doc for doc in morning.values() if doc.doctype == host_name)
	events = world.events(doc)
	site.db.delete(host_name, {"name": doc.name})
	report = mended(site, doc, Kind.TICKET_GONE)
	assert len(report.repaired) == 1
	(aside,) = site.get_all(
		"SLA Ticket", {"name": ["like", f"{host_name} {doc.name} deleted%"]}, pluck="name"
	)
	record = site.get_doc("SLA Ticket", aside)
	assert (record.state, record.next_event_at) == ("Excluded", None)
	kept = site.get_all("SLA Event", {"sla_ticket": aside}, pluck="event_type", order_by="sequence")
	assert kept == [*events, "cancelled"]


@pytest.mark.each_host
def test_a_later_ticket_of_the_same_name_inherits_nothing(
	host_name: str, morning: dict[str, Any], site: Any, clockwork: Clockwork
) -> None:
	doc = next(doc for doc in morning.values() if doc.doctype == host_name)
	site.db.delete(host_name, {"name": doc.name})
	clockwork.at("2026-03-16 13:00")
	later = site.get_doc(
		{
			"doctype": host_name,
			"subject": "Tiket lain",
			"raised_by": "tono@satker.example",
			"description": "Lain",
		}
	)
	later.insert(ignore_permissions=True, set_name=doc.name)
	assert later.name == doc.name
	record = world.record(later)
	assert (record.partner, record.subject) == ("SATKER", "Tiket lain")
	assert "confirmed" not in world.events(later)
	assert str(record.received_utc or "2026-03-16 06:00").startswith("2026-03-16 06:00")
	assert site.db.exists("SLA Ticket", {"name": ["like", f"{host_name} {doc.name} deleted%"]})
	assert run_self_check().found == SOUND


def test_a_name_that_was_reused_while_nobody_looked(
	morning: dict[str, Any], site: Any, clockwork: Clockwork
) -> None:
	"""The handlers were off when the later ticket came: the self-check finds it, and a look gives it its own record."""
	doc = morning["late"]
	clockwork.at("2026-03-16 13:00")
	site.db.set_value(doc.doctype, doc.name, {"creation": "2026-03-16 13:00:00", "subject": "Tiket lain"})
	clockwork.at("2026-03-16 13:05")
	report = run_self_check()
	assert "name reused" in found(report, doc)
	assert run_self_check(repair=True).failed == []
	assert world.record(doc).subject == "Tiket lain"
	assert not site.db.exists("SLA Escalation", {"sla_ticket": world.record(doc).name, "level": 2})
	assert run_self_check().found == SOUND


def test_a_creation_that_somebody_corrects_is_the_same_ticket(
	morning: dict[str, Any], site: Any, clockwork: Clockwork
) -> None:
	doc = morning["answered"]
	for made in ("2026-03-16 08:00:00", "2026-03-16 09:30:00"):
		site.db.set_value(doc.doctype, doc.name, "creation", made, update_modified=False)
		world.change(doc, subject=f"Sejak {made}")
		assert world.record(doc).name == f"{doc.doctype} {doc.name}"
		assert not site.db.exists("SLA Ticket", {"name": ["like", "%deleted%"]})
		clockwork.at("2026-03-16 12:30")
		world.change(doc, subject=f"Masih sejak {made}")


def test_a_ticket_without_a_record(
	morning: dict[str, Any], site: Any, clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
	from sla_id.hosts import ticket_hooks

	with monkeypatch.context() as blind:
		blind.setattr(ticket_hooks, "is_enabled", lambda: False)
		doc = world.ticket("HD Ticket", sla_id_priority="P2")
	clockwork.at("2026-03-16 13:00")
	report = mended(site, doc, Kind.NO_RECORD)
	assert len(report.repaired) == 1
	assert world.record(doc).state == "On Track"


@pytest.mark.each_host
@pytest.mark.parametrize("field", ["sla_id_state", "sla_id_due", "response_by"])
def test_what_the_hosts_ticket_shows(field: str, host_name: str, morning: dict[str, Any], site: Any) -> None:
	doc = morning["running" if host_name == "HD Ticket" else "gone"]
	shown = site.db.get_value(host_name, doc.name, field)
	site.db.set_value(host_name, doc.name, field, None, update_modified=False)
	mended(site, doc, Kind.SHOWN)
	assert site.db.get_value(host_name, doc.name, field) == shown


def test_numbers_of_a_ledger_that_dont_add_up(morning: dict[str, Any], site: Any) -> None:
	name = world.record(morning["running"]).name
	first = site.get_all("SLA Event", {"sla_ticket": name}, pluck="name", order_by="sequence")[0]
	site.db.delete("SLA Event", {"name": first})
	assert "ledger" in found(run_self_check(repair=True), morning["running"])
	assert "ledger" in found(run_self_check(), morning["running"])


def test_the_daily_job_reports_and_repairs_nothing(morning: dict[str, Any], site: Any) -> None:
	run_daily_self_check()
	quiet = site.get_doc("SLA Settings")
	assert (quiet.self_check_looked_at, quiet.self_check_found, quiet.self_check_left) == (6, 0, 0)
	assert not site.db.exists("SLA Outbox", {"message_key": ["like", "self-check:%"]})
	put(site, morning["running"], state="Met")
	run_daily_self_check()
	assert world.record(morning["running"]).state == "Met"
	assert site.db.get_single_value("SLA Settings", "self_check_left") == 2
	running = morning["running"]
	of_record = {"reference_doctype": running.doctype, "reference_name": running.name, "kind": "Record"}
	(row,) = site.get_all("SLA Self Check Finding", of_record, ["state", "says", "sla_ticket"])
	assert (row.state, row.sla_ticket) == ("Open", world.record(running).name)
	assert row.says.startswith("state is Met")
	logged = site.get_all("Error Log", {"method": ["like", "The self-check found 2%"]}, pluck="error")
	assert f"{running.doctype} {running.name}: record: state is Met" in logged[0]
	assert site.db.exists("Error Log", {"method": ["like", "The self-check found 2%"]})
	told = site.get_all("SLA Outbox", {"message_key": ["like", "%self-check:%"]}, pluck="recipient")
	assert world.LEAD in told


def test_one_that_cannot_be_repaired_holds_up_no_other(
	morning: dict[str, Any], site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	from sla_id.sweep.self_check import repair_finding

	real = repair_finding.refresh

	def fails(record: Any) -> Any:
		if record.name == world.record(morning["running"]).name:
			raise RuntimeError("disk full")
		return real(record)

	monkeypatch.setattr(repair_finding, "refresh", fails)
	put(site, morning["running"], state="Met")
	put(site, morning["paused"], state="Met")
	report = run_self_check(repair=True)
	assert [finding.name for finding in report.failed] == [str(morning["running"].name)] * len(report.failed)
	assert world.record(morning["paused"]).state == "Paused"
	assert "[repair failed]" in say_report(report)


def test_a_long_report_is_cut(site: Any) -> None:
	report = SelfCheckReport(
		1000, [SelfCheckFinding(Kind.RECORD, "Issue", str(number), "x") for number in range(1000)]
	)
	assert say_report(report).splitlines()[-1] == "and 900 more"
	report_findings(report)


def test_who_may_start_it(site: Any) -> None:
	from sla_id.api.self_check import start

	site.set_user(world.AGENT)
	with pytest.raises(site.PermissionError):
		start()


@pytest.mark.parametrize("field", ["choice", "host_state", "told", "mirrored"])
@pytest.mark.parametrize("junk", ["junk{", "[]"])
def test_what_is_kept_as_json_and_damaged(field: str, junk: str, morning: dict[str, Any], site: Any) -> None:
	"""One row that can't be read stops neither the check nor the tick, and is put right without a second report."""
	doc = morning["paused"]
	before, shown = world.events(doc), world.record(doc)
	put(site, doc, **{field: junk})
	assert "record" in found(run_self_check(), doc)
	assert found(run_self_check(), morning["running"]) == SOUND
	site.db.set_value(doc.doctype, doc.name, "modified", site.utils.now_datetime(), update_modified=False)
	world.tick()
	report = run_self_check(repair=True)
	assert (report.left, report.failed) == ([], []), say_report(report)
	assert run_self_check().found == SOUND
	assert world.events(doc) == before
	record = world.record(doc)
	assert (record.state, record.choice, json.loads(record.told or "{}")) == (
		shown.state,
		shown.choice,
		json.loads(shown.told or "{}"),
	)


@pytest.mark.parametrize("values", [{"event_type": "nonsense"}, {"at_utc": None}, {"details": "junk"}])
def test_an_event_that_cannot_be_read_harms_its_ticket_alone(
	values: dict[str, Any], morning: dict[str, Any], site: Any
) -> None:
	doc = morning["running"]
	event = site.get_all("SLA Event", {"sla_ticket": world.record(doc).name}, pluck="name")[0]
	site.db.set_value("SLA Event", event, values, update_modified=False)
	put(site, morning["late"], state="Met")
	assert found(run_self_check(), doc) == ["ledger"]
	report = run_self_check(repair=True)
	assert [finding.name for finding in report.left] == [str(doc.name)]
	assert found(run_self_check(), morning["late"]) == SOUND


def test_a_list_tells_what_was_repaired_from_what_is_left(morning: dict[str, Any], site: Any) -> None:
	"""Only the latest run's findings are there: a list of open ones is a list of what is wrong now."""
	put(site, morning["running"], state="Met")
	report_findings(run_self_check(repair=True))
	assert {row.state for row in site.get_all("SLA Self Check Finding", fields=["state"])} == {"Repaired"}
	assert site.db.get_single_value("SLA Settings", "self_check_left") == 0
	report_findings(run_self_check())
	assert not site.get_all("SLA Self Check Finding")


def test_before_the_first_run_that_counts_nothing_says_that_nothing_was_found(site: Any) -> None:
	from sla_id.patches.v0_6.self_check_findings_are_rows import execute

	table = site.qb.DocType("Singles")
	site.qb.into(table).columns("doctype", "field", "value").insert(
		("SLA Settings", "self_check_report", "6 records looked at")
	).run()
	site.db.set_single_value("SLA Settings", "self_checked_utc", "2026-03-16 00:00:00")
	execute()
	assert not site.get_doc("SLA Settings").self_checked_utc
	assert not site.db.exists("Singles", {"field": "self_check_report"})


def test_each_kind_of_finding_is_an_option_of_the_list(site: Any) -> None:
	options = site.get_meta("SLA Self Check Finding").get_field("kind").options.split("\n")
	assert options == [kind.title() for kind in Kind]
