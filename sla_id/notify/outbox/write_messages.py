"""Writes messages as rows of the caller's transaction, and requests their delivery once it is committed."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import frappe
from frappe.utils import now_datetime

from sla_id.bulk import CHUNK, insert_all_or_none, insert_rows, stamp_new
from sla_id.instants import to_utc, utc_now
from sla_id.notify.outbox.channel import ACCOUNT, Channel
from sla_id.notify.outbox.channels import NoChannel, all_channels
from sla_id.notify.outbox.channels.channel_account import first_account
from sla_id.notify.outbox.message import LONGEST_KEY, Message
from sla_id.notify.outbox.reader_language import Reading, readers_of

DELIVER = "sla_id.notify.outbox.deliver.deliver_due"


def enqueue(message: Message) -> str | None:
	"""Write a message in the caller's transaction. Returns its name, or None if its key exists already.

	Raises ValueError for a channel that doesn't exist.
	"""
	names = _write([message], are_new=False)
	return names[0] if names and frappe.db.exists("SLA Outbox", names[0]) else None


def enqueue_all(messages: Sequence[Message], *, are_new: bool = False) -> None:
	"""Write messages in one statement, each unless its key exists.

	With `are_new` no question is asked first whether it does: it hardly ever will. Raises ValueError like `enqueue`.
	"""
	_write(messages, are_new=are_new)


def _write(messages: Sequence[Message], *, are_new: bool) -> list[str]:
	"""Returns the names of the rows written; none of those whose key was there, unless another process was quicker."""
	channels = all_channels()
	for message in messages:
		if message.channel not in channels:
			raise NoChannel(message.channel)
	wanted = {row_key(message.key): message for message in messages}
	if not wanted:
		return []
	rows = _new_rows(wanted, channels)
	if not (are_new and len(rows) <= CHUNK and insert_all_or_none("SLA Outbox", rows)):
		# the unique key stops another process that writes the same one
		rows = _without_known(rows)
		insert_rows("SLA Outbox", rows)
	if rows:
		deliver_soon()
	return [row["name"] for row in rows]


def _without_known(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
	row = frappe.qb.DocType("SLA Outbox")
	keys = [values["message_key"] for values in rows]
	known = {
		key for (key,) in frappe.qb.from_(row).select(row.message_key).where(row.message_key.isin(keys)).run()
	}
	return [values for values in rows if values["message_key"] not in known]


def _new_rows(messages: dict[str, Message], channels: Mapping[str, Channel]) -> list[dict[str, Any]]:
	readers = readers_of({message.user for message in messages.values()})
	stamp = now_datetime()
	return [
		{
			**stamp_new(),
			"message_key": key,
			# what is written together leaves in the order in which it was written
			"creation": stamp + timedelta(microseconds=number),
			"modified": stamp,
			**_values(message, channels[message.channel], readers[message.user]),
		}
		for number, (key, message) in enumerate(messages.items())
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


def _values(message: Message, channel: Channel, reader: Reading) -> dict[str, Any]:
	language, zone = reader
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
