"""Sends given-up messages once more, or dismisses them, when a person asks for it."""

from collections.abc import Iterable

import frappe

from sla_id.instants import to_utc, utc_now
from sla_id.notify.outbox.undelivered import GIVEN_UP
from sla_id.notify.outbox.write_messages import deliver_soon

WAITING_TO_LEAVE = "Queued"
DISMISSED = "Dismissed"


def send_again(names: Iterable[str]) -> int:
	"""Give failed messages new attempts, starting now. Returns how many there were."""
	found = _lock(names, GIVEN_UP)
	for name in found:
		frappe.db.set_value(
			"SLA Outbox",
			name,
			{
				"state": "Queued",
				"attempts": 0,
				"claim": None,
				"claimed_until_utc": None,
				"next_attempt_utc": to_utc(utc_now()),
			},
		)
	if found:
		deliver_soon()
	return len(found)


def dismiss(names: Iterable[str], states: tuple[str, ...] = GIVEN_UP) -> int:
	"""Mark messages in those states as no longer needed. Returns how many there were.

	They aren't sent any more, and are cleared with the others once they are old.
	"""
	found = _lock(names, states)
	for name in found:
		frappe.db.set_value(
			"SLA Outbox",
			name,
			{
				"state": DISMISSED,
				"claim": None,
				"claimed_until_utc": None,
				"next_attempt_utc": None,
				"dismissed_utc": to_utc(utc_now()),
				"dismissed_by": frappe.session.user,
			},
		)
	return len(found)


def _lock(names: Iterable[str], states: tuple[str, ...]) -> list[str]:
	"""Those of the messages that are in one of the states, locked until the end of the transaction."""
	wanted = list(names)
	if not wanted:
		return []
	table = frappe.qb.DocType("SLA Outbox")
	query = frappe.qb.from_(table).select(table.name)
	return [
		row[0] for row in query.where(table.name.isin(wanted) & table.state.isin(states)).for_update().run()
	]
