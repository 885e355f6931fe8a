"""What the tests of monitors start from: a source with a token, and messages sent to it as its sender sends them."""

import json
from typing import Any

import frappe

from sla_id.monitors.judge_waiting import judge_waiting
from sla_id.monitors.receive_message import receive_message
from sla_id.monitors.source_token import HEADER, make_token

SOURCE, TARGET, MESSAGE = "SLA Monitor Source", "SLA Monitor Target", "SLA Monitor Message"
OUTAGE = "SLA Outage"


def source(kind: str = "Uptime Kuma", title: str = "", **values: Any) -> str:
	"""A source and its token, "title token"."""
	doc = frappe.get_doc({"doctype": SOURCE, "title": title or kind, "kind": kind, **values}).insert()
	return make_token(doc)


def target(of: str, matcher: str, service: str = "API", **values: Any) -> Any:
	"""What a source watches, mapped to a service."""
	values = {"title": values.pop("title", matcher), "matcher": matcher, "service": service, **values}
	return frappe.get_doc({"doctype": TARGET, "source": of, **values}).insert()


def send(token: str, *messages: Any) -> list[int]:
	"""Each message as a request; the statuses."""
	return [receive_message({HEADER: token}, json.dumps(message).encode()) for message in messages]


def send_and_judge(token: str, *messages: Any) -> None:
	"""The same, each stored, and what they come to."""
	assert send(token, *messages) == [200] * len(messages)
	judge_waiting()


def outages() -> list[str]:
	"""Every outage that counts, as "10 08:00–09:00" in UTC, in order."""
	rows = frappe.get_all(
		OUTAGE,
		{"status": ["in", ["Open", "Ended"]]},
		["started_utc", "ended_utc"],
		order_by="started_utc, name",
	)
	return [f"{row.started_utc:%d %H:%M}–{f'{row.ended_utc:%H:%M}' if row.ended_utc else ''}" for row in rows]


def states() -> list[str]:
	"""The states of all messages, in the order in which they came."""
	return list(frappe.get_all(MESSAGE, pluck="state", order_by="received_utc, creation, name"))
