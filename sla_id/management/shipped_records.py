"""What the app ships for a site to use: sample calendars, priorities, channels, a matrix and escalation policies.

A record that is missing is added once; afterwards it belongs to the site, which may change or delete it. An update
changes none of them: `find_differences` says where what is shipped now reads otherwise, and a person takes it or not.
Called by `setup/install.py` and `api/shipped_records.py`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr

FOLDER = Path(__file__).parent.parent / "fixtures" / "shipped"
ORDER = ("sla_calendar", "sla_priority", "sla_channel", "sla_priority_matrix", "sla_escalation_policy")
"""Files, each after those that its records refer to."""
SETTINGS, LOG = "SLA Settings", "shipped"


@dataclass(frozen=True, slots=True)
class Difference:
	"""A record of the site's that says something else than what is shipped. `fields` are labels; none: it was deleted."""

	doctype: str
	name: str
	fields: tuple[str, ...]


def shipped_records() -> list[dict[str, Any]]:
	"""Every record as its file holds it, with doctype and name."""
	return [
		record
		for file in ORDER
		for record in json.loads((FOLDER / f"{file}.json").read_text(encoding="utf-8"))
	]


def add_missing() -> list[str]:
	"""Add what was never added before; the names of what is new. Run any number of times."""
	known, added = _known(), []
	for record in shipped_records():
		key = _key(record)
		if not frappe.db.exists(record["doctype"], record["name"]) and key not in known:
			_insert(record)
			added.append(key)
		known.add(key)
	frappe.db.set_single_value(SETTINGS, LOG, "\n".join(sorted(known)))
	return added


def find_differences() -> list[Difference]:
	"""Where the site's records and those that are shipped now say different things, deleted ones last."""
	found = [difference for record in shipped_records() if (difference := _compare(record))]
	return sorted(found, key=lambda difference: not difference.fields)


def take_shipped(doctype: str, name: str) -> None:
	"""Bring a record to what is shipped, or back. Throws ValidationError for any other, and where an agreement holds it."""
	record = next((one for one in shipped_records() if _key(one) == _join(doctype, name)), None)
	if record is None:
		frappe.throw(_("{0} {1} isn't one of the records that the app ships.").format(_(doctype), name))
	assert record is not None
	if not frappe.db.exists(doctype, name):
		_insert(record)
		return
	doc = frappe.get_doc(doctype, name)
	doc.update({field: value for field, value in record.items() if field not in ("doctype", "name")})
	doc.save()


def _insert(record: dict[str, Any]) -> None:
	doc = frappe.get_doc(dict(record))
	doc.flags.ignore_permissions = True
	doc.insert()


def _compare(record: dict[str, Any]) -> Difference | None:
	doctype, name = record["doctype"], record["name"]
	if not frappe.db.exists(doctype, name):
		return Difference(doctype, name, ())
	doc = frappe.get_doc(doctype, name)
	labels = [
		_(doc.meta.get_label(field)) for field, value in _values(record) if not _says(doc.get(field), value)
	]
	return Difference(doctype, name, tuple(labels)) if labels else None


def _values(record: dict[str, Any]) -> Iterator[tuple[str, Any]]:
	return ((field, value) for field, value in record.items() if field not in ("doctype", "name"))


def _says(held: Any, shipped: Any) -> bool:
	"""Whether a field of a record says what is shipped; of a row, those of its fields that are shipped."""
	if not isinstance(shipped, list):
		return cstr(held or "") == cstr(shipped or "")
	rows = held or []
	return len(rows) == len(shipped) and all(
		cstr(row.get(name) or "") == cstr(value or "")
		for row, wanted in zip(rows, shipped, strict=True)
		for name, value in wanted.items()
	)


def _known() -> set[str]:
	return set(cstr(frappe.db.get_single_value(SETTINGS, LOG)).splitlines())


def _key(record: dict[str, Any]) -> str:
	return _join(record["doctype"], record["name"])


def _join(doctype: str, name: str) -> str:
	return f"{doctype}/{name}"
