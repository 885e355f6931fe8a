"""The one trail of our records: who changed what, when and why, and what the record said before and after.

Any room records into it. Entries are only added, numbered within their record, and each holds a hash over itself and the one
before: what somebody changes or deletes behind the app's back breaks the chain (`find_broken_trails`). The caller has locked the
record that it writes about. `sla_id.api.record_trail` shows a trail on the record's form.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe
from frappe.utils import get_datetime

from sla_id.instants import UTC, from_utc, to_utc, utc_now
from sla_id.savepoints import attempt

DOCTYPE = "SLA Audit Entry"
TAKEN = (frappe.DuplicateEntryError, frappe.UniqueValidationError)
TRIES = 50
TOGETHER = 500
_FIELDS = (
	"subject_doctype",
	"subject",
	"number",
	"kind",
	"at_utc",
	"by_user",
	"reason",
	"before_json",
	"after_json",
)
State = dict[str, Any]
"""A record's values by field, as JSON holds them: instants of `*_utc` fields as "2026-04-01 08:00:00", tables as lists of rows."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
	"""One thing that happened to a record. `before` is None where it was made, `after` where nothing is left."""

	number: int
	kind: str
	at: datetime
	by_user: str
	reason: str
	before: State | None
	after: State | None


@dataclass(frozen=True, slots=True)
class BrokenTrail:
	"""A trail that somebody has changed past the app; `says` is English, for a log."""

	doctype: str
	name: str
	says: str


def record_change(
	doctype: str,
	name: str,
	kind: str,
	before: Mapping[str, Any] | None,
	after: Mapping[str, Any] | None,
	reason: str = "",
) -> None:
	"""Add what happened to a record whose row the caller has locked, in the caller's transaction.

	`kind` is one English word or two, named in a `Sentence` by its room so that it is translated. Where both sides are given, only
	what differs is kept. Instants may be aware datetimes; `State` says how values are kept.
	"""
	held, taken = plain_state(before), plain_state(after)
	if held is not None and taken is not None:
		changed = {field for field in held.keys() | taken.keys() if held.get(field) != taken.get(field)}
		held = {field: value for field, value in held.items() if field in changed}
		taken = {field: value for field, value in taken.items() if field in changed}
	row = {
		"subject_doctype": doctype,
		"subject": str(name),
		"kind": kind,
		"at_utc": to_utc(utc_now()),
		"by_user": frappe.session.user,
		"reason": reason.strip(),
		"before_json": _write(held),
		"after_json": _write(taken),
	}
	_append(row, *_last(doctype, str(name)))


def read_trail(doctype: str, name: str) -> list[AuditEntry]:
	"""What happened to a record, in order. The caller has asked whether the reader may see the record."""
	return [_entry(row) for row in _rows(doctype, [str(name)])]


def read_trails(doctype: str, names: Sequence[str]) -> dict[str, list[AuditEntry]]:
	"""The trails of some records of a DocType, in order, read at once; a record without one is left out."""
	found: dict[str, list[AuditEntry]] = {}
	for row in _rows(doctype, list(names)):
		found.setdefault(row.subject, []).append(_entry(row))
	return found


def recorded_state(trail: list[AuditEntry]) -> State:
	"""What a record says by its trail: the last value of each field that the trail names."""
	state: State = {}
	for entry in trail:
		state |= entry.after or {}
	return state


def find_broken_trails() -> Iterator[BrokenTrail]:
	"""The trails with a gap, with an entry that isn't what was written, or of a record that isn't there any more."""
	for doctype, names in _subjects():
		there = set(frappe.get_all(doctype, filters={"name": ["in", names]}, pluck="name"))
		trails: dict[str, list[Any]] = {name: [] for name in names}
		for row in _rows(doctype, names):
			trails[row.subject].append(row)
		for name, rows in trails.items():
			if [row.number for row in rows] != list(range(1, len(rows) + 1)):
				yield BrokenTrail(doctype, name, "entries of its trail were deleted")
			elif number := _first_forged(rows):
				yield BrokenTrail(doctype, name, f"entry {number} of its trail isn't what was written")
			if name not in there:
				yield BrokenTrail(doctype, name, "it was deleted past the app; its trail is still there")


def plain_state(values: Mapping[str, Any] | None) -> State | None:
	"""Values as the trail keeps them, so that they compare equal to what is read from it."""
	if values is None:
		return None
	read: State = json.loads(json.dumps(dict(values), default=_plain))
	return read


def _plain(value: Any) -> Any:
	if isinstance(value, datetime):
		naive = to_utc(value) if value.tzinfo else value
		return str(naive)
	return str(value)


def _write(state: State | None) -> str:
	return "" if state is None else json.dumps(state, ensure_ascii=False, sort_keys=True, indent=1)


def _append(row: dict[str, Any], number: int, chain: str) -> None:
	"""Add a row after the last one. One that this transaction's snapshot doesn't show is found by its number."""
	for _try in range(TRIES):
		numbered = {**row, "number": number + 1}
		entry = frappe.get_doc({"doctype": DOCTYPE, **numbered, "chain": _chain(chain, numbered)})
		entry.flags.sla_id_recorded = True
		with attempt(catch=TAKEN):
			entry.insert(ignore_permissions=True)
			return
		number += 1
		chain = _chain_of(row["subject_doctype"], row["subject"], number)
	raise frappe.ValidationError(f"{row['subject_doctype']} {row['subject']}: its trail can't be written")


def _last(doctype: str, name: str) -> tuple[int, str]:
	"""The number and hash of a record's last entry, as far as this transaction can see; (0, "") without one."""
	found = frappe.get_all(
		DOCTYPE,
		filters={"subject_doctype": doctype, "subject": name},
		fields=["number", "chain"],
		order_by="number desc",
		limit=1,
	)
	return (found[0].number, found[0].chain) if found else (0, "")


def _chain_of(doctype: str, name: str, number: int) -> str:
	"""The hash of an entry that is there, read past the snapshot; its unique number locks no gap."""
	numbered = {"subject_doctype": doctype, "subject": name, "number": number}
	return str(frappe.db.get_value(DOCTYPE, numbered, "chain", for_update=True))


def _chain(previous: str, row: Mapping[str, Any]) -> str:
	"""The hash of an entry that follows one with hash `previous`."""
	values = [previous, *(str(row[field] or "") for field in _FIELDS if field != "at_utc")]
	values.append(get_datetime(row["at_utc"]).isoformat(timespec="microseconds"))
	return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def _first_forged(rows: list[Any]) -> int | None:
	"""The number of the first entry whose hash doesn't follow from it and the one before."""
	previous = ""
	for row in rows:
		if row.chain != _chain(previous, row):
			return int(row.number)
		previous = row.chain
	return None


def _subjects() -> Iterator[tuple[str, list[str]]]:
	"""The records that have a trail, some of one DocType at a time."""
	entry = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(entry).select(entry.subject_doctype, entry.subject).distinct()
	found: dict[str, list[str]] = {}
	for doctype, name in query.orderby(entry.subject_doctype, entry.subject).run():
		found.setdefault(doctype, []).append(name)
	for doctype, names in found.items():
		for start in range(0, len(names), TOGETHER):
			yield doctype, names[start : start + TOGETHER]


def _rows(doctype: str, names: list[str]) -> list[Any]:
	entry = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(entry).select(*(entry[field] for field in _FIELDS), entry.chain)
	query = query.where((entry.subject_doctype == doctype) & entry.subject.isin(names))
	return list(query.orderby(entry.subject, entry.number).run(as_dict=True))


def _entry(row: Any) -> AuditEntry:
	at = from_utc(row.at_utc)
	return AuditEntry(
		int(row.number),
		row.kind,
		at or datetime.fromtimestamp(0, UTC),
		row.by_user,
		row.reason or "",
		_read(row.before_json),
		_read(row.after_json),
	)


def _read(text: str | None) -> State | None:
	"""A side of an entry; None for one that isn't there or was damaged."""
	try:
		kept = json.loads(text or "null")
	except ValueError:
		return None
	return kept if isinstance(kept, dict) else None
