"""Looks for trails that were changed past the app, and for records that say something else than their trail does."""

import json
from collections.abc import Iterator
from typing import Any

import frappe

from sla_id.audit_trail import (
	TOGETHER,
	State,
	find_broken_trails,
	plain_state,
	read_trails,
	recorded_state,
)
from sla_id.sweep.self_check.finding import Kind, SelfCheckFinding

TOLD_WHOLE = "sla_id_told_by_trail"
"""In hooks.py: DocTypes whose trail says everything that it names as the record has it."""


def check_trails() -> list[SelfCheckFinding]:
	"""What is wrong with the trails. Nothing of it is repaired: only a person can say what is true."""
	found = [
		SelfCheckFinding(Kind.TRAIL, trail.doctype, trail.name, trail.says) for trail in find_broken_trails()
	]
	for doctype in frappe.get_hooks(TOLD_WHOLE):
		found += _compare(doctype)
	return found


def _compare(doctype: str) -> Iterator[SelfCheckFinding]:
	names = frappe.get_all(doctype, pluck="name", order_by="name")
	for start in range(0, len(names), TOGETHER):
		some = names[start : start + TOGETHER]
		trails, records = read_trails(doctype, some), _read_records(doctype, some)
		for name in some:
			if name not in trails:
				yield SelfCheckFinding(Kind.TRAIL, doctype, name, "it has no trail: it was made past the app")
			elif name in records:
				yield from _differences(records[name], recorded_state(trails[name]))


def _differences(record: Any, says: State) -> Iterator[SelfCheckFinding]:
	for field, value in says.items():
		held = _held(record, field, value)
		if held != value:
			text = f"{field} is {json.dumps(held)}, its trail says {json.dumps(value)}"
			yield SelfCheckFinding(Kind.TRAIL, record.doctype, record.name, text)


def _read_records(doctype: str, names: list[str]) -> dict[str, Any]:
	"""Records as the database has them, with the rows of their tables: one statement for each table."""
	rows = frappe.get_all(doctype, filters={"name": ["in", names]}, fields=["*"])
	records = {row.name: row.update(doctype=doctype) for row in rows}
	for table in frappe.get_meta(doctype).get_table_fields():
		held_in = {"parenttype": doctype, "parentfield": table.fieldname, "parent": ["in", list(records)]}
		for row in frappe.get_all(table.options, filters=held_in, fields=["*"], order_by="parent, idx"):
			records[row.parent].setdefault(table.fieldname, []).append(row)
	return records


def _held(record: Any, field: str, told: Any) -> Any:
	"""A field of a record as the trail would keep it; of rows, what the trail keeps of each."""
	value = record.get(field)
	if isinstance(told, list):
		kept = list(told[0]) if told and isinstance(told[0], dict) else []
		value = [{name: row.get(name) for name in kept} if kept else row.name for row in value or ()]
	read = (plain_state({field: value}) or {})[field]
	return told if read in (None, "") and told in (None, "") else read
