"""A channel that the app doesn't know: pagers, by an HTTP service of their own. This file and one line of hooks.py
(`outbox_world.register`) are all there is of it.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from typing import Any

from sla_id.notify.outbox.attempt_result import Ending, Result
from sla_id.notify.outbox.channel import ACCOUNT, Channel, ReceiptReader
from sla_id.notify.outbox.channels.channel_account import account_of, secret, why_no_account
from sla_id.notify.outbox.checked_request import judge, send_request
from sla_id.notify.outbox.delivery_receipts import DELIVERED, FAILED, DeliveryReceipt, read_text
from sla_id.notify.outbox.message_texts import TEXT, render

PATH = "tests.app.pager_channel.PAGER"
NO_PAGER = "User has no pager"


def send(row: Any) -> Result:
	"""One call of the pager."""
	account = account_of(row)
	if isinstance(account, Result):
		return account
	text = render(row, TEXT).body
	content = {"pager": row.recipient, "text": text, "ref": row.name}
	result = judge(send_request(account.url, json.dumps(content).encode(), {"X-Pager": "1"}))
	return (
		Result(Ending.SENT, provider_id=f"beep-{row.name}", body=text)
		if result.kind is Ending.SENT
		else result
	)


def find_pager(person: Any) -> tuple[str, str]:
	"""The pager is numbered as the last digits of the mobile number."""
	why_not = why_no_account("Pager")
	number = (person.mobile_no or "")[-4:]
	return ("", why_not or NO_PAGER) if why_not or not number else (number, "")


def is_signed(account: Any, body: bytes, headers: Mapping[str, str]) -> bool:
	"""Plain HMAC in a header of its own."""
	expected = sign(secret(account, "receipt_secret"), body)
	return hmac.compare_digest(expected, headers.get("X-Pager-Signature") or "")


def sign(key: str, body: bytes) -> str:
	"""What the provider puts into that header."""
	return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


def read_receipts(content: Any) -> Iterator[DeliveryReceipt]:
	"""`{"beeped": true or false, "ref": our number}`."""
	if isinstance(content, dict):
		yield DeliveryReceipt(DELIVERED if content.get("beeped") else FAILED, read_text(content, "ref"))


PAGER = Channel(
	title="Pager",
	code="pager",
	key="pager",
	lane=ACCOUNT,
	send=send,
	find_address=find_pager,
	reasons=(NO_PAGER,),
	receipts=ReceiptReader(is_signed, read_receipts),
)
