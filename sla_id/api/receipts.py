"""Where providers report what became of a message. Guests may call it: a signature takes the place of a login.

Each channel says how its receipts are signed and what they hold (`Channel.receipts`).
"""

import hmac
import json
from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe import _
from werkzeug.wrappers import Response

from sla_id.api.arguments import answerable
from sla_id.notify.outbox.channel import ACCOUNT, ReceiptReader
from sla_id.notify.outbox.channels import all_channels
from sla_id.notify.outbox.channels.channel_account import secret
from sla_id.notify.outbox.channels.gateway import GATEWAY
from sla_id.notify.outbox.channels.whatsapp import WHATSAPP
from sla_id.notify.outbox.delivery_receipts import apply

LARGEST = 256 * 1024


@frappe.whitelist(allow_guest=True, methods=["GET", "POST"])
@answerable
def whatsapp() -> Response:
	"""Meta's webhook. GET returns the challenge to a caller with the verify token; POST brings signed
	receipts.

	The app secret of any account is accepted, and its receipts change only that account's messages. Answers
	403 for a wrong token or signature, and 200 for whatever is signed.
	"""
	accounts = _accounts(channel=WHATSAPP.title)
	return _challenge(accounts) if frappe.request.method == "GET" else _receive(accounts)


@frappe.whitelist(allow_guest=True, methods=["POST"])
@answerable
def gateway() -> Response:
	"""A gateway's receipt. X-SLA-Timestamp and X-SLA-Signature sign "timestamp.body", as for our own
	webhooks.

	The address names the `account`. The JSON has `status` (sent, delivered, failed), `message_id` (ours) or
	`id` (the gateway's), and `error`.
	"""
	return _receive(_accounts(name=_named(), channel=GATEWAY.title))


@frappe.whitelist(allow_guest=True, methods=["POST"])
@answerable
def of_account() -> Response:
	"""A receipt for the `account` that the address names, signed and written in its channel's format."""
	return _receive(_accounts(name=_named()))


def _named() -> str:
	# from the address itself: where the body is JSON, Frappe passes nothing else on
	return str(frappe.request.args.get("account") or "")


def _receive(accounts: Iterable[Any]) -> Response:
	"""Apply the receipts of a request for each account that signed it. Answers 403 if none did."""
	body = _body()
	signed = [
		(account, reader) for account, reader in _readers(accounts) if _is_signed(account, reader, body)
	]
	if not signed:
		_refuse()
	for account, reader in signed:
		for receipt in reader.read(_json(body)):
			apply(receipt, account.name)
	return Response("ok", content_type="text/plain")


def _readers(accounts: Iterable[Any]) -> Iterable[tuple[Any, ReceiptReader]]:
	"""Each account with its channel's way of reading receipts. Accounts whose channel has none are left out."""
	channels = all_channels()
	for account in accounts:
		channel = channels.get(account.channel)
		if channel and channel.receipts:
			yield account, channel.receipts


def _is_signed(account: Any, reader: ReceiptReader, body: bytes) -> bool:
	headers: Mapping[str, str] = frappe.request.headers
	return reader.is_signed(account, body, headers)


def _challenge(accounts: list[Any]) -> Response:
	asked = frappe.request.args
	given = asked.get("hub.verify_token") or ""
	known = [secret(entry, "verify_token") for entry in accounts]
	if asked.get("hub.mode") != "subscribe" or not any(
		token and hmac.compare_digest(token.encode(), given.encode()) for token in known
	):
		_refuse()
	# plain text: what a stranger wrote is never shown as a page
	return Response((asked.get("hub.challenge") or "")[:200], content_type="text/plain")


def _accounts(**filters: str) -> list[Any]:
	names = frappe.get_all(ACCOUNT, filters={**filters, "enabled": 1}, pluck="name")
	return [frappe.get_doc(ACCOUNT, name) for name in names]


def _body() -> bytes:
	if (frappe.request.content_length or 0) > LARGEST:
		_refuse()
	return bytes(frappe.request.get_data(cache=True))


def _json(body: bytes) -> Any:
	try:
		return json.loads(body)
	except (ValueError, RecursionError):
		return None


def _refuse() -> None:
	frappe.throw(_("This message is not signed as agreed."), frappe.PermissionError)
