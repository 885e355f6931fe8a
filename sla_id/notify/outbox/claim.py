"""Decides which worker delivers a row: compare-and-set under the row's lock, leases, and what is written at
the end.

Only the column `next_attempt_utc` is searched. It holds the next try of a waiting row, or the end of the
lease of a row that is being sent. It is empty once nothing is left to do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import frappe

from sla_id.instants import to_utc, utc_now
from sla_id.notify.outbox import backoff
from sla_id.notify.outbox.attempt_result import Ending, Result
from sla_id.notify.outbox.channel import Channel
from sla_id.notify.outbox.channels import channel_of
from sla_id.notify.outbox.circuit_breaker import lanes_down
from sla_id.notify.outbox.outbox_settings import read_settings
from sla_id.notify.outbox.undelivered import not_past_patience
from sla_id.record_types import OutboxRecord

LEASE = timedelta(minutes=5)
"""Longer than any attempt takes (`checked_request.py`); a worker that is silent for longer is taken for dead."""
CANDIDATES = 50
"""How many rows are looked for at a time; local ones are delivered together."""
WAITING = ("Queued", "Sending")
UNKNOWN = "Unknown whether it arrived: "


@dataclass(frozen=True, slots=True)
class Claimed:
	"""A row that is ours to deliver.

	`crashed` means that an earlier worker claimed it and never reported a result.
	"""

	row: OutboxRecord
	token: str
	crashed: bool


def due(channels: Iterable[str], now: datetime, limit: int = CANDIDATES) -> list[tuple[str, str]]:
	"""Channel and name of the due rows of those channels, in order, without those whose lane is down.

	It makes one query for each channel, a range of an index in its order. So a channel with a long queue
	slows down no other.
	"""
	asked = [channel_of(title) for title in channels]
	down = {lane: lanes_down(lane, now) for lane in sorted({channel.lane for channel in asked} - {""})}
	found = [
		(*row, channel.title)
		for channel in asked
		for row in _due_in(channel, now, limit, down.get(channel.lane, []))
	]
	return [(channel, name) for _due, _written, name, channel in sorted(found)[:limit]]


def _due_in(channel: Channel, now: datetime, limit: int, put_off: list[str]) -> Sequence[Any]:
	row = frappe.qb.DocType("SLA Outbox")
	query = (
		frappe.qb.from_(row)
		.select(row.next_attempt_utc, row.creation, row.name)
		.where(
			(row.channel == channel.title) & (row.next_attempt_utc <= to_utc(now)) & row.state.isin(WAITING)
		)
		.orderby(row.next_attempt_utc)
		.orderby(row.creation)
		.limit(limit)
	)
	if put_off:
		query = query.where(row.account.isnull() | row.account.notin(put_off))
	return query.run()


def claim(name: str, now: datetime) -> Claimed | None:
	"""Claim a row within the present transaction. Returns None if another worker has it."""
	return next(iter(claim_all([name], now)), None)


def claim_all(names: Sequence[str], now: datetime) -> list[Claimed]:
	"""`claim` for several rows. Returns those that no other worker has, in their order."""
	table = frappe.qb.DocType("SLA Outbox")
	waiting = (table.next_attempt_utc <= to_utc(now)) & table.state.isin(WAITING)
	look = frappe.qb.from_(table).select(table.name, table.state).where(table.name.isin(names) & waiting)
	if frappe.db.db_type != "sqlite":
		# by primary key, so that only these rows are locked and no gap that new rows go into
		look = look.for_update(skip_locked=True)
	states = dict(look.run())
	if not states:
		return []
	token, until = frappe.generate_hash(length=20), to_utc(now + LEASE)
	(
		frappe.qb.update(table)
		.set(table.state, "Sending")
		.set(table.claim, token)
		.set(table.attempts, table.attempts + 1)
		.set(table.claimed_until_utc, until)
		.set(table.next_attempt_utc, until)
		.where(table.name.isin(list(states)) & waiting)
		.run()
	)
	mine = {"name": ("in", list(states)), "claim": token}
	rows = {row.name: row for row in frappe.get_all("SLA Outbox", mine, ["*"], limit_page_length=0)}
	return [Claimed(rows[name], token, states[name] == "Sending") for name in names if name in rows]


def finish(claimed: Claimed, result: Result, *, resend: bool) -> None:
	"""Write the result of an attempt, unless the lease has passed to another worker.

	If a receipt came first, it has removed the claim, and its result stays.
	"""
	table = frappe.qb.DocType("SLA Outbox")
	update = frappe.qb.update(table).where((table.name == claimed.row.name) & (table.claim == claimed.token))
	for field, value in outcome(claimed.row, result, resend=resend).items():
		update = update.set(table[field], value)
	update.run()


def outcome(row: OutboxRecord, result: Result, *, resend: bool) -> dict[str, Any]:
	"""The values of a row after the result of an attempt."""
	values = {**_next(row, result, resend=resend), "claim": None, "claimed_until_utc": None}
	if result.provider_id:
		values["provider_id"] = result.provider_id[:140]
	if result.body:
		values |= {"subject": result.subject[:140], "body": result.body}
	return values


def _next(row: OutboxRecord, result: Result, *, resend: bool) -> dict[str, Any]:
	now = utc_now()
	if result.kind is Ending.SENT:
		return {"state": "Sent", "sent_utc": to_utc(now), "next_attempt_utc": None, "last_error": None}
	over = {"next_attempt_utc": None, "last_error": result.error}
	if result.kind is Ending.PERMANENT:
		return {**over, "state": "Dead"}
	if result.kind is Ending.IN_DOUBT and not resend:
		return {**over, "state": "Failed", "last_error": UNKNOWN + result.error}
	if row.attempts >= read_settings().max_attempts:
		return {**over, "state": "Dead"}
	again = now + backoff.wait(row.attempts, result.retry_after)
	if not result.retry_after:
		again = not_past_patience(row, now, again)
	return {"state": "Queued", "next_attempt_utc": to_utc(again), "last_error": result.error}
