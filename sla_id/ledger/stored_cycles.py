"""Writes the rows of SLA Clock Cycle: what differs, in one statement, without reading what is there. Nothing else writes them.

Rows are named after ticket, clock, team and cycle, so they are written and locked by their names. What was written last is
marked on the SLA Ticket (`cycles_written`); the self-check compares the rows themselves.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

import frappe

from sla_id.bulk import delete_rows, stamp_new, update_rows, upsert_rows
from sla_id.kept_json import read_kept
from sla_id.ledger.cycle_row import CycleRow, key_of
from sla_id.ticket_record import TicketRecord

CYCLE = "SLA Clock Cycle"


def write_cycles(derived: Iterable[tuple[TicketRecord, Sequence[CycleRow]]]) -> None:
	"""Write what differs of the cycles of locked SLA Tickets. The caller writes the tickets with their marks."""
	changed: list[dict[str, Any]] = []
	gone: list[str] = []
	for record, cycles in derived:
		known = read_kept(record.cycles_written) or {}
		marks = {row.key: row.mark for row in cycles}
		if marks == known:
			continue
		changed += [_named(row) for row in cycles if known.get(row.key) != marks[row.key]]
		gone += [_name(record.name, key) for key in known.keys() - marks.keys()]
		record.cycles_written = json.dumps(marks, separators=(",", ":"))
	upsert_rows(CYCLE, changed)
	delete_rows(CYCLE, gone)


def read_cycles(tickets: Sequence[str]) -> dict[str, list[Any]]:
	"""The rows of several SLA Tickets."""
	table = frappe.qb.DocType(CYCLE)
	rows = frappe.qb.from_(table).select("*").where(table.sla_ticket.isin(list(tickets))).run(as_dict=True)
	found: dict[str, list[Any]] = {}
	for row in rows:
		found.setdefault(row.sla_ticket, []).append(row)
	return found


def _locked(ticket: str) -> list[Any]:
	"""The rows of a locked SLA Ticket as last committed."""
	table = frappe.qb.DocType(CYCLE)
	query = frappe.qb.from_(table).select("*").where(table.sla_ticket == ticket)
	return list((query if frappe.db.db_type == "sqlite" else query.for_update()).run(as_dict=True))


def rewrite_cycles(record: TicketRecord) -> None:
	"""Have the evaluation that follows write all rows of a locked SLA Ticket again, and delete what isn't its own."""
	rows = _locked(record.name)
	delete_rows(CYCLE, [row.name for row in rows if row.name != _name(record.name, key_of(row))])
	record.cycles_written = json.dumps({key_of(row): "" for row in rows})


def delete_cycles(ticket: str) -> None:
	"""Delete the rows of an SLA Ticket that is deleted."""
	delete_rows(CYCLE, [row.name for row in _locked(ticket)])


def rename_cycles(old: str, new: str) -> None:
	"""Give the rows of a renamed SLA Ticket to its new name."""
	rows = _locked(old)
	update_rows(CYCLE, {row.name: {"name": _name(new, key_of(row)), "sla_ticket": new} for row in rows})


def _named(row: CycleRow) -> dict[str, Any]:
	return {**stamp_new(), **row.columns(), "name": _name(row.sla_ticket, row.key)}


def _name(ticket: str, key: str) -> str:
	"""A row's name: a ticket's and a team's may be too long to stand in it."""
	return hashlib.sha256(f"{ticket}:{key}".encode()).hexdigest()[:20]
