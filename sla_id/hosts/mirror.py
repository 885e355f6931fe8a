"""Our due times in the host's own fields, so that its native interface shows them.

Only times that exist are written: Helpdesk's chips compute from these fields, so they are never blanked.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import frappe

from sla_id.hosts.base import record_name
from sla_id.hosts.registry import HOSTS
from sla_id.instants import from_utc, to_site
from sla_id.ledger.bulk import Settled

RESPONSE_CLOCKS = ("response",)
RESOLUTION_CLOCKS = ("resolution", "fulfilment", "permanent_fix", "workaround")


def mirror(record: Any) -> None:
	"""Write the due times and the state of an SLA Ticket to its host's ticket, past all hooks."""
	host = HOSTS[record.reference_doctype]
	values = due_fields(record.reference_doctype, record.clocks)
	meta = frappe.get_meta(host.doctype)
	for field, value in (("sla_id_state", record.state), ("sla_id_due", record.due_text)):
		if meta.has_field(field):
			values[field] = value
	current = frappe.db.get_value(host.doctype, record.reference_name, list(values), as_dict=True)
	changed = {field: value for field, value in values.items() if current and current[field] != value}
	if changed:
		frappe.db.set_value(host.doctype, record.reference_name, changed, update_modified=False)


def mirror_many(settled: Iterable[Settled]) -> None:
	"""The same for a batch: tickets with the same change share a statement; what didn't change isn't asked for."""
	changes: dict[tuple[str, tuple[tuple[str, Any], ...]], list[str | int]] = {}
	for one in settled:
		record = one.record
		if one.dues_moved:
			record.clocks = [frappe._dict(row) for row in one.clocks]
			mirror(record)
			continue
		values = {
			field: record[own]
			for field, own in (("sla_id_state", "state"), ("sla_id_due", "due_text"))
			if record[own] != one.before[own] and _has_field(record.reference_doctype, field)
		}
		if values:
			same = (record.reference_doctype, tuple(values.items()))
			changes.setdefault(same, []).append(_key(record))
	for (doctype, wanted), names in changes.items():
		table = frappe.qb.DocType(doctype)
		query = frappe.qb.update(table).where(table.name.isin(names))
		for field, value in wanted:
			query = query.set(table[field], value)
		query.run()


def _has_field(doctype: str, field: str) -> bool:
	return bool(frappe.get_meta(HOSTS[doctype].doctype).has_field(field))


def _key(record: Any) -> str | int:
	"""The name of a host's ticket as its column holds it: a number compared with a text finds no index."""
	name = record.reference_name
	numbered = frappe.get_meta(record.reference_doctype).autoname == "autoincrement"
	return int(name) if numbered and str(name).isdecimal() else name


def due_fields(doctype: str, clocks: list[Any]) -> dict[str, datetime | str | None]:
	"""The host's fields for the first clock of each kind that has a due time, in site time."""
	host = HOSTS[doctype]
	fields: dict[str, datetime | str | None] = {}
	for field, kinds in ((host.response_field, RESPONSE_CLOCKS), (host.resolution_field, RESOLUTION_CLOCKS)):
		for kind in kinds:
			due = next((row.due_utc for row in clocks if row.clock == kind and row.due_utc), None)
			if due:
				fields[field] = to_site(from_utc(due))
				break
	return fields


def clocks_of(doctype: str, name: str) -> list[Any]:
	"""The clock rows of a host's ticket; empty where it has no SLA Ticket yet."""
	return frappe.get_all(
		"SLA Ticket Clock",
		filters={"parent": record_name(doctype, name), "parenttype": "SLA Ticket"},
		fields=["clock", "due_utc", "state"],
		order_by="idx",
	)
