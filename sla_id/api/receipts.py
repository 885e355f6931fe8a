"""Where providers report what became of a message. Guests may call it: a signature takes the place of a login."""

import hmac
import json
import time
from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from werkzeug.wrappers import Response

from sla_id.api.arguments import answerable
from sla_id.notify.outbox.channels.channel_account import secret
from sla_id.notify.outbox.delivery_receipts import Receipt, apply, gateway_receipts, whatsapp_receipts
from sla_id.notify.outbox.webhook_signature import verify, verify_plain
from sla_id.notify.outbox.write_messages import ACCOUNT

LARGEST = 256 * 1024


@frappe.whitelist(allow_guest=True, methods=["GET", "POST"])
@answerable
def whatsapp() -> Response:
	"""Meta's webhook: GET repeats the challenge to who knows the verify token, POST brings signed receipts.

	Any account's app secret will do, and its receipts move that account's messages alone. 403 for a wrong token or
	signature, 200 for whatever is signed.
	"""
	accounts = _accounts("WhatsApp")
	if frappe.request.method == "GET":
		return _challenge(accounts)
	body = _body()
	signature = frappe.get_request_header("X-Hub-Signature-256") or ""
	signed = [entry for entry in accounts if verify_plain(secret(entry, "receipt_secret"), body, signature)]
	if not signed:
		_refuse()
	for account in signed:
		_apply(whatsapp_receipts(_json(body)), account.name)
	return Response("ok", content_type="text/plain")


@frappe.whitelist(allow_guest=True, methods=["POST"])
@answerable
def gateway() -> Response:
	"""A gateway's receipt: X-SLA-Timestamp and X-SLA-Signature over "timestamp.body", as our own webhooks are signed.

	The address names the `account`; the JSON has `status` (sent, delivered, failed), `message_id` (ours) or `id` (the
	gateway's) and `error`.
	"""
	# from the address itself: where the body is JSON, Frappe passes nothing else on
	account, body = frappe.request.args.get("account") or "", _body()
	found = [entry for entry in _accounts("Gateway") if entry.name == account]
	stamp = frappe.get_request_header("X-SLA-Timestamp") or ""
	signature = frappe.get_request_header("X-SLA-Signature") or ""
	if not (found and verify(secret(found[0], "receipt_secret"), stamp, body, signature, time.time())):
		_refuse()
	_apply(gateway_receipts(_json(body)), account)
	return Response("ok", content_type="text/plain")


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


def _accounts(channel: str) -> list[Any]:
	names = frappe.get_all(ACCOUNT, filters={"channel": channel, "enabled": 1}, pluck="name")
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


def _apply(receipts: Iterable[Receipt], account: str) -> None:
	for receipt in receipts:
		apply(receipt, account)


def _refuse() -> None:
	frappe.throw(_("This message is not signed as agreed."), frappe.PermissionError)
