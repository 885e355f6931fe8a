"""A partner sees the records of the partners they belong to and nothing else: lists, records, counts, functions."""

from typing import Any

import pytest

from sla_id.access import count_own, list_agreements, list_own
from tests.app import world
from tests.app.conftest import Clockwork

OTHER = "tono@satker.example"


@pytest.fixture
def tickets(clockwork: Clockwork, site: Any) -> tuple[Any, Any]:
	"""A ticket of PT Maju and one of the Satker."""
	host = next(host for host in world.HOSTS if site.db.exists("DocType", host))
	clockwork.at("2026-06-08 09:00")
	return world.ticket(host, sla_id_priority="P2"), world.ticket(host, raised_by=OTHER)


def own(doctype: str) -> list[str]:
	return [row.name for row in list_own(doctype, [], fields=["name"])]


def test_lists_and_counts_hold_only_ones_own(tickets: tuple[Any, Any], site: Any) -> None:
	mine, theirs = (f"{doc.doctype} {doc.name}" for doc in tickets)
	site.set_user(world.PARTNER_USER)
	assert own("SLA Ticket") == [mine]
	assert sum(count_own("SLA Ticket", "state", []).values()) == 1
	assert count_own("SLA Ticket", "state", [["name", "=", theirs]]) == {}
	assert [row.name for row in list_agreements(["name", "status"])] == ["INNOVASIA-MITRA v1.0"]
	site.set_user(OTHER)
	assert own("SLA Ticket") == [theirs]


def test_staff_whom_user_permissions_narrow_count_and_list_the_same(
	tickets: tuple[Any, Any], site: Any
) -> None:
	site.get_doc(
		{"doctype": "User Permission", "user": world.AGENT, "allow": "SLA Partner", "for_value": "SATKER"}
	).insert()
	for user, least in ((world.AGENT, 1), (world.LEAD, 2)):
		site.set_user(user)
		assert len(own("SLA Ticket")) == sum(count_own("SLA Ticket", "state", []).values()) >= least
	site.set_user(world.AGENT)
	assert own("SLA Ticket") == [f"{tickets[1].doctype} {tickets[1].name}"]


def test_records_of_others_are_as_if_they_were_not(tickets: tuple[Any, Any], site: Any) -> None:
	from sla_id.api.ticket import get_record

	mine, theirs = (f"{doc.doctype} {doc.name}" for doc in tickets)
	site.set_user(world.PARTNER_USER)
	assert get_record(mine)["name"] == mine
	for name in (theirs, "HD Ticket 99999", ""):
		with pytest.raises(site.DoesNotExistError, match="no such ticket"):
			get_record(name)


@pytest.mark.parametrize(
	"doctype", ["SLA Event", "SLA Escalation", "SLA Settings", "SLA Partner", "SLA Calendar"]
)
def test_the_rest_is_closed_to_partners(doctype: str, tickets: tuple[Any, Any], site: Any) -> None:
	site.set_user(world.PARTNER_USER)
	assert not site.has_permission(doctype, "read")


def test_a_partner_cannot_act_as_an_agent(tickets: tuple[Any, Any], site: Any) -> None:
	from sla_id.api.ticket import record_workaround

	mine, _theirs = tickets
	site.set_user(world.PARTNER_USER)
	with pytest.raises(site.PermissionError):
		record_workaround(mine.doctype, str(mine.name), "sudah beres")


def test_a_user_of_no_partner_sees_nothing(tickets: tuple[Any, Any], site: Any) -> None:
	world.user("tamu@example.com", "SLA Partner", website=True)
	site.set_user("tamu@example.com")
	assert own("SLA Ticket") == list_agreements(["name", "status"]) == []
	assert count_own("SLA Ticket", "state", []) == {}


def test_a_disabled_partner_loses_access(tickets: tuple[Any, Any], site: Any) -> None:
	site.db.set_value("SLA Partner", world.PARTNER, "disabled", 1)
	site.set_user(world.PARTNER_USER)
	assert own("SLA Ticket") == []


def test_a_code_that_holds_a_quote_widens_nothing(site: Any) -> None:
	world.user("nakal@example.com", "SLA Partner", website=True)
	world.partner("x') or ('1'='1", "Nakal", "nakal@example.com")
	site.set_user("nakal@example.com")
	assert own("SLA Ticket") == []


def test_agents_see_all_and_managers_cannot_create_records_by_hand(
	tickets: tuple[Any, Any], site: Any
) -> None:
	site.set_user(world.AGENT)
	assert len(site.get_list("SLA Ticket", pluck="name")) >= 2
	assert not site.has_permission("SLA Ticket", "create")
	assert not site.has_permission("SLA Agreement", "write")
	site.set_user(world.LEAD)
	assert not site.has_permission("SLA Ticket", "create")
	assert not site.has_permission("SLA Event", "write")
	assert site.has_permission("SLA Agreement", "submit")


@pytest.mark.each_host
@pytest.mark.parametrize("user", [world.CHIEF, "bare@provider.example"])
def test_staff_dont_speak_for_the_partner(user: str, host_name: str, clockwork: Clockwork, site: Any) -> None:
	"""What is given in the portal becomes the partner's own word: staff have the desk for it."""
	from sla_id.api.portal import give_facts, give_file

	world.user("bare@provider.example", "SLA Agent")
	clockwork.at("2026-06-08 09:00")
	mine, theirs = world.ticket(host_name, sla_id_priority="P2"), world.ticket(host_name, raised_by=OTHER)
	before = site.db.count("Communication")
	site.set_user(user)
	for act in (lambda name: give_facts(name, {"steps": "palsu"}), give_file):
		with pytest.raises(site.PermissionError, match="isn't your ticket"):
			act(f"{mine.doctype} {mine.name}")
	assert site.db.count("Communication") == before
	site.set_user(world.PARTNER_USER)
	assert give_facts(f"{mine.doctype} {mine.name}", {"steps": "buka halaman masuk"}) >= 0
	assert site.db.count("Communication") == before + 1
	with pytest.raises(site.DoesNotExistError):
		give_facts(f"{theirs.doctype} {theirs.name}", {"steps": "palsu"})


def test_taking_over_needs_the_call_or_the_ticket(tickets: tuple[Any, Any], site: Any) -> None:
	"""An agent of the app without any right on the host's tickets takes over what calls them, and nothing else."""
	from sla_id.api.escalation import acknowledge

	world.user("bare@provider.example", "SLA Agent")
	mine, _theirs = tickets
	name = site.db.get_value("SLA Escalation", {"sla_ticket": f"{mine.doctype} {mine.name}"}, "name")
	site.set_user("bare@provider.example")
	with pytest.raises(site.PermissionError, match="aren't called by"):
		acknowledge(name)
	site.set_user("Administrator")
	called = site.db.get_value("SLA Escalation", name, "notified")
	site.db.set_value("SLA Escalation", name, "notified", f"{called}, bare@provider.example")
	site.set_user("bare@provider.example")
	acknowledge(name)
	assert site.db.get_value("SLA Escalation", name, "acknowledged_by") == "bare@provider.example"


BY_AGENT = {
	"sla_id_out_of_scope": "internet mitra",
	"sla_id_priority": "P3",
	"sla_id_priority_reason": "kosmetik",
	"sla_id_handed_over": 1,
	"sla_id_kind": "Service Request",
	"sla_id_urgency": "L",
	"sla_id_impact": "L",
	"sla_id_channel": "email",
	"sla_id_category": "a",
}
BY_PARTNER = {
	"sla_id_out_of_scope": "",
	"sla_id_priority": "P1",
	"sla_id_priority_reason": "pokoknya P1",
	"sla_id_handed_over": 0,
	"sla_id_kind": "Incident",
	"sla_id_urgency": "H",
	"sla_id_impact": "H",
	"sla_id_channel": "portal",
	"sla_id_category": "b",
}


@pytest.mark.each_host
def test_a_partner_doesnt_overrule_the_agents(host_name: str, clockwork: Clockwork, site: Any) -> None:
	"""What they say when reporting counts; what an agent has said since stays, and the save goes through."""
	from frappe.client import set_value

	clockwork.at("2026-03-16 09:00")
	site.set_user(world.PARTNER_USER)
	doc = world.ticket(host_name, sla_id_priority="P2", sla_id_urgency="M", sla_id_impact="M")
	assert (world.record(doc).priority, doc.sla_id_urgency, doc.sla_id_impact) == ("P2", "M", "M")
	site.set_user("Administrator")
	world.change(doc, **BY_AGENT)
	before = world.record(doc)
	site.set_user(world.PARTNER_USER)
	values = {**BY_PARTNER, "subject": "Lagi", "sla_id_visit_on": "2026-03-30"}
	if site.has_permission(host_name, "write", doc=doc.name):
		set_value(host_name, doc.name, values)
	else:
		world.change(doc, **values)
	site.set_user("Administrator")
	kept = site.get_doc(host_name, doc.name)
	assert {field: kept.get(field) for field in BY_AGENT} == BY_AGENT
	assert (kept.subject, str(kept.sla_id_visit_on)) == ("Lagi", "2026-03-30")
	after = world.record(doc)
	assert (after.state, after.priority) == (before.state, before.priority) == ("Excluded", "P3")


def test_every_classification_field_is_the_agents(site: Any) -> None:
	"""A custom field that is added has to be thought about: the partner's own wish is the date of a visit alone."""
	from sla_id.hosts.fields import CLASSIFICATION
	from sla_id.setup.custom_fields import CUSTOM_FIELDS

	for fields in CUSTOM_FIELDS.values():
		names = {
			field["fieldname"]
			for field in fields
			if field["fieldtype"] not in ("Section Break", "Column Break")
		}
		assert names - set(CLASSIFICATION) == {"sla_id_visit_on"}


def test_a_long_life_is_shown_in_pages(tickets: tuple[Any, Any], site: Any) -> None:
	"""500 events made a page of 109 kB."""
	from sla_id.access import find_ticket
	from sla_id.engine import EventType
	from sla_id.instants import utc_now
	from sla_id.ledger.stored_events import Entry, write_events
	from sla_id.portal.ticket_events import EVENTS
	from sla_id.portal.ticket_page import describe_ticket

	record = world.record(tickets[0])
	more = [Entry(EventType.UPDATE_SENT, utc_now(), key=f"uji {number}") for number in range(EVENTS)]
	write_events(record, more, "Agent")
	count = site.db.count("SLA Event", {"sla_ticket": record.name})
	site.set_user(world.PARTNER_USER)
	seen, first = 0, 0
	while True:
		page = describe_ticket(find_ticket(record.name), first)
		assert 0 < len(page["events"]) <= EVENTS
		seen, first = seen + len(page["events"]), first + EVENTS
		assert bool(page["event_pages"]["newer"]) is (first > EVENTS)
		if not page["event_pages"]["older"]:
			break
	assert seen == count > EVENTS
