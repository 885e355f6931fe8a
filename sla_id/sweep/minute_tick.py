"""The minute tick: what no hook saw is reconciled, every ticket whose next event has come is evaluated, and messages
that are due leave.

An idle minute costs one statement on indexes, whatever the number of open tickets. Two ticks at once skip each
other's rows; a tick that slept catches up in the order in which things were due.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import frappe

from sla_id.hosts.base import record_name
from sla_id.hosts.mirror import mirror, mirror_many
from sla_id.hosts.observe import RECONCILIATION, observe
from sla_id.instants import from_site, from_utc, to_utc, utc_now
from sla_id.ledger.bulk import READ, settle
from sla_id.ledger.rebuild import rebuild
from sla_id.ledger.record import lock_record, record_failure
from sla_id.management.digests import send_due_digests
from sla_id.management.escalation_requests import close_overdue
from sla_id.notify.outbox.deliver import deliver_local_and_ask
from sla_id.sweep.arrivals import group_arrivals
from sla_id.sweep.listeners import somebody_listens
from sla_id.sweep.pending import Settings, look
from sla_id.sweep.reconcile import reconcile

MOST_BATCHES = 500
STEP = "sla_id_step"
LOOKED_AT = ("Problem", "No Agreement")
"""States in which the ledger alone says nothing new: the host's ticket is looked at, and an agreement chosen again."""


def run_sla_minute_tick() -> int:
	"""The scheduled job; how many tickets were evaluated. A step that fails is logged and holds up no other."""
	pending = look(utc_now())
	if not pending:
		return 0
	settings = Settings.read()
	evaluated = 0
	if settings.enabled:
		if pending.changes:
			_step("reconcile", lambda: reconcile(settings.reconciled_until))
		if pending.changes or pending.tickets:
			evaluated = _step("evaluate what is due", lambda: sweep_due(utc_now(), settings.batch))
		evaluated += _step("group new tickets", lambda: group_arrivals(pending))
		if pending.requests:
			evaluated += _step("close requests", lambda: close_overdue(utc_now()))
	if evaluated:
		frappe.db.set_single_value("SLA Settings", "last_tick_utc", to_utc(utc_now()), update_modified=False)
	if pending.digests:
		evaluated += _step("send digests", lambda: send_due_digests(utc_now()))
	if evaluated or pending.messages:
		_step("deliver messages", deliver_local_and_ask)
	return evaluated


def _step(name: str, run: Callable[[], int]) -> int:
	"""One step of the tick; 0 where it fails. What it had committed holds, what it hadn't is undone."""
	frappe.db.commit()  # nosemgrep: a scheduled job; the steps don't hang together
	frappe.db.savepoint(STEP)
	try:
		return run()
	except frappe.QueryDeadlockError:
		frappe.db.rollback()  # undone by the database; the next tick finds it due
	except Exception:
		_undo(STEP)
		frappe.log_error(title=f"The minute tick could not {name}")
	return 0


def _undo(savepoint: str) -> None:
	"""Back to a savepoint, or to the last commit where the step has committed since and the savepoint is gone."""
	try:
		frappe.db.rollback(save_point=savepoint)
	except Exception:
		frappe.db.rollback()


def sweep_due(now: datetime, batch: int = 200) -> int:
	"""Evaluate every ticket due by `now`, oldest first, a committed batch at a time; how many."""
	total = 0
	one_by_one = somebody_listens()
	for _number in range(MOST_BATCHES):
		frappe.db.commit()  # nosemgrep: a scheduled job; a crash later loses no batch that is done
		records = due_tickets(now, batch)
		if not records:
			break
		try:
			known = [record for record in records if record.state not in LOOKED_AT]
			if one_by_one or not _settle(known):
				for record in known:
					_try(record.name, _rebuild)
			for record in records:
				if record.state in LOOKED_AT:
					_try(record.name, _look_again)
		except frappe.QueryDeadlockError:
			frappe.db.rollback()
			continue
		total += len(records)
		if len(records) < batch:
			break
	frappe.db.commit()  # nosemgrep: as above
	return total


def due_tickets(now: datetime, limit: int) -> list[Any]:
	"""The tickets whose next event has come, in order, with what evaluating them needs; their rows locked where the
	database can."""
	ticket = frappe.qb.DocType("SLA Ticket")
	query = (
		frappe.qb.from_(ticket)
		.select(*(ticket[field] for field in READ))
		.where(ticket.next_event_at <= to_utc(now))
		.orderby(ticket.next_event_at)
		.limit(limit)
	)
	if frappe.db.db_type != "sqlite":
		query = query.for_update(skip_locked=True)
	return query.run(as_dict=True)


def _settle(records: list[Any]) -> bool:
	"""Evaluate a batch with a handful of statements; False where one of it fails, and nothing was written."""
	if not records:
		return True
	frappe.db.savepoint("sla_id_batch")
	try:
		mirror_many(settle(records))
		return True
	except frappe.QueryDeadlockError:
		raise
	except Exception:
		# each on its own then: the one that fails is put off, the others go on
		frappe.db.rollback(save_point="sla_id_batch")
		frappe.log_error(title=f"A batch of {len(records)} tickets is evaluated one by one")
		return False


def _try(name: str, evaluate: Callable[[Any], None]) -> None:
	"""Evaluate one ticket under its lock; where that fails, it says so and is put off."""
	frappe.db.savepoint("sla_id_tick")
	try:
		record = lock_record(name)
		if record is not None:
			evaluate(record)
	except frappe.QueryDeadlockError:
		raise
	except Exception:
		frappe.db.rollback(save_point="sla_id_tick")
		record_failure(frappe.get_doc("SLA Ticket", name))


def _rebuild(record: Any) -> None:
	rebuild(record)
	mirror(record)


def _look_again(record: Any) -> None:
	"""As reconciliation would, dated by the host's row; a record whose ticket was deleted has only its ledger."""
	doctype, name = record.reference_doctype, record.reference_name
	modified = record.name == record_name(doctype, name) and frappe.db.get_value(doctype, name, "modified")
	if modified:
		record = observe(doctype, name, at=from_site(modified), origin=RECONCILIATION)
	due = from_utc(record.next_event_at)
	if due is not None and due <= utc_now():
		_rebuild(record)
