"""What a channel is: one frozen value, in a file of its own in `channels/`, with one line in hooks.py
(`sla_id_channels`).

Other code asks this value who can be reached by the channel, which worker sends it, what to do when in doubt,
and what lists offer.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import frappe

from sla_id.notify.outbox.attempt_result import Result
from sla_id.notify.outbox.delivery_receipts import DeliveryReceipt
from sla_id.record_types import OutboxRecord

ACCOUNT = "SLA Channel Account"
"""The DocType of what most network channels leave through."""


@dataclass(frozen=True, slots=True)
class ReceiptReader:
	"""How a provider reports what became of messages; docs/outbox.md gives the address.

	`is_signed` says of an account, a body and the request's headers whether the provider sent them; `read` finds the
	receipts in the body, which may be anything that JSON can hold.
	"""

	is_signed: Callable[[Any, bytes, Mapping[str, str]], bool]
	read: Callable[[Any], Iterator[DeliveryReceipt]]


def resends_as_account_says(row: OutboxRecord) -> bool:
	"""What the row's SLA Channel Account says under "When in doubt"."""
	return bool(frappe.db.get_value(ACCOUNT, row.account, "when_in_doubt") == "Send again")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
	"""A way by which messages leave."""

	title: str
	"""What rows, accounts and lists call it."""
	code: str = ""
	"""What a tier's `tell_by` calls it; empty for one that reaches no person."""
	key: str
	"""What it is called in the key of a message."""
	is_local: bool = False
	"""Whether it writes to the site's own database, and so in one transaction with its rows."""
	is_usual: bool = False
	"""Whether people are told by it where nobody says by what."""
	lane: str = ""
	"""The DocType of the record that a message leaves through, and that is put off as a whole while it is down (it has
	`failures` and `down_until_utc`); empty where there is none."""
	send: Callable[[Any], Result]
	"""One attempt to deliver a row of SLA Outbox."""
	find_address: Callable[[Any], tuple[str, str]] | None = None
	"""Where it reaches a user (name, user_type, email, mobile_no): the recipient, or nothing and one of `reasons`."""
	reasons: tuple[str, ...] = ()
	"""Why it may not reach a user, in English."""
	resends: Callable[[Any], bool] = resends_as_account_says
	"""Whether a row is sent again where nobody knows if it arrived."""
	receipts: ReceiptReader | None = None
	say_title: Callable[[str | None], str] | None = None
	"""What people call it in a language, in the middle of a sentence; without it the title."""
