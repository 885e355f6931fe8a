"""Messages that were given up, tried once more because a person says so."""

from collections.abc import Iterable

import frappe

from sla_id.instants import to_utc, utc_now
from sla_id.notify.outbox.queue import deliver_soon

GIVEN_UP = ("Failed", "Dead")


def send_again(names: Iterable[str]) -> int:
	"""Give messages that failed fresh attempts, from now; how many there were among them."""
	table = frappe.qb.DocType("SLA Outbox")
	found = [
		row[0]
		for row in frappe.qb.from_(table)
		.select(table.name)
		.where(table.name.isin(list(names)) & table.state.isin(GIVEN_UP))
		.for_update()
		.run()
	]
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
