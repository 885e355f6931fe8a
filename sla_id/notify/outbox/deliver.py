"""Delivers what is due. Only jobs and the minute tick call it, because it commits.

A row that leaves the machine has its own transaction. Rows of the site's own channels share one with what
they write.
"""

import time
from collections.abc import Iterable

import frappe

from sla_id.bulk import update_rows
from sla_id.instants import utc_now
from sla_id.notify.outbox import circuit_breaker
from sla_id.notify.outbox.attempt_result import Ending, Result, permanent
from sla_id.notify.outbox.channels import all_channels, channel_of
from sla_id.notify.outbox.circuit_breaker import lanes_down
from sla_id.notify.outbox.claim import CANDIDATES, Claimed, claim, claim_all, due, finish, outcome
from sla_id.notify.outbox.outbox_settings import read_settings
from sla_id.notify.outbox.undelivered import report_put_off, report_undelivered
from sla_id.notify.outbox.write_messages import ask_workers
from sla_id.savepoints import attempt

BUDGET_SECONDS = 200.0
"""Less than a job of the short queue may take; what is left is taken up by the next."""
MOST = 100_000


def deliver_due(limit: int = 200, channels: Iterable[str] | None = None, until: float | None = None) -> int:
	"""Try up to `limit` due messages, oldest first, until then (time.monotonic). Returns how many were tried.

	Only those of the channels with these titles, or of all channels.
	"""
	wanted, tried = tuple(all_channels() if channels is None else channels), 0
	until = time.monotonic() + BUDGET_SECONDS if until is None else until
	while tried < limit and time.monotonic() < until:
		_commit()
		found = due(wanted, utc_now(), min(CANDIDATES, limit - tried))
		done = _deliver_some(found, until)
		if not done:
			break
		tried += done
	_commit()
	return tried


def deliver_local_and_ask(until: float | None = None, limit: int = MOST) -> int:
	"""For the minute tick: deliver by the site's own channels now and have a worker do the network ones.
	Returns how many were tried.

	It stops at that time (time.monotonic), when the minute ends. Without a queue it delivers the network ones
	too: late is better than never.
	"""
	channels = all_channels().values()
	network = [channel for channel in channels if not channel.is_local]
	waiting = [channel.title for channel in network if due([channel.title], utc_now(), limit=1)]
	asked = bool(waiting) and ask_workers(waiting)
	# first, so that whoever is told instead is told in this minute
	for lane in sorted({channel.lane for channel in network if channel.find_address} - {""}):
		report_put_off(lanes_down(lane, utc_now()), utc_now())
	tried = deliver_due(limit, [channel.title for channel in channels if channel.is_local], until)
	if waiting and not asked:
		tried += deliver_due(limit, waiting, until)
	return tried


def _deliver_some(found: list[tuple[str, str]], until: float) -> int:
	"""Those rows, a channel after the other; how many were tried. Those of the site's own channels go together."""
	done = 0
	for title in dict.fromkeys(title for title, _name in found):
		names = [name for its, name in found if its == title]
		done += (_deliver_together if channel_of(title).is_local else _deliver_each)(names, until)
	return done


def _deliver_together(names: list[str], until: float) -> int:
	"""Deliver messages that go only to the site's own database, in one transaction with their rows.

	Each is either written or not. They are of one channel, because ringing a bell locks its owner's settings,
	and others shouldn't wait for that while mails are written.
	"""
	if len(names) == 1 or time.monotonic() > until:
		return _deliver_each(names, until)
	changes = {}
	try:
		for claimed in claim_all(names, utc_now()):
			resend = channel_of(claimed.row.channel).resends(claimed.row)
			result = _attempt(claimed, resend=resend)
			changes[claimed.row.name] = outcome(claimed.row, result, resend=resend)
		update_rows("SLA Outbox", changes)
		report_undelivered(changes)
	except frappe.QueryDeadlockError:
		# the database has undone them all; they are as they were, and due
		frappe.db.rollback()
		return _deliver_each(names, until)
	_commit()
	return len(changes)


def _deliver_each(names: list[str], until: float) -> int:
	"""One by one, up to the first that finds its lane down: which of the others are put off by now has to be looked up."""
	done = 0
	for name in names:
		if time.monotonic() > until:
			break
		try:
			result = _deliver(name)
		except frappe.QueryDeadlockError:
			# the database has undone this row; it is as it was, and due
			frappe.db.rollback()
			continue
		done += result is not None
		if result is not None and result.down:
			break
	return done


def _deliver(name: str) -> Result | None:
	claimed = claim(name, utc_now())
	if claimed is None:
		# others have it: a new transaction sees what they made of it
		_commit()
		return None
	channel = channel_of(claimed.row.channel)
	if not channel.is_local:
		# others must see the claim before anything leaves the machine
		_commit()
	resend = channel.resends(claimed.row)
	result = _attempt(claimed, resend=resend)
	finish(claimed, result, resend=resend)
	circuit_breaker.note(claimed.row, result, utc_now())
	report_undelivered([name])
	_commit()
	return result


def _attempt(claimed: Claimed, *, resend: bool) -> Result:
	if claimed.crashed and not resend:
		return Result(Ending.IN_DOUBT, "the worker that sent it did not come back")
	if claimed.crashed and claimed.row.attempts > read_settings().max_attempts:
		return permanent("every worker that sent it died of it")
	channel = channel_of(claimed.row.channel)
	with attempt(f"Message {claimed.row.name} could not be delivered") as sending:
		return channel.send(claimed.row)
	why = f"{type(sending.error).__name__}: {sending.error}"
	return Result(Ending.TEMPORARY if channel.is_local else Ending.IN_DOUBT, why[:300])


def _commit() -> None:
	frappe.db.commit()  # nosemgrep: jobs alone call this; a claim must be seen before anything leaves
