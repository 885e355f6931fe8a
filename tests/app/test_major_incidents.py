"""Major incidents: several partners with incidents of one service, grouped by hand or by themselves.

Times are of Monday 8 June 2026; three partners within 60 minutes make a major incident unless SLA Settings say otherwise.
"""

import json
from typing import Any

import pytest

from sla_id.agreements.records.load import load_agreement
from sla_id.fixtures.sample_agreements import sample_agreement
from tests.app import world
from tests.app.conftest import Clockwork

INCIDENT = "SLA Major Incident"
ROW = "SLA Major Incident Ticket"
MAJU, SATKER, KLIEN = world.PARTNER_USER, "tono@satker.example", "rina@klien.example"
FOURTH = "wati@jaya.example"


def build_scene(site: Any, clockwork: Clockwork) -> None:
	"""A small catalogue: UJI with UJI.API and UJI.WEB, and LAIN beside it; a fourth partner."""
	clockwork.at("2026-06-01 09:00")
	for code, parent in (("UJI", None), ("UJI.API", "UJI"), ("UJI.WEB", "UJI"), ("LAIN", None)):
		site.get_doc(
			{
				"doctype": "SLA Service",
				"code": code,
				"service_name": f"Layanan {code}",
				"is_group": int(code == "UJI"),
				"parent_sla_service": parent,
			}
		).insert()
	world.user(FOURTH, "SLA Partner", website=True)
	world.partner("JAYA", "PT Jaya", FOURTH)
	text = sample_agreement("innovasia_mitra").replace("code: INNOVASIA-MITRA", "code: JAYA", 1)
	load_agreement(text, "jaya.yaml", partner="JAYA")


@pytest.fixture
def host(host_name: str, clockwork: Clockwork) -> str:
	"""A helpdesk on Monday 8 June, 09:00."""
	clockwork.at("2026-06-08 09:00")
	return host_name


def report(host: str, user: str, service: str = "UJI.API", **values: Any) -> Any:
	"""An incident of a partner's about a service; its SLA Ticket."""
	return world.record(world.ticket(host, raised_by=user, sla_id_service=service, **values))


def look(record: Any) -> str | None:
	from sla_id.major_incidents.search import look_for_major_incident

	return look_for_major_incident(record.name)


def told(record: Any) -> list[int]:
	"""The numbers of partners that a ticket's ledger names, in order."""
	import frappe

	rows = frappe.get_all(
		"SLA Event",
		filters={"sla_ticket": record.name, "event_type": "several_partners"},
		order_by="sequence",
		pluck="details",
	)
	return [json.loads(details)["partners"] for details in rows]


def members(name: str) -> set[str]:
	import frappe

	return set(frappe.get_all(ROW, filters={"parent": name, "removed": 0}, pluck="sla_ticket"))


def as_user(user: str, function: Any, *arguments: Any) -> Any:
	import frappe

	before = frappe.session.user
	frappe.set_user(user)
	try:
		return function(*arguments)
	finally:
		frappe.set_user(before)


# by themselves


@pytest.mark.each_host
def test_three_partners_within_an_hour(host: str, site: Any, clockwork: Clockwork) -> None:
	one = report(host, MAJU)
	assert look(one) is None
	clockwork.at("2026-06-08 09:30")
	two = report(host, SATKER)
	assert look(two) is None
	clockwork.at("2026-06-08 10:00")
	three = report(host, KLIEN)
	name = look(three)
	assert name and members(name) == {one.name, two.name, three.name}
	incident = site.get_doc(INCIDENT, name)
	assert (incident.status, incident.service, incident.partner_count) == ("Open", "UJI", 3)
	assert (incident.found_by, incident.title) == ("By itself", "Layanan UJI: several partners")
	assert str(incident.found_utc)[:16] == "2026-06-08 03:00"
	for record in (one, two, three):
		assert record.reload().major_incident == name
		assert told(record) == [3]
	assert {row.subject for row in incident.tickets} == {one.subject}


def test_a_partner_without_an_agreement_counts(host: str, site: Any) -> None:
	"""Nothing is promised to it, but it is hit as the others are."""
	world.user("sepi@sepi.example", "SLA Partner", website=True)
	world.partner("SEPI", "PT Sepi", "sepi@sepi.example")
	records = [report(host, user) for user in (MAJU, SATKER, "sepi@sepi.example")]
	assert (records[2].state, records[2].service) == ("No Agreement", "UJI.API")
	name = look(records[2])
	assert name and members(name) == {record.name for record in records}
	assert told(records[2]) == [3]
	assert site.db.get_value("SLA Ticket", records[2].name, "state") == "No Agreement"


def test_looking_twice_changes_nothing(host: str, site: Any) -> None:
	records = [report(host, user) for user in (MAJU, SATKER, KLIEN)]
	names = {look(record) for record in (*records, *records)}
	assert len(names) == 1 and None not in names
	assert site.db.count(INCIDENT) == 1
	assert [told(record) for record in records] == [[3], [3], [3]]


def test_the_same_branch_of_the_catalogue(host: str) -> None:
	report(host, MAJU, "UJI.API")
	report(host, SATKER, "UJI.WEB")
	assert look(report(host, KLIEN, "UJI"))
	assert look(report(host, FOURTH, "LAIN")) is None


@pytest.mark.parametrize(
	("minutes", "found"),
	[("10:00", True), ("10:01", False)],
)
def test_the_window(host: str, clockwork: Clockwork, minutes: str, found: bool) -> None:
	"""60 minutes from the first report to the last, the end included."""
	report(host, MAJU)
	report(host, SATKER)
	clockwork.at(f"2026-06-08 {minutes}")
	assert bool(look(report(host, KLIEN))) is found


def test_settings(host: str, site: Any, clockwork: Clockwork) -> None:
	site.db.set_single_value("SLA Settings", {"major_partners": 2, "major_within_minutes": 10})
	report(host, MAJU)
	clockwork.at("2026-06-08 09:10")
	two = report(host, SATKER)
	site.db.set_single_value("SLA Settings", "major_partners", 0)
	assert look(two) is None, "0 turns it off"
	site.db.set_single_value("SLA Settings", "major_partners", 2)
	assert look(two)


@pytest.mark.each_host
def test_what_does_not_count(host: str, site: Any) -> None:
	"""Two tickets of one partner, a request, a solved one, one without a partner, one without a service."""
	report(host, MAJU)
	assert look(report(host, MAJU)) is None
	request = "Service Request" if host == "HD Ticket" else None
	solved = report(host, SATKER)
	assert look(report(host, KLIEN, service="")) is None
	assert look(report(host, "orang@lain.example")) is None
	done = site.get_doc(host, solved.reference_name)
	world.change(done, status=world.status(host, "Resolved"))
	assert look(report(host, KLIEN)) is None
	assert look(solved) is None
	if request:
		ask = report(host, FOURTH, sla_id_kind=request)
		assert ask.kind == "Service Request"
		assert look(ask) is None
	assert site.db.count(INCIDENT) == 0


def test_a_fourth_partner_makes_it_grow(host: str, site: Any, clockwork: Clockwork) -> None:
	"""90 minutes after the first, but within 60 of the last: the open one counts with all its partners."""
	one, two = report(host, MAJU), report(host, SATKER)
	clockwork.at("2026-06-08 09:50")
	three = report(host, KLIEN)
	name = look(three)
	clockwork.at("2026-06-08 10:30")
	four = report(host, FOURTH)
	assert look(four) == name
	assert [told(record) for record in (one, two, three, four)] == [[3, 4], [3, 4], [3, 4], [4]]
	again = report(host, MAJU)
	assert look(again) == name
	assert told(again) == [4] and told(one) == [3, 4], "a second ticket of a partner's adds no partner"
	assert site.get_value(INCIDENT, name, "partner_count") == 4


def test_long_after_it_is_another_matter(host: str, clockwork: Clockwork) -> None:
	for user in (MAJU, SATKER, KLIEN):
		name = look(report(host, user))
	assert name
	clockwork.at("2026-06-08 14:00")
	later = report(host, FOURTH)
	assert look(later) is None
	assert later.reload().major_incident is None


@pytest.mark.each_host
def test_resolved_by_a_person(host: str, site: Any, clockwork: Clockwork) -> None:
	"""Its tickets stay open and their own; they make no new one, three further partners would."""
	from sla_id.api import major_incidents as api

	records = [report(host, user) for user in (MAJU, SATKER, KLIEN)]
	name = look(records[-1])
	assert name
	with pytest.raises(site.ValidationError, match="Resolution"):
		as_user(world.AGENT, api.close, name, " ")
	clockwork.at("2026-06-08 09:20")
	as_user(world.AGENT, api.close, name, "Basis data dipulihkan.")
	incident = site.get_doc(INCIDENT, name)
	assert (incident.status, incident.resolved_by, incident.resolution) == (
		"Resolved",
		world.AGENT,
		"Basis data dipulihkan.",
	)
	assert incident.open_key is None
	assert all(record.reload().resolved_utc is None for record in records)
	with pytest.raises(site.ValidationError, match="is resolved"):
		as_user(world.AGENT, api.close, name, "Lagi.")
	assert look(report(host, FOURTH)) is None
	assert look(report(host, MAJU)) is None
	second = look(report(host, SATKER))
	assert second and second != name
	assert site.get_value(INCIDENT, second, "partner_count") == 3


def test_two_at_once_open_one(host: str, site: Any) -> None:
	"""The second process finds nothing in its snapshot, and the database refuses its row: it takes the first's."""
	from sla_id.major_incidents import grouping as room

	first = room.open_incident("UJI", "Pertama", "", room.BY_ITSELF)
	double = site.copy_doc(first)
	assert double.open_key == "open:UJI"
	with pytest.raises((site.DuplicateEntryError, site.UniqueValidationError)):
		double.insert(ignore_permissions=True)
	assert room.open_incident("UJI", "Kedua", "", room.BY_ITSELF).name == first.name
	assert site.db.count(INCIDENT) == 1


def test_what_a_crash_left_undone_is_told_later(host: str, site: Any) -> None:
	from sla_id.major_incidents import search

	records = [report(host, user) for user in (MAJU, SATKER, KLIEN)]
	assert search._group(records[-1].name)
	assert [told(record) for record in records] == [[], [], []], "grouped, and then the worker died"
	assert search.tell_grouped() == 3
	assert [told(record) for record in records] == [[3], [3], [3]]
	assert search.tell_grouped() == 0


# by hand


@pytest.mark.each_host
def test_grouped_by_an_agent(host: str, site: Any) -> None:
	from sla_id.api import major_incidents as api

	one, two = report(host, MAJU), report(host, SATKER, "UJI.WEB")
	name = as_user(
		world.AGENT, api.group, json.dumps([one.name, two.name]), "API tidak menjawab", "Satu sebab"
	)
	incident = site.get_doc(INCIDENT, name)
	assert (incident.title, incident.reason, incident.service) == ("API tidak menjawab", "Satu sebab", "UJI")
	assert (incident.found_by, incident.owner, incident.partner_count) == ("By a person", world.AGENT, 2)
	assert [told(record) for record in (one, two)] == [[2], [2]]
	assert one.reload().major_incident == name
	three = report(host, KLIEN)
	assert as_user(world.AGENT, api.group, [three.name], "Lagi", "") == name, "the open one of the service"
	assert [told(record) for record in (one, two, three)] == [[2, 3], [2, 3], [3]]
	events = site.get_all(
		"SLA Event", filters={"sla_ticket": three.name, "event_type": "several_partners"}, fields="*"
	)
	assert (events[0].actor, events[0].origin, events[0].reason) == (world.AGENT, "Agent", name)


def test_tickets_of_several_services_or_none(host: str, site: Any) -> None:
	from sla_id.api import major_incidents as api

	one, two = report(host, MAJU, "LAIN"), report(host, SATKER, "")
	name = as_user(world.AGENT, api.group, [one.name, two.name], "Listrik padam", "")
	assert site.get_value(INCIDENT, name, "service") is None
	other = as_user(world.AGENT, api.group, [report(host, KLIEN, "").name], "Lain lagi", "")
	assert other != name, "without a service nothing says that two are one"
	assert told(two) == [2]


def test_added_and_taken_out(host: str, site: Any, clockwork: Clockwork) -> None:
	from sla_id.api import major_incidents as api

	one, two = report(host, MAJU), report(host, SATKER)
	name = as_user(world.AGENT, api.group, [one.name], "API", "")
	assert told(one) == [], "one partner isn't several"
	assert as_user(world.AGENT, api.add, name, [two.name]) == 2
	assert told(one) == told(two) == [2]
	assert as_user(world.AGENT, api.remove, name, two.name) == 1
	assert two.reload().major_incident is None
	assert members(name) == {one.name}
	with pytest.raises(site.ValidationError, match="not in this major incident"):
		as_user(world.AGENT, api.remove, name, two.name)
	three = report(host, KLIEN)
	assert look(three) is None, "who was taken out doesn't count"
	four = report(host, FOURTH)
	assert look(four) == name
	assert members(name) == {one.name, three.name, four.name}
	assert two.reload().major_incident is None, "and doesn't come back by itself"
	assert as_user(world.AGENT, api.add, name, [two.name]) == 4
	assert told(two) == [2, 4]


def test_a_ticket_is_in_one_open_group(host: str, site: Any) -> None:
	from sla_id.api import major_incidents as api

	one = report(host, MAJU, "LAIN")
	name = as_user(world.AGENT, api.group, [one.name], "Lain", "")
	two = report(host, SATKER)
	with pytest.raises(site.ValidationError, match=rf"is already in {name}"):
		as_user(world.AGENT, api.group, [one.name, two.name], "Dua", "")
	as_user(world.AGENT, api.close, name, "Selesai.")
	assert as_user(world.AGENT, api.group, [one.name, two.name], "Dua", "") != name


def test_the_form_shows_its_tickets(host: str, site: Any) -> None:
	from sla_id.api import major_incidents as api

	records = [report(host, user, sla_id_priority="P1") for user in (MAJU, SATKER, KLIEN)]
	name = look(records[-1])
	seen = as_user(world.CHIEF, api.describe, name)["tickets"]
	assert [row["reference"] for row in seen] == [record.reference_name for record in records]
	assert [row["partner"] for row in seen] == ["PT Maju", "Satuan Kerja", "Klien Payroll"]
	assert seen[0]["state"] == records[0].reload().state
	assert seen[0]["level"] == records[0].escalation_level >= 1


# who may


def test_for_agents_only(host: str, site: Any) -> None:
	from sla_id.api import major_incidents as api

	one, two = report(host, MAJU), report(host, SATKER)
	name = as_user(world.AGENT, api.group, [one.name], "API", "")
	for user in (MAJU, "Guest", world.CHIEF):
		for call in (
			(api.group, [two.name], "API", ""),
			(api.add, name, [two.name]),
			(api.remove, name, one.name),
			(api.close, name, "Selesai."),
		):
			with pytest.raises(site.PermissionError):
				as_user(user, *call)
	with pytest.raises(site.ValidationError, match="between one and 200"):
		as_user(world.AGENT, api.group, "[]", "API", "")
	with pytest.raises(site.ValidationError, match="Title"):
		as_user(world.AGENT, api.group, [two.name], " ", "")
	assert members(name) == {one.name}


def test_partners_see_nothing_of_it(host: str, site: Any) -> None:
	"""Who else is hit is no matter of a partner's: neither the record, nor its rows, nor its name on their ticket."""
	from frappe.client import get, get_list

	from sla_id.api import major_incidents as api
	from sla_id.api.ticket import get_record

	one = report(host, MAJU)
	report(host, SATKER)
	name = look(report(host, KLIEN))
	assert name
	site.set_user(MAJU)
	for kind in ("read", "write", "create"):
		assert not site.has_permission(INCIDENT, kind)
	for read in (
		lambda: get_list(INCIDENT),
		lambda: get_list(ROW, parent=INCIDENT, fields=["sla_ticket", "partner"]),
		lambda: get_list(ROW, parent="SLA Ticket", fields=["sla_ticket", "partner"]),
		lambda: get(INCIDENT, name),
		lambda: api.describe(name),
	):
		with pytest.raises(site.PermissionError):
			read()
	assert name not in str(get_record(one.name))
	site.set_user(world.AGENT)
	assert get("SLA Ticket", one.name)["major_incident"] == name
	assert not site.has_permission(INCIDENT, "write")


@pytest.mark.each_host
def test_it_stays_on_record_and_follows_its_tickets(host: str, site: Any) -> None:
	from sla_id.ledger.rename_record import rename_record

	records = [report(host, user) for user in (MAJU, SATKER, KLIEN)]
	name = look(records[-1])
	assert name
	rename_record(records[0].name, f"{host} aside")
	assert f"{host} aside" in members(name)
	with pytest.raises(site.ValidationError, match="stay on record"):
		site.delete_doc(INCIDENT, name, force=True)


# the tiers that this brings in


def test_several_partners_bring_in_a_tier(host: str, site: Any, clockwork: Clockwork) -> None:
	"""A policy whose level 3 comes in when three partners are hit."""
	policy = site.get_doc(
		"SLA Escalation Policy",
		site.db.get_value("SLA Agreement", "INNOVASIA-MITRA v1.0", "escalation_policy"),
	)
	policy.append("triggers", {"level": 3, "trigger_on": "several_partners", "value": "3"}).db_insert()
	world.sign_again()
	one = report(host, MAJU, sla_id_priority="P2")
	two = report(host, SATKER)

	def levels() -> list[int]:
		filters = {"sla_ticket": one.name, "trigger_on": "several_partners"}
		return site.get_all("SLA Escalation", filters=filters, pluck="level")

	from sla_id.api import major_incidents as api

	name = as_user(world.AGENT, api.group, [one.name, two.name], "API", "")
	assert levels() == [], "two aren't three"
	clockwork.at("2026-06-08 09:20")
	assert look(report(host, KLIEN)) == name
	assert levels() == [3]
