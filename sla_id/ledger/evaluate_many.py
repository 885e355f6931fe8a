"""Evaluates many SLA Tickets at once, with a handful of statements for a batch instead of a dozen for each
ticket.

Used by the minute tick, where many tickets may be due in the same minute. It writes what `derive` says, field
by field as `evaluate_one` would (tests/app/test_bulk.py). It runs no document hooks, so if a site listens to
changes of SLA Tickets, the tick uses `evaluate_one.py`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import frappe

from sla_id.bulk import child_row, delete_rows, insert_rows, update_rows
from sla_id.escalation.announce import announce
from sla_id.instants import to_utc, utc_now
from sla_id.ledger.clock_row import BY_ITSELF, COMPARED, FIGURES, ClockRow, key_of
from sla_id.ledger.cycle_row import CycleRow
from sla_id.ledger.derive import Derived, derive, describe_problem, last_choice_text
from sla_id.ledger.due_moves import ORIGIN, explain_moves, moved_dues
from sla_id.ledger.event_effects import fulfil_earlier_assignment
from sla_id.ledger.open_questions import QUESTIONS
from sla_id.ledger.record import place_in_lists, retry_at
from sla_id.ledger.stored_cycles import write_cycles
from sla_id.ledger.stored_events import Recorded, read_many, write_many
from sla_id.ticket_record import TicketRow

WRITTEN = (
	*("state", "due_utc", "due_text", "problem", "next_event_at", "evaluated_utc"),
	*("excluded", "resolved_utc", "escalation_level", "told", "recompute_reason", "mirror_due"),
	*("last_sequence", "urgency_utc", "mirrored", "cycles_written", *QUESTIONS),
)
READ = (
	*(
		"name",
		"creation",
		"reference_doctype",
		"reference_name",
		"subject",
		"agreement",
		"partner",
		"priority",
		"service",
	),
	*("release", "estimate", "received_utc", *WRITTEN),
)
"""The fields of SLA Ticket that evaluating it needs; its choice is the ledger's last."""
NUMBERS = frozenset(
	{"excluded", "escalation_level", "mirror_due", "last_sequence", "needs_answer"}
	| {"pause_unexplained", "cause_missing"}
)
"""Fields whose columns hold no nothing: Frappe writes 0 there."""


@dataclass(slots=True)
class Evaluated:
	"""One evaluated ticket: its state before and after, and its clocks."""

	record: TicketRow
	before: dict[str, Any]
	clocks: list[ClockRow] = field(default_factory=list)
	cycles: list[CycleRow] = field(default_factory=list)
	dues_moved: bool = False
	"""Whether a due time is another than before."""
	moved: dict[str, list[str]] = field(default_factory=dict)
	"""Those that a changed calendar may have moved, as `due_moves.moved_dues` has them."""

	@property
	def is_shown_otherwise(self) -> bool:
		"""Whether the host's ticket must now show something different."""
		return self.dues_moved or any(
			self.record[name] != self.before[name] for name in ("state", "due_text")
		)


def evaluate_many(
	records: Sequence[TicketRow], show: Callable[[list[Evaluated]], None] | None = None
) -> list[Evaluated]:
	"""Evaluate SLA Tickets whose rows are locked (dicts with the fields of `READ`), and write them.

	`show` is called before they are written: it may show them on their hosts' tickets. What it leaves, waits for
	`mirror_waiting`. A ticket that can't be computed stores the reason, as in `evaluate_one`. Any other error is raised to the
	caller, and nothing of the batch may be kept.
	"""
	now = utc_now()
	ledgers = read_many(record.name for record in records)
	rows = _clock_rows(record.name for record in records)
	evaluated, announced = [], []
	for record in records:
		one = Evaluated(record, {name: record[name] for name in WRITTEN})
		events = ledgers.get(record.name, [])
		record.choice = last_choice_text(events)
		record.clocks = sorted(rows.get(record.name, {}).values(), key=lambda row: row.idx)
		derived = _derive(record, events, now)
		evaluated.append(one)
		if derived is not None:
			record.update(derived.values)
			one.clocks, one.cycles = derived.clocks, derived.cycles
			announced.append((record, derived.evaluation))
	fired = announce(announced)
	for record in records:
		if record.name in fired:
			fulfil_earlier_assignment(record, ledgers[record.name])
	computed = [one for one in evaluated if one.record.state != "Problem"]
	_write_clocks(computed, rows)
	write_cycles([(one.record, one.cycles) for one in computed])
	moved = [
		(one.record, entry)
		for one in computed
		for entry in explain_moves(one.record.recompute_reason, one.moved, now)
	]
	write_many(moved, ORIGIN)
	for one in evaluated:
		if one.record.state != "Problem":
			one.record.recompute_reason = None
		one.record.urgency_utc = place_in_lists(one.record)
		one.record.mirror_due = int(bool(one.record.mirror_due) or one.is_shown_otherwise)
	if show:
		show(evaluated)
	_write_records(evaluated)
	return evaluated


def _derive(record: TicketRow, events: list[Recorded], now: datetime) -> Derived | None:
	try:
		return derive(record, events, now)
	except ValueError as error:
		again = to_utc(retry_at(record, now))
		record.update({**describe_problem(now, error), "next_event_at": again})
		return None


def _write_records(evaluated: Sequence[Evaluated]) -> None:
	changes = {}
	for one in evaluated:
		new = _columns(one.record, WRITTEN)
		changes[one.record.name] = {
			field: value for field, value in new.items() if (value or None) != (one.before[field] or None)
		}
	update_rows("SLA Ticket", changes)


def _write_clocks(evaluated: Sequence[Evaluated], kept: dict[str, dict[tuple[str, str], Any]]) -> None:
	"""Write the rows that changed. A row is identified by its clock and team. `kept` are the existing rows."""
	new: list[dict[str, Any]] = []
	changes: dict[str, dict[str, Any]] = {}
	gone: list[str] = []
	for one in evaluated:
		there = kept.get(one.record.name, {})
		one.moved = moved_dues(there, one.clocks)
		for number, row in enumerate(one.clocks, 1):
			old = there.pop(row.key, None)
			if old is None or old.due_utc != row.due_utc:
				one.dues_moved = True
			if old is None:
				new.append(child_row(("SLA Ticket", one.record.name), "clocks", number, row.columns()))
			else:
				changes[old.name] = _changed(old, row, number)
		gone += [row.name for row in there.values()]
	insert_rows("SLA Ticket Clock", new)
	update_rows("SLA Ticket Clock", changes)
	delete_rows("SLA Ticket Clock", gone)


def _columns(values: Any, names: Iterable[str]) -> dict[str, Any]:
	return {name: 0 if values[name] is None and name in NUMBERS else values[name] for name in names}


def _changed(old: Any, row: ClockRow, number: int) -> dict[str, Any]:
	columns = row.columns()
	new = {"idx": number, **{name: columns[name] for name in COMPARED}}
	found = {field: value for field, value in new.items() if (value or None) != (old[field] or None)}
	if not found.keys() <= BY_ITSELF:
		return {"idx": number, **columns}
	return found and found | {name: columns[name] for name in FIGURES}


def _clock_rows(names: Iterable[str]) -> dict[str, dict[tuple[str, str], Any]]:
	table = frappe.qb.DocType("SLA Ticket Clock")
	rows = (
		frappe.qb.from_(table)
		.select(
			table.name,
			table.parent,
			table.idx,
			table.clock,
			table.team,
			table.elapsed_seconds,
			table.ledger_sequence,
			*(table[name] for name in COMPARED),
		)
		.where(table.parent.isin(list(names)) & (table.parenttype == "SLA Ticket"))
	).run(as_dict=True)
	found: dict[str, dict[tuple[str, str], Any]] = {}
	for row in rows:
		found.setdefault(row.parent, {})[key_of(row)] = row
	return found
