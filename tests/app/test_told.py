"""Told means told: who is reached by which way, who isn't and why, and who is told instead."""

from html import unescape
from typing import Any

import pytest

from sla_id.api.escalation import acknowledge
from sla_id.notify.outbox import deliver_due
from tests.app import outbox_world as box
from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.recorder import Reply, recording
from tests.app.test_take_over import tier

RANI = "rani@provider.example"
"""On the staff, but without a desk: only e-mail reaches her."""


@pytest.fixture(autouse=True)
def quiet(clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-18 08:00")
	world.user(RANI, website=True)
	box.clear()


def call(site: Any, **values: Any) -> Any:
	"""A P2 whose level 1, of one person by default, is told as it is reported; the row of its escalation."""
	tier(site, 1, **{"role": None, "user": world.AGENT, **values})
	ticket = world.ticket("HD Ticket", sla_id_priority="P2")
	return row_of(site, ticket)


def row_of(site: Any, ticket: Any) -> Any:
	found = {"sla_ticket": f"{ticket.doctype} {ticket.name}", "level": 1}
	return site.get_doc("SLA Escalation", found)


def change_user(site: Any, user: str, **values: Any) -> None:
	site.db.set_value("User", user, values)
	site.clear_document_cache("User", user)


def sent(site: Any) -> set[tuple[str, str]]:
	"""(channel, user) of every message about an escalation."""
	rows = site.get_all("SLA Outbox", filters={"template": "escalation"}, fields=["channel", "user"])
	return {(row.channel, row.user) for row in rows if row.user}


def said(row: Any) -> dict[tuple[str, str], tuple[int, str]]:
	"""What the row says of each person and channel: how often told, and why not."""
	return {(line.user, line.channel or ""): (line.told, line.why_not or "") for line in row.tellings}


def give_account(site: Any, channel: str) -> None:
	account = {
		"doctype": "SLA Channel Account",
		"title": channel,
		"channel": channel,
		"phone_number_id": "555",
	}
	account |= {
		"provider_template": "sla_update",
		"access_token": "EAAG",
		"url": "https://gateway.example/send",
	}
	site.get_doc(account).insert()


@pytest.mark.parametrize(
	("number", "why"),
	[
		("", "User has no mobile number"),
		("0812", "Mobile number can't be read"),
		("021 5790 0000 ext. 3", "Mobile number can't be read"),
	],
)
def test_a_person_whom_whatsapp_cannot_reach_is_told_by_bell_and_mail(
	number: str, why: str, site: Any
) -> None:
	give_account(site, "WhatsApp")
	change_user(site, world.AGENT, mobile_no=number)
	row = call(site, tell_by="whatsapp")
	assert sent(site) == {("Desk", world.AGENT), ("E-mail", world.AGENT)}
	assert (row.notified, row.told) == (world.AGENT, 1)
	assert said(row) == {
		(world.AGENT, "WhatsApp"): (0, why),
		(world.AGENT, "Desk"): (1, ""),
		(world.AGENT, "E-mail"): (1, ""),
	}


@pytest.mark.parametrize(
	("channel", "code"), [("WhatsApp", "whatsapp"), ("SMS", "sms"), ("Gateway", "gateway")]
)
def test_without_an_account_the_next_way_is_taken(channel: str, code: str, site: Any) -> None:
	change_user(site, world.AGENT, mobile_no="+6281234567890")
	row = call(site, tell_by=code)
	assert sent(site) == {("Desk", world.AGENT), ("E-mail", world.AGENT)}
	assert said(row)[world.AGENT, channel] == (0, "No enabled account for this channel")


@pytest.mark.parametrize("number", ["0812-3456-7890", "0062 812 3456 7890", "+62 (0)812 3456 7890"])
def test_a_number_as_people_write_it_is_reached(number: str, site: Any) -> None:
	give_account(site, "WhatsApp")
	change_user(site, world.AGENT, mobile_no=number)
	row = call(site, tell_by="whatsapp")
	assert site.get_all("SLA Outbox", {"template": "escalation"}, pluck="recipient") == ["+6281234567890"]
	assert said(row) == {(world.AGENT, "WhatsApp"): (1, "")}


def test_no_sms_goes_to_a_fixed_line(site: Any) -> None:
	give_account(site, "SMS")
	site.db.set_single_value("SMS Settings", "sms_gateway_url", "https://sms.example")
	change_user(site, world.AGENT, mobile_no="021 5790 0000")
	row = call(site, tell_by="sms")
	assert said(row)[world.AGENT, "SMS"] == (0, "Fixed lines take no SMS")
	assert ("Desk", world.AGENT) in sent(site)


def test_with_email_switched_off_the_bell_rings(site: Any) -> None:
	site.db.set_single_value("SLA Settings", "email_on_escalation", 0)
	row = call(site, tell_by="email")
	assert sent(site) == {("Desk", world.AGENT)}
	assert said(row)[world.AGENT, "E-mail"] == (0, "E-mail is switched off in SLA Settings")


def test_an_address_that_has_unsubscribed_is_not_told_by_mail(site: Any) -> None:
	site.get_doc({"doctype": "Email Unsubscribe", "email": world.AGENT, "global_unsubscribe": 1}).insert(
		ignore_permissions=True
	)
	row = call(site, tell_by="email")
	assert sent(site) == {("Desk", world.AGENT)}
	assert said(row)[world.AGENT, "E-mail"] == (0, "Address has unsubscribed")


def test_who_has_switched_the_bell_off_gets_a_mail(site: Any) -> None:
	if not site.db.exists("Notification Settings", world.AGENT):
		site.get_doc({"doctype": "Notification Settings", "name": world.AGENT}).insert(
			ignore_permissions=True, set_name=world.AGENT
		)
	site.db.set_value("Notification Settings", world.AGENT, "enabled", 0)
	row = call(site, tell_by="desk")
	assert sent(site) == {("E-mail", world.AGENT)}
	assert said(row)[world.AGENT, "Desk"] == (0, "Notifications are switched off by the user")


def test_of_two_people_only_who_is_reached_is_named(site: Any) -> None:
	"""Level 1 calls an agent with a desk and Rani without one, by the bell and no e-mail."""
	site.db.set_single_value("SLA Settings", "email_on_escalation", 0)
	site.get_doc({"doctype": "Role", "role_name": "Piket", "desk_access": 0}).insert(ignore_if_duplicate=True)
	for user in (world.AGENT, RANI):
		site.get_doc("User", user).add_roles("Piket")
	row = call(site, role="Piket", user=None, tell_by="desk")
	assert (row.notified, row.told, sent(site)) == (world.AGENT, 1, {("Desk", world.AGENT)})
	assert said(row)[RANI, "Desk"] == (0, "User has no desk")
	assert said(row)[RANI, "E-mail"] == (0, "E-mail is switched off in SLA Settings")


def test_a_person_without_any_way_is_passed_over_for_the_managers(site: Any) -> None:
	site.db.set_single_value("SLA Settings", "email_on_escalation", 0)
	row = call(site, user=RANI, tell_by="whatsapp")
	assert world.LEAD in row.notified.split(", ")
	assert RANI not in row.notified
	assert row.told == 1
	found = said(row)
	assert found[RANI, "Desk"] == (0, "User has no desk")
	assert found[RANI, "E-mail"] == (0, "E-mail is switched off in SLA Settings")
	assert found[RANI, "WhatsApp"] == (0, "No enabled account for this channel")


def test_a_disabled_person_is_named_as_not_told_and_the_next_on_call_is(site: Any) -> None:
	schedule = site.get_doc(
		{
			"doctype": "SLA On-call Schedule",
			"schedule_name": "Malam",
			"time_zone": "Asia/Jakarta",
			"starts_on": "2026-03-16 08:00:00",
			"turn_days": 7,
			"members": [{"user": RANI}, {"user": world.AGENT}, {"user": world.CHIEF}],
		}
	).insert()
	change_user(site, RANI, enabled=0)
	row = call(site, user=None, schedule=schedule.name)
	assert row.notified == world.AGENT, "the next in turn, and nobody else"
	assert said(row)[RANI, ""] == (0, "User is disabled")


def test_where_nobody_can_be_told_the_row_and_the_log_say_so(site: Any) -> None:
	site.db.set_single_value("SLA Settings", "email_on_escalation", 0)
	for user in {*managers(site), RANI}:
		change_user(site, user, user_type="Website User")
	row = call(site, user=RANI)
	assert (row.notified, row.told) == ("", 0)
	assert not sent(site)
	assert {why for _told, why in said(row).values()} >= {"User has no desk"}
	assert site.db.exists("Error Log", {"method": f"Nobody could be told of {row.name}"})


def managers(site: Any) -> list[str]:
	from sla_id.notify.role_holders import users_of_role

	return [user for role in ("SLA Manager", "System Manager") for user in users_of_role(role)]


def test_a_telling_after_the_number_was_given_takes_the_tiers_own_way(
	clockwork: Clockwork, site: Any
) -> None:
	from sla_id.sweep.minute_tick import run_sla_minute_tick

	give_account(site, "WhatsApp")
	change_user(site, world.AGENT, mobile_no="")
	row = call(site, tell_by="whatsapp", repeat_every="30 min")
	change_user(site, world.AGENT, mobile_no="0812 3456 7890")
	clockwork.at("2026-03-18 08:31")
	run_sla_minute_tick()
	row.reload()
	assert row.told == 2
	assert said(row) == {
		(world.AGENT, "WhatsApp"): (1, ""),
		(world.AGENT, "Desk"): (1, ""),
		(world.AGENT, "E-mail"): (1, ""),
	}


# What could not be delivered


def test_a_message_that_is_refused_for_good_goes_by_the_next_way(site: Any) -> None:
	change_user(site, world.AGENT, mobile_no="0812 3456 7890")
	with recording() as server:
		box.allow_loopback()
		box.account(server, "WhatsApp")
		server.answer(Reply(400, b"{}"))
		row = call(site, tell_by="whatsapp")
		assert sent(site) == {("WhatsApp", world.AGENT)}
		deliver_due()
	assert sent(site) == {("WhatsApp", world.AGENT), ("Desk", world.AGENT), ("E-mail", world.AGENT)}
	row.reload()
	assert (row.notified, row.told) == (world.AGENT, 1)
	assert said(row)[world.AGENT, "WhatsApp"] == (0, "Message could not be delivered")
	assert said(row)[world.AGENT, "Desk"] == (1, "")
	deliver_due()
	assert (
		len(site.get_all("Notification Log", {"for_user": world.AGENT, "document_name": row.sla_ticket})) == 1
	)


def test_a_receipt_that_says_undelivered_counts_as_not_told(site: Any) -> None:
	from sla_id.notify.outbox.delivery_receipts import DeliveryReceipt, apply

	change_user(site, world.AGENT, mobile_no="0812 3456 7890")
	with recording() as server:
		box.allow_loopback()
		account = box.account(server, "WhatsApp")
		row = call(site, tell_by="whatsapp")
		deliver_due()
	name = site.db.get_value("SLA Outbox", {"template": "escalation", "channel": "WhatsApp"})
	assert apply(DeliveryReceipt("Failed", message=name, error="131026: not on WhatsApp"), account)
	row.reload()
	assert said(row)[world.AGENT, "WhatsApp"] == (0, "Message could not be delivered")
	assert ("Desk", world.AGENT) in sent(site)


def test_when_every_way_to_a_person_failed_the_next_person_is_told(site: Any) -> None:
	"""Rani has e-mail alone, and the account for it goes before the message leaves."""
	row = call(site, user=RANI, tell_by="email")
	assert (row.notified, sent(site)) == (RANI, {("E-mail", RANI)})
	name = site.db.get_value("SLA Outbox", {"template": "escalation", "channel": "E-mail"})
	site.get_doc({"doctype": "Email Unsubscribe", "email": RANI, "global_unsubscribe": 1}).insert(
		ignore_permissions=True
	)
	deliver_due()
	assert site.db.get_value("SLA Outbox", name, "state") == "Dead"
	row.reload()
	assert RANI not in row.notified
	assert world.LEAD in row.notified.split(", ")
	assert (row.told, said(row)[RANI, "E-mail"]) == (1, (0, "Message could not be delivered"))
	assert ("E-mail", world.LEAD) in sent(site)


def test_who_was_told_by_the_bell_all_the_same_needs_no_other_way(site: Any) -> None:
	change_user(site, world.AGENT, mobile_no="0812 3456 7890")
	with recording() as server:
		box.allow_loopback()
		box.account(server, "WhatsApp")
		server.answer(Reply(400, b"{}"))
		row = call(site, tell_by="desk, whatsapp")
		deliver_due()
	row.reload()
	assert sent(site) == {("Desk", world.AGENT), ("WhatsApp", world.AGENT)}
	assert (row.notified, row.told) == (world.AGENT, 1)
	assert said(row) == {
		(world.AGENT, "Desk"): (1, ""),
		(world.AGENT, "WhatsApp"): (0, "Message could not be delivered"),
	}


def test_of_two_people_the_one_whose_message_died_is_taken_back(site: Any) -> None:
	"""The other was told, so nobody else is called."""
	site.get_doc({"doctype": "Role", "role_name": "Piket", "desk_access": 0}).insert(ignore_if_duplicate=True)
	for user in (world.AGENT, RANI):
		site.get_doc("User", user).add_roles("Piket")
	row = call(site, role="Piket", user=None, tell_by="email")
	assert row.notified == f"{RANI}, {world.AGENT}"
	site.get_doc({"doctype": "Email Unsubscribe", "email": RANI, "global_unsubscribe": 1}).insert(
		ignore_permissions=True
	)
	deliver_due()
	row.reload()
	assert (row.notified, row.told) == (world.AGENT, 1)
	assert sent(site) == {("E-mail", RANI), ("E-mail", world.AGENT)}


def test_after_take_over_nobody_else_is_told(site: Any) -> None:
	row = call(site, user=RANI, tell_by="email")
	site.get_doc({"doctype": "Email Unsubscribe", "email": RANI, "global_unsubscribe": 1}).insert(
		ignore_permissions=True
	)
	acknowledge(row.name)
	deliver_due()
	row.reload()
	assert sent(site) == {("E-mail", RANI)}
	assert (row.notified, row.told) == ("", 0)
	assert said(row)[RANI, "E-mail"] == (0, "Message could not be delivered")


def test_an_e_mail_that_frappe_gave_up_counts_as_not_told(site: Any) -> None:
	"""The queue took it, the mail server refused it for good."""
	from sla_id.notify.outbox.mail_failures import report_failed_mails

	row = call(site, tell_by="email")
	deliver_due()
	name, mail = site.db.get_value("SLA Outbox", {"template": "escalation"}, ["name", "provider_id"])
	assert report_failed_mails() == 0
	site.db.set_value("Email Queue", mail, {"status": "Error", "error": "Traceback\n550 no such mailbox"})
	assert report_failed_mails() == 1
	state, error = site.db.get_value("SLA Outbox", name, ["state", "last_error"])
	assert (state, error) == ("Failed", "Frappe could not send the e-mail: 550 no such mailbox")
	row.reload()
	assert (row.notified, row.told) == (world.AGENT, 1)
	assert said(row)[world.AGENT, "E-mail"] == (0, "Message could not be delivered")
	assert ("Desk", world.AGENT) in sent(site)
	assert report_failed_mails() == 0, "once"


@pytest.mark.parametrize("status", ["Not Sent", "Sent"])
def test_an_e_mail_that_frappe_does_not_send_in_time_counts_as_not_told(
	status: str, site: Any, clockwork: Clockwork
) -> None:
	"""Its queue took it, and nobody works it off: sending is suspended or muted, or no worker runs."""
	from sla_id.notify.outbox.mail_failures import report_failed_mails

	row = call(site, tell_by="email")
	deliver_due()
	name, mail = site.db.get_value("SLA Outbox", {"template": "escalation"}, ["name", "provider_id"])
	site.db.set_value("Email Queue", mail, "status", status, update_modified=False)
	clockwork.at("2026-03-18 08:05")
	assert report_failed_mails() == 0
	clockwork.at("2026-03-18 08:11")
	assert report_failed_mails() == (1 if status == "Not Sent" else 0)
	row.reload()
	late = (0, "Message was not delivered in time")
	assert said(row)[world.AGENT, "E-mail"] == (late if status == "Not Sent" else (1, ""))
	assert (("Desk", world.AGENT) in sent(site)) is (status == "Not Sent")
	assert (row.notified, row.told) == (world.AGENT, 1)
	assert site.db.get_value("SLA Outbox", name, "state") == "Sent", "it may leave yet"
	assert report_failed_mails() == 0, "once"


def test_suspended_e_mail_reaches_nobody(site: Any) -> None:
	site.db.set_default("suspend_email_queue", 1)
	row = call(site, tell_by="email")
	assert said(row) == {
		(world.AGENT, "E-mail"): (0, "Sending of e-mail is suspended on this site"),
		(world.AGENT, "Desk"): (1, ""),
	}


# Found before anything fires


def policy_of(site: Any) -> Any:
	name = site.db.get_value("SLA Agreement", {"partner": world.PARTNER}, "escalation_policy")
	return site.get_doc("SLA Escalation Policy", name)


def agreement(site: Any) -> str:
	return str(site.db.get_value("SLA Agreement", {"partner": world.PARTNER}))


def heard(site: Any) -> str:
	"""What who saves is told."""
	said = " ".join(str(entry.get("message", entry)) for entry in site.local.message_log)
	site.local.message_log = []
	return unescape(said)


def not_told(site: Any) -> list[str]:
	from sla_id.api.agreement import check

	return [
		f"{row['message']} {row['advice']}"
		for row in check(agreement(site))
		if row["code"] == "tier-not-told"
	]


def test_the_check_of_an_agreement_says_who_cannot_be_told(site: Any) -> None:
	assert not_told(site) == [], "bell and e-mail reach everybody of the sample"
	tier(site, 1, role=None, user=world.AGENT, tell_by="whatsapp")
	(said,) = not_told(site)
	assert said.startswith(
		"Level 1: Sari is told by bell, e-mail alone (WhatsApp: No enabled account for this channel)."
	)
	site.local.lang = "id"
	(said,) = not_told(site)
	assert said.startswith("Tingkat 1: Sari")
	assert "No enabled" not in said
	site.local.lang = "en"
	site.db.set_single_value("SLA Settings", "email_on_escalation", 0)
	tier(site, 1, user=RANI)
	assert any("Rani can't be told at all" in line for line in not_told(site))
	tier(site, 1, user=None)
	assert any("Level 1 names nobody" in line for line in not_told(site))


def test_who_saves_a_user_whom_a_tier_calls_hears_what_is_missing(site: Any) -> None:
	give_account(site, "WhatsApp")
	tier(site, 1, role=None, user=world.AGENT, tell_by="desk, whatsapp")
	user = site.get_doc("User", world.AGENT)
	heard(site)
	user.mobile_no = "0812 3456 7890"
	user.save()
	assert heard(site) == ""
	user.mobile_no = ""
	user.save()
	assert "Level 1: Sari is told by bell alone (WhatsApp: User has no mobile number)" in heard(site)
	user.enabled = 0
	user.save()
	assert "Sari can't be told at all (User is disabled)" in heard(site)
	other = site.get_doc("User", world.CHIEF)
	tier(site, 3, role=None, user=world.LEAD)
	other.save()
	assert heard(site) == "", "no tier calls them"


def test_who_saves_a_policy_or_a_schedule_hears_it_too(site: Any) -> None:
	policy = site.copy_doc(policy_of(site))
	policy.policy_name = "Sendiri"
	policy.tiers[0].update({"role": None, "user": world.AGENT, "tell_by": "sms"})
	heard(site)
	policy.insert()
	assert "Level 1: Sari is told by bell, e-mail alone (SMS: No enabled account" in heard(site)
	schedule = {
		"doctype": "SLA On-call Schedule",
		"schedule_name": "Malam",
		"time_zone": "Asia/Jakarta",
		"starts_on": "2026-03-16 08:00:00",
		"turn_days": 7,
		"members": [{"user": RANI}, {"user": world.AGENT}],
	}
	change_user(site, world.AGENT, enabled=0)
	site.get_doc(schedule).insert()
	said = heard(site)
	assert "Sari" in said and "Rani" not in said


def test_who_switches_a_channel_off_hears_whom_it_silences(site: Any) -> None:
	change_user(site, world.AGENT, mobile_no="0812 3456 7890")
	give_account(site, "WhatsApp")
	tier(site, 1, role=None, user=world.AGENT, tell_by="whatsapp")
	account = site.get_doc("SLA Channel Account", "WhatsApp")
	heard(site)
	account.enabled = 0
	account.save()
	assert "Sari is told by bell, e-mail alone (WhatsApp: No enabled account" in heard(site)
	tier(site, 1, tell_by="email")
	settings = site.get_single("SLA Settings")
	settings.email_on_escalation = 0
	settings.save()
	assert "E-mail is switched off in SLA Settings" in heard(site)


def test_who_saves_a_partner_hears_of_contacts_without_an_address(site: Any) -> None:
	partner = site.get_doc("SLA Partner", world.PARTNER)
	heard(site)
	partner.save()
	assert heard(site) == ""
	partner.append("contacts", {"job_title": "Teknisi", "contact_role": "Technical"})
	partner.save()
	assert "Row 2, Teknisi: no e-mail address" in heard(site)


def test_what_cannot_be_found_out_stops_nobody_from_saving(
	site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	from sla_id.escalation import unreachable

	def fail(*_args: Any) -> Any:
		site.throw("no such policy")

	monkeypatch.setattr(unreachable, "find_gaps", fail)
	tier(site, 1, role=None, user=world.AGENT)
	heard(site)
	site.get_doc("User", world.AGENT).save()
	assert site.db.exists("Error Log", {"method": ["like", "%could not be found out%"]})
	assert heard(site) == ""


# A channel that is down


def test_a_channel_that_is_down_for_ten_minutes_is_not_waited_for(clockwork: Clockwork, site: Any) -> None:
	"""The message is tried on, for hours if need be; its person hears meanwhile by bell and e-mail, once."""
	from sla_id.sweep.minute_tick import run_sla_minute_tick

	change_user(site, world.AGENT, mobile_no="0812 3456 7890")
	with recording() as server:
		box.allow_loopback()
		box.account(server, "WhatsApp")
		server.answer(Reply(503))
		row = call(site, tell_by="whatsapp")
		for minute in range(1, 9):
			clockwork.at(f"2026-03-18 08:{minute:02}")
			deliver_due()
		assert sent(site) == {("WhatsApp", world.AGENT)}, "it may come yet"
		for minute in range(9, 14):
			clockwork.at(f"2026-03-18 08:{minute:02}")
			run_sla_minute_tick()
			deliver_due()
		assert sent(site) == {("WhatsApp", world.AGENT), ("Desk", world.AGENT), ("E-mail", world.AGENT)}
		row.reload()
		assert (row.notified, row.told) == (world.AGENT, 1)
		assert said(row)[world.AGENT, "WhatsApp"] == (0, "Message was not delivered in time")
		state = {"channel": "WhatsApp", "template": "escalation"}
		assert site.db.get_value("SLA Outbox", state, "state") == "Queued", "still tried"
		server.answer(Reply(200, b'{"messages": [{"id": "x"}]}'))
		clockwork.at("2026-03-18 10:00")
		deliver_due()
	assert site.db.get_value("SLA Outbox", state, "state") == "Sent"
	assert len(site.get_all("SLA Outbox", {"template": "escalation"})) == 3


@pytest.mark.parametrize("wish", [{}, {"Retry-After": "3000"}])
def test_whatever_the_backoff_draws_nobody_waits_longer_than_ten_minutes(
	wish: dict[str, str], clockwork: Clockwork, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""The pauses between attempts grow to an hour, or to what a server asks for: others hear meanwhile."""
	monkeypatch.setattr("sla_id.notify.outbox.backoff.wait.__defaults__", (None, lambda _least, most: most))
	from sla_id.sweep.minute_tick import run_sla_minute_tick

	change_user(site, world.AGENT, mobile_no="0812 3456 7890")
	with recording() as server:
		box.allow_loopback()
		box.account(server, "WhatsApp")
		server.answer(Reply(503, headers=wish))
		row = call(site, tell_by="whatsapp")
		for minute in range(1, 10):
			clockwork.at(f"2026-03-18 08:{minute:02}")
			deliver_due()
		assert sent(site) == {("WhatsApp", world.AGENT)}
		for minute in (10, 11):
			clockwork.at(f"2026-03-18 08:{minute:02}")
			run_sla_minute_tick()
			deliver_due()
		assert ("Desk", world.AGENT) in sent(site)
		row.reload()
		assert (row.notified, row.told) == (world.AGENT, 1)


@pytest.mark.parametrize(("channel", "missing"), [("WhatsApp", "phone_number_id"), ("Gateway", "url")])
def test_an_account_that_lacks_what_every_message_needs_is_none(
	channel: str, missing: str, site: Any
) -> None:
	change_user(site, world.AGENT, mobile_no="0812 3456 7890")
	give_account(site, channel)
	account = site.get_doc("SLA Channel Account", channel)
	account.set(missing, "")
	account.save()
	row = call(site, tell_by=channel.lower())
	assert said(row)[world.AGENT, channel] == (0, "Account for this channel is incomplete")
	assert ("Desk", world.AGENT) in sent(site)


@pytest.mark.parametrize(
	("field", "text"),
	[("headers", "{"), ("headers", "[1]"), ("body_template", "{to: }"), ("body_template", "[" * 5000)],
)
def test_a_gateway_that_could_send_nothing_is_not_saved(field: str, text: str, site: Any) -> None:
	give_account(site, "Gateway")
	account = site.get_doc("SLA Channel Account", "Gateway")
	account.set(field, text)
	with pytest.raises(site.ValidationError, match="give JSON"):
		account.save()
