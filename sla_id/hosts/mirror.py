"""Writes our due times to the host's own fields, so that its native interface shows them.

Helpdesk's chips compute from these fields, so a time that we didn't write is never cleared. The SLA Ticket
knows which times are ours (`mirrored`). One of ours that no longer applies is removed; the times of the
host's own SLA stay.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import frappe
from frappe.utils import get_datetime

from sla_id.bulk import update_rows
from sla_id.engine import ClockKind
from sla_id.engine.terms import ENDS_TICKET
from sla_id.hosts.base import Host, record_name
from sla_id.hosts.registry import HOSTS, present_hosts
from sla_id.instants import from_utc, to_site
from sla_id.kept_json import read_kept
from sla_id.ledger.evaluate_many import Evaluated
from sla_id.ticket_record import ReadByName, TicketDocument, TicketRecord

MOST_AT_ONCE = 200
_ROW = "sla_id_host_row"
RESPONSE_CLOCKS = (ClockKind.RESPONSE,)
RESOLUTION_CLOCKS = (*ENDS_TICKET, ClockKind.WORKAROUND)
"""The clocks that the host's two fields show, each the first that has a due time."""
STATE_FIELDS = {"sla_id_state": "state", "sla_id_due": "due_text"}
"""The fields of a host's ticket that say how it stands, and the SLA Ticket's that they repeat."""


def mirror(record: TicketDocument) -> None:
	"""Write the due times and state of an SLA Ticket to its host's ticket, bypassing all hooks.

	The caller holds the locks of both, as `lock_record` takes them, and saves the record, which stores what
	was written. If `keep_row` has given it the host's row, that isn't read again.
	"""
	host = HOSTS[record.reference_doctype]
	if host not in present_hosts():
		return  # it was uninstalled; our records stay
	# past the snapshot, in which the host's ticket may show what it no longer does
	current = record.flags.pop(_ROW, None) or host.fetch(record.reference_name, lock=True)
	dues = due_fields(record.reference_doctype, record.clocks)
	changed = _changes(host, record, dues, current) if current else {}
	if changed:
		host.write(record.reference_name, changed)
	record.update({"mirrored": _say_written(record, dues), "mirror_due": 0})


def keep_row(record: TicketDocument, row: Any) -> Any:
	"""Attach the host's locked row to the record, for the next `mirror`."""
	record.flags[_ROW] = row
	return record


def lock_shown_rows(records: Iterable[ReadByName]) -> dict[str, Any]:
	"""Lock the hosts' rows of those SLA Tickets and return what they show, by the SLA Ticket's name.

	Rows that somebody else has locked are skipped. This comes before locking the SLA Tickets.
	"""
	wanted: dict[str, dict[str | int, str]] = {}
	for record in records:
		doctype, ticket, name = (
			record.get(field) for field in ("reference_doctype", "reference_name", "name")
		)
		# the record of a deleted ticket has another name, and its own may be a later ticket's
		if doctype in HOSTS and HOSTS[doctype] in present_hosts() and name == record_name(doctype, ticket):
			wanted.setdefault(doctype, {})[HOSTS[doctype].key(ticket)] = name
	return {
		names[row.name]: row
		for doctype, names in wanted.items()
		for row in HOSTS[doctype].lock_free(list(names), _shown_fields(HOSTS[doctype]))
	}


def show_evaluated(shown: Mapping[str, Any], evaluated: Sequence[Evaluated]) -> None:
	"""Show SLA Tickets that were evaluated together on their hosts' rows, as `lock_shown_rows` has locked them.

	The caller writes the SLA Tickets. One whose host's row isn't locked goes on waiting for `mirror_waiting`.
	"""
	changes: dict[str, dict[Any, dict[str, Any]]] = {}
	for one in evaluated:
		record, current = one.record, shown.get(one.record.name)
		if not record.mirror_due or current is None:
			continue
		host = HOSTS[record.reference_doctype]
		dues = due_fields(host.doctype, one.clocks or record.clocks)
		changes.setdefault(host.doctype, {})[current["name"]] = _changes(host, record, dues, current)
		record.update({"mirrored": _say_written(record, dues), "mirror_due": 0})
	for doctype, rows in changes.items():
		HOSTS[doctype].write_many(rows)


def mirror_waiting(names: Sequence[str] | None = None, most: int = MOST_AT_ONCE) -> int:
	"""Show what the tick has changed on the hosts' tickets. For the tick only: it commits. Returns how many
	were looked at.

	The hosts' rows are locked only while they are updated. A row that somebody else is saving is skipped:
	that save or the next tick shows the change. Without names, it takes everything that waits.
	"""
	done = 0
	waiting = _waiting(names, most) if names is None or names else []
	for doctype in dict.fromkeys(record.reference_doctype for record in waiting):
		_commit()  # what follows sees all that was committed before the hosts' rows were locked
		mine = [record for record in waiting if record.reference_doctype == doctype]
		if HOSTS.get(doctype) in present_hosts():
			done += _mirror_together(
				HOSTS[doctype], {HOSTS[doctype].key(record.reference_name): record.name for record in mine}
			)
		else:
			update_rows("SLA Ticket", {record.name: {"mirror_due": 0} for record in mine})
	return done


def _waiting(names: Sequence[str] | None, most: int) -> list[Any]:
	ticket = frappe.qb.DocType("SLA Ticket")
	query = (
		frappe.qb.from_(ticket)
		.select(ticket.name, ticket.reference_doctype, ticket.reference_name)
		.where(ticket.mirror_due == 1)
		.limit(most)
	)
	return list((query if names is None else query.where(ticket.name.isin(list(names)))).run(as_dict=True))


def _mirror_together(host: Host, names: Mapping[str | int, str]) -> int:
	"""Mirror those of one host's tickets (by key) that nobody else has locked."""
	shown, gone = _lock_shown(host, list(names))
	if not shown and not gone:
		return 0
	records = _records([names[key] for key in shown]) if shown else {}
	changes: dict[str, dict[str, Any]] = {}
	kept: dict[str, dict[str, Any]] = {}
	for key, current in shown.items():
		record = records.get(names[key])
		if record is None:
			continue
		dues = due_fields(host.doctype, record.clocks)
		changes[key] = _changes(host, record, dues, current)  # type: ignore[index]
		kept[record.name] = {"mirrored": _say_written(record, dues), "mirror_due": 0}
	host.write_many(changes)
	_commit()
	# what was evaluated again meanwhile waits for the next look
	latest = max((record.evaluated_utc for record in records.values() if record.evaluated_utc), default=None)
	update_rows("SLA Ticket", kept, unless_newer=("evaluated_utc", latest) if latest else None)
	update_rows("SLA Ticket", {names[key]: {"mirror_due": 0} for key in gone})
	_commit()
	return len(shown)


def _lock_shown(host: Host, keys: list[str | int]) -> tuple[dict[str | int, Any], list[str | int]]:
	"""What the hosts' tickets show, with their rows locked, and the tickets that no longer exist.

	Tickets that somebody else has locked are in neither.
	"""
	there = host.find_names(keys)
	_commit()
	rows = host.lock_free(list(there), _shown_fields(host))
	return {row.name: row for row in rows}, [key for key in keys if key not in there]


def _records(names: list[str]) -> dict[str, Any]:
	"""SLA Tickets with their clocks, as committed."""
	fields = ["name", "reference_doctype", "state", "due_text", "mirrored", "evaluated_utc"]
	found = frappe.get_all("SLA Ticket", {"name": ("in", names)}, fields, limit_page_length=0)
	clocks = frappe.get_all(
		"SLA Ticket Clock",
		{"parent": ("in", names), "parenttype": "SLA Ticket"},
		["parent", "clock", "due_utc"],
		order_by="idx",
		limit_page_length=0,
	)
	records = {record.name: record.update({"clocks": []}) for record in found}
	for row in clocks:
		records[row.parent].clocks.append(row)
	return records


def _shown_fields(host: Host) -> list[str]:
	"""The host's fields that we may write."""
	ours = [field for field in STATE_FIELDS if host.has_field(field)]
	return [host.response_field, host.resolution_field, *ours]


def _changes(
	host: Host, record: TicketRecord, dues: Mapping[str, Any], current: Mapping[str, Any]
) -> dict[str, Any]:
	"""The fields of a host's ticket that must show something else, with their new values."""
	written = _written(record.mirrored)
	values: dict[str, Any] = {**dict.fromkeys(written), **dues, **state_fields(host.doctype, record)}
	return {
		field: value
		for field, value in values.items()
		if field in current
		and (current[field] or None) != (value or None)
		and (field in dues or field not in written or is_same(current[field], written[field]))
		and (value is not None or host.may_be_empty)
	}


def state_fields(doctype: str, record: ReadByName) -> dict[str, str | None]:
	"""The host's fields for an SLA Ticket's state and next due time, in words."""
	return {field: record.get(own) for field, own in STATE_FIELDS.items() if HOSTS[doctype].has_field(field)}


def due_fields(doctype: str, clocks: Sequence[Any]) -> dict[str, datetime | str | None]:
	"""The host's fields for the first clock of each kind that has a due time, in site time.

	If the agreement promises none and the host needs a time, it gets one in the far future.
	"""
	host = HOSTS[doctype]
	fields: dict[str, datetime | str | None] = {}
	for field, kinds in ((host.response_field, RESPONSE_CLOCKS), (host.resolution_field, RESOLUTION_CLOCKS)):
		for kind in kinds:
			due = next((row.due_utc for row in clocks if row.clock == kind and row.due_utc), None)
			if due:
				fields[field] = to_site(from_utc(due))
				break
		else:
			if clocks and host.without_due:
				fields[field] = host.without_due
	return fields


def stale_fields(mirrored: str | None, dues: Iterable[str]) -> dict[str, str]:
	"""The values in `mirrored` that we once wrote to fields which now have no due time."""
	return {field: value for field, value in _written(mirrored).items() if field not in dues}


def is_same(shown: Any, written: str | None) -> bool:
	"""Whether a host's field holds what we wrote.

	Fractions of a second are ignored, because a form drops them.
	"""
	if not shown or not written:
		return False
	return bool(get_datetime(shown).replace(microsecond=0) == get_datetime(written).replace(microsecond=0))


def is_shown_otherwise(shown: Mapping[str, Any], record: TicketRecord) -> bool:
	"""Whether a host's row no longer shows the state and due times that we wrote last."""
	for field, own in STATE_FIELDS.items():
		if field in shown and (shown[field] or None) != (record.get(own) or None):
			return True
	return any(not is_same(shown.get(field), value) for field, value in _written(record.mirrored).items())


def shows_something_else(shown: Mapping[str, Any], record: TicketRecord) -> bool:
	"""`is_shown_otherwise` of a record that has its clocks: a time of ours that no longer applies may be missing."""
	dues = due_fields(record.reference_doctype, record.clocks)
	due = {field: value for field, value in _written(record.mirrored).items() if field in dues}
	return is_shown_otherwise(shown, frappe._dict(record, mirrored=json.dumps(due)))


def _written(mirrored: str | None) -> dict[str, str]:
	"""The due times that we last wrote to each field, including those removed since: an old form may bring
	one back.
	"""
	return read_kept(mirrored) or {}


def _say_written(record: TicketRecord, dues: Mapping[str, Any]) -> str:
	"""The value of `mirrored` after those due times have been written."""
	written = _written(record.mirrored) | {field: str(value) for field, value in dues.items()}
	return json.dumps(written, sort_keys=True) if written else record.mirrored or ""


def _commit() -> None:
	frappe.db.commit()  # nosemgrep: for the tick alone; the hosts' rows stay locked for moments
