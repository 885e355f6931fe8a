"""Who delivers a row: claims by compare-and-set under the row's lock, leases, and what is written when it is over.

`next_attempt_utc` is the one column that is searched: the next try of a row that waits, the end of the lease of one
that is being sent, nothing once there is nothing left to do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import frappe

from sla_id.instants import to_utc, utc_now
from sla_id.notify.outbox import backoff
from sla_id.notify.outbox.circuit import lanes_down
from sla_id.notify.outbox.message import NETWORK
from sla_id.notify.outbox.queue import ACCOUNT, ENDPOINT
from sla_id.notify.outbox.result import Kind, Result
from sla_id.notify.outbox.settings import read_settings

LEASE = timedelta(minutes=5)
"""Longer than any attempt takes (`http.py`); a worker that is silent for longer is taken for dead."""
CANDIDATES = 20
WAITING = ("Queued", "Sending")
UNKNOWN = "Unknown whether it arrived: "


@dataclass(frozen=True, slots=True)
class Claimed:
	"""A row that is ours to deliver. `crashed`: an earlier worker claimed it and never said what came of it."""

	row: Any
	token: str
	crashed: bool


def due_names(channels: Iterable[str], now: datetime, limit: int = CANDIDATES) -> list[str]:
	"""Rows of those channels that are due, in order, without those whose lane is down."""
	row = frappe.qb.DocType("SLA Outbox")
	query = (
		frappe.qb.from_(row)
		.select(row.name)
		.where(
			(row.next_attempt_utc <= to_utc(now)) & row.state.isin(WAITING) & row.channel.isin(list(channels))
		)
		.orderby(row.next_attempt_utc)
		.orderby(row.creation)
		.limit(limit)
	)
	endpoints, accounts = lanes_down(ENDPOINT, now), lanes_down(ACCOUNT, now)
	if endpoints:
		query = query.where((row.channel != "Webhook") | row.account.notin(endpoints))
	if accounts:
		own = row.account.isnull() | (row.channel == "Webhook")
		query = query.where(own | row.account.notin(accounts))
	return [found[0] for found in query.run()]


def claim(name: str, now: datetime) -> Claimed | None:
	"""Make a row ours within the present transaction, or None where another worker has it."""
	table = frappe.qb.DocType("SLA Outbox")
	mine = (table.name == name) & (table.next_attempt_utc <= to_utc(now)) & table.state.isin(WAITING)
	look = frappe.qb.from_(table).select(table.state).where(mine)
	if frappe.db.db_type != "sqlite":
		# by primary key, so that only this row is locked and no gap that new rows go into
		look = look.for_update(skip_locked=True)
	found = look.run()
	if not found:
		return None
	token, until = frappe.generate_hash(length=20), to_utc(now + LEASE)
	(
		frappe.qb.update(table)
		.set(table.state, "Sending")
		.set(table.claim, token)
		.set(table.attempts, table.attempts + 1)
		.set(table.claimed_until_utc, until)
		.set(table.next_attempt_utc, until)
		.where(mine)
		.run()
	)
	row = frappe.get_doc("SLA Outbox", name)
	return Claimed(row, token, found[0][0] == "Sending") if row.claim == token else None


def finish(claimed: Claimed, result: Result, *, resend: bool) -> None:
	"""Write what came of an attempt, unless the lease has passed to another worker.

	A receipt may have been quicker: it has taken the claim away, and what it said stays.
	"""
	row = claimed.row
	values = _outcome(row, result, resend=resend)
	if result.provider_id:
		values["provider_id"] = result.provider_id[:140]
	if result.body:
		values |= {"subject": result.subject[:140], "body": result.body}
	table = frappe.qb.DocType("SLA Outbox")
	update = frappe.qb.update(table).where((table.name == row.name) & (table.claim == claimed.token))
	for field, value in {**values, "claim": None, "claimed_until_utc": None}.items():
		update = update.set(table[field], value)
	update.run()


def _outcome(row: Any, result: Result, *, resend: bool) -> dict[str, Any]:
	now = utc_now()
	if result.kind is Kind.SENT:
		return {"state": "Sent", "sent_utc": to_utc(now), "next_attempt_utc": None, "last_error": None}
	over = {"next_attempt_utc": None, "last_error": result.error}
	if result.kind is Kind.PERMANENT:
		return {**over, "state": "Dead"}
	if result.kind is Kind.IN_DOUBT and not resend:
		return {**over, "state": "Failed", "last_error": UNKNOWN + result.error}
	if row.attempts >= read_settings().max_attempts:
		return {**over, "state": "Dead"}
	pause = backoff.wait(row.attempts, result.retry_after)
	return {"state": "Queued", "next_attempt_utc": to_utc(now + pause), "last_error": result.error}


def is_network(row: Any) -> bool:
	"""Whether a row leaves the machine, and its claim must be committed before."""
	return row.channel in NETWORK
