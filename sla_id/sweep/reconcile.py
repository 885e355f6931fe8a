"""Finds what no hook saw.

Examples are status changes that bypass hooks, replies inserted by other means, tickets whose hook failed, and
hosts' tickets that no longer show what we wrote. A watermark (site time) says up to which change of the
hosts' rows has been looked at. The query is a range of the index on `modified`. A change is dated by the row
itself, not by when it was found.
"""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import frappe
from frappe.utils import now_datetime

from sla_id.bulk import update_rows
from sla_id.hosts.base import Host, changed_rows
from sla_id.hosts.counted import verdict_of
from sla_id.hosts.observe import RECONCILIATION, News, find_news, observe
from sla_id.hosts.record_reply import awaits_delivery, record_delivery, record_reply
from sla_id.hosts.registry import HOSTS, present_hosts
from sla_id.instants import from_site
from sla_id.ledger.record import record_failure
from sla_id.record_types import CommunicationRecord
from sla_id.savepoints import own_transaction
from sla_id.sweep.watermark import OVERLAP, write_watermark

ROWS = 200
"""So many changed rows of a table are looked at before that is kept."""
MOST_ROUNDS = 5000
REPLIES = "Communication"


def reconcile(since: datetime, until: float | None = None) -> int:
	"""Look at every host ticket and reply changed since then (site time, naive), in the order in which they
	changed.

	Finished batches are kept. After a crash, or a stop at `until` (time.monotonic), the next run goes on from
	there. Returns how many rows were looked at.
	"""
	began, looked_at = now_datetime(), 0
	places: dict[str, tuple[datetime, Any]] = dict.fromkeys(
		(*(host.doctype for host in present_hosts()), REPLIES), (since - OVERLAP, None)
	)
	for _round in range(MOST_ROUNDS):
		found = {table: _changed(table, *place) for table, place in places.items()}
		full = [rows[-1][1] for rows in found.values() if len(rows) == ROWS]
		horizon = min(full, default=began)
		for table, rows in found.items():
			mine = [row for row in rows if not full or row[1] <= horizon]
			if mine:
				_look_at(table, mine)
				places[table] = (mine[-1][1], mine[-1][0])
				looked_at += len(mine)
		if looked_at or began - since > timedelta(hours=1):
			write_watermark(min(horizon, began))
			_commit()
		if not full or (until is not None and time.monotonic() > until):
			break
	return looked_at


def look_first(tickets: Iterable[Any], since: datetime) -> None:
	"""Look at those of some SLA Tickets (their references) whose host's row or replies have changed since
	then.

	This comes before they are evaluated, so nobody is told that a ticket is late if it was paused in time
	without a hook.
	"""
	by_host: dict[str, list[str]] = {}
	for ticket in tickets:
		by_host.setdefault(ticket.reference_doctype, []).append(ticket.reference_name)
	for host in present_hosts():
		names = by_host.get(host.doctype)
		if names:
			_look_at(host.doctype, _changed(host.doctype, since - OVERLAP, None, names=names))
			_look_at(REPLIES, _changed(REPLIES, since - OVERLAP, None, of=(host.doctype, names)))


def _changed(
	doctype: str,
	since: datetime,
	after: Any,
	*,
	names: Sequence[str] | None = None,
	of: tuple[str, Sequence[str]] | None = None,
) -> list[tuple[Any, datetime]]:
	"""Rows changed since then, (name, when) in order, starting after `after`.

	At most `ROWS`, unless names are given.
	"""
	most = None if names is not None or of else ROWS
	if doctype != REPLIES:
		return HOSTS[doctype].changed_since(since, after=after, names=names, most=most)
	reply = frappe.qb.DocType(REPLIES)
	meant = (reply.communication_type == "Communication") & reply.reference_doctype.isin(
		[of[0]] if of else list(HOSTS)
	)
	if of:
		meant &= reply.reference_name.isin(list(of[1]))
	return changed_rows(reply, since, after=after, meant=meant, most=most)


def _look_at(doctype: str, rows: Sequence[tuple[Any, datetime]]) -> None:
	if doctype == REPLIES:
		_replies([name for name, _modified in rows])
	else:
		_tickets(HOSTS[doctype], dict(rows))


def _tickets(host: Host, changed: dict[Any, datetime]) -> None:
	"""Compare tickets a batch at a time, and look only at those with something new. A hook saw most of them."""
	for start in range(0, len(changed), ROWS):
		_commit()
		news: News = find_news(host, list(changed)[start : start + ROWS])
		update_rows("SLA Ticket", {name: {"mirror_due": 1} for name in news.shown_otherwise})
		for name in news.unseen:
			_try(host.doctype, str(name), partial(_look, host.doctype, str(name), changed[name]))


def _look(doctype: str, name: str, modified: Any) -> None:
	observe(doctype, name, at=from_site(modified), origin=RECONCILIATION)


def _replies(names: Sequence[str]) -> None:
	present = {host.doctype for host in present_hosts()}
	for start in range(0, len(names), ROWS):
		messages = _messages(names[start : start + ROWS])
		recorded = _recorded(messages)
		for doc in messages:
			if doc.reference_doctype in present and _says_new(doc, recorded):
				_try(REPLIES, doc.name, partial(_look_at_message, doc))


def _messages(names: Sequence[str]) -> list[Any]:
	"""Look at some Communications, in the order in which they were written."""
	reply = frappe.qb.DocType(REPLIES)
	rows = frappe.qb.from_(reply).select("*").where(reply.name.isin(list(names))).orderby(reply.creation)
	return [frappe.get_doc({"doctype": REPLIES, **row}) for row in rows.run(as_dict=True)]


def _says_new(message: CommunicationRecord, recorded: Collection[str]) -> bool:
	"""Whether a message is new, or its mail has been sent or failed since.

	A message that the hooks saw has a verdict. One from before verdicts has an event.
	"""
	unseen = verdict_of(message) is None and _key(message) not in recorded
	return unseen or awaits_delivery(message)


def _recorded(messages: Iterable[Any]) -> set[str]:
	"""The keys of the messages that have an event although they have no verdict."""
	keys = [_key(message) for message in messages if verdict_of(message) is None]
	if not keys:
		return set()
	event = frappe.qb.DocType("SLA Event")
	found = frappe.qb.from_(event).select(event.event_key).where(event.event_key.isin(keys))
	return {key for (key,) in found.run()}


def _key(message: CommunicationRecord) -> str:
	return f"{message.reference_doctype} {message.reference_name}:reply {message.name}"


def _look_at_message(message: CommunicationRecord) -> None:
	if verdict_of(message) is None:
		record_reply(message, RECONCILIATION)
	record_delivery(message, RECONCILIATION)


def _try(doctype: str, name: str, look: Callable[[], object]) -> None:
	"""Handle a row in its own transaction, so that locks are short.

	After a deadlock the next tick looks at it again.
	"""
	with own_transaction(on_failure=lambda _error: record_failure(frappe._dict(doctype=doctype, name=name))):
		look()


def _commit() -> None:
	frappe.db.commit()  # nosemgrep: a scheduled job; what is done stays done
