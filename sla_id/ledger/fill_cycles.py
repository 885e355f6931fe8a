"""Writes the cycles of SLA Tickets that have none yet, as of their last evaluation. For the patch that brought them.

Nothing else is evaluated anew: what a release computes otherwise is shown when the ticket is next looked at.
"""

from collections.abc import Sequence
from typing import Any

import frappe

from sla_id.bulk import by_name, update_rows
from sla_id.instants import from_utc
from sla_id.ledger.derive import Derived, derive
from sla_id.ledger.stored_cycles import write_cycles
from sla_id.ledger.stored_events import Recorded, read_many


def fill_cycles(names: Sequence[str]) -> None:
	"""Write the rows of those tickets and the marks on them, in this transaction. One that can't be computed is passed over."""
	ticket = frappe.qb.DocType("SLA Ticket")
	records = by_name(frappe.qb.from_(ticket).select("*"), ticket, names).run(as_dict=True)
	ledgers, clocks = read_many(names), _clocks(names)
	filled = []
	for record in records:
		record.clocks = clocks.get(record.name, [])
		derived = _derive(record, ledgers.get(record.name, []))
		if derived is not None:
			record.cycles_written = "{}"
			filled.append((record, derived.cycles))
	write_cycles(filled)
	update_rows(
		"SLA Ticket", {record.name: {"cycles_written": record.cycles_written} for record, _cycles in filled}
	)


def _derive(record: Any, events: list[Recorded]) -> Derived | None:
	at = from_utc(record.evaluated_utc)
	if at is None or not events:
		return None
	try:
		return derive(record, events, at)
	except ValueError:
		return None


def _clocks(names: Sequence[str]) -> dict[str, list[Any]]:
	clock = frappe.qb.DocType("SLA Ticket Clock")
	query = frappe.qb.from_(clock).select("*").orderby(clock.idx)
	found: dict[str, list[Any]] = {}
	for row in query.where(clock.parent.isin(list(names)) & (clock.parenttype == "SLA Ticket")).run(
		as_dict=True
	):
		found.setdefault(row.parent, []).append(row)
	return found
