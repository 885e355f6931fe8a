"""A gateway of one's own: one HTTP request, its JSON body filled in from the account's pattern."""

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

from frappe import _

from sla_id.notify.outbox.attempt_result import Ending, Result, permanent
from sla_id.notify.outbox.channel import ACCOUNT, Channel, ReceiptReader
from sla_id.notify.outbox.channels.channel_account import INCOMPLETE, NO_ACCOUNT, secret, why_no_account
from sla_id.notify.outbox.channels.telephone import BAD_NUMBER, NO_NUMBER, account_to_number, find_number
from sla_id.notify.outbox.checked_request import judge, send_request
from sla_id.notify.outbox.delivery_receipts import DELIVERED, FAILED, SENT, DeliveryReceipt, read_text
from sla_id.notify.outbox.message_texts import TEXT, render, safe_values
from sla_id.notify.outbox.webhook_signature import verify
from sla_id.record_types import ChannelAccountRecord, OutboxRecord

PATTERN = '{"to": "{number}", "text": "{text}", "id": "{message_id}"}'
STATES = {"sent": SENT, "delivered": DELIVERED, "failed": FAILED}


def send(row: OutboxRecord) -> Result:
	"""One request to the gateway."""
	account = account_to_number(row)
	if isinstance(account, Result):
		return account
	text = render(row, TEXT).body
	values = {**safe_values(row), "number": row.recipient, "text": text, "message_id": row.name}
	try:
		body = json.dumps(fill(json.loads(account.body_template or PATTERN), values), ensure_ascii=False)
		headers = {str(key): str(value) for key, value in json.loads(account.headers or "{}").items()}
	except (ValueError, AttributeError, RecursionError) as error:
		return permanent(f"the body or the headers of {account.name} are no JSON: {error}")
	headers |= {"Content-Type": "application/json", "Idempotency-Key": row.name}
	if account.secret_header:
		headers[account.secret_header] = secret(account, "secret_value")
	answer = send_request(account.url or "", body.encode(), headers, method=account.method or "POST")
	result = judge(answer)
	if isinstance(answer, Result) or result.kind is not Ending.SENT:
		return result
	return Result(Ending.SENT, provider_id=_number(answer.body, account.id_field or ""), body=text)


def fill(pattern: Any, values: Mapping[str, str]) -> Any:
	"""The pattern with its {places} filled in, inside texts alone: no value can break out of the JSON."""
	if isinstance(pattern, dict):
		return {key: fill(value, values) for key, value in pattern.items()}
	if isinstance(pattern, list):
		return [fill(value, values) for value in pattern]
	if not isinstance(pattern, str):
		return pattern
	parts = pattern.split("{")
	filled = parts[0]
	for part in parts[1:]:
		name, closed, rest = part.partition("}")
		filled += values[name] + rest if closed and name in values else "{" + part
	return filled


def _number(body: bytes, path: str) -> str:
	try:
		content = json.loads(body)
		for step in filter(None, path.split(".")):
			content = content[int(step)] if isinstance(content, list) else content[step]
	except (ValueError, KeyError, IndexError, TypeError):
		return ""
	return str(content) if path and isinstance(content, str | int) else ""


def find_gateway_number(person: Any) -> tuple[str, str]:
	"""The user's mobile number where there is an account with an address."""
	why_not = why_no_account("Gateway", lambda account: bool(account.url))
	return ("", why_not) if why_not else find_number(person)


def is_signed(account: ChannelAccountRecord, body: bytes, headers: Mapping[str, str]) -> bool:
	"""Whether a receipt is signed as our own webhooks are, with the account's secret."""
	stamp, signature = headers.get("X-SLA-Timestamp") or "", headers.get("X-SLA-Signature") or ""
	return verify(secret(account, "receipt_secret"), stamp, body, signature, time.time())


def read_receipts(content: Any) -> Iterator[DeliveryReceipt]:
	"""The receipt that a gateway sends: message_id (ours) or id (its own), status, error."""
	if isinstance(content, dict):
		state = STATES.get(str(content.get("status")))
		if state:
			message, number = read_text(content, "message_id"), read_text(content, "id")
			yield DeliveryReceipt(state, message, number, read_text(content, "error")[:300])


GATEWAY = Channel(
	title="Gateway",
	code="gateway",
	key="gateway",
	lane=ACCOUNT,
	send=send,
	find_address=find_gateway_number,
	reasons=(NO_ACCOUNT, INCOMPLETE, NO_NUMBER, BAD_NUMBER),
	receipts=ReceiptReader(is_signed, read_receipts),
	say_title=lambda language: _("gateway", language),
)
