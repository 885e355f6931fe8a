"""The outbox: a message is written with what causes it, leaves once, and is tried again as its channel says."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from sla_id.instants import from_utc, utc_now
from sla_id.notify.outbox import Message, enqueue
from sla_id.notify.outbox.webhook_signature import verify
from tests.app import outbox_world as box
from tests.app import world
from tests.app.conftest import Clockwork, wib
from tests.app.recorder import Recorder, Reply, recording


@pytest.fixture
def server(site: Any, clockwork: Clockwork) -> Iterator[Recorder]:
	clockwork.at("2026-03-02 09:00")
	box.clear()
	box.allow_loopback()
	with recording() as recorder:
		yield recorder


def next_look(row: Any) -> datetime:
	at = from_utc(row.next_attempt_utc)
	assert at is not None
	return at


def test_a_key_is_written_once(server: Recorder, site: Any) -> None:
	name = box.endpoint(server)
	assert box.webhook(name)
	assert enqueue(Message("k1", "Webhook", name, "escalation", box.CONTEXT)) is None
	assert site.db.count("SLA Outbox") == 1
	long = "k" * 400
	assert enqueue(Message(long + "1", "Webhook", name, "escalation")) != enqueue(
		Message(long + "2", "Webhook", name, "escalation")
	)
	assert enqueue(Message(long + "1", "Webhook", name, "escalation")) is None


def test_a_message_goes_the_way_of_its_transaction(server: Recorder, site: Any) -> None:
	site.db.savepoint("cause")
	box.webhook(box.endpoint(server))
	site.db.rollback(save_point="cause")
	assert box.deliver() == 0
	assert not server.requests


def test_a_webhook_is_signed_and_sent_once(server: Recorder) -> None:
	row = box.webhook(box.endpoint(server))
	assert box.deliver(row) == 1
	assert box.deliver(row) == 0
	(request,) = server.requests
	assert (row.state, row.attempts, row.next_attempt_utc) == ("Sent", 1, None)
	assert request.json()["data"] == box.CONTEXT
	headers = request.headers
	assert headers["X-SLA-Id"] == headers["Idempotency-Key"] == row.name == request.json()["id"]
	signed = (headers["X-SLA-Timestamp"], request.body, headers["X-SLA-Signature"])
	assert verify(box.SECRET, *signed, now=utc_now().timestamp())


def test_errors_of_the_server_are_tried_again(server: Recorder, clockwork: Clockwork) -> None:
	server.answer(Reply(500, b"maaf"), Reply(503), Reply(200))
	row = box.webhook(box.endpoint(server))
	for hour, state in ((9, "Queued"), (10, "Queued"), (11, "Sent")):
		clockwork.at(f"2026-03-02 {hour:02}:00")
		box.deliver(row)
		assert row.state == state
	assert row.attempts == 3
	assert len({request.headers["X-SLA-Id"] for request in server.requests}) == 1
	assert len({request.body for request in server.requests}) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 422, 301, 302, 307])
def test_what_is_final_is_dead_at_once(server: Recorder, status: int) -> None:
	"""A redirect is an answer like any other: nobody follows it."""
	server.answer(Reply(status, b"tidak", {"Location": server.url("/lain")}))
	row = box.webhook(box.endpoint(server))
	box.deliver(row)
	assert (row.state, row.attempts, row.next_attempt_utc) == ("Dead", 1, None)
	assert f"HTTP {status}: tidak" in row.last_error
	assert len(server.requests) == 1


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504])
def test_what_passes_is_not_final(server: Recorder, status: int) -> None:
	server.answer(Reply(status))
	row = box.webhook(box.endpoint(server))
	box.deliver(row)
	assert row.state == "Queued"


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_obeyed(server: Recorder, clockwork: Clockwork, form: str) -> None:
	asked = wib("2026-03-02 09:30")
	header = "1800" if form == "seconds" else format_datetime(asked.astimezone(tz=None), usegmt=False)
	server.answer(Reply(429, headers={"Retry-After": header}), Reply(200))
	row = box.webhook(box.endpoint(server))
	box.deliver(row)
	assert asked - timedelta(seconds=1) <= next_look(row) <= asked + timedelta(seconds=25)
	clockwork.at("2026-03-02 09:29")
	assert box.deliver(row) == 0
	clockwork.at("2026-03-02 09:31")
	box.deliver(row)
	assert row.state == "Sent"


def test_it_is_given_up_after_the_attempts_of_the_settings(
	server: Recorder, clockwork: Clockwork, site: Any
) -> None:
	site.db.set_single_value("SLA Settings", "max_attempts", 3)
	server.answer(Reply(500))
	row = box.webhook(box.endpoint(server))
	for hour in range(9, 18):
		clockwork.at(f"2026-03-02 {hour:02}:00")
		box.deliver(row)
	assert (row.state, row.attempts) == ("Dead", 3)
	assert len(server.requests) == 3


def test_a_channel_that_is_down_delays_only_itself(server: Recorder, clockwork: Clockwork, site: Any) -> None:
	with recording() as other:
		down, up = box.endpoint(server, "Mati"), box.endpoint(other, "Hidup")
		server.answer(Reply(503))
		rows = [box.webhook(down, f"d{number}") for number in range(10)]
		rows += [box.webhook(up, f"u{number}") for number in range(10)]
		box.deliver(*rows)
		assert len(server.requests) == 3
		assert [row.state for row in rows] == ["Queued"] * 10 + ["Sent"] * 10
		assert sum(row.attempts for row in rows[:10]) == 3
		assert site.db.get_value("SLA Webhook Endpoint", down, "down_until_utc")
		server.answer(Reply(200))
		clockwork.at("2026-03-02 12:00")
		box.deliver(*rows)
		assert {row.state for row in rows} == {"Sent"}
		assert site.db.get_value("SLA Webhook Endpoint", down, ["failures", "down_until_utc"]) == (0, None)


def test_no_answer_at_all(server: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
	from sla_id.notify.outbox import checked_request

	# a busy machine may take a second to reset a connection
	monkeypatch.setattr(checked_request, "USUAL", checked_request.Limits(read=1.5))
	server.answer(Reply(delay=3.0), Reply(reset=True))
	silent, broken = (box.webhook(box.endpoint(server, title), title) for title in ("Diam", "Putus"))
	box.deliver(silent, broken)
	assert (silent.state, broken.state) == ("Queued", "Queued")
	errors = sorted((silent.last_error, broken.last_error))
	assert errors[0].startswith("ConnectionError") and "reset" in errors[0]
	assert errors[1].startswith("ReadTimeout")


def test_a_body_is_read_only_so_far(server: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
	from sla_id.notify.outbox import checked_request

	server.answer(Reply(404, b"x" * 5_000_000))
	row = box.webhook(box.endpoint(server))
	box.deliver(row)
	assert row.state == "Dead"
	assert len(row.last_error) < 400
	monkeypatch.setattr(checked_request, "USUAL", checked_request.Limits(body=-1.0))
	server.answer(Reply(200, b"y" * 1000, drip=0.05))
	slow = box.webhook(box.endpoint(server, "Lambat"), "k2")
	box.deliver(slow)
	assert slow.state == "Sent"


def test_a_refused_connection_is_tried_again(server: Recorder) -> None:
	name = box.endpoint(server, url="http://127.0.0.1:1/")
	row = box.webhook(name)
	box.deliver(row)
	assert row.state == "Queued"
	assert "refused" in row.last_error.lower()


def test_a_worker_that_died(server: Recorder, clockwork: Clockwork, site: Any) -> None:
	"""Its lease ends, then the webhook is sent again under the same number; nobody touches it before."""
	from sla_id.notify.outbox.claim import claim

	row = box.webhook(box.endpoint(server))
	assert claim(row.name, utc_now())
	assert claim(row.name, utc_now()) is None
	clockwork.at("2026-03-02 09:04")
	assert box.deliver(row) == 0
	clockwork.at("2026-03-02 09:06")
	box.deliver(row)
	assert (row.state, row.attempts) == ("Sent", 2)
	assert len(server.requests) == 1


def test_who_lost_the_lease_writes_nothing(server: Recorder, clockwork: Clockwork) -> None:
	from sla_id.notify.outbox.attempt_result import permanent
	from sla_id.notify.outbox.claim import claim, finish

	row = box.webhook(box.endpoint(server))
	slow = claim(row.name, utc_now())
	assert slow is not None
	clockwork.at("2026-03-02 09:06")
	box.deliver(row)
	finish(slow, permanent("late"), resend=True)
	row.reload()
	assert row.state == "Sent"


def test_an_endpoint_that_is_switched_off(server: Recorder, site: Any) -> None:
	name = box.endpoint(server)
	row = box.webhook(name)
	site.db.set_value("SLA Webhook Endpoint", name, "enabled", 0)
	box.deliver(row)
	assert row.state == "Dead"
	assert not server.requests


def escalate(clockwork: Clockwork, site: Any, **values: Any) -> Any:
	host = next(host for host in world.HOSTS if site.db.exists("DocType", host))
	clockwork.at("2026-03-14 22:00")
	doc = world.ticket(host, sla_id_priority="P1", **values)
	clockwork.at("2026-03-15 02:00")
	world.tick()
	return doc


def test_an_escalation_reaches_bell_mail_and_webhook(
	server: Recorder, clockwork: Clockwork, site: Any
) -> None:
	box.endpoint(server)
	box.endpoint(server, "Lain", path="/lain", events="breached")
	doc = escalate(clockwork, site, subject="Rahasia <b>gaji</b>")
	box.deliver()
	world.tick()
	bell = site.get_all(
		"Notification Log", filters={"for_user": world.LEAD, "document_type": "SLA Ticket"}, pluck="subject"
	)
	assert len(bell) == 1  # level 2 is the lead's, level 1 the agent's
	assert "Rahasia &lt;b&gt;gaji" in bell[0]
	mails = site.get_all(
		"Email Queue", filters={"reference_doctype": "SLA Ticket"}, fields=["name", "message"]
	)
	to = site.get_all(
		"Email Queue Recipient", filters={"parent": ["in", [m.name for m in mails]]}, pluck="recipient"
	)
	assert to.count(world.LEAD) == 1
	posted = [request for request in server.requests if request.json()["event"] == "escalation"]
	assert {request.path for request in posted} == {"/hook"}
	assert [request.json()["data"]["level"] for request in posted] == [1, 2]
	assert all(b"Rahasia" not in request.body for request in server.requests)
	assert posted[0].json()["record"] == {"doctype": "SLA Ticket", "name": f"{doc.doctype} {doc.name}"}
	assert not site.get_all("SLA Outbox", filters={"context": ["like", "%Rahasia%"]})


def test_no_mail_where_it_is_not_wanted_or_not_possible(clockwork: Clockwork, site: Any) -> None:
	box.clear()
	site.db.set_single_value("SLA Settings", "email_on_escalation", 0)
	escalate(clockwork, site)
	by_mail = site.get_all("SLA Outbox", {"channel": "E-mail"}, pluck="template")
	assert set(by_mail) == {"missing_facts"}, "the reporter is asked all the same"
	box.clear()
	site.db.set_single_value("SLA Settings", "email_on_escalation", 1)
	site.db.set_value("Email Account", {"default_outgoing": 1}, "enable_outgoing", 0)
	escalate(clockwork, site)
	assert set(site.get_all("SLA Outbox", pluck="channel")) == {"Desk"}


def test_the_bell_and_mail_are_written_with_their_row(
	server: Recorder, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""A failure after the mail was queued takes the mail back, too: the next attempt queues it once."""
	import frappe

	from sla_id.notify.outbox.channels import mail

	def fails(row: Any) -> Any:
		mail.send(row)
		raise RuntimeError("after the mail")

	name = enqueue(Message("m1", "E-mail", world.LEAD, "escalation", box.CONTEXT, user=world.LEAD))
	count = lambda: frappe.db.count("Email Queue")  # noqa: E731
	before = count()
	monkeypatch.setattr(mail, "MAIL", replace(mail.MAIL, send=fails))
	box.deliver()
	row = site.get_doc("SLA Outbox", name)
	assert (count(), row.state) == (before, "Queued")
	assert "after the mail" in row.last_error
	monkeypatch.undo()
	site.db.set_value("SLA Outbox", name, "next_attempt_utc", "2026-03-01 00:00:00")
	box.deliver(row)
	assert (count(), row.state) == (before + 1, "Sent")
	assert json.loads(row.context)["level"] == 2


def test_bells_go_together_and_each_keeps_its_own_end(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	"""One batch: who is gone is told so, what breaks is tried again, and neither touches the others."""
	from sla_id.notify.outbox.channels import bell
	from sla_id.notify.outbox.claim import claim_all

	def fails(row: Any) -> Any:
		sent = bell.send(row)
		if row.message_key == "bell 1":
			raise RuntimeError("after the entry")
		return sent

	box.clear()
	site.db.set_value("User", world.AGENT, "enabled", 0)
	keys = [f"bell {number}" for number in range(5)]
	for key in keys:
		user = world.AGENT if key == "bell 3" else world.LEAD
		enqueue(Message(key, "Desk", user, "notice", {"title": key}))
	batches: list[int] = []

	def claims(names: Any, now: datetime) -> Any:
		batches.append(len(names))
		return claim_all(names, now)

	monkeypatch.setattr(bell, "BELL", replace(bell.BELL, send=fails))
	monkeypatch.setattr("sla_id.notify.outbox.deliver.claim_all", claims)
	assert box.deliver() == 5
	assert batches == [5]
	fields = ["message_key", "state", "attempts", "claim", "provider_id", "last_error"]
	rows = {row.message_key: row for row in site.get_all("SLA Outbox", fields=fields)}
	assert [rows[key].state for key in keys] == ["Sent", "Queued", "Sent", "Dead", "Sent"]
	assert {(row.attempts, row.claim) for row in rows.values()} == {(1, None)}
	assert "after the entry" in rows["bell 1"].last_error
	rung = [rows[key].provider_id for key in keys if rows[key].state == "Sent"]
	said = site.get_all("Notification Log", {"subject": ("like", "%bell%")}, ["name", "subject"])
	assert {entry.name: entry.subject for entry in said} == dict(
		zip(rung, ["bell 0", "bell 2", "bell 4"], strict=True)
	)


def test_a_long_queue_makes_no_other_channel_slower(site: Any) -> None:
	"""What is due is read from an index in its order, one channel at a time: nothing is sorted, no other's row is read."""
	from sla_id.notify.outbox.claim import due

	asked: list[tuple[str, Any]] = []
	real = site.db.sql

	def listen(query: Any, values: Any = (), *args: Any, **kwargs: Any) -> Any:
		asked.append((str(query), values))
		return real(query, values, *args, **kwargs)

	site.db.sql = listen
	try:
		due(["Desk"], utc_now())
	finally:
		del site.db.sql
	((statement, values),) = [one for one in asked if "SLA Outbox" in one[0]]
	if site.db.db_type == "sqlite":
		plan = " ".join(row[-1] for row in site.db.sql(f"explain query plan {statement}", values))
		assert "queue" in plan
		assert "TEMP B-TREE" not in plan
	else:
		(plan,) = site.db.sql(f"explain {statement}", values, as_dict=True)
		assert "queue" in plan.possible_keys.split(",")


def test_messages_outlive_their_ticket(server: Recorder, clockwork: Clockwork, site: Any) -> None:
	"""They don't stand in the way of deleting it, and the next ticket that gets its name has messages of its own."""
	doc = escalate(clockwork, site)
	name = f"{doc.doctype} {doc.name}"
	rows = site.get_all(
		"SLA Outbox", filters={"reference_name": name, "channel": "Desk"}, pluck="message_key"
	)
	fired = site.get_all("SLA Escalation", filters={"sla_ticket": name}, pluck="name")
	assert {key.split(":")[1] for key in rows} == set(fired)
	assert not any(name in key for key in rows)
	site.delete_doc("SLA Ticket", name)
	assert not site.db.exists("SLA Ticket", name)
	assert not site.db.exists("SLA Clock Cycle", {"sla_ticket": name})
	assert site.db.count("SLA Outbox", {"reference_name": name, "channel": "Desk"}) == len(rows)
