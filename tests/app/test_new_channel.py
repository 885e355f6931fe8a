"""A channel of another app is one file (`pager_channel.py`) and one line of hooks.py: everything else asks its value."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sla_id.notify.outbox.channels import NoChannel, all_channels, personal_channels, usual_channels
from tests.app import outbox_world as box
from tests.app import pager_channel, world
from tests.app.conftest import Clockwork
from tests.app.recorder import Recorder, Reply, recording
from tests.app.test_outbox_channels import call
from tests.app.test_take_over import tier
from tests.app.test_told import call as escalate
from tests.app.test_told import change_user, said, sent

OPTIONS = ("SLA Outbox", "SLA Channel Account", "SLA Escalation Telling")


@pytest.fixture
def server(site: Any, clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorder]:
	from sla_id.setup.channel_options import offer_channels

	clockwork.at("2026-03-18 08:00")
	box.clear()
	box.allow_loopback()
	box.register(monkeypatch, pager_channel.PATH)
	offer_channels()
	with recording() as recorder:
		yield recorder
	site.db.delete("Property Setter", {"doc_type": ("in", OPTIONS)})
	for doctype in OPTIONS:
		site.clear_cache(doctype=doctype)


def receipt(account: str, content: dict[str, Any], secret: str = box.SECRET) -> Any:
	from sla_id.api.receipts import of_account

	body = json.dumps(content).encode()
	headers = {"X-Pager-Signature": pager_channel.sign(secret, body)}
	return call(of_account, body, headers=headers, account=account)


def test_its_message_leaves_and_its_receipt_comes(server: Recorder, site: Any) -> None:
	account = box.account(server, "Pager")
	row = box.text("Pager", number="7890")
	assert (row.state, row.account) == ("Queued", account)
	box.deliver(row)
	(request,) = server.requests
	assert (request.json()["pager"], request.json()["ref"]) == ("7890", row.name)
	assert (row.state, row.provider_id, row.body) == ("Sent", f"beep-{row.name}", request.json()["text"])
	with pytest.raises(site.PermissionError):
		receipt(account, {"beeped": True, "ref": row.name}, secret="tebakan")
	row.reload()
	assert row.state == "Sent"
	assert receipt(account, {"beeped": True, "ref": row.name}).status_code == 200
	row.reload()
	assert row.state == "Delivered"


@pytest.mark.parametrize(("in_doubt", "state"), [("Leave to a person", "Failed"), ("Send again", "Queued")])
def test_what_is_in_doubt_is_the_accounts_to_say(server: Recorder, in_doubt: str, state: str) -> None:
	box.account(server, "Pager", when_in_doubt=in_doubt)
	server.answer(Reply(reset=True))
	row = box.text("Pager", number="7890")
	box.deliver(row)
	assert row.state == state


def test_an_account_that_is_down_is_put_off(server: Recorder, site: Any) -> None:
	account = box.account(server, "Pager")
	server.answer(Reply(429, headers={"Retry-After": "600"}))
	row, other = box.text("Pager", "k1", "7890"), box.text("Pager", "k2", "7891")
	box.deliver(row, other)
	assert sorted((row.attempts, other.attempts)) == [0, 1], "the other one waits without an attempt"
	assert site.db.get_value("SLA Channel Account", account, "down_until_utc")


def test_a_tiers_people_are_told_by_it(server: Recorder, site: Any) -> None:
	box.account(server, "Pager")
	change_user(site, world.AGENT, mobile_no="+6281234567890")
	row = escalate(site, tell_by="pager")
	assert (sent(site), said(row)) == ({("Pager", world.AGENT)}, {(world.AGENT, "Pager"): (1, "")})
	recipients = site.get_all("SLA Outbox", {"channel": "Pager"}, pluck="recipient")
	assert recipients == ["7890"]
	row.save()


def test_whom_it_does_not_reach_is_told_otherwise(server: Recorder, site: Any) -> None:
	box.account(server, "Pager")
	change_user(site, world.AGENT, mobile_no="")
	row = escalate(site, tell_by="pager")
	assert said(row)[world.AGENT, "Pager"] == (0, pager_channel.NO_PAGER)
	assert sent(site) == {("Desk", world.AGENT), ("E-mail", world.AGENT)}


def test_it_is_the_last_way_to_who_is_reached_by_no_other(server: Recorder, site: Any) -> None:
	"""Bell and e-mail are switched off, there is no account for WhatsApp, SMS or a gateway."""
	box.account(server, "Pager")
	change_user(site, world.AGENT, mobile_no="+6281234567890", email="")
	site.get_doc({"doctype": "Notification Settings", "name": world.AGENT, "enabled": 0}).insert(
		ignore_if_duplicate=True
	)
	site.db.set_value("Notification Settings", world.AGENT, "enabled", 0)
	row = escalate(site, tell_by="desk")
	assert sent(site) == {("Pager", world.AGENT)}
	assert list(said(row))[-1] == (world.AGENT, "Pager")


def test_a_policy_may_name_it(server: Recorder, site: Any) -> None:
	tier(site, 1)
	policy = site.get_doc("SLA Escalation Policy", site.get_all("SLA Escalation Policy", pluck="name")[0])
	policy.tiers[0].tell_by = "desk, pager"
	policy.validate()
	policy.tiers[0].tell_by = "desk, fax"
	with pytest.raises(site.ValidationError, match="desk, email, whatsapp, sms, gateway, pager"):
		policy.validate()


def test_lists_and_forms_offer_it(server: Recorder, site: Any) -> None:
	for doctype in OPTIONS:
		field = site.get_meta(doctype).get_field("channel")
		assert "Pager" in field.options.split("\n"), doctype
	why_not = site.get_meta("SLA Escalation Telling").get_field("why_not")
	assert pager_channel.NO_PAGER in why_not.options.split("\n")
	box.account(server, "Pager")
	box.text("Pager", number="7890")
	assert [row.channel for row in site.get_list("SLA Outbox", {"channel": "Pager"}, ["channel"])] == [
		"Pager"
	]


def test_what_is_shipped_is_offered_without_more_ado(site: Any) -> None:
	from sla_id.setup.channel_options import offer_channels

	offer_channels()
	assert not site.db.exists("Property Setter", {"doc_type": ("in", OPTIONS)})


def test_the_channels_and_their_order(site: Any) -> None:
	assert list(all_channels()) == ["Desk", "E-mail", "WhatsApp", "SMS", "Gateway", "Webhook"]
	assert list(personal_channels()) == ["desk", "email", "whatsapp", "sms", "gateway"]
	assert usual_channels() == ("Desk", "E-mail")
	with pytest.raises(NoChannel, match="Pager"):
		box.text("Pager", number="7890")


def test_nobody_else_names_a_channel() -> None:
	"""Titles of channels stand in their own files, in texts for templates, and nowhere else in the rooms that tell people."""
	import sla_id

	app = Path(sla_id.__file__).parent
	texts = ("standard_texts.py", "standard_digest_texts.py", "standard_request_texts.py", "message_texts.py")
	rooms = [
		path
		for room in ("notify", "escalation")
		for path in (app / room).rglob("*.py")
		if path.parent.name != "channels" and path.name not in texts
	]
	named = re.compile(r'"(Desk|E-mail|WhatsApp|SMS|Gateway|Webhook)"')
	assert [path.name for path in rooms if named.search(path.read_text(encoding="utf-8"))] == []
