"""Which due times of open tickets a changed calendar or holiday list would move, found before it is saved."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.working_calendars import supposing
from sla_id.bulk import chunks
from sla_id.engine import Clock
from sla_id.engine.clocks import STOPPED
from sla_id.instants import to_utc, utc_now
from sla_id.ledger.derive import evaluate_events
from sla_id.ledger.stored_events import Recorded, read_many
from sla_id.notify.tell_people import tell
from sla_id.ticket_record import TicketRecord

SECONDS = 10.0
"""So long a person waits in a form. What isn't looked at by then is counted in the background, where they ask for it."""
TOGETHER = 200


@dataclass(frozen=True, slots=True)
class Move:
	"""A clock of an SLA Ticket, and its due time before and after (aware)."""

	record: TicketRecord
	clock: Clock
	before: datetime
	after: datetime

	def makes_late(self, now: datetime) -> bool:
		"""Whether the clock is within its time at an instant (aware) but would be past it after the move."""
		return self.before > now >= self.after


@dataclass(frozen=True, slots=True)
class Impact:
	"""What moves, most urgent first; how many tickets were looked at; and how many are open."""

	moves: tuple[Move, ...]
	looked_at: int
	open: int

	@property
	def is_whole(self) -> bool:
		"""Whether every open ticket was looked at. If not, the count of moves is a minimum."""
		return self.looked_at >= self.open


def find_moves(changed: Any, now: datetime, seconds: float | None = SECONDS) -> Impact:
	"""Which due times an SLA Calendar or SLA Holiday List, saved or not, would move at an instant (aware).

	It is compared with the saved records, and nothing is written. A ticket that can't be computed is left
	out. The search stops after that many seconds and takes tickets whose time is running first. None means no
	limit.
	"""
	names, until = _open_tickets(now), None if seconds is None else time.monotonic() + seconds
	moves: list[Move] = []
	looked_at = 0
	for chunk in chunks(names, TOGETHER):
		moves += _moves(_records(chunk), changed, now)
		looked_at += len(chunk)
		if until is not None and time.monotonic() > until:
			break
	return Impact(tuple(sorted(moves, key=lambda move: move.before)), looked_at, len(names))


def tell_all_moves(values: dict[str, Any], user: str) -> Impact:
	"""The job that counts all moves and tells the user who asked, by bell and by e-mail."""
	changed = frappe.get_doc(values)
	now = utc_now()
	impact = find_moves(changed, now, seconds=None)
	late = sum(move.makes_late(now) for move in impact.moves)

	def say(language: str) -> dict[str, str]:
		said = _(
			"Your {0} {1} would move {2} due times of {3} open tickets; {4} would be late at once.",
			language,
		)
		kind = _(changed.doctype, language)
		return {"title": said.format(kind, changed.name or "", len(impact.moves), impact.open, late)}

	tell(
		[user],
		f"moves:{user}:{now.isoformat()}",
		"notice",
		say,
		frappe.get_single("SLA Settings"),
		email=True,
	)
	return impact


def _open_tickets(now: datetime) -> list[str]:
	"""The names of all open tickets: first those whose time is running, in order of due time, then those that
	are late.
	"""
	ticket = frappe.qb.DocType("SLA Ticket")
	rows = (
		frappe.qb.from_(ticket)
		.select(ticket.name, ticket.due_utc)
		.where(ticket.resolved_utc.isnull() & (ticket.excluded == 0) & ticket.due_utc.isnotnull())
		.orderby(ticket.due_utc)
	).run()
	late = [name for name, due in rows if due <= to_utc(now)]
	return [name for name, due in rows if due > to_utc(now)] + late


def _records(names: Sequence[str]) -> list[Any]:
	ticket = frappe.qb.DocType("SLA Ticket")
	fields = ("name", "subject", "reference_doctype", "reference_name", "partner", "agreement", "release")
	return list(
		frappe.qb.from_(ticket)
		.select(*(ticket[field] for field in (*fields, "estimate", "choice")))
		.where(ticket.name.isin(list(names)))
		.orderby(ticket.due_utc)
		.run(as_dict=True)
	)


def _moves(records: list[TicketRecord], changed: Any, now: datetime) -> Iterator[Move]:
	ledgers = read_many(record.name for record in records)
	before = {record.name: _open_clocks(record, ledgers.get(record.name, []), now) for record in records}
	with supposing(changed):
		for record in records:
			after = _open_clocks(record, ledgers.get(record.name, []), now)
			for key, clock in before[record.name].items():
				other = after.get(key)
				if clock.due and other and other.due and other.due != clock.due:
					yield Move(record, other, clock.due, other.due)


def _open_clocks(record: TicketRecord, events: list[Recorded], now: datetime) -> dict[tuple[str, str], Clock]:
	try:
		clocks = evaluate_events(record, events, now).clocks
	except ValueError:
		return {}
	return {(clock.kind, clock.team): clock for clock in clocks if clock.due and clock.state not in STOPPED}
