"""WhatsApp Cloud API: an approved template with five values, none of them confidential (004)."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sla_id.notify.outbox.attempt_result import Ending, Result
from sla_id.notify.outbox.channel import ACCOUNT, Channel, ReceiptReader
from sla_id.notify.outbox.channels.channel_account import INCOMPLETE, NO_ACCOUNT, secret, why_no_account
from sla_id.notify.outbox.channels.telephone import BAD_NUMBER, NO_NUMBER, account_to_number, find_number
from sla_id.notify.outbox.checked_request import Answer, judge, send_request
from sla_id.notify.outbox.delivery_receipts import (
	DELIVERED,
	FAILED,
	SENT,
	DeliveryReceipt,
	read_text,
	writable,
)
from sla_id.notify.outbox.message_texts import safe_values
from sla_id.notify.outbox.webhook_signature import verify_plain
from sla_id.record_types import ChannelAccountRecord, OutboxRecord

PLACES = ("reference", "priority", "state", "due", "link")
"""What {{1}} to {{5}} of the provider's template stand for."""
DEFAULT_URL = "https://graph.facebook.com/v21.0"
BUSY = frozenset({1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056})
"""Meta's error codes that say "later", whatever the HTTP status is."""
STATES = {"sent": SENT, "delivered": DELIVERED, "read": DELIVERED, "failed": FAILED}


def send(row: OutboxRecord) -> Result:
	"""Ask the Cloud API to send the template; its receipts name the row (biz_opaque_callback_data)."""
	account = account_to_number(row)
	if isinstance(account, Result):
		return account
	values = [safe_values(row)[place] for place in PLACES]
	url = f"{(account.url or DEFAULT_URL).rstrip('/')}/{account.phone_number_id}/messages"
	headers = {
		"Content-Type": "application/json",
		"Authorization": f"Bearer {secret(account, 'access_token')}",
	}
	answer = send_request(url, json.dumps(_request(row, account, values)).encode(), headers)
	return _read(answer, "\n".join(values))


def _request(row: OutboxRecord, account: ChannelAccountRecord, values: list[str]) -> dict[str, Any]:
	return {
		"messaging_product": "whatsapp",
		"to": row.recipient.lstrip("+"),
		"type": "template",
		"template": {
			"name": account.provider_template,
			"language": {"code": row.language},
			# the provider refuses empty values
			"components": [
				{"type": "body", "parameters": [{"type": "text", "text": value or "-"} for value in values]}
			],
		},
		"biz_opaque_callback_data": row.name,
	}


def _read(answer: Answer | Result, body: str) -> Result:
	result = judge(answer)
	if isinstance(answer, Result):
		return result
	content = _content(answer.body)
	if result.kind is Ending.SENT:
		messages = content.get("messages") or [{}]
		return Result(Ending.SENT, provider_id=str(messages[0].get("id") or ""), body=body)
	if result.kind is Ending.PERMANENT and (content.get("error") or {}).get("code") in BUSY:
		return Result(Ending.TEMPORARY, result.error, retry_after=answer.retry_after, down=True)
	return result


def _content(body: bytes) -> dict[str, Any]:
	try:
		content = json.loads(body)
	except ValueError:
		return {}
	return content if isinstance(content, dict) else {}


def find_whatsapp_number(person: Any) -> tuple[str, str]:
	"""The user's mobile number where there is an account with a phone number of its own."""
	why_not = why_no_account("WhatsApp", lambda account: bool(account.phone_number_id))
	return ("", why_not) if why_not else find_number(person)


def is_signed(account: ChannelAccountRecord, body: bytes, headers: Mapping[str, str]) -> bool:
	"""Whether Meta signed a notification with the account's app secret."""
	return verify_plain(secret(account, "receipt_secret"), body, headers.get("X-Hub-Signature-256") or "")


def read_receipts(content: Any) -> Iterator[DeliveryReceipt]:
	"""The receipts in a notification of the Cloud API; anything else in it is passed over."""
	for entry in _dicts(content, "entry"):
		for change in _dicts(entry, "changes"):
			for status in _dicts(change.get("value"), "statuses"):
				state = STATES.get(str(status.get("status")))
				if state:
					message, number = read_text(status, "biz_opaque_callback_data"), read_text(status, "id")
					yield DeliveryReceipt(state, message, number, _read_errors(status))


def _read_errors(status: Mapping[str, Any]) -> str:
	errors = (f"{error.get('code')}: {error.get('title')}" for error in _dicts(status, "errors"))
	return writable("; ".join(errors))[:300]


def _dicts(content: Any, key: str) -> list[Mapping[str, Any]]:
	held = content.get(key) if isinstance(content, Mapping) else None
	return [entry for entry in held if isinstance(entry, Mapping)] if isinstance(held, list) else []


WHATSAPP = Channel(
	title="WhatsApp",
	code="whatsapp",
	key="whatsapp",
	lane=ACCOUNT,
	send=send,
	find_address=find_whatsapp_number,
	reasons=(NO_ACCOUNT, INCOMPLETE, NO_NUMBER, BAD_NUMBER),
	receipts=ReceiptReader(is_signed, read_receipts),
)
