"""The stored ledger. This is the only code that writes SLA Events, and it never changes one."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import frappe

from sla_id.agreements.ticket_language import say_at
from sla_id.bulk import insert_rows, stamp_new
from sla_id.engine import Event, EventType, Named
from sla_id.instants import from_utc, to_utc
from sla_id.listeners import somebody_listens
from sla_id.ticket_record import TicketDocument, TicketRecord

SAID_BESIDES = ("level", "key", "partners", "code")
"""What an event says besides; kept among its details."""
NAMES = "names"
"""The detail that holds an event's reason by language, where the agreement names it in several."""
_FIELDS = ("event_type", "at_utc", "until_utc", "reason", "team", "details", "sequence")
"""The fields that an event is read from."""


@dataclass(frozen=True, slots=True)
class Entry:
	"""An event to be recorded. `key` makes a second recording of the same thing a no-op.

	`details` hold a choice, or what `SAID_BESIDES` names.
	"""

	type: EventType
	at: datetime
	reason: str = ""
	team: str = ""
	until: datetime | None = None
	key: str = ""
	details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recorded:
	"""An event of the ledger, with the details that only the app reads."""

	event: Event
	details: dict[str, Any]
	sequence: int = 0


def write_events(record: TicketDocument, entries: Iterable[Entry], origin: str) -> int:
	"""Record events of a locked SLA Ticket. The caller saves it afterwards. Returns how many were new.

	Others call `append_events`.
	"""
	new = _without_known(record, entries)
	if not new:
		return 0
	rows = [_next_row(record, entry, origin) for entry in new]
	if somebody_listens():
		for row in rows:
			event = frappe.get_doc({"doctype": "SLA Event", **row})
			event.flags.ignore_links = True
			event.insert(ignore_permissions=True)
	else:
		insert_rows("SLA Event", [stamp_new() | row for row in rows], pass_over=False)
	whole = _whole_ledger(record)
	if whole is not None:
		whole += [_read([row[field] for field in _FIELDS]) for row in rows]
	return len(new)


def _without_known(record: TicketRecord, entries: Iterable[Entry]) -> list[Entry]:
	"""The entries whose keys the ledger doesn't contain yet."""
	found = list(entries)
	keys = [_key(record, entry) for entry in found if entry.key]
	event = frappe.qb.DocType("SLA Event")
	query = frappe.qb.from_(event).select(event.event_key).where(event.event_key.isin(keys))
	known = {key for (key,) in query.run()} if keys else set()
	new = []
	for entry in found:
		if entry.key and _key(record, entry) in known:
			continue
		new.append(entry)
		known |= {_key(record, entry)} if entry.key else set()
	return new


def _key(record: TicketRecord, entry: Entry) -> str:
	return f"{record.name}:{entry.key}"


def write_many(entries: Sequence[tuple[Any, Entry]], origin: str) -> None:
	"""Record one event without a key on each of several locked SLA Tickets, in one statement.

	It raises each record's `last_sequence`, which the caller writes. It runs no document hooks.
	"""
	rows = [stamp_new() | _next_row(record, entry, origin) for record, entry in entries]
	insert_rows("SLA Event", rows, pass_over=False)


def _next_row(record: TicketDocument, entry: Entry, origin: str) -> dict[str, Any]:
	"""Build the next event of a locked SLA Ticket and raise its `last_sequence`."""
	is_new = _whole_ledger(record) is not None
	known = record.last_sequence or (0 if is_new else _last_sequence(record.name))
	record.last_sequence = sequence = known + 1
	key = _key(record, entry) if entry.key else f"{record.name}:{sequence}"
	return {
		"sla_ticket": record.name,
		"event_type": str(entry.type),
		"at_utc": to_utc(entry.at),
		"until_utc": to_utc(entry.until),
		"at_text": say_at(record, entry.at),
		"sequence": sequence,
		"origin": origin,
		"actor": frappe.session.user,
		"reason": entry.reason,
		"team": entry.team,
		"event_key": key,
		"details": json.dumps(entry.details, default=str) if entry.details else None,
	}


def read_events(record: str) -> list[Recorded]:
	"""The ledger of an SLA Ticket, in the order in which things happened."""
	event = frappe.qb.DocType("SLA Event")
	return [_read(row[1:]) for row in _query(event).where(event.sla_ticket == record).run()]


def read_locked(record: TicketRecord) -> list[Recorded]:
	"""The ledger of a locked SLA Ticket, including events committed after this transaction's snapshot.

	Events never change, so those in the snapshot are right. The others are read under a lock, by their unique
	numbers.
	"""
	whole = _whole_ledger(record)
	if whole is not None:
		return sorted(whole, key=_place)
	found = read_events(record.name)
	known = {entry.sequence for entry in found}
	missing = [number for number in range(1, (record.last_sequence or 0) + 1) if number not in known]
	if not missing:
		return found
	event = frappe.qb.DocType("SLA Event")
	later = _query(event).where((event.sla_ticket == record.name) & event.sequence.isin(missing))
	found += [_read(row[1:]) for row in later.for_update().run()]
	return sorted(found, key=_place)


def _whole_ledger(record: Any) -> list[Recorded] | None:
	"""All events, in the order in which they were written, if this transaction opened the SLA Ticket.

	Otherwise None.
	"""
	found: list[Recorded] | None = (getattr(record, "flags", None) or {}).get("sla_id_ledger")
	return found


def _place(entry: Recorded) -> tuple[datetime, int]:
	return entry.event.at, entry.sequence


def read_many(records: Iterable[str]) -> dict[str, list[Recorded]]:
	"""The ledgers of several SLA Tickets, each in the order in which things happened.

	This is a plain read. A caller that has held the tickets' locks since its transaction began sees
	everything committed before.
	"""
	event = frappe.qb.DocType("SLA Event")
	found: dict[str, list[Recorded]] = {}
	# sorted here: a database that sorts rows with long texts reads each of them twice
	for row in _select(event).where(event.sla_ticket.isin(list(records))).run():
		found.setdefault(row[0], []).append(_read(row[1:]))
	return {record: sorted(ledger, key=_place) for record, ledger in found.items()}


def _query(event: Any) -> Any:
	return _select(event).orderby(event.at_utc).orderby(event.sequence)


def _select(event: Any) -> Any:
	return frappe.qb.from_(event).select(event.sla_ticket, *(event[field] for field in _FIELDS))


def _read(row: Sequence[Any]) -> Recorded:
	kind, at_utc, until_utc, reason, team, kept, sequence = row
	at = from_utc(at_utc)
	assert at is not None
	details = json.loads(kept) if kept else {}
	event = Event(
		EventType(kind),
		at,
		reason=Named(reason or "", named) if isinstance(named := details.get(NAMES), dict) else reason or "",
		team=team or "",
		until=from_utc(until_utc),
		**{field: details[field] for field in SAID_BESIDES if field in details},
	)
	return Recorded(event, details, sequence)


def _last_sequence(record: str) -> int:
	event = frappe.qb.DocType("SLA Event")
	rows = (
		frappe.qb.from_(event)
		.select(event.sequence)
		.where(event.sla_ticket == record)
		.orderby(event.sequence, order=frappe.qb.desc)
		.limit(1)
		.for_update()
	).run()
	return int(rows[0][0]) if rows else 0
