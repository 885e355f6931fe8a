"""Reads a locked SLA Ticket with its clocks and facts as one document, and writes only what differs.

For `record.py` alone. Unchanged values aren't written, and the rows of a table share a statement.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import frappe
from frappe.utils import get_datetime

from sla_id.bulk import delete_rows, insert_rows, update_rows
from sla_id.ticket_record import TicketDocument

_STAMP = frozenset({"modified", "modified_by"})
TABLES = {"clocks": "SLA Ticket Clock", "facts": "SLA Ticket Fact"}


def read_row(name: str, *, locked: bool = False) -> dict[str, Any] | None:
	"""The row of an SLA Ticket in the database. If it is locked, it is read as last committed."""
	ticket = frappe.qb.DocType("SLA Ticket")
	query = frappe.qb.from_(ticket).select("*").where(ticket.name == name)
	found = (query.for_update() if locked else query).run(as_dict=True)
	return found[0] if found else None


def build_document(row: Mapping[str, Any], *, latest: bool) -> Any:
	"""Build the SLA Ticket of a locked row, with its clocks and facts.

	`latest` means that another process has changed it since this transaction's snapshot, so they are read
	under a lock too.
	"""
	record = frappe.get_doc({"doctype": "SLA Ticket", **row})
	record.flags.sla_id_stored = dict(row)
	for table, doctype in TABLES.items():
		child = frappe.qb.DocType(doctype)
		query = frappe.qb.from_(child).select("*").where(child.parent == record.name)
		query = query.where((child.parenttype == "SLA Ticket") & (child.parentfield == table))
		query = query.orderby(child.idx)
		record.set(table, [])
		for values in (query.for_update() if latest else query).run(as_dict=True):
			record.append(table, dict(values)).flags.sla_id_stored = values
	return record


def is_changed(row: Mapping[str, Any], seen: Mapping[str, Any]) -> bool:
	"""Whether a locked row differs from the one seen in the snapshot."""
	return any(_differs(field, value, seen) for field, value in row.items() if field in seen)


def remember_stored(record: TicketDocument) -> Any:
	"""Remember the values of an SLA Ticket that was just inserted as those in the database."""
	record.creation, record.modified = get_datetime(record.creation), get_datetime(record.modified)
	record.flags.sla_id_stored = _columns(record)
	return record


def replace_rows(
	record: TicketDocument, table: str, keys: tuple[str, ...], rows: Iterable[Mapping[str, Any]]
) -> None:
	"""Replace the rows of a child table of an SLA Ticket, for `save_record`.

	A row with the same keys is changed in place.
	"""
	kept = {tuple(row.get(key) or "" for key in keys): row for row in record.get(table)}
	record.set(table, [])
	for number, values in enumerate(rows, 1):
		row = kept.pop(tuple(values[key] or "" for key in keys), None)
		if row is None:
			record.append(table, dict(values))
			continue
		row.update({**values, "idx": number})
		record.append(table, row)
	gone = [row.name for row in kept.values() if row.name]
	record.flags.sla_id_gone = [*(record.flags.sla_id_gone or []), *((TABLES[table], name) for name in gone)]


def write_changed(record: TicketDocument) -> bool:
	"""Write what differs from the database, one statement for each table.

	Returns whether anything was written.
	"""
	if not _is_changed(record):
		return False
	record.set_user_and_timestamp()
	record.modified = get_datetime(record.modified)
	_update("SLA Ticket", [record])
	gone, record.flags.sla_id_gone = record.flags.sla_id_gone or [], []
	for table, doctype in TABLES.items():
		delete_rows(doctype, [name for held, name in gone if held == doctype])
		rows = record.get(table)
		_update(doctype, [row for row in rows if not row.is_new()])
		_insert(doctype, record, [row for row in rows if row.is_new()])
	return True


def _is_changed(record: TicketDocument) -> bool:
	rows = [record, *(row for table in TABLES for row in record.get(table))]
	return bool(record.flags.sla_id_gone) or any(row.is_new() or _changes(row) for row in rows)


def _changes(row: Any) -> set[str]:
	"""The fields that differ from the database."""
	stored = row.flags.sla_id_stored or {}
	found = {field for field, value in _columns(row).items() if _differs(field, value, stored)}
	return found if found - _STAMP else set()


def _insert(doctype: str, record: TicketDocument, rows: Sequence[Any]) -> None:
	for row in rows:
		row.update(
			{
				"name": frappe.generate_hash(length=10),
				"parent": record.name,
				"creation": record.modified,
				"modified": record.modified,
				"owner": frappe.session.user,
				"modified_by": frappe.session.user,
				"docstatus": 0,
			}
		)
		row.set("__islocal", False)
	stored = [_columns(row) for row in rows]
	insert_rows(doctype, stored)
	for row, values in zip(rows, stored, strict=True):
		row.flags.sla_id_stored = values


def _update(doctype: str, rows: Sequence[Any]) -> None:
	"""Write the rows that differ in one statement. It writes each field that differs in any of them."""
	differing = [(row, fields) for row in rows if (fields := _changes(row))]
	names = sorted(set().union(*(found for _row, found in differing)))
	changes = {}
	for row, _fields in differing:
		row.flags.sla_id_stored = new = _columns(row)
		changes[row.name] = {field: new[field] for field in names}
	update_rows(doctype, changes)


def _differs(field: str, value: Any, stored: Mapping[str, Any]) -> bool:
	return field not in stored or (value or None) != (stored[field] or None)


def _columns(row: Any) -> dict[str, Any]:
	return dict(row.get_valid_dict(ignore_virtual=True))
