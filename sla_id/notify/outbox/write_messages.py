"""Writes messages as rows of the caller's transaction, and requests their delivery once it is committed."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import frappe
from frappe.utils import now_datetime

from sla_id.bulk import insert_rows
from sla_id.instants import to_utc, utc_now
from sla_id.notify.outbox.channel import ACCOUNT, Channel
from sla_id.notify.outbox.channels import NoChannel, all_channels
from sla_id.notify.outbox.channels.channel_account import first_account
from sla_id.notify.outbox.message import LONGEST_KEY, Message
from sla_id.notify.outbox.reader_language import reader_of

DELIVER = "sla_id.notify.outbox.deliver.deliver_due"


def enqueue(message: Message) -> str | None:
	"""Write a message in the caller's transaction. Returns its name, or None if its key exists already.

	Raises ValueError for a channel that doesn't exist.
	"""
	name = next(iter(enqueue_all([message])), None)
	return name if name and frappe.db.exists("SLA Outbox", name) else None


def enqueue_all(messages: Sequence[Message]) -> list[str]:
	"""Write messages in one statement. Returns the names of those whose key didn't exist yet.

	Raises ValueError like `enqueue`.
	"""
	channels = all_channels()
	for message in messages:
		if message.channel not in channels:
			raise NoChannel(message.channel)
	rows = _new_rows({row_key(message.key): message for message in messages}, channels)
	if rows:
		insert_rows("SLA Outbox", rows)
		deliver_soon()
	return [row["name"] for row in rows]


def _new_rows(messages: dict[str, Message], channels: Mapping[str, Channel]) -> list[dict[str, Any]]:
	"""The rows of messages whose key doesn't exist yet.

	The unique key stops another process that writes the same one.
	"""
	if not messages:
		return []
	row = frappe.qb.DocType("SLA Outbox")
	query = frappe.qb.from_(row).select(row.message_key).where(row.message_key.isin(list(messages)))
	there = {found[0] for found in query.run()}
	readers: dict[str | None, tuple[str, str]] = {}
	stamp = now_datetime()
	return [
		{
			"name": frappe.generate_hash(length=10),
			"message_key": key,
			# what is written together leaves in the order in which it was written
			"creation": stamp + timedelta(microseconds=number),
			"modified": stamp,
			"owner": frappe.session.user,
			"modified_by": frappe.session.user,
			**_values(message, channels[message.channel], readers),
		}
		for number, (key, message) in enumerate(messages.items())
		if key not in there
	]


def row_key(key: str) -> str:
	"""The key as stored in the row. Long keys end in a hash, because two of them may begin alike."""
	if len(key) <= LONGEST_KEY:
		return key
	return f"{key[: LONGEST_KEY - 65]}:{hashlib.sha256(key.encode()).hexdigest()}"


def deliver_soon() -> None:
	"""Request delivery after the commit, once in a transaction.

	The minute tick delivers whatever is missed here.
	"""
	if frappe.flags.sla_id_outbox_asked:
		return
	frappe.flags.sla_id_outbox_asked = True
	frappe.db.after_commit.add(_ask)
	frappe.db.after_rollback.add(_forget)


def ask_workers(channels: Iterable[str] | None = None) -> bool:
	"""Queue a delivery job for each channel named, or one job for all channels. Returns whether the queue
	accepted them.

	With a job for each channel, a channel that hangs doesn't hold up the others, as long as there are enough
	workers.
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


def _values(message: Message, channel: Channel, readers: dict[str | None, tuple[str, str]]) -> dict[str, Any]:
	if message.user not in readers:
		readers[message.user] = reader_of(message.user)
	language, zone = readers[message.user]
	return {
		"channel": message.channel,
		"recipient": message.recipient,
		"user": message.user,
		"account": message.account or (first_account(channel.title) if channel.lane == ACCOUNT else None),
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
