"""Which due times of open tickets a changed calendar or holiday list would move, before it is saved (DESIGN, "Holidays")."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe
from frappe.query_builder.functions import Count

from sla_id.agreements.calendars import supposing
from sla_id.engine import Clock
from sla_id.engine.clocks import STOPPED
from sla_id.ledger.derive import evaluate_events
from sla_id.ledger.events import Recorded, read_many

MOST = 2000
"""So many open tickets are looked at, the most urgent first: a person waits for the answer."""
TOGETHER = 200


@dataclass(frozen=True, slots=True)
class Move:
	"""A clock of an SLA Ticket, and its due time before and after (aware)."""

	record: Any
	clock: Clock
	before: datetime
	after: datetime

	def makes_late(self, now: datetime) -> bool:
		"""Whether the clock is within its time at an instant (aware), and past it once it has moved."""
		return self.before > now >= self.after


@dataclass(frozen=True, slots=True)
class Impact:
	"""What moves, the most urgent first; how many tickets were looked at, and how many are open."""

	moves: tuple[Move, ...]
	looked_at: int
	open: int


def find_moves(changed: Any, now: datetime) -> Impact:
	"""What an SLA Calendar or SLA Holiday List, as it is and saved or not, would move at an instant (aware).

	Compared with the records as they are saved. Nothing is written. A ticket that can't be computed with is left out.
	"""
	records = _most_urgent()
	moves = [move for chunk in _chunks(records) for move in _moves(chunk, changed, now)]
	return Impact(tuple(sorted(moves, key=lambda move: move.before)), len(records), _how_many())


def _most_urgent() -> list[Any]:
	ticket = frappe.qb.DocType("SLA Ticket")
	fields = ("name", "subject", "reference_doctype", "reference_name", "partner", "agreement", "release")
	return list(
		frappe.qb.from_(ticket)
		.select(*(ticket[field] for field in (*fields, "estimate", "choice")))
		.where(_is_open(ticket))
		.orderby(ticket.due_utc)
		.limit(MOST)
		.run(as_dict=True)
	)


def _how_many() -> int:
	ticket = frappe.qb.DocType("SLA Ticket")
	return int(frappe.qb.from_(ticket).select(Count("*")).where(_is_open(ticket)).run()[0][0])


def _is_open(ticket: Any) -> Any:
	return ticket.resolved_utc.isnull() & (ticket.excluded == 0) & ticket.due_utc.isnotnull()


def _chunks(records: list[Any]) -> Iterator[list[Any]]:
	for start in range(0, len(records), TOGETHER):
		yield records[start : start + TOGETHER]


def _moves(records: list[Any], changed: Any, now: datetime) -> Iterator[Move]:
	ledgers = read_many(record.name for record in records)
	before = {record.name: _open_clocks(record, ledgers.get(record.name, []), now) for record in records}
	with supposing(changed):
		for record in records:
			after = _open_clocks(record, ledgers.get(record.name, []), now)
			for key, clock in before[record.name].items():
				other = after.get(key)
				if clock.due and other and other.due and other.due != clock.due:
					yield Move(record, other, clock.due, other.due)


def _open_clocks(record: Any, events: list[Recorded], now: datetime) -> dict[tuple[str, str], Clock]:
	try:
		clocks = evaluate_events(record, events, now).clocks
	except ValueError:
		return {}
	return {(clock.kind, clock.team): clock for clock in clocks if clock.due and clock.state not in STOPPED}
