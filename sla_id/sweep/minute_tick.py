"""The minute tick: what no hook saw is reconciled, every ticket whose next event has come is evaluated, and messages
that are due leave.

Idle cost is an index range over `next_event_at`, whatever the number of open tickets. Two ticks at once skip each
other's rows; a tick that slept catches up in the order in which things were due.
"""

from datetime import datetime, timedelta
from typing import Any

import frappe

from sla_id.hosts.hooks import is_enabled
from sla_id.hosts.mirror import mirror
from sla_id.instants import to_utc, utc_now
from sla_id.ledger.rebuild import rebuild
from sla_id.ledger.record import lock_record, record_failure
from sla_id.notify.outbox.deliver import deliver_local_and_ask
from sla_id.sweep.reconcile import reconcile

RETRY = timedelta(minutes=15)
MOST_BATCHES = 500


def run_sla_minute_tick() -> int:
	"""The scheduled job; how many tickets were evaluated."""
	if not is_enabled():
		deliver_local_and_ask()
		return 0
	reconcile()
	evaluated = sweep_due(utc_now())
	if evaluated:
		frappe.db.set_single_value("SLA Settings", "last_tick_utc", to_utc(utc_now()), update_modified=False)
	deliver_local_and_ask()
	return evaluated


def sweep_due(now: datetime) -> int:
	"""Evaluate every ticket due by `now`, oldest first, a committed batch at a time; how many."""
	batch = int(frappe.db.get_single_value("SLA Settings", "tick_batch") or 200)
	total = 0
	for _number in range(MOST_BATCHES):
		frappe.db.commit()  # nosemgrep: a scheduled job; a crash later loses no batch that is done
		names = due_tickets(now, batch)
		try:
			for name in names:
				_evaluate(name)
		except frappe.QueryDeadlockError:
			frappe.db.rollback()
			continue
		total += len(names)
		if len(names) < batch:
			break
	frappe.db.commit()  # nosemgrep: as above
	return total


def due_tickets(now: datetime, limit: int) -> list[str]:
	"""The names of tickets whose next event has come, in order, their rows locked where the database can."""
	ticket = frappe.qb.DocType("SLA Ticket")
	query = (
		frappe.qb.from_(ticket)
		.select(ticket.name)
		.where(ticket.next_event_at <= to_utc(now))
		.orderby(ticket.next_event_at)
		.limit(limit)
	)
	if frappe.db.db_type != "sqlite":
		query = query.for_update(skip_locked=True)
	return [row[0] for row in query.run()]


def _evaluate(name: str) -> None:
	frappe.db.savepoint("sla_id_tick")
	try:
		record = lock_record(name)
		if record is None:
			return
		rebuild(record)
		mirror(record)
	except frappe.QueryDeadlockError:
		raise
	except Exception:
		frappe.db.rollback(save_point="sla_id_tick")
		_retry_later(name)


def _retry_later(name: str) -> None:
	record: Any = frappe.get_doc("SLA Ticket", name)
	record_failure(record)
	frappe.db.set_value("SLA Ticket", name, "next_event_at", to_utc(utc_now() + RETRY), update_modified=False)
