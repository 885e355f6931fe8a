"""Signed webhooks to other systems. Repeating one is safe: its number is the same each time."""

import json
import time

import frappe

from sla_id.notify.outbox.attempt_result import Result, permanent
from sla_id.notify.outbox.channel import Channel
from sla_id.notify.outbox.channels.channel_account import secret
from sla_id.notify.outbox.checked_request import judge, send_request
from sla_id.notify.outbox.webhook_signature import sign
from sla_id.record_types import OutboxRecord

ENDPOINT = "SLA Webhook Endpoint"


def send(row: OutboxRecord) -> Result:
	"""Post the message's values to the endpoint."""
	if not row.account or not frappe.db.get_value(ENDPOINT, row.account, "enabled"):
		return permanent(f"the endpoint {row.account} is disabled or gone")
	endpoint = frappe.get_doc(ENDPOINT, row.account)
	body, timestamp = payload(row), str(int(time.time()))
	headers = {
		"Content-Type": "application/json",
		"Idempotency-Key": row.name,
		"X-SLA-Id": row.name,
		"X-SLA-Timestamp": timestamp,
		"X-SLA-Signature": sign(secret(endpoint, "secret"), timestamp, body),
	}
	return judge(send_request(endpoint.url, body, headers))


def payload(row: OutboxRecord) -> bytes:
	"""The same bytes at every attempt: number, event, record and the values that hold nothing confidential."""
	return json.dumps(
		{
			"id": row.name,
			"event": row.template,
			"record": {"doctype": row.reference_doctype, "name": row.reference_name},
			"data": json.loads(row.context or "{}"),
		},
		ensure_ascii=False,
		sort_keys=True,
	).encode()


WEBHOOK = Channel(
	title="Webhook",
	key="webhook",
	lane=ENDPOINT,
	send=send,
	# its receiver knows it by its number
	resends=lambda row: True,
)
