"""What the outbox tests do over and over."""

from typing import Any

import frappe

from sla_id.notify.outbox import Message, deliver_due, enqueue
from tests.app.recorder import Recorder

CONTEXT = {
	"reference": "0042",
	"priority": "P1",
	"state": "At Risk",
	"due": "2026-03-02T05:30:00+00:00",
	"agreement_zone": "Asia/Jakarta",
	"level": 2,
	"responsible": "Kepala Layanan",
}
SECRET = "rahasia-bersama-0123456789"


def allow_loopback() -> None:
	"""The tests' own server is an intranet host."""
	frappe.db.set_single_value("SLA Settings", {"intranet_hosts": "127.0.0.1", "allow_http": 1})


def endpoint(server: Recorder, title: str = "Dasbor", path: str = "/hook", **values: Any) -> str:
	"""A webhook endpoint that is the recording server."""
	doc = {"doctype": "SLA Webhook Endpoint", "title": title, "url": server.url(path), "secret": SECRET}
	return str(frappe.get_doc({**doc, **values}).insert().name)


def account(server: Recorder, channel: str, **values: Any) -> str:
	"""A channel account that is the recording server."""
	doc = {"doctype": "SLA Channel Account", "title": channel, "channel": channel, "url": server.url("/send")}
	doc |= {"receipt_secret": SECRET, "phone_number_id": "555", "access_token": "EAAG-token"}
	doc |= {"provider_template": "sla_update", "verify_token": "halo"}
	return str(frappe.get_doc({**doc, **values}).insert().name)


def webhook(name: str, key: str = "k1", **values: Any) -> Any:
	"""A message to an endpoint; its row."""
	message = Message(key, "Webhook", name, "escalation", CONTEXT, account=name, **values)
	return frappe.get_doc("SLA Outbox", enqueue(message))


def text(channel: str, key: str = "k1", number: str = "+6281234567890", **values: Any) -> Any:
	"""A message to a telephone; its row."""
	values.setdefault("language", "id")
	name = enqueue(Message(key, channel, number, "escalation", CONTEXT, **values))
	return frappe.get_doc("SLA Outbox", name)


def deliver(*rows: Any, limit: int = 50) -> int:
	"""Deliver what is due and read the rows again."""
	tried = deliver_due(limit)
	for row in rows:
		row.reload()
	return tried


def register(monkeypatch: Any, path: str) -> None:
	"""What a line `sla_id_channels = [path]` in the hooks.py of another app does."""
	real = frappe.get_hooks

	def get_hooks(hook: str | None = None, *args: Any, **kwargs: Any) -> Any:
		found = real(hook, *args, **kwargs)
		return [*found, path] if hook == "sla_id_channels" else found

	monkeypatch.setattr(frappe, "get_hooks", get_hooks)


def clear() -> None:
	"""Forget the messages that the world's own tickets have written."""
	frappe.db.delete("SLA Outbox")


def clear_but(rows: list[Any]) -> None:
	"""Keep those messages alone."""
	frappe.db.delete("SLA Outbox", {"name": ["not in", [row.name for row in rows]]})
