"""Our due times in the host's own fields, so that its native interface shows them.

Helpdesk's chips compute from these fields, so a time that we didn't write is never blanked. Which are ours the SLA
Ticket knows (`mirrored`): a time of ours that no longer holds is taken back, that of the host's own SLA stays.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import frappe
from frappe.utils import get_datetime

from sla_id.hosts.base import record_name
from sla_id.hosts.registry import HOSTS
from sla_id.instants import from_utc, to_site
from sla_id.ledger.bulk import Settled

RESPONSE_CLOCKS = ("response",)
RESOLUTION_CLOCKS = ("resolution", "fulfilment", "permanent_fix", "workaround")
STATE_FIELDS = {"sla_id_state": "state", "sla_id_due": "due_text"}
"""The fields of a host's ticket that say how it stands, and the SLA Ticket's that they repeat."""


def mirror(record: Any) -> None:
	"""Write the due times and the state of an SLA Ticket to its host's ticket, past all hooks."""
	host = HOSTS[record.reference_doctype]
	dues = due_fields(record.reference_doctype, record.clocks)
	written = _written(record.mirrored)
	values: dict[str, Any] = {**dict.fromkeys(written), **dues}
	values |= state_fields(host.doctype, record)
	current = frappe.db.get_value(host.doctype, record.reference_name, list(values), as_dict=True)
	changed = {
		field: value
		for field, value in values.items()
		if current
		and current[field] != value
		and (field in dues or field not in written or is_same(current[field], written[field]))
		and (value is not None or host.may_be_empty)
	}
	if changed:
		frappe.db.set_value(host.doctype, record.reference_name, changed, update_modified=False)
	_keep_written(record, written, dues)


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
			for field, own in STATE_FIELDS.items()
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


def state_fields(doctype: str, record: Any) -> dict[str, str | None]:
	"""What the host's own fields say of an SLA Ticket: its state and the next due time in words."""
	return {field: record.get(own) for field, own in STATE_FIELDS.items() if _has_field(doctype, field)}


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


def stale_fields(mirrored: str | None, dues: Iterable[str]) -> dict[str, str]:
	"""What we once wrote to a host's fields that have no due time any more, from the SLA Ticket's `mirrored`."""
	return {field: value for field, value in _written(mirrored).items() if field not in dues}


def is_same(shown: Any, written: str | None) -> bool:
	"""Whether a host's field holds what we wrote; a form sends it back without its fractions of a second."""
	if not shown or not written:
		return False
	return bool(get_datetime(shown).replace(microsecond=0) == get_datetime(written).replace(microsecond=0))


def _written(mirrored: str | None) -> dict[str, str]:
	"""The due times that we wrote last to each field, also those taken back since: an old form may bring one again."""
	return dict(json.loads(mirrored or "{}"))


def _keep_written(record: Any, before: dict[str, str], dues: dict[str, datetime | str | None]) -> None:
	now = before | {field: str(value) for field, value in dues.items()}
	if now != before:
		text = json.dumps(now, sort_keys=True)
		frappe.db.set_value("SLA Ticket", record.name, "mirrored", text, update_modified=False)
		record.update({"mirrored": text})  # who saves this record again must not undo it


def clocks_of(doctype: str, name: str) -> list[Any]:
	"""The clock rows of a host's ticket; empty where it has no SLA Ticket yet."""
	return frappe.get_all(
		"SLA Ticket Clock",
		filters={"parent": record_name(doctype, name), "parenttype": "SLA Ticket"},
		fields=["clock", "due_utc", "state"],
		order_by="idx",
	)
