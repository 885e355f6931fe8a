"""Reads a locked SLA Ticket with its clocks and facts as one document, and writes only what differs.

For `record.py` alone. Unchanged values aren't written, and the rows of a table share a statement.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import frappe
from frappe.utils import get_datetime

from sla_id.bulk import child_row, delete_rows, insert_all_or_none, insert_rows, stamp_new, update_rows
from sla_id.listeners import somebody_listens
from sla_id.savepoints import attempt
from sla_id.ticket_record import TicketDocument

_STAMP = frozenset({"modified", "modified_by"})
_COUNTS = frozenset({"docstatus", "idx"})
NUMBERS = frozenset({"Check", "Int", "Float"})
"""The kinds of field in our tables whose column holds no nothing: Frappe writes 0 there."""
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


def insert_document(record: TicketDocument) -> bool:
	"""Insert a new SLA Ticket without clocks and facts. False if one of its name is there already.

	As a document only if somebody listens: Frappe asks a dozen questions about a new document.
	"""
	if somebody_listens():
		# a statement that meets the key of a row has written nothing that would have to be undone
		with attempt(catch=(frappe.DuplicateEntryError, frappe.UniqueValidationError), writes=False) as done:
			record.flags.ignore_links = True
			record.insert(ignore_permissions=True)
		if done.error is not None:
			return False
	else:
		for field in frappe.get_meta("SLA Ticket").fields:
			if field.fieldtype == "Select" and not record.get(field.fieldname):
				record.set(field.fieldname, (field.options or "").partition("\n")[0])  # as Frappe does
		record.update({**stamp_new(), "name": f"{record.reference_doctype} {record.reference_name}"})
		if not insert_all_or_none("SLA Ticket", [_columns(record)]):
			return False
		record.set("__islocal", False)
	record.creation, record.modified = get_datetime(record.creation), get_datetime(record.modified)
	record.flags.sla_id_stored = _columns(record)
	return True


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
	rows = [row for table in TABLES for row in record.get(table)]
	differing = {row.name: (row, found) for row in rows if not row.is_new() and (found := _changes(row))}
	own = _changes(record)
	if not (own or differing or record.flags.sla_id_gone or any(row.is_new() for row in rows)):
		return False
	record.set_user_and_timestamp()
	record.modified = get_datetime(record.modified)
	_update("SLA Ticket", [(record, own | _changes(record, only=_STAMP))])
	gone, record.flags.sla_id_gone = record.flags.sla_id_gone or [], []
	for table, doctype in TABLES.items():
		delete_rows(doctype, [name for held, name in gone if held == doctype])
		_update(doctype, [differing[row.name] for row in record.get(table) if row.name in differing])
		_insert(doctype, table, record, [row for row in record.get(table) if row.is_new()])
	return True


def _changes(row: Any, only: frozenset[str] | None = None) -> dict[str, Any]:
	"""The columns that differ from the database; a later stamp alone is no change."""
	stored = row.flags.sla_id_stored or {}
	found = {field: value for field, value in _columns(row).items() if _differs(field, value, stored)}
	if only is not None:
		return {field: value for field, value in found.items() if field in only}
	return found if found.keys() - _STAMP else {}


def _insert(doctype: str, table: str, record: TicketDocument, rows: Sequence[Any]) -> None:
	for row in rows:
		row.update(child_row(("SLA Ticket", record.name), table, row.idx, {}))
		row.set("__islocal", False)
	stored = [_columns(row) for row in rows]
	insert_rows(doctype, stored)
	for row, values in zip(rows, stored, strict=True):
		row.flags.sla_id_stored = values


def _update(doctype: str, differing: Sequence[tuple[Any, Mapping[str, Any]]]) -> None:
	"""Write rows and what differs in them in one statement. It writes each field that differs in any of them."""
	names = sorted(set().union(*(found for _row, found in differing)))
	changes = {}
	for row, found in differing:
		row.flags.sla_id_stored = {**(row.flags.sla_id_stored or {}), **found}
		stored = row.flags.sla_id_stored
		changes[row.name] = {field: stored[field] for field in names}
	update_rows(doctype, changes)


def _differs(field: str, value: Any, stored: Mapping[str, Any]) -> bool:
	return field not in stored or (value or None) != (stored[field] or None)


def _columns(row: Any) -> dict[str, Any]:
	"""What a row holds, by column; the column of a number holds no nothing.

	Frappe's own `get_valid_dict` takes ten times as long, and a save asks for it of each clock and fact.
	"""
	held = row.__dict__
	numbers = {field.fieldname for field in row.meta.fields if field.fieldtype in NUMBERS}
	return {
		field: held.get(field) or 0 if field in numbers or field in _COUNTS else held.get(field)
		for field in row.meta.get_valid_columns()
	}
