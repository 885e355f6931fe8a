"""Compares one SLA Ticket with its ledger: it must show what was true when it was last evaluated.

Reads no database.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sla_id.agreements.choose import CHOSEN, Choice
from sla_id.engine import EventType
from sla_id.engine.history import standing
from sla_id.instants import from_utc, to_utc
from sla_id.kept_json import read_kept
from sla_id.ledger.clock_row import COMPARED, key_of
from sla_id.ledger.cycle_row import key_of as cycle_of
from sla_id.ledger.derive import Derived, derive, last_choice_text
from sla_id.ledger.open_questions import QUESTIONS
from sla_id.ledger.record import PROBLEM, is_unchosen
from sla_id.ledger.stored_events import Recorded
from sla_id.sweep.self_check.finding import Kind
from sla_id.sweep.watermark import OVERLAP
from sla_id.ticket_record import TicketRecord

PATIENCE = timedelta(minutes=15)
"""A scheduler may be that late."""
DERIVED = ("state", "due_utc", "due_text", "next_event_at", "excluded", "resolved_utc", *QUESTIONS)
KEPT = ("choice", "host_state", "told", "mirrored", "cycles_written")
"""What a record keeps as JSON."""

Said = tuple[Kind, str]


def check_record(record: TicketRecord, events: Sequence[Recorded], now: datetime) -> Iterator[Said]:
	"""Find what is wrong with a record (its fields, `clocks` and `cycles`) at an instant (aware)."""
	yield from _numbers(record, events)
	yield from _kept(record, events)
	evaluated, due = from_utc(record.evaluated_utc), from_utc(record.next_event_at)
	if due is not None and due < now - PATIENCE:
		yield Kind.OVERDUE, f"its next event was due at {due:%Y-%m-%d %H:%M} UTC"
	if (due is not None and due <= now) or is_unchosen(record) or not events:
		return  # the tick is about to look at it, or there is nothing to derive it from
	if evaluated is None or evaluated > now + OVERLAP:
		yield Kind.RECORD, f"it was evaluated at {record.evaluated_utc} UTC, which hasn't been"
		return
	try:
		derived = derive(record, list(events), evaluated)
	except ValueError as error:
		if record.state != PROBLEM:
			yield Kind.RECORD, f"it can't be computed and doesn't say so: {error}"
		return
	differences = [
		*_fields(record, derived),
		*_choice(record, events),
		*_clocks(record, derived),
		*_cycles(record, derived),
	]
	if differences:
		yield Kind.RECORD, "; ".join(differences)


def _numbers(record: TicketRecord, events: Sequence[Recorded]) -> Iterator[Said]:
	numbers = sorted(entry.sequence for entry in events)
	if numbers != list(range(1, len(numbers) + 1)):
		yield Kind.LEDGER, f"its events are numbered {numbers[:20]}"
	elif (record.last_sequence or 0) != len(numbers):
		yield Kind.RECORD, f"it knows of {record.last_sequence or 0} events, there are {len(numbers)}"


def _kept(record: TicketRecord, events: Sequence[Recorded]) -> Iterator[Said]:
	for field in KEPT:
		if record.get(field) and read_kept(record.get(field)) is None:
			yield Kind.RECORD, f"its {field} can't be read"
	if events and record.choice and not record.host_state:
		yield Kind.RECORD, "its host_state is empty"


def _fields(record: TicketRecord, derived: Derived) -> Iterator[str]:
	for field in DERIVED:
		yield from _different(field, record.get(field), derived.values[field])


def _choice(record: TicketRecord, events: Sequence[Recorded]) -> Iterator[str]:
	text = last_choice_text(list(events))
	if not text:
		return
	chosen = json.loads(text)
	if chosen != (read_kept(record.choice) or {}):
		yield "choice is another than the ledger's"
	choice = Choice.from_details(chosen)
	for field in CHOSEN:
		yield from _different(field, record.get(field), getattr(choice, field))
	yield from _different("received_utc", record.received_utc, to_utc(received_at(events)))


def received_at(events: Sequence[Recorded]) -> datetime | None:
	"""When the report was received, by its ledger. None if it wasn't, or if that was taken back later."""
	standing_ones = standing([entry.event for entry in events])
	return next((event.at for event in standing_ones if event.type is EventType.RECEIVED), None)


def _clocks(record: TicketRecord, derived: Derived) -> Iterator[str]:
	kept = {key_of(row): row for row in record.clocks}
	for row in derived.clocks:
		old = kept.pop(row.key, None)
		if old is None:
			yield f"the clock {row.clock} is missing"
			continue
		for field in COMPARED:
			yield from _different(f"{row.clock}.{field}", old.get(field), getattr(row, field))
	yield from (f"the clock {clock} is one too many" for clock, _team in kept)


def _cycles(record: TicketRecord, derived: Derived) -> Iterator[str]:
	rows = record.get("cycles")
	kept = {cycle_of(row): row for row in rows}
	if len(kept) != len(rows):
		yield "a cycle is there twice"
	for row in derived.cycles:
		old = kept.pop(row.key, None)
		if old is None:
			yield f"the cycle {row.key} is missing"
			continue
		for field in row.compared:
			yield from _different(f"cycle {row.key}.{field}", old.get(field), getattr(row, field))
	yield from (f"the cycle {key} is one too many" for key in kept)


def _different(field: str, shown: Any, derived: Any) -> Iterator[str]:
	if (shown or None) != (derived or None):
		yield f"{field} is {shown}, by the ledger {derived}"
