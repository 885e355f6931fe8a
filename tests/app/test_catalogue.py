"""003: the teams' own clocks (OLA) on tickets of both hosts, what the catalogue lacks, and whether the OLAs fit."""

from typing import Any

import pytest

from sla_id.fixtures.sample_agreements import sample_agreement
from tests.app import world
from tests.app.conftest import Clockwork, wib

NETWORK, SERVERS = "Tim Jaringan", "Tim Server"
SECOND_AGENT = "joko@provider.example"
AGREEMENT = "LAYANAN-INTERNAL v1.0"

CALENDARS = """calendars:
  network:
    hours: {mon: [["08:00", "12:00"]], tue: [["08:00", "12:00"]], wed: [["08:00", "12:00"]],
      thu: [["08:00", "12:00"]], fri: [["08:00", "12:00"]]}
    holidays: [national]
"""
SERVICES = """services:
  - code: UJI
    name: {id: Aplikasi uji, en: Test application}
    owner: Seksi Layanan
    depends_on: [SRV]
    children:
      - {code: UJI.1, name: {id: Laporan uji, en: Test reports}}
  - {code: SRV, name: {id: Server, en: Servers}, supporting: true, depends_on: [NET]}
  - {code: NET, name: {id: Jaringan, en: Network}, supporting: true}
  - {code: DNS, name: {id: Nama domain, en: Domain names}, supporting: true}
"""


def internal_text(teams: tuple[str, str] = (NETWORK, SERVERS), code: str = "LAYANAN-INTERNAL") -> str:
	"""The Innovasia agreement with a catalogue of its own and two teams behind it; no partner's, and no default."""
	network, servers = teams
	text = sample_agreement("innovasia_mitra").replace("code: INNOVASIA-MITRA", f"code: {code}", 1)
	text = text.replace("calendars:\n", CALENDARS, 1)
	head, rest = text.split("\nservices:", 1)
	text = f"{head}\n{SERVICES}" + rest[rest.index("\n\n") :]
	return text.replace(
		"targets: # 2.1; what meets them: 1.3\n",
		"targets:\n"
		f"  - {{clock: ola, team: {network}, service: NET, target: 2 h, calendar: network}}\n"
		f"  - {{clock: ola, team: {servers}, service: SRV, target: 1 day}}\n",
		1,
	)


@pytest.fixture
def load(clockwork: Clockwork, site: Any) -> Any:
	"""Load that agreement for a partner of its own, whose tickets then get the teams' clocks."""
	from sla_id.agreements.records.load import load_agreement

	clockwork.at("2026-06-08 09:00")
	world.user("wati@internal.example", "SLA Partner", website=True)
	world.user(SECOND_AGENT, "Agent", "SLA Agent", "Support Team")
	world.partner("INTERNAL", "Pengguna internal", "wati@internal.example")

	def loaded(teams: tuple[str, str] = (NETWORK, SERVERS)) -> str:
		return load_agreement(internal_text(teams), "internal.yaml", partner="INTERNAL")

	return loaded


@pytest.fixture
def host(host_name: str) -> str:
	return host_name


def teams_of(host: str) -> tuple[str, str]:
	"""Who may have a ticket: teams on HD Ticket; an Issue knows no teams, there it is the agent assigned to it."""
	return (NETWORK, SERVERS) if host == "HD Ticket" else (world.AGENT, SECOND_AGENT)


def hand_to(doc: Any, team: str) -> None:
	"""Give a ticket to a team, from whoever has it."""
	import frappe
	from frappe.desk.form import assign_to

	if doc.doctype == "HD Ticket":
		world.assign(doc, team)
		return
	held = frappe.db.get_value(doc.doctype, doc.name, "_assign") or "[]"
	for user in frappe.parse_json(held):
		assign_to.remove(doc.doctype, doc.name, user)
	assign_to.add({"assign_to": [team], "doctype": doc.doctype, "name": doc.name})


def take_from(doc: Any, team: str) -> None:
	"""Nobody has the ticket any more."""
	from frappe.desk.form import assign_to

	if doc.doctype == "HD Ticket":
		world.change(doc, agent_group="")
	else:
		assign_to.remove(doc.doctype, doc.name, team)


def ola(doc: Any, team: str) -> Any:
	return next(row for row in world.record(doc).clocks if row.clock == "ola" and row.team == team)


def utc(text: str) -> Any:
	from sla_id.instants import to_utc

	return to_utc(wib(text))


@pytest.mark.each_host
def test_a_teams_clock_runs_while_it_has_the_ticket(
	host: str, load: Any, clockwork: Clockwork, site: Any
) -> None:
	"""003 step 3, X25: started when the team gets the ticket, stopped when it hands over, resumed when it comes back;
	each on its own calendar: the network team works from 08:00 to 12:00."""
	network, servers = teams_of(host)
	load((network, servers))
	doc = world.ticket(host, raised_by="wati@internal.example", sla_id_priority="P2", sla_id_service="UJI.1")
	assert {row.state for row in world.record(doc).clocks if row.clock == "ola"} == {"waiting"}
	clockwork.at("2026-06-08 11:00")
	hand_to(doc, network)
	assert ola(doc, network).state == "running"
	# One hour on Monday until 12:00, the second on Tuesday from 08:00 on.
	assert ola(doc, network).due_utc.replace(microsecond=0) == utc("2026-06-09 09:00")
	assert ola(doc, servers).state == "waiting"
	clockwork.at("2026-06-08 11:30")
	hand_to(doc, servers)
	assert ola(doc, network).state == "met"
	assert ola(doc, servers).started_utc.replace(microsecond=0) == utc("2026-06-08 11:30")
	clockwork.at("2026-06-09 08:00")
	hand_to(doc, network)
	row = ola(doc, network)
	assert row.state in ("running", "at_risk") and row.elapsed_seconds == 1800
	assert row.due_utc.replace(microsecond=0) == utc("2026-06-09 09:30")
	assert ola(doc, servers).state == "met"
	clockwork.at("2026-06-09 09:31")
	world.tick()
	assert ola(doc, network).state == "breached"
	world.change(doc, status=world.status(host, "Resolved"))
	assert ola(doc, network).state == "missed"


@pytest.mark.each_host
def test_a_teams_clock_resumes_when_the_ticket_is_reopened(
	host: str, load: Any, clockwork: Clockwork, site: Any
) -> None:
	"""The ticket is the team's again, as it was: the time between isn't counted, as with every other clock."""
	network, servers = teams_of(host)
	load((network, servers))
	doc = world.ticket(host, raised_by="wati@internal.example", sla_id_priority="P2", sla_id_service="UJI")
	hand_to(doc, network)
	clockwork.at("2026-06-08 10:00")
	world.change(doc, status=world.status(host, "Resolved"))
	assert ola(doc, network).state == "met"
	clockwork.at("2026-06-08 10:30")
	world.change(doc, status=world.status(host, "Running"))
	assert ola(doc, network).state in ("running", "at_risk")
	assert ola(doc, network).elapsed_seconds == 3600
	assert ola(doc, network).due_utc.replace(microsecond=0) == utc("2026-06-08 11:30")
	assert ola(doc, servers).state == "waiting"


@pytest.mark.each_host
def test_a_teams_clock_stops_while_nobody_has_the_ticket(
	host: str, load: Any, clockwork: Clockwork, site: Any
) -> None:
	network, servers = teams_of(host)
	load((network, servers))
	doc = world.ticket(host, raised_by="wati@internal.example", sla_id_priority="P2", sla_id_service="UJI")
	hand_to(doc, network)
	clockwork.at("2026-06-08 10:00")
	take_from(doc, network)
	clockwork.at("2026-06-08 11:00")
	world.tick()
	assert (ola(doc, network).state, ola(doc, network).elapsed_seconds) == ("met", 3600)
	assert ola(doc, servers).state == "waiting"
	hand_to(doc, network)
	assert ola(doc, network).state in ("running", "at_risk") and ola(doc, network).elapsed_seconds == 3600


@pytest.mark.each_host
def test_teams_of_other_services_have_no_clock(host: str, load: Any, site: Any) -> None:
	load(teams_of(host))
	doc = world.ticket(host, raised_by="wati@internal.example", sla_id_priority="P2")
	assert [row for row in world.record(doc).clocks if row.clock == "ola"] == []


@pytest.mark.each_host
def test_partners_see_nothing_of_the_teams(host: str, load: Any, clockwork: Clockwork, site: Any) -> None:
	"""The portal's page, the function behind it and the printed agreement."""
	from sla_id.access import find_ticket
	from sla_id.portal.ticket_page import describe_ticket

	agreement = load(teams_of(host))
	doc = world.ticket(host, raised_by="wati@internal.example", sla_id_priority="P2", sla_id_service="UJI")
	hand_to(doc, teams_of(host)[0])
	record = world.record(doc).name
	assert ola(doc, teams_of(host)[0]).state == "running"
	site.set_user("wati@internal.example")
	from sla_id.api.ticket import get_record

	assert not [row for row in get_record(record)["clocks"] if row["clock"] == "ola"]
	page = describe_ticket(find_ticket(record))
	assert [clock["label"] for clock in page["clocks"]]
	assert not [clock for clock in page["clocks"] if "OLA" in clock["label"]]
	from sla_id.api.agreement import show_document

	assert teams_of(host)[1] not in show_document(agreement, "id", internal=True)


@pytest.fixture
def catalogue(load: Any, site: Any) -> Any:
	"""The internal agreement in force, and in the catalogue a service that nobody has agreed on."""
	load()
	for values in (
		{"code": "BARU", "service_name": "Layanan baru", "service_name_en": "New service", "is_group": 1},
		{"code": "BARU.1", "service_name": "Bagian", "parent_sla_service": "BARU"},
		{"code": "LAMA", "service_name": "Sudah ditutup", "disabled": 1},
	):
		site.get_doc({"doctype": "SLA Service", **values}).insert()
	return site


def run_report(site: Any, name: str, **filters: Any) -> tuple[list[Any], list[Any]]:
	"""A report as the desk runs it, by its name."""
	from frappe.desk.query_report import run

	result = run(name, filters=site.as_json(filters))
	return result["columns"], result["result"]


def test_the_catalogue_shows_what_lacks_an_sla_or_an_ola(catalogue: Any) -> None:
	"""003 steps 1 and 3 to 5."""
	from sla_id.service_level_management.coverage import Status, service_coverage, without_ola, without_sla

	lines = service_coverage("en")
	found = {line.code: line for line in lines}
	assert "LAMA" not in found
	assert found["BARU"].status is found["BARU.1"].status is Status.NO_SLA
	assert (found["BARU"].name, found["BARU.1"].indent, found["BARU.1"].parent) == ("New service", 1, "BARU")
	assert found["UJI.1"].agreements == (AGREEMENT,)
	assert found["UJI.1"].status is Status.COVERED
	assert [(support.service, support.teams) for support in found["UJI.1"].supports] == [
		("SRV", (SERVERS,)),
		("NET", (NETWORK,)),
	]
	assert found["UJI"].owner == "Seksi Layanan"
	assert found["DNS"].status is Status.NO_OLA and found["NET"].status is Status.COVERED
	# Promised by the HAI-DJPb sample, by name, and listed by it.
	assert found["ITSM.01"].status is Status.COVERED
	assert any("24" in text for text in found["ITSM.01"].targets)
	assert {"BARU", "BARU.1"} <= set(without_sla(lines))
	assert without_ola(lines) == []


def test_a_dependency_without_a_team_is_a_gap(catalogue: Any) -> None:
	from sla_id.service_level_management.coverage import Status, service_coverage, without_ola

	service = catalogue.get_doc("SLA Service", "UJI")
	service.append("dependencies", {"supporting_service": "DNS"})
	service.save()
	lines = service_coverage("id")
	found = {line.code: line for line in lines}
	assert found["UJI"].status is found["UJI.1"].status is Status.NO_OLA
	assert set(without_ola(lines)) == {("UJI", "DNS"), ("UJI.1", "DNS")}


def test_an_agreement_that_has_ended_covers_nothing(catalogue: Any, clockwork: Clockwork) -> None:
	from sla_id.service_level_management.coverage import Status, service_coverage

	catalogue.db.set_value("SLA Agreement", AGREEMENT, "ended_on", "2026-06-30")
	clockwork.at("2026-06-30 12:00")
	assert {line.code: line.status for line in service_coverage("en")}["UJI"] is Status.COVERED
	clockwork.at("2026-07-01 12:00")
	assert {line.code: line.status for line in service_coverage("en")}["UJI"] is Status.NO_SLA


def test_the_report_of_the_catalogue(catalogue: Any) -> None:
	columns, rows = run_report(catalogue, "SLA Service Coverage")
	assert [column["fieldname"] for column in columns][:4] == [
		"service",
		"service_name",
		"status_text",
		"owner",
	]
	found = {row["service"]: row for row in rows}
	assert found["UJI.1"]["indent"] == 1 and found["UJI.1"]["parent_service"] == "UJI"
	assert found["UJI"]["supports"] == "SRV: Tim Server; NET: Tim Jaringan"
	_columns, gaps = run_report(catalogue, "SLA Service Coverage", only_gaps=1)
	assert {"BARU", "BARU.1", "DNS"} <= {row["service"] for row in gaps} and "UJI" not in {
		row["service"] for row in gaps
	}
	_columns, below = run_report(catalogue, "SLA Service Coverage", service="BARU")
	assert [row["service"] for row in below] == ["BARU", "BARU.1"]
	_columns, lacking = run_report(catalogue, "SLA Service Coverage", status="No OLA")
	assert [row["service"] for row in lacking] == ["DNS"]


def test_the_report_of_the_fit(catalogue: Any) -> None:
	"""P2 has 3 days of 8 hours; the server team needs 1 day, the network team 2 hours of its mornings."""
	_columns, rows = run_report(catalogue, "SLA OLA Fit", agreement=AGREEMENT)
	promises = {row["promise"].split(":")[0]: row for row in rows}
	urgent, high = promises["Resolution time P1"], promises["Resolution time P2"]
	assert urgent["verdict"] == "never" and urgent["day_0"] == "█" * 24
	assert high["teams"] == "Tim Server (SRV) → Tim Jaringan (NET)"
	assert high["verdict"] == "always" and set(high["day_4"]) == {"·"}
	assert "SLA: start" in urgent["worst"] and urgent["late_hours"] > 0
	_columns, failing = run_report(catalogue, "SLA OLA Fit", only_failing=1)
	assert {row["agreement"] for row in failing} == {AGREEMENT}
	assert {row["verdict"] for row in failing} <= {"never", "sometimes"}


def test_reports_in_indonesian(catalogue: Any) -> None:
	catalogue.local.lang = "id"
	_columns, rows = run_report(catalogue, "SLA OLA Fit", agreement=AGREEMENT)
	assert any(row["promise"].startswith("Waktu Penyelesaian P1") for row in rows)
	assert "Terlambat" in rows[0]["worst"]
	columns, rows = run_report(catalogue, "SLA Service Coverage", status="No SLA")
	assert "Pemilik" in [column["label"] for column in columns]
	assert {row["status_text"] for row in rows} == {"Tanpa SLA"}


@pytest.mark.parametrize("report", ["SLA Service Coverage", "SLA OLA Fit"])
def test_reports_are_for_staff(report: str, catalogue: Any) -> None:
	from sla_id.api.service_level_management import ola_fit

	for reader in (world.LEAD, world.AGENT, world.CHIEF):
		catalogue.set_user(reader)
		assert run_report(catalogue, report)[1]
		assert ola_fit(AGREEMENT)["promises"]
	for reader in ("wati@internal.example", "Guest"):
		catalogue.set_user(reader)
		with pytest.raises(catalogue.PermissionError):
			run_report(catalogue, report)
		with pytest.raises(catalogue.PermissionError):
			ola_fit(AGREEMENT)


def test_a_site_uses_its_own_holidays(catalogue: Any, clockwork: Clockwork) -> None:
	"""A day that the site itself closes is the holiday of the second week."""
	from sla_id.service_level_management.ola_fit import fit_agreement

	listed = catalogue.get_doc("SLA Holiday List", "ID 2026")
	listed.append(
		"holidays",
		{
			"holiday_date": "2026-06-10",
			"holiday_name": "Hari jadi",
			"holiday_class": "National",
			"basis": "Fixed",
			"origin": "Site",
		},
	)
	listed.save()
	_file, report = fit_agreement(AGREEMENT)
	assert ("Hari jadi",) in {week.holidays for week in report.promises[0].weeks}


def test_on_an_issue_the_team_is_the_assigned_agents_user_group(
	load: Any, clockwork: Clockwork, site: Any
) -> None:
	if not site.db.exists("DocType", "Issue") or not site.db.exists("DocType", "User Group"):
		pytest.skip("no Issue or no User Group on this site")
	load((NETWORK, SERVERS))
	site.get_doc(
		{"doctype": "User Group", "name": NETWORK, "user_group_members": [{"user": world.AGENT}]}
	).insert(set_name=NETWORK)
	doc = world.ticket(
		"Issue", raised_by="wati@internal.example", sla_id_priority="P2", sla_id_service="UJI.1"
	)
	hand_to(doc, world.AGENT)
	assert ola(doc, NETWORK).state == "running"
