"""WhatsApp Cloud API: an approved template with five values, none of them confidential (004)."""

import json
from typing import Any

from sla_id.notify.outbox.attempt_result import Kind, Result, permanent
from sla_id.notify.outbox.channels.channel_account import account_of, secret
from sla_id.notify.outbox.checked_request import Answer, judge, send_request
from sla_id.notify.outbox.message_texts import safe_values
from sla_id.notify.outbox.phone_numbers import is_e164

PLACES = ("reference", "priority", "state", "due", "link")
"""What {{1}} to {{5}} of the provider's template stand for."""
DEFAULT_URL = "https://graph.facebook.com/v21.0"
BUSY = frozenset({1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056})
"""Meta's error codes that say "later", whatever the HTTP status is."""


def send(row: Any) -> Result:
	"""Ask the Cloud API to send the template; its receipts name the row (biz_opaque_callback_data)."""
	account = account_of(row)
	if isinstance(account, Result):
		return account
	number = row.recipient
	if not is_e164(number):
		return permanent(f"{row.recipient} is no number in international form (+62…)")
	values = [safe_values(row)[place] for place in PLACES]
	url = f"{(account.url or DEFAULT_URL).rstrip('/')}/{account.phone_number_id}/messages"
	headers = {
		"Content-Type": "application/json",
		"Authorization": f"Bearer {secret(account, 'access_token')}",
	}
	answer = send_request(url, json.dumps(_request(row, account, number, values)).encode(), headers)
	return _read(answer, "\n".join(values))


def _request(row: Any, account: Any, number: str, values: list[str]) -> dict[str, Any]:
	return {
		"messaging_product": "whatsapp",
		"to": number.lstrip("+"),
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
	if result.kind is Kind.SENT:
		messages = content.get("messages") or [{}]
		return Result(Kind.SENT, provider_id=str(messages[0].get("id") or ""), body=body)
	if result.kind is Kind.PERMANENT and (content.get("error") or {}).get("code") in BUSY:
		return Result(Kind.TEMPORARY, result.error, retry_after=answer.retry_after, down=True)
	return result


def _content(body: bytes) -> dict[str, Any]:
	try:
		content = json.loads(body)
	except ValueError:
		return {}
	return content if isinstance(content, dict) else {}
