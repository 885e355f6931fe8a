"""A gateway of one's own: one HTTP request, its JSON body filled in from the account's pattern."""

import json
from collections.abc import Mapping
from typing import Any

from sla_id.notify.outbox.attempt_result import Kind, Result, permanent
from sla_id.notify.outbox.channels.channel_account import account_of, secret
from sla_id.notify.outbox.checked_request import judge, send_request
from sla_id.notify.outbox.message_texts import TEXT, render, safe_values
from sla_id.notify.outbox.phone_numbers import is_e164

PATTERN = '{"to": "{number}", "text": "{text}", "id": "{message_id}"}'


def send(row: Any) -> Result:
	"""One request to the gateway."""
	account = account_of(row)
	if isinstance(account, Result):
		return account
	number = row.recipient
	if not is_e164(number):
		return permanent(f"{row.recipient} is no number in international form (+62…)")
	text = render(row, TEXT).body
	values = {**safe_values(row), "number": number, "text": text, "message_id": row.name}
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
	if isinstance(answer, Result) or result.kind is not Kind.SENT:
		return result
	return Result(Kind.SENT, provider_id=_number(answer.body, account.id_field or ""), body=text)


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
