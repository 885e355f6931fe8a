"""Messages that were given up: tried once more, or dismissed, because a person says so."""

from collections.abc import Iterable

import frappe

from sla_id.instants import to_utc, utc_now
from sla_id.notify.outbox.undelivered import GIVEN_UP
from sla_id.notify.outbox.write_messages import deliver_soon

WAITING_TO_LEAVE = "Queued"
DISMISSED = "Dismissed"


def send_again(names: Iterable[str]) -> int:
	"""Give messages that failed fresh attempts, from now; how many there were among them."""
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
	"""Say of messages in those states that nobody needs them any more; how many there were among them.

	They leave no more, and are cleared with the others once they are old.
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
