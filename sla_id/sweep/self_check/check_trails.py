"""Looks for trails that were changed past the app, and for records that say something else than their trail does."""

import json
from collections.abc import Iterator
from typing import Any

import frappe

from sla_id.audit_trail import DOCTYPE, find_broken_trails, plain_state, read_trail, recorded_state
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
	told = set(frappe.get_all(DOCTYPE, filters={"subject_doctype": doctype}, pluck="subject", distinct=True))
	for name in frappe.get_all(doctype, pluck="name", order_by="name"):
		if name not in told:
			yield SelfCheckFinding(Kind.TRAIL, doctype, name, "it has no trail: it was made past the app")
			continue
		doc, says = frappe.get_doc(doctype, name), recorded_state(read_trail(doctype, name))
		for field, value in says.items():
			held = _held(doc, field, value)
			if held != value:
				text = f"{field} is {json.dumps(held)}, its trail says {json.dumps(value)}"
				yield SelfCheckFinding(Kind.TRAIL, doctype, name, text)


def _held(doc: Any, field: str, told: Any) -> Any:
	"""A field of a record as the trail would keep it; of rows, what the trail keeps of each."""
	value = doc.get(field)
	if isinstance(told, list):
		kept = list(told[0]) if told and isinstance(told[0], dict) else []
		value = [{name: row.get(name) for name in kept} if kept else row.name for row in value or ()]
	read = (plain_state({field: value}) or {})[field]
	return told if read in (None, "") and told in (None, "") else read
