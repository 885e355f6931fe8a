"""Who is called, by which channels, how often, and what taking over ends."""

from typing import Any

import pytest

from sla_id.api.escalation import acknowledge
from sla_id.api.ticket import get_clocks
from sla_id.sweep.minute_tick import run_sla_minute_tick
from tests.app import outbox_world as box
from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.recorder import recording

FIELDS = ("level", "trigger_on", "notified", "told", "acknowledged_by", "closed_utc")


@pytest.fixture(autouse=True)
def quiet(clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-18 08:00")
	box.clear()


def tier(site: Any, level: int, **values: Any) -> None:
	"""Change a tier of the agreement's policy, as a site sets it up before it is approved."""
	policy = site.db.get_value("SLA Agreement", {"partner": world.PARTNER}, "escalation_policy")
	site.db.set_value("SLA Escalation Tier", {"parent": policy, "level": level}, values)
	site.clear_document_cache("SLA Escalation Policy", policy)
	world.sign_again()


def rows(site: Any) -> dict[int, Any]:
	found = site.get_all("SLA Escalation", fields=["name", *FIELDS], order_by="level")
	return {row.level: row for row in found}


def messages(site: Any, channel: str, user: str) -> int:
	return site.db.count("SLA Outbox", {"channel": channel, "user": user, "template": "escalation"})


def test_told_again_until_somebody_takes_over(clockwork: Clockwork, site: Any) -> None:
	"""Level 2 of a P1 is told every 30 minutes, night or day; the lead takes it over and hears no more."""
	world.ticket("HD Ticket", sla_id_priority="P1")
	for moment in ("12:00", "12:30", "13:00"):
		clockwork.at(f"2026-03-18 {moment}")
		run_sla_minute_tick()
	assert (rows(site)[2].told, messages(site, "Desk", world.LEAD)) == (3, 3)
	site.set_user(world.LEAD)
	told = acknowledge(rows(site)[2].name)
	assert [entry["open"] for entry in told["escalations"]] == [False, False]
	site.set_user("Administrator")
	clockwork.at("2026-03-18 14:00")
	run_sla_minute_tick()
	assert messages(site, "Desk", world.LEAD) == 3
	found = rows(site)
	assert {found[1].acknowledged_by, found[2].acknowledged_by} == {world.LEAD}
	assert found[2].closed_utc is not None


def test_nobody_takes_over_and_the_next_tier_comes_in(clockwork: Clockwork, site: Any) -> None:
	tier(site, 2, acknowledge_within="1 h")
	world.ticket("Issue", sla_id_priority="P1")
	clockwork.at("2026-03-18 13:00")
	run_sla_minute_tick()
	assert {level: row.trigger_on for level, row in rows(site).items()} == {
		1: "reported",
		2: "percent",
		3: "unacknowledged",
	}


def test_a_p2_lets_people_sleep(clockwork: Clockwork, site: Any) -> None:
	"""Level 2 of a P2 is told within business hours only; a P1 wakes people."""
	tier(site, 2, hours=None)
	policy = site.db.get_value("SLA Agreement", {"partner": world.PARTNER}, "escalation_policy")
	business = site.get_doc("SLA Agreement", {"partner": world.PARTNER}).default_calendar
	tier(site, 2, hours=business, wakes_for="P1")
	site.db.set_value(
		"SLA Escalation Trigger",
		{"parent": policy, "trigger_on": "without_workaround"},
		{"value": "12 h", "priorities": "P1, P2"},
	)
	site.clear_document_cache("SLA Escalation Policy", policy)
	world.sign_again()
	world.ticket("HD Ticket", sla_id_priority="P2")
	clockwork.at("2026-03-18 20:00")
	run_sla_minute_tick()
	assert (rows(site)[2].told, messages(site, "Desk", world.LEAD)) == (0, 0)
	clockwork.at("2026-03-19 10:00")
	run_sla_minute_tick()
	assert messages(site, "Desk", world.LEAD) == 0, "Nyepi is no working day"
	clockwork.at("2026-03-20 09:00")
	run_sla_minute_tick()
	assert messages(site, "Desk", world.LEAD) == 1


def test_a_sleeping_scheduler_still_tells_other_systems(clockwork: Clockwork, site: Any) -> None:
	"""Level 2 was due 2 hours ago and should have been told five times: people and webhooks hear of it once, now."""
	with recording() as server:
		box.allow_loopback()
		box.endpoint(server, events="escalation")
		world.ticket("HD Ticket", sla_id_priority="P1")
		clockwork.at("2026-03-18 14:00")
		run_sla_minute_tick()
	assert (rows(site)[2].told, messages(site, "Desk", world.LEAD)) == (1, 1)
	hooks = {"channel": "Webhook", "template": "escalation"}
	assert site.db.count("SLA Outbox", hooks) == 2, "level 1 and level 2"


def test_who_is_on_duty_is_called(clockwork: Clockwork, site: Any) -> None:
	schedule = site.get_doc(
		{
			"doctype": "SLA On-call Schedule",
			"schedule_name": "Malam",
			"time_zone": "Asia/Jakarta",
			"starts_on": "2026-03-16 08:00:00",
			"turn_days": 1,
			"members": [{"user": world.AGENT}, {"user": world.CHIEF}],
			"overrides": [
				{"user": world.LEAD, "from_time": "2026-03-18 13:00:00", "to_time": "2026-03-18 18:00:00"}
			],
		}
	).insert()
	tier(site, 2, schedule=schedule.name, role="SLA Manager")
	world.ticket("HD Ticket", sla_id_priority="P1")
	clockwork.at("2026-03-18 12:00")
	run_sla_minute_tick()
	assert rows(site)[2].notified == world.AGENT
	clockwork.at("2026-03-18 13:00")
	run_sla_minute_tick()
	assert rows(site)[2].notified == world.LEAD
	site.db.set_value("User", world.CHIEF, "enabled", 0)
	site.clear_document_cache("User", world.CHIEF)
	clockwork.at("2026-03-19 09:00")
	run_sla_minute_tick()
	assert world.LEAD in rows(site)[2].notified, "who is on duty has left: the role's holders are called"


def test_a_tier_without_anybody_calls_the_managers(clockwork: Clockwork, site: Any) -> None:
	tier(site, 1, role=None)
	world.ticket("HD Ticket", sla_id_priority="P2")
	assert world.LEAD in rows(site)[1].notified


def test_it_is_told_by_the_channels_of_the_tier(clockwork: Clockwork, site: Any) -> None:
	"""WhatsApp and SMS go to mobile numbers in international form; who has none is told by the others."""
	tier(site, 1, tell_by="desk, whatsapp")
	site.db.set_value("User", world.AGENT, "mobile_no", "+62 812-3456-7890")
	site.clear_document_cache("User", world.AGENT)
	with recording() as server:
		box.allow_loopback()
		box.account(server, "WhatsApp")
		world.ticket("HD Ticket", sla_id_priority="P2")
	found = site.get_all(
		"SLA Outbox", filters={"template": "escalation"}, fields=["channel", "recipient", "user"]
	)
	assert ("WhatsApp", "+6281234567890") in {(row.channel, row.recipient) for row in found}
	assert {row.channel for row in found} == {"Desk", "WhatsApp"}


@pytest.mark.parametrize(
	("user", "why"),
	[(world.PARTNER_USER, "PermissionError"), ("Guest", "PermissionError"), (world.CHIEF, "PermissionError")],
)
def test_who_isnt_called_cant_take_over(user: str, why: str, clockwork: Clockwork, site: Any) -> None:
	world.ticket("HD Ticket", sla_id_priority="P2")
	name = rows(site)[1].name
	site.set_user(user)
	with pytest.raises(getattr(site, why)):
		acknowledge(name)
	site.set_user("Administrator")
	assert rows(site)[1].acknowledged_by is None


def test_taking_over_twice_says_who_has_it(clockwork: Clockwork, site: Any) -> None:
	ticket = world.ticket("HD Ticket", sla_id_priority="P2")
	name = rows(site)[1].name
	site.set_user(world.AGENT)
	acknowledge(name)
	with pytest.raises(site.ValidationError, match="Sari has already taken this over"):
		acknowledge(name)
	assert get_clocks("HD Ticket", str(ticket.name))["escalations"][0]["acknowledged_by"] == "Sari"
	site.set_user("Administrator")
	with pytest.raises(site.DoesNotExistError, match="no escalation"):
		acknowledge("there is none")


def test_partners_dont_learn_whom_an_escalation_calls(clockwork: Clockwork, site: Any) -> None:
	ticket = world.ticket("HD Ticket", sla_id_priority="P2")
	site.set_user(world.PARTNER_USER)
	from sla_id.api.ticket import get_record

	assert get_record(f"HD Ticket {ticket.name}")["escalations"] == []


@pytest.mark.parametrize(
	("values", "message"),
	[
		({"time_zone": "Jakarta"}, "no time zone Jakarta"),
		({"turn_days": 0}, "1 or more"),
		({"members": []}, "at least one person"),
		(
			{
				"overrides": [
					{"user": world.LEAD, "from_time": "2026-03-18 13:00", "to_time": "2026-03-18 12:00"}
				]
			},
			"the end must be after the start",
		),
	],
)
def test_a_schedule_that_cant_be_computed_is_refused(values: dict[str, Any], message: str, site: Any) -> None:
	schedule = {
		"doctype": "SLA On-call Schedule",
		"schedule_name": "Salah",
		"time_zone": "Asia/Jakarta",
		"starts_on": "2026-03-16 08:00:00",
		"turn_days": 7,
		"members": [{"user": world.AGENT}],
		**values,
	}
	with pytest.raises(site.ValidationError, match=message):
		site.get_doc(schedule).insert()
