"""A process of its own for the outbox's concurrency test: `prepare` messages, or `work` as a worker does.
`queue` goes the usual way on SQLite: a commit asks for a job, a queue worker runs it.

`python -m tests.app.outbox_process prepare SITE COUNT PORT | work SITE LEASE_SECONDS |
queue SITE PORT | pager SITE PORT | receipts SITE`
"""

import json
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.app import own_site


def prepare(site: str, count: int, port: int) -> int:
	"""That many webhooks, WhatsApp messages and bell entries, all due."""
	frappe = own_site.connect(Path(site), in_test=True)
	from sla_id.notify.outbox import Message, enqueue
	from tests.app import outbox_world, world
	from tests.app.recorder import Recorder

	server = Recorder()
	server.port = port
	outbox_world.allow_loopback()
	hook = outbox_world.endpoint(server)
	outbox_world.account(server, "WhatsApp")
	frappe.db.commit()
	for number in range(count):
		outbox_world.webhook(hook, f"hook {number}")
		outbox_world.text("WhatsApp", f"wa {number}")
		enqueue(Message(f"bell {number}", "Desk", world.LEAD, "notice", {"title": f"Bel {number}"}))
	frappe.db.commit()
	own_site.disconnect()
	return count


def work(site: str, lease: float) -> bool:
	"""Deliver until nothing waits, with a lease short enough for a test."""
	frappe = own_site.connect(Path(site))
	from sla_id.notify.outbox import claim, deliver_due

	claim.LEASE = timedelta(seconds=lease)
	print("working", flush=True)
	for _round in range(600):
		deliver_due(1000)
		frappe.db.commit()
		if not frappe.db.count("SLA Outbox", {"state": ["in", ["Queued", "Sending"]]}):
			break
		time.sleep(0.2)
	own_site.disconnect()
	return True


def queue(site: str, port: int) -> dict[str, Any]:
	"""Two messages of one transaction and one that was undone; the jobs and states afterwards."""
	import embedded

	embedded.new_site(Path(site))
	frappe = embedded.connect(Path(site))
	from frappe.utils.background_jobs import get_queue

	from embedded.background import run_queued_jobs
	from tests.app import outbox_world
	from tests.app.recorder import Recorder

	server = Recorder()
	server.port = port
	outbox_world.allow_loopback()
	hook = outbox_world.endpoint(server)
	frappe.db.commit()
	outbox_world.webhook(hook, "undone")
	frappe.db.rollback()
	outbox_world.webhook(hook, "one")
	outbox_world.webhook(hook, "two")
	before = get_queue("short").count
	frappe.db.commit()
	after = get_queue("short").count
	run_queued_jobs()
	frappe.db.rollback()
	states = frappe.get_all("SLA Outbox", fields=["message_key", "state"], order_by="message_key")
	return {"before": before, "after": after, "states": [[row.message_key, row.state] for row in states]}


def pager(site: str, port: int) -> dict[str, Any]:
	"""A channel of another app: a message that a queue worker delivers and a receipt settles, one whose worker dies."""
	import embedded

	embedded.new_site(Path(site))
	frappe = embedded.connect(Path(site))
	import pytest
	from frappe.app import application
	from werkzeug.test import Client

	from embedded.background import run_queued_jobs
	from sla_id.instants import utc_now
	from sla_id.notify.outbox.claim import claim
	from tests.app import outbox_world, pager_channel
	from tests.app.recorder import Recorder

	server = Recorder()
	server.port = port
	outbox_world.register(pytest.MonkeyPatch(), pager_channel.PATH)
	outbox_world.allow_loopback()
	frappe.get_attr("sla_id.setup.install.after_migrate")()
	outbox_world.account(server, "Pager")
	frappe.db.commit()
	row, doubtful = (outbox_world.text("Pager", key, "7890") for key in ("one", "two"))
	assert claim(doubtful.name, utc_now()), "a worker takes it and is never heard of again"
	frappe.db.commit()
	run_queued_jobs()
	frappe.db.rollback()
	told = {"sent": _state(row.name), "claimed": _state(doubtful.name)}
	frappe.db.set_value("SLA Outbox", doubtful.name, "next_attempt_utc", "2026-01-01 00:00:00")
	frappe.db.commit()
	outbox_world.deliver()
	told["in doubt"] = _state(doubtful.name)
	body = json.dumps({"beeped": True, "ref": row.name})
	headers = {"X-Pager-Signature": pager_channel.sign(outbox_world.SECRET, body.encode())}
	headers["Content-Type"] = "application/json"
	address, browser = "/api/method/sla_id.api.receipts.of_account?account=Pager", Client(application)
	told["unsigned"] = browser.post(address, data=body).status_code
	told["signed"] = browser.post(address, data=body, headers=headers).status_code
	frappe.init(force=True)
	frappe.connect()
	return {**told, "receipt": _state(row.name)}


def _state(name: str) -> str:
	import frappe

	return str(frappe.db.get_value("SLA Outbox", name, "state"))


def receipts(site: str) -> dict[str, Any]:
	"""Receipts over HTTP, as a stranger sends them: the status of each answer, and the message's state."""
	import embedded

	embedded.new_site(Path(site))
	frappe = embedded.connect(Path(site))
	from frappe.app import application
	from werkzeug.test import Client

	from sla_id.notify.outbox.webhook_signature import sign
	from tests.app import outbox_world
	from tests.app.recorder import Recorder

	outbox_world.account(Recorder(), "WhatsApp")
	outbox_world.account(Recorder(), "Gateway")
	row = outbox_world.text("Gateway")
	row.db_set({"state": "Sent", "next_attempt_utc": None})
	frappe.db.commit()
	base, browser = "/api/method/sla_id.api.receipts.", Client(application)
	body, stamp = json.dumps({"message_id": row.name, "status": "delivered"}), str(int(time.time()))
	headers = {"X-SLA-Timestamp": stamp, "X-SLA-Signature": sign(outbox_world.SECRET, stamp, body.encode())}
	headers["Content-Type"] = "application/json"
	asked = {"hub.mode": "subscribe", "hub.verify_token": "halo", "hub.challenge": "123"}

	def post(content: str) -> int:
		return int(browser.post(f"{base}gateway?account=Gateway", data=content, headers=headers).status_code)

	challenge = browser.get(f"{base}whatsapp", query_string=asked)
	told: dict[str, Any] = {"challenge": [challenge.status_code, challenge.get_data(as_text=True)]}
	told["wrong token"] = browser.get(
		f"{base}whatsapp", query_string={**asked, "hub.verify_token": "x"}
	).status_code
	told["unsigned"] = browser.post(f"{base}whatsapp", data="{}").status_code
	told["altered"], told["signed"], told["twice"] = post(body + " "), post(body), post(body)
	frappe.init(force=True)
	frappe.connect()
	return {**told, "state": frappe.db.get_value("SLA Outbox", row.name, "state")}


if __name__ == "__main__":
	command, site, *rest = sys.argv[1:]
	if command == "queue":
		answer: Any = queue(site, int(rest[0]))
	elif command == "pager":
		answer = pager(site, int(rest[0]))
	elif command == "receipts":
		answer = receipts(site)
	elif command == "prepare":
		answer = prepare(site, int(rest[0]), int(rest[1]))
	else:
		answer = work(site, float(rest[0]))
	print(json.dumps(answer), flush=True)
