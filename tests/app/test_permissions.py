"""A partner sees the records of the partners they belong to and nothing else: lists, records, counts, functions."""

from typing import Any

import pytest

from tests.app import world
from tests.app.conftest import Clockwork

OTHER = "tono@satker.example"


@pytest.fixture
def tickets(clockwork: Clockwork, site: Any) -> tuple[Any, Any]:
	"""A ticket of PT Maju and one of the Satker."""
	host = next(host for host in world.HOSTS if site.db.exists("DocType", host))
	clockwork.at("2026-06-08 09:00")
	return world.ticket(host, sla_id_priority="P2"), world.ticket(host, raised_by=OTHER)


def test_lists_and_counts_hold_only_ones_own(tickets: tuple[Any, Any], site: Any) -> None:
	mine, theirs = (f"{doc.doctype} {doc.name}" for doc in tickets)
	site.set_user(world.PARTNER_USER)
	assert site.get_list("SLA Ticket", pluck="name") == [mine]
	assert len(site.get_list("SLA Ticket", filters={"name": theirs})) == 0
	assert site.get_list("SLA Agreement", pluck="name") == ["INNOVASIA-MITRA v1.0"]
	site.set_user(OTHER)
	assert site.get_list("SLA Ticket", pluck="name") == [theirs]


def test_records_of_others_are_refused(tickets: tuple[Any, Any], site: Any) -> None:
	mine, theirs = (site.get_doc("SLA Ticket", f"{doc.doctype} {doc.name}") for doc in tickets)
	site.set_user(world.PARTNER_USER)
	assert mine.has_permission("read")
	assert not theirs.has_permission("read")
	assert not mine.has_permission("write")
	from sla_id.api.ticket import get_record

	assert get_record(mine.name)["name"] == mine.name
	with pytest.raises(site.PermissionError):
		get_record(theirs.name)


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
	assert site.get_list("SLA Ticket", pluck="name") == []
	assert site.get_list("SLA Agreement", pluck="name") == []


def test_a_disabled_partner_loses_access(tickets: tuple[Any, Any], site: Any) -> None:
	site.db.set_value("SLA Partner", world.PARTNER, "disabled", 1)
	site.set_user(world.PARTNER_USER)
	assert site.get_list("SLA Ticket", pluck="name") == []


def test_a_clean_reading_of_conditions(site: Any) -> None:
	"""A partner whose code holds a quote can't widen the condition."""
	from sla_id.portal.access import ticket_condition

	world.user("nakal@example.com", "SLA Partner", website=True)
	world.partner("x') or ('1'='1", "Nakal", "nakal@example.com")
	site.set_user("nakal@example.com")
	assert site.get_list("SLA Ticket", pluck="name") == []
	assert ticket_condition("nakal@example.com")


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


def test_teams_own_targets_are_closed_to_partners_through_rest_too(
	tickets: tuple[Any, Any], site: Any
) -> None:
	"""OLA is the provider's own matter: not by reading the record, nor by asking for its rows."""
	from frappe.client import get, get_list

	from sla_id.agreements.records.load import load_agreement
	from sla_id.data.reader import sample_agreement

	text = sample_agreement("innovasia_mitra").replace("code: INNOVASIA-MITRA", "code: DAPUR", 1)
	text = text.replace(
		"escalation: # 4.1",
		"  - {clock: ola, team: Tim Dapur, target: 1 h, calendar: business}\n\nescalation: # 4.1",
		1,
	).replace("effective_from: 2025-01-01", "effective_from: 2027-01-01", 1)
	name = load_agreement(text, "dapur.yaml", partner=world.PARTNER)
	site.set_user(world.PARTNER_USER)
	assert "Tim Dapur" not in str(get("SLA Agreement", name))
	for child, parent in (("SLA Agreement Target", "SLA Agreement"), ("SLA Ticket Clock", "SLA Ticket")):
		try:
			rows = get_list(child, fields=["parent", "clock", "team"], parent=parent, limit_page_length=0)
		except site.PermissionError:
			continue
		assert not [row for row in rows if row.get("team") or row.get("clock") == "ola"]
