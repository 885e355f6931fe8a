"""Handles a message that was given up or waits too long: its sender is told, so that its reader is reached in
another way.

hooks.py names, under `sla_id_undelivered`, a function for each template. It is called with the outbox's row.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import frappe

from sla_id.instants import from_site, to_site, utc_now
from sla_id.savepoints import attempt

GIVEN_UP = ("Failed", "Dead")
PATIENCE = timedelta(minutes=10)
"""How long a message of those templates may be on its way; it is tried on, but somebody else is told meanwhile."""
_HOOK = "sla_id_undelivered"


def report_undelivered(names: Iterable[str], *, late: bool = False) -> None:
	"""Pass on the messages that have been given up or tried for too long, within the present transaction.

	With `late`, all of them count: the caller knows that they were accepted but never sent. A function that
	fails is rolled back and logged. The message stays unchanged, and a person sees it in the outbox.
	"""
	handlers = frappe.get_hooks(_HOOK, {})
	for name in names:
		row = frappe.db.get_value("SLA Outbox", name, "*", as_dict=True)
		if row is None or not (late or row.state in GIVEN_UP or _is_late(row, utc_now())):
			continue
		for path in handlers.get(row.template, [])[-1:]:
			_call(path, row)


def report_put_off(accounts: Iterable[str], now: datetime) -> None:
	"""Like `report_undelivered`, for messages that wait for an account that is down: nothing else tries them
	meanwhile.

	For the minute tick.
	"""
	names = list(accounts)
	templates = list(frappe.get_hooks(_HOOK, {}))
	if not names or not templates:
		return
	waiting = {
		"account": ["in", names],
		"template": ["in", templates],
		"state": "Queued",
		"creation": ["<", to_site(now - PATIENCE)],
	}
	report_undelivered(frappe.get_all("SLA Outbox", waiting, pluck="name", order_by="creation", limit=100))


def not_past_patience(row: frappe._dict, now: datetime, again: datetime) -> datetime:
	"""When to try a message again.

	That is no later than when its reader is to be told otherwise, because the tick then looks at it.
	"""
	written = from_site(row.creation)
	if written is None or row.template not in frappe.get_hooks(_HOOK, {}):
		return again
	late = written + PATIENCE + timedelta(seconds=1)
	return min(again, late) if now < late else again


def _is_late(row: frappe._dict, now: datetime) -> bool:
	written = from_site(row.creation)
	return row.state == "Queued" and written is not None and now - written > PATIENCE


def _call(path: str, row: frappe._dict) -> None:
	with attempt(f"Nobody else was told after message {row.name} was given up"):
		frappe.get_attr(path)(row)
