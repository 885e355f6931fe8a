"""Delivery receipts: what a provider reports about a message later.

They may come twice, in any order, and before our own record. A receipt only moves a message forward. One
about a message that we don't know is ignored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import frappe

from sla_id.instants import to_utc, utc_now
from sla_id.notify.outbox.undelivered import report_undelivered
from sla_id.record_types import OutboxRecord

SENT, DELIVERED, FAILED = "Sent", "Delivered", "Failed"
FROM: dict[str, tuple[str, ...]] = {
	SENT: ("Sending", "Failed"),
	DELIVERED: ("Sending", "Sent", "Failed", "Queued", "Dead", "Dismissed"),
	FAILED: ("Sending", "Sent"),
}
"""From which states a receipt moves a message. Delivered is the end, whatever is said afterwards."""
LONGEST = 500
"""Characters of anything that a receipt says."""


@dataclass(frozen=True, slots=True)
class DeliveryReceipt:
	"""What a provider says: of our number, or of its own."""

	state: str
	message: str = ""
	provider_id: str = ""
	error: str = ""


def apply(receipt: DeliveryReceipt, account: str) -> bool:
	"""Move the message that a receipt of that account names forward; whether it moved."""
	name = _find(receipt, account)
	if not name:
		return False
	row: OutboxRecord = frappe.get_doc("SLA Outbox", name, for_update=True)
	if row.state not in FROM[receipt.state]:
		return False
	now = to_utc(utc_now())
	values: dict[str, Any] = {
		"state": receipt.state,
		# the claim goes: a worker that is still waiting for its answer records nothing over this
		"claim": None,
		"claimed_until_utc": None,
		"next_attempt_utc": None,
		"sent_utc": row.sent_utc or (None if receipt.state == FAILED else now),
		"provider_id": row.provider_id or receipt.provider_id[:140] or None,
		"last_error": receipt.error or None,
	}
	if receipt.state == DELIVERED:
		values["delivered_utc"] = now
	frappe.db.set_value("SLA Outbox", name, values)
	report_undelivered([name])
	return True


def _find(receipt: DeliveryReceipt, account: str) -> str | None:
	for field, value in (("name", receipt.message), ("provider_id", receipt.provider_id)):
		if value:
			found = frappe.db.get_value("SLA Outbox", {field: value, "account": account}, "name")
			if found:
				return str(found)
	return None


def read_text(content: Mapping[str, Any], key: str) -> str:
	"""What a receipt says under a key, as a text that a database takes; empty where there is none."""
	value = content.get(key)
	return writable(str(value)) if isinstance(value, str | int) else ""


def writable(text: str) -> str:
	"""A text that a database takes: JSON may hold halves of characters, and what holds one names no message of ours."""
	return text.encode(errors="replace").decode().replace("\x00", "")[:LONGEST]
