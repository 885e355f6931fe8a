"""Writing messages: rows of the caller's transaction, and a request for delivery once it is committed."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

import frappe

from sla_id.instants import to_utc, utc_now
from sla_id.notify.outbox.message import CHANNELS, LONGEST_KEY, NETWORK, Message
from sla_id.notify.outbox.readers import reader_of
from sla_id.notify.outbox.settings import read_settings

DELIVER = "sla_id.notify.outbox.deliver.deliver_due"
ACCOUNT, ENDPOINT = "SLA Channel Account", "SLA Webhook Endpoint"
_SAVEPOINT = "sla_id_outbox_row"


def enqueue(message: Message) -> str | None:
	"""Write a message into the caller's transaction; its name, or None where its key is there already.

	Raises ValueError for a channel that doesn't exist.
	"""
	if message.channel not in CHANNELS:
		raise ValueError(f"{message.channel} is no channel of the outbox")
	key = row_key(message.key)
	if frappe.db.exists("SLA Outbox", {"message_key": key}):
		return None
	row = frappe.get_doc({"doctype": "SLA Outbox", "message_key": key, **_values(message)})
	frappe.db.savepoint(_SAVEPOINT)
	try:
		row.insert(ignore_permissions=True)
	except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
		frappe.db.rollback(save_point=_SAVEPOINT)
		return None
	deliver_soon()
	return str(row.name)


def tell_users(
	users: Iterable[str],
	key: str,
	template: str,
	context: Mapping[str, Any],
	reference: tuple[str, str],
	*,
	email: bool = False,
) -> None:
	"""A message to the bell of each user, and to their address where `email` says so and the site can send any."""
	mailed = email and read_settings().email_on_escalation and has_outgoing_account()
	for user in users:
		enqueue(Message(f"{key}:desk:{user}", "Desk", user, template, context, reference, user))
		address = frappe.db.get_value("User", user, "email") if mailed else None
		if address:
			enqueue(Message(f"{key}:mail:{user}", "E-mail", address, template, context, reference, user))


def publish(event: str, key: str, context: Mapping[str, Any], reference: tuple[str, str]) -> None:
	"""Tell every webhook endpoint that wants to hear of an event: escalation, at_risk or breached."""
	for endpoint in frappe.get_all(ENDPOINT, filters={"enabled": 1}, fields=["name", "events"]):
		if not (endpoint.events or "").strip() or event in endpoint.events.split():
			enqueue(
				Message(
					f"{key}:webhook:{endpoint.name}",
					"Webhook",
					endpoint.name,
					event,
					context,
					reference,
					account=endpoint.name,
				)
			)


def has_outgoing_account() -> bool:
	"""Whether the site can send e-mail at all."""
	return bool(frappe.db.exists("Email Account", {"default_outgoing": 1, "enable_outgoing": 1}))


def row_key(key: str) -> str:
	"""The key as the row holds it: long ones end in a hash, for two of them may begin alike."""
	if len(key) <= LONGEST_KEY:
		return key
	return f"{key[: LONGEST_KEY - 65]}:{hashlib.sha256(key.encode()).hexdigest()}"


def deliver_soon() -> None:
	"""Ask for delivery after the commit, once a transaction. The minute tick finds whatever is forgotten here."""
	if frappe.flags.sla_id_outbox_asked:
		return
	frappe.flags.sla_id_outbox_asked = True
	frappe.db.after_commit.add(_ask)
	frappe.db.after_rollback.add(_forget)


def ask_workers(channels: Iterable[str] | None = None) -> bool:
	"""Put a delivery job on the queue, one for each channel named or one for all; whether the queue took them.

	A job a channel, so that one that hangs holds up no other where there are workers enough.
	"""
	try:
		for channel in channels or ("all",):
			frappe.enqueue(
				DELIVER,
				queue="short",
				job_id=f"sla_id_outbox_{channel}",
				deduplicate=True,
				**({} if channel == "all" else {"channels": [channel]}),
			)
		return True
	except Exception:
		# no queue at the moment; the rows are safe
		frappe.logger("sla_id").warning("The outbox could not reach the queue", exc_info=True)
		return False


def _ask() -> None:
	_forget()
	ask_workers()


def _forget() -> None:
	frappe.flags.sla_id_outbox_asked = False


def _values(message: Message) -> dict[str, Any]:
	language, zone = reader_of(message.user)
	return {
		"channel": message.channel,
		"recipient": message.recipient,
		"user": message.user,
		"account": message.account or _account(message.channel),
		"kind": message.kind,
		"template": message.template,
		"language": message.language or language,
		"zone": message.zone or zone,
		"reference_doctype": message.reference[0] if message.reference else None,
		"reference_name": message.reference[1] if message.reference else None,
		"context": json.dumps(dict(message.context), ensure_ascii=False, sort_keys=True),
		"state": "Queued",
		"next_attempt_utc": to_utc(utc_now()),
	}


def _account(channel: str) -> str | None:
	if channel not in NETWORK or channel == "Webhook":
		return None
	return frappe.db.get_value(ACCOUNT, {"channel": channel, "enabled": 1}, "name", order_by="creation")
