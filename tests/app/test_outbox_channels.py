"""WhatsApp, gateway and SMS: what leaves, what their answers mean, what is done in doubt, and their receipts."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest

from sla_id.instants import utc_now
from sla_id.notify.outbox import Message, enqueue
from sla_id.notify.outbox.webhook_signature import sign
from tests.app import outbox_world as box
from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.recorder import Recorder, Reply, recording

ACCEPTED = Reply(200, json.dumps({"messages": [{"id": "wamid.1"}]}).encode())
HOSTILE = 'RAHASIA {{ link }} <script>gaji"\n'


@pytest.fixture
def server(site: Any, clockwork: Clockwork) -> Iterator[Recorder]:
	clockwork.at("2026-03-02 09:00")
	box.clear()
	box.allow_loopback()
	with recording() as recorder:
		yield recorder


def call(function: Any, body: bytes = b"", method: str = "POST", headers: Any = None, **query: Any) -> Any:
	"""A request as the web server gives it to a guest's function."""
	import frappe
	from werkzeug.test import EnvironBuilder
	from werkzeug.wrappers import Request

	kept, user = getattr(frappe.local, "request", None), frappe.session.user
	builder = EnvironBuilder(method=method, data=body or None, headers=headers or {}, query_string=query)
	frappe.local.request = Request(builder.get_environ())
	frappe.set_user("Guest")
	try:
		return function()
	finally:
		if kept is None:
			del frappe.local.request
		else:
			frappe.local.request = kept
		frappe.set_user(user)


def whatsapp_receipt(status: str, secret: str = box.SECRET, **values: Any) -> Any:
	from sla_id.api.receipts import whatsapp

	entry = {"id": "wamid.1", "status": status, **values}
	body = json.dumps({"entry": [{"changes": [{"value": {"statuses": [entry]}}]}]}).encode()
	signature = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
	return call(whatsapp, body, headers={"X-Hub-Signature-256": signature})


def gateway_receipt(account: str, content: Any, secret: str = box.SECRET, age: int = 0) -> Any:
	from sla_id.api.receipts import gateway

	body, stamp = json.dumps(content).encode(), str(int(utc_now().timestamp()) - age)
	headers = {"X-SLA-Timestamp": stamp, "X-SLA-Signature": sign(secret, stamp, body)}
	return call(gateway, body, headers=headers, account=account)


@pytest.mark.parametrize(("language", "state"), [("id", "Berisiko"), ("en", "At Risk")])
def test_a_whatsapp_message(server: Recorder, language: str, state: str) -> None:
	box.account(server, "WhatsApp")
	server.answer(ACCEPTED)
	row = box.text("WhatsApp", language=language, zone="Asia/Makassar")
	box.deliver(row)
	(request,) = server.requests
	assert request.path == "/send/555/messages"
	assert request.headers["Authorization"] == "Bearer EAAG-token"
	sent = request.json()
	assert (sent["to"], sent["template"]["name"]) == ("6281234567890", "sla_update")
	assert sent["template"]["language"]["code"] == language
	places = [entry["text"] for entry in sent["template"]["components"][0]["parameters"]]
	assert places[:2] == ["0042", "P1"]
	assert places[2] == state or language == "id"
	said = {"id": ("13.30 WITA", "12.30 WIB"), "en": ("13:30 WITA", "12:30 WIB")}[language]
	assert all(text in places[3] for text in said)
	assert sent["biz_opaque_callback_data"] == row.name
	assert (row.state, row.provider_id) == ("Sent", "wamid.1")
	assert "EAAG" not in json.dumps(row.as_dict(), default=str)


def ticket_message(site: Any, channel: str, template: str = "escalation") -> Any:
	host = next(host for host in world.HOSTS if site.db.exists("DocType", host))
	doc = world.ticket(host, sla_id_priority="P1", subject=HOSTILE.strip(), description=HOSTILE)
	about = ("SLA Ticket", f"{doc.doctype} {doc.name}")
	# a caller who puts the subject among the values, too
	context = {
		**box.CONTEXT,
		"subject": HOSTILE,
		"subject_line": HOSTILE,
		"title": HOSTILE,
		"facts": [HOSTILE],
	}
	name = enqueue(Message(f"t{channel}{template}", channel, "+6281234567890", template, context, about))
	return site.get_doc("SLA Outbox", name)


@pytest.mark.parametrize("channel", ["WhatsApp", "Gateway", "SMS"])
def test_nothing_confidential_leaves(
	server: Recorder, site: Any, channel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
	box.account(server, channel)
	said: list[str] = []
	site.db.set_single_value("SMS Settings", "sms_gateway_url", server.url("/sms"))
	from frappe.core.doctype.sms_settings import sms_settings

	monkeypatch.setattr(sms_settings, "send_sms", lambda to, text, **more: said.append(f"{to} {text}"))
	templates = (
		"escalation",
		"at_risk",
		"breached",
		"missing_facts",
		"notice",
		"approval_awaited",
		"announced",
	)
	template = site.get_doc(
		{
			"doctype": "SLA Message Template",
			"template": "escalation",
			"channel_group": "Text",
			"language": "id",
			"body": "{{ subject_line }} {{ title }} {{ facts }}",
		}
	)
	template.flags.ignore_validate = True
	template.insert()
	rows = [ticket_message(site, channel, template) for template in templates]
	box.clear_but(rows)
	box.deliver(*rows)
	left = "\n".join([*(request.body.decode() for request in server.requests), *said])
	assert {row.state for row in rows} == {"Sent"}
	assert left.count("0042") == len(rows)
	assert "P1" in left
	for part in ("RAHASIA", "gaji", "script"):
		assert part not in left
		assert not any(part in (row.body or "") for row in rows)


@pytest.mark.parametrize("channel", ["WhatsApp", "Gateway"])
@pytest.mark.parametrize("rule", ["Leave to a person", "Send again"])
def test_in_doubt(server: Recorder, clockwork: Clockwork, channel: str, rule: str) -> None:
	"""The connection breaks after the request has gone: it may have arrived."""
	box.account(server, channel, when_in_doubt=rule)
	server.answer(Reply(reset=True), ACCEPTED)
	row = box.text(channel)
	box.deliver(row)
	assert row.state == ("Failed" if rule == "Leave to a person" else "Queued")
	clockwork.at("2026-03-02 12:00")
	box.deliver(row)
	assert row.state == ("Failed" if rule == "Leave to a person" else "Sent")
	assert len(server.requests) == (1 if rule == "Leave to a person" else 2)
	if rule == "Leave to a person":
		assert row.last_error.startswith("Unknown whether it arrived")


def test_a_worker_that_died_leaves_a_whatsapp_message_to_a_person(
	server: Recorder, clockwork: Clockwork, site: Any
) -> None:
	from sla_id.api.outbox import resend
	from sla_id.notify.outbox.claim import claim

	box.account(server, "WhatsApp")
	server.answer(ACCEPTED)
	row = box.text("WhatsApp")
	assert claim(row.name, utc_now())
	clockwork.at("2026-03-02 09:06")
	box.deliver(row)
	assert row.state == "Failed"
	assert not server.requests
	site.set_user(world.LEAD)
	assert resend([row.name, "unbekannt"]) == 1
	box.deliver(row)
	assert (row.state, row.attempts) == ("Sent", 1)


def test_a_provider_that_is_busy_in_its_own_words(server: Recorder) -> None:
	box.account(server, "WhatsApp")
	server.answer(Reply(400, json.dumps({"error": {"code": 131056, "message": "pair rate"}}).encode()))
	row = box.text("WhatsApp")
	box.deliver(row)
	assert row.state == "Queued"
	server.answer(Reply(400, json.dumps({"error": {"code": 131026, "message": "no WhatsApp"}}).encode()))
	other = box.text("WhatsApp", "k2")
	box.deliver(other)
	assert other.state == "Dead"


@pytest.mark.parametrize("number", ["081234567890", "+6281x", ""])
def test_a_number_that_is_none(server: Recorder, number: str) -> None:
	box.account(server, "Gateway")
	row = box.text("Gateway", number=number or "-")
	box.deliver(row)
	assert row.state == "Dead"
	assert not server.requests


def test_a_channel_without_an_account(site: Any, server: Recorder) -> None:
	row = box.text("SMS")
	box.deliver(row)
	assert row.state == "Dead"
	site.db.set_single_value("SMS Settings", "sms_gateway_url", "")
	box.account(server, "SMS")
	other = box.text("SMS", "k2")
	box.deliver(other)
	assert (other.state, other.last_error) == ("Dead", "SMS Settings name no gateway")


def test_a_gateway_of_ones_own(server: Recorder) -> None:
	box.account(
		server,
		"Gateway",
		method="PUT",
		headers='{"X-Client": "sla"}',
		secret_header="X-Api-Key",
		secret_value="kunci-api",
		body_template='{"msisdn": "{number}", "isi": ["{text}"], "ref": "{message_id}"}',
		id_field="data.0.id",
	)
	server.answer(Reply(201, b'{"data": [{"id": 77}]}'))
	row = box.text("Gateway")
	box.deliver(row)
	(request,) = server.requests
	assert (request.method, request.headers["X-Client"], request.headers["X-Api-Key"]) == (
		"PUT",
		"sla",
		"kunci-api",
	)
	assert request.json()["msisdn"] == "+6281234567890"
	assert request.json()["isi"][0].startswith("Eskalasi tingkat 2. 0042 P1: ")
	assert request.json()["ref"] == request.headers["Idempotency-Key"] == row.name
	assert (row.state, row.provider_id, row.body) == ("Sent", "77", request.json()["isi"][0])


def test_receipts_move_forward_only(server: Recorder) -> None:
	box.account(server, "WhatsApp")
	server.answer(ACCEPTED)
	row = box.text("WhatsApp")
	box.deliver(row)
	seen = []
	for status in ("sent", "delivered", "sent", "delivered", "failed", "read"):
		assert whatsapp_receipt(status).status_code == 200
		row.reload()
		seen.append((row.state, row.delivered_utc))
	assert seen[0] == ("Sent", None)
	assert {state for state, _at in seen[1:]} == {"Delivered"}
	assert len({at for _state, at in seen[1:]}) == 1


def test_a_receipt_before_the_send_is_written_down(server: Recorder) -> None:
	"""The provider is quicker than our own record: what the receipt said stays, and nothing is sent again."""
	from sla_id.notify.outbox.attempt_result import Ending, Result
	from sla_id.notify.outbox.claim import claim, finish

	box.account(server, "WhatsApp")
	row = box.text("WhatsApp")
	worker = claim(row.name, utc_now())
	assert worker is not None
	whatsapp_receipt("delivered", biz_opaque_callback_data=row.name)
	finish(worker, Result(Ending.SENT, provider_id="wamid.1"), resend=False)
	row.reload()
	assert (row.state, row.provider_id, row.next_attempt_utc) == ("Delivered", "wamid.1", None)
	assert row.sent_utc
	assert box.deliver(row) == 0


def test_a_receipt_clears_a_doubt(server: Recorder) -> None:
	box.account(server, "WhatsApp")
	server.answer(Reply(reset=True))
	row = box.text("WhatsApp")
	box.deliver(row)
	assert row.state == "Failed"
	whatsapp_receipt("delivered", biz_opaque_callback_data=row.name)
	row.reload()
	assert (row.state, row.last_error) == ("Delivered", None)


def test_a_failed_receipt_is_seen(server: Recorder) -> None:
	box.account(server, "WhatsApp")
	server.answer(ACCEPTED)
	row = box.text("WhatsApp")
	box.deliver(row)
	whatsapp_receipt("failed", errors=[{"code": 131026, "title": "Undeliverable"}])
	row.reload()
	assert (row.state, row.last_error) == ("Failed", "131026: Undeliverable")


def test_what_is_not_signed_is_refused(server: Recorder, site: Any) -> None:
	from sla_id.api.receipts import gateway, whatsapp

	name = box.account(server, "Gateway", id_field="id")
	server.answer(Reply(200, b'{"id": "g1"}'))
	row = box.text("Gateway")
	box.deliver(row)
	good = {"id": "g1", "status": "delivered"}
	for given in (
		lambda: gateway_receipt(name, good, secret="lain"),
		lambda: gateway_receipt(name, good, age=301),
		lambda: gateway_receipt("unbekannt", good),
		lambda: call(gateway, b"{}", account=name),
		lambda: whatsapp_receipt("delivered"),
		lambda: call(whatsapp, b"{}", headers={"X-Hub-Signature-256": "sha256="}),
	):
		with pytest.raises(site.PermissionError):
			given()
	row.reload()
	assert row.state == "Sent"
	for unknown in ({"id": "g2", "status": "delivered"}, {"id": "g1", "status": "?"}, ["x"], None, 5):
		assert gateway_receipt(name, unknown).status_code == 200
	row.reload()
	assert row.state == "Sent"
	assert gateway_receipt(name, good).status_code == 200
	row.reload()
	assert row.state == "Delivered"


def test_one_account_does_not_speak_for_another(server: Recorder) -> None:
	box.account(server, "Gateway", title="Satu", id_field="id")
	two = box.account(server, "Gateway", title="Dua")
	server.answer(Reply(200, b'{"id": "g1"}'))
	row = box.text("Gateway", account="Satu")
	box.deliver(row)
	assert (
		gateway_receipt(two, {"id": "g1", "message_id": row.name, "status": "delivered"}).status_code == 200
	)
	row.reload()
	assert row.state == "Sent"


def test_the_challenge(server: Recorder, site: Any) -> None:
	from sla_id.api.receipts import whatsapp

	box.account(server, "WhatsApp")
	good = {"hub.mode": "subscribe", "hub.verify_token": "halo", "hub.challenge": "<b>123</b>"}
	answer = call(whatsapp, method="GET", **good)
	assert (answer.get_data(as_text=True), answer.mimetype) == ("<b>123</b>", "text/plain")
	for wrong in ({"hub.verify_token": "hallo"}, {"hub.verify_token": ""}, {"hub.mode": "x"}):
		with pytest.raises(site.PermissionError):
			call(whatsapp, method="GET", **{**good, **wrong})


def test_who_may_see_and_resend(server: Recorder, site: Any) -> None:
	from sla_id.api.outbox import preview, resend

	row = box.webhook(box.endpoint(server))
	for user in (world.AGENT, world.CHIEF, world.PARTNER_USER, "Guest"):
		site.set_user(user)
		for doctype in ("SLA Outbox", "SLA Channel Account", "SLA Webhook Endpoint", "SLA Message Template"):
			assert not site.has_permission(doctype, "read"), (user, doctype)
		with pytest.raises(site.PermissionError):
			resend([row.name])
		with pytest.raises(site.PermissionError):
			preview("escalation", "Desk", "id")
	site.set_user(world.LEAD)
	assert site.has_permission("SLA Outbox", "read")
	assert not site.has_permission("SLA Outbox", "write")
	assert not site.has_permission("SLA Outbox", "create")
	assert not site.has_permission("SLA Outbox", "delete")
	assert resend(json.dumps([row.name])) == 0
	site.set_user("Administrator")
	settings = site.get_meta("SLA Settings")
	assert settings.get_field("intranet_hosts").permlevel == settings.get_field("allow_http").permlevel == 1


def test_a_name_is_not_resolved_twice(server: Recorder, site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	"""DNS rebinding: the name is looked up once, and the connection goes to what was checked."""
	from sla_id.notify.outbox import checked_request, url_check

	site.db.set_single_value("SLA Settings", "intranet_hosts", "gerbang.kantor.example")
	looked: list[str] = []

	def resolve(host: str, port: int) -> list[str]:
		looked.append(host)
		return ["127.0.0.1"] if len(looked) == 1 else ["169.254.169.254"]

	def check(url: str, **options: Any) -> Any:
		return url_check.check_url(url, resolve=resolve, **options)

	monkeypatch.setattr(checked_request, "check_url", check)
	row = box.webhook(box.endpoint(server, url=f"http://gerbang.kantor.example:{server.port}/hook"))
	box.deliver(row)
	assert (row.state, looked) == ("Sent", ["gerbang.kantor.example"])
	assert server.requests[0].headers["Host"] == f"gerbang.kantor.example:{server.port}"
	other = box.webhook(
		box.endpoint(server, "Lain", url=f"http://gerbang.kantor.example:{server.port}/"), "k2"
	)
	box.deliver(other)
	assert other.state == "Dead"
	assert "not public" in other.last_error


def test_without_the_setting_this_machine_is_out_of_reach(server: Recorder, site: Any) -> None:
	site.db.set_single_value("SLA Settings", {"intranet_hosts": "", "allow_http": 1})
	row = box.webhook(box.endpoint(server))
	box.deliver(row)
	assert row.state == "Dead"
	assert not server.requests
