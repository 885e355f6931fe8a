"""The minute tick. It evaluates every ticket whose next event has come, reconciles what no hook saw, and
sends messages that are due.

An idle minute costs one indexed statement, however many tickets are open. Two ticks that run at once skip
each other's rows. After an outage the tick catches up in the order in which things were due.
"""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import frappe

from sla_id.bulk import by_name
from sla_id.escalation.requests.request_and_decide import close_overdue
from sla_id.hosts.base import record_name
from sla_id.hosts.mirror import lock_shown_rows, mirror_waiting, show_evaluated
from sla_id.hosts.observe import RECONCILIATION, observe
from sla_id.instants import from_site, from_utc, to_utc, utc_now
from sla_id.ledger.evaluate_many import READ, evaluate_many
from sla_id.ledger.record import lock_record, record_failure
from sla_id.ledger.record_events import refresh
from sla_id.listeners import somebody_listens
from sla_id.notify.digests.subscriptions import send_due_digests
from sla_id.notify.outbox.deliver import deliver_local_and_ask
from sla_id.savepoints import own_transaction
from sla_id.sweep.arrivals import group_arrivals
from sla_id.sweep.reconcile import look_first, reconcile
from sla_id.sweep.what_is_due import USUAL_BATCH, TickSettings, find_due
from sla_id.ticket_record import TicketDocument

MOST_BATCHES, AHEAD, TRIES = 500, 10, 3
MINUTE_SECONDS = 50.0
"""What may take long ends by then: the next tick goes on with it."""
LOOKED_AT = ("Problem", "No Agreement")
"""States in which the ledger alone says nothing new: the host's ticket is looked at, and an agreement chosen again."""


def run_sla_minute_tick() -> int:
	"""The scheduled job. Returns how many tickets were evaluated.

	A step that fails is logged, and the others still run.
	"""
	pending = find_due(utc_now())
	if not pending:
		return 0
	until = time.monotonic() + MINUTE_SECONDS
	settings = TickSettings.read()
	evaluated = 0
	if settings.enabled:
		since = settings.reconciled_until if pending.changes else None
		if pending.tickets:
			evaluated = _step("evaluate what is due", lambda: sweep_due(utc_now(), settings.batch, since))
		if since:
			_step("reconcile", lambda: reconcile(since, until))
		if since or evaluated or pending.mirrors:
			_step("show what has changed", mirror_waiting)
		evaluated += _step("group new tickets", lambda: group_arrivals(pending))
		if pending.requests:
			evaluated += _step("close requests", lambda: close_overdue(utc_now()))
	if evaluated:
		frappe.db.set_single_value("SLA Settings", "last_tick_utc", to_utc(utc_now()), update_modified=False)
	if pending.digests:
		evaluated += _step("send digests", lambda: send_due_digests(utc_now()))
	if evaluated or pending.messages:
		_step("deliver messages", lambda: deliver_local_and_ask(until))
	return evaluated


def _step(name: str, run: Callable[[], int]) -> int:
	"""Run one step of the tick.

	If it fails, what it has committed stays, the rest is rolled back, and 0 is returned.
	"""
	with own_transaction(f"The minute tick could not {name}"):
		return run()
	return 0


def sweep_due(now: datetime, batch: int = USUAL_BATCH, since: datetime | None = None) -> int:
	"""Evaluate every ticket due by `now`, oldest first, and commit after each batch. Returns how many.

	With `since` (site time, naive), a host's ticket that has changed since then is looked at first.
	"""
	total = 0
	for _number in range(MOST_BATCHES):
		_commit()
		waiting = due_tickets(now, batch * AHEAD)
		done = sum(
			_sweep(waiting[start : start + batch], now, since) for start in range(0, len(waiting), batch)
		)
		total += done
		if not done or len(waiting) < batch * AHEAD:
			break
	_commit()
	return total


def due_tickets(now: datetime, limit: int) -> list[Any]:
	"""The tickets whose next event has come, in order.

	Locks no row, because locking an index range would lock its gaps too.
	"""
	ticket = frappe.qb.DocType("SLA Ticket")
	return list(
		frappe.qb.from_(ticket)
		.select(ticket.name, ticket.reference_doctype, ticket.reference_name, ticket.state)
		.where(ticket.next_event_at <= to_utc(now))
		.orderby(ticket.next_event_at)
		.limit(limit)
		.run(as_dict=True)
	)


def _sweep(waiting: list[Any], now: datetime, since: datetime | None) -> int:
	"""Evaluate the tickets of a batch that are still due and that nobody else has locked. Returns how many."""
	if since is not None:
		look_first(waiting, since)
	alone = somebody_listens()
	together = [] if alone else [row for row in waiting if row.state not in LOOKED_AT]
	one_by_one = [row for row in waiting if alone or row.state in LOOKED_AT]
	done = 0
	for _try_again in range(TRIES):
		with own_transaction(f"A batch of {len(together)} tickets is evaluated one by one") as batch:
			done = _evaluate_due(together, now)
		if not batch.deadlocked:
			break
	if batch.error is not None and not batch.deadlocked:
		# each on its own then: the one that fails is put off, the others go on
		one_by_one += together
	for row in one_by_one:
		_try(row.name, lambda record: _evaluate_one(record, now))
	return done + len(one_by_one)


def _evaluate_due(waiting: list[Any], now: datetime) -> int:
	"""Evaluate a batch with a handful of statements and show it on the hosts' tickets. Returns how many.

	All is written in one transaction, and so each row once. A host's ticket that somebody is saving is shown later.
	"""
	if not waiting:
		return 0
	shown = lock_shown_rows(waiting)
	records = _lock_due([row.name for row in waiting], now)
	if records:
		evaluate_many(records, partial(show_evaluated, shown))
	return len(records)


def _lock_due(names: list[str], now: datetime) -> list[Any]:
	"""Lock those tickets that are still due and return what their evaluation needs.

	Skips tickets that somebody else has locked.
	"""
	ticket = frappe.qb.DocType("SLA Ticket")
	query = frappe.qb.from_(ticket).select(*(ticket[field] for field in READ))
	query = query.where((ticket.next_event_at <= to_utc(now)) & ticket.state.notin(LOOKED_AT))
	# sorted here: a database that sorts rows with long texts reads each of them twice
	return sorted(by_name(query, ticket, names).run(as_dict=True), key=lambda row: row.next_event_at)


def _try(name: str, evaluate: Callable[[Any], None]) -> None:
	"""Evaluate one ticket under its lock. If that fails, the failure is logged and the ticket is put off."""
	with own_transaction(on_failure=lambda _error: record_failure(frappe.get_doc("SLA Ticket", name))):
		record = lock_record(name)
		if record is not None:
			evaluate(record)


def _evaluate_one(record: TicketDocument, now: datetime) -> None:
	due = from_utc(record.next_event_at)
	if due is None or due > now:
		return  # somebody else was quicker
	if record.state in LOOKED_AT:
		_look_again(record)
	else:
		refresh(record)


def _look_again(record: TicketDocument) -> None:
	"""Look at the host's ticket as reconciliation would, dated by the host's row.

	If the host's ticket was deleted, only the ledger is left to go by.
	"""
	doctype, name = record.reference_doctype, record.reference_name
	modified = record.name == record_name(doctype, name) and frappe.db.get_value(doctype, name, "modified")
	if modified:
		record = observe(doctype, name, at=from_site(modified), origin=RECONCILIATION)
	due = from_utc(record.next_event_at)
	if due is not None and due <= utc_now():
		refresh(record)


def _commit() -> None:
	frappe.db.commit()  # nosemgrep: a scheduled job; a crash later loses no batch that is done
