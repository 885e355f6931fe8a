"""Handles a channel that is down: its messages wait without using up their attempts, and other channels go
on.
"""

from datetime import datetime, timedelta

import frappe

from sla_id.instants import to_utc
from sla_id.notify.outbox.attempt_result import Ending, Result
from sla_id.notify.outbox.backoff import highest
from sla_id.notify.outbox.channels import channel_of
from sla_id.record_types import OutboxRecord

FAILURES = 3
"""After so many failures in a row, by whichever messages, a channel is taken for down."""


def lane_of(row: OutboxRecord) -> tuple[str, str] | None:
	"""The record that a message leaves through (DocType and name), None for the site's own channels."""
	lane = channel_of(row.channel).lane
	return (lane, row.account) if lane and row.account else None


def lanes_down(doctype: str, now: datetime) -> list[str]:
	"""The accounts or endpoints that are put off at the moment."""
	lane = frappe.qb.DocType(doctype)
	rows = frappe.qb.from_(lane).select(lane.name).where(lane.down_until_utc > to_utc(now)).run()
	return [row[0] for row in rows]


def note(row: OutboxRecord, result: Result, now: datetime) -> None:
	"""Count what an attempt says about its lane: an answer opens it, failures in a row put it off."""
	lane = lane_of(row)
	if lane is None or (not result.down and result.kind in (Ending.PERMANENT, Ending.IN_DOUBT)):
		# our own settings, or a worker that died: no word of the other side
		return
	table = frappe.qb.DocType(lane[0])
	update = frappe.qb.update(table).where(table.name == lane[1])
	if not result.down:
		update.set(table.failures, 0).set(table.down_until_utc, None).where(table.failures > 0).run()
		return
	update.set(table.failures, table.failures + 1).run()
	failures = frappe.db.get_value(*lane, "failures") or 0
	pause = result.retry_after or timedelta()
	if failures >= FAILURES:
		pause = max(pause, highest(failures - FAILURES + 1))
	if pause:
		until = to_utc(now + pause)
		later = table.down_until_utc.isnull() | (table.down_until_utc < until)
		frappe.qb.update(table).set(table.down_until_utc, until).where((table.name == lane[1]) & later).run()
