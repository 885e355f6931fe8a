"""The minute tick: every ticket whose next event has come is evaluated, what no hook saw is reconciled, and messages
that are due leave.

An idle minute costs one statement on indexes, whatever the number of open tickets. Two ticks at once skip each
other's rows; a tick that slept catches up in the order in which things were due.
"""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import frappe

from sla_id.bulk import by_name
from sla_id.escalation.requests.request_and_decide import close_overdue
from sla_id.hosts.base import record_name
from sla_id.hosts.mirror import mirror_waiting
from sla_id.hosts.observe import RECONCILIATION, observe
from sla_id.instants import from_site, from_utc, to_utc, utc_now
from sla_id.ledger.evaluate_many import READ, evaluate_many
from sla_id.ledger.listeners import somebody_listens
from sla_id.ledger.record import lock_record, record_failure
from sla_id.ledger.record_events import refresh
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
	"""The scheduled job; how many tickets were evaluated. A step that fails is logged and holds up no other."""
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
	"""One step of the tick; 0 where it fails. What it had committed holds, what it hadn't is undone."""
	with own_transaction(f"The minute tick could not {name}"):
		return run()
	return 0


def sweep_due(now: datetime, batch: int = USUAL_BATCH, since: datetime | None = None) -> int:
	"""Evaluate every ticket due by `now`, oldest first, a committed batch at a time; how many.

	With `since` (site time, naive) the host's ticket is looked at first where it has changed since then.
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
	"""The tickets whose next event has come, in order. No row is locked: a range of an index would be locked with its gaps."""
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
	"""Evaluate those of a batch that are still due and that nobody else has locked; how many."""
	if since is not None:
		look_first(waiting, since)
	alone = somebody_listens()
	together = [] if alone else [row.name for row in waiting if row.state not in LOOKED_AT]
	one_by_one = [row for row in waiting if alone or row.state in LOOKED_AT]
	done = 0
	for _try_again in range(TRIES):
		with own_transaction(f"A batch of {len(together)} tickets is evaluated one by one") as batch:
			done = _evaluate_due(together, now)
		if not batch.deadlocked:
			break
	if batch.error is None:
		mirror_waiting(together)
	elif not batch.deadlocked:
		# each on its own then: the one that fails is put off, the others go on
		one_by_one += [row for row in waiting if row.name in together]
	for row in one_by_one:
		_try(row.name, lambda record: _evaluate_one(record, now))
	return done + len(one_by_one)


def _evaluate_due(names: list[str], now: datetime) -> int:
	"""Evaluate a batch with a handful of statements; how many."""
	records = _lock_due(names, now) if names else []
	if records:
		evaluate_many(records)
	return len(records)


def _lock_due(names: list[str], now: datetime) -> list[Any]:
	"""What evaluating them needs of those tickets that are still due, locked; one that somebody else has is passed over."""
	ticket = frappe.qb.DocType("SLA Ticket")
	query = frappe.qb.from_(ticket).select(*(ticket[field] for field in READ))
	query = query.where((ticket.next_event_at <= to_utc(now)) & ticket.state.notin(LOOKED_AT))
	return list(by_name(query, ticket, names).orderby(ticket.next_event_at).run(as_dict=True))


def _try(name: str, evaluate: Callable[[Any], None]) -> None:
	"""Evaluate one ticket under its lock; where that fails, it says so and is put off."""
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
	"""As reconciliation would, dated by the host's row; a record whose ticket was deleted has only its ledger."""
	doctype, name = record.reference_doctype, record.reference_name
	modified = record.name == record_name(doctype, name) and frappe.db.get_value(doctype, name, "modified")
	if modified:
		record = observe(doctype, name, at=from_site(modified), origin=RECONCILIATION)
	due = from_utc(record.next_event_at)
	if due is not None and due <= utc_now():
		refresh(record)


def _commit() -> None:
	frappe.db.commit()  # nosemgrep: a scheduled job; a crash later loses no batch that is done
