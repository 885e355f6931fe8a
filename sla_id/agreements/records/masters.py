"""Records that several agreements may share: calendars, matrices, policies, and the site's lists of codes.

A record that says the same is used again; one of the same name that says something else is left as it is, and the
agreement gets its own beside it: no later file may change what an earlier agreement promised.
"""

from collections.abc import Collection
from typing import Any

import frappe

from sla_id.record_types import StoredRecord, TableRow

IGNORED = {"name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "doctype", "parent"}


class Masters:
	"""Finds and creates records for one agreement version, e.g. "INNOVASIA-MITRA v2.0"."""

	def __init__(self, version: str) -> None:
		self.version = version

	def ensure(
		self,
		doctype: str,
		name_field: str,
		name: str,
		values: dict[str, Any],
		*,
		beside: Collection[str] = (),
	) -> str:
		"""The record that says exactly `values`, under `name` or a name with the version; created where missing.

		`beside` are fields of its rows that don't count: what the site has put there stays.
		"""
		for candidate in (name, f"{name} v{self.version}"):
			if not frappe.db.exists(doctype, candidate):
				frappe.get_doc({"doctype": doctype, name_field: candidate, **values}).insert()
				return candidate
			if _says(frappe.get_doc(doctype, candidate), values, beside):
				return candidate
		frappe.throw(
			frappe._(
				"{0} {1} exists and says something else. Rename it, or raise the agreement's version."
			).format(frappe._(doctype), candidate)
		)
		return candidate

	def ensure_code(self, doctype: str, code: str, values: dict[str, Any]) -> str:
		"""The site's record of that code, created where missing: what the site has made of it stays."""
		if not frappe.db.exists(doctype, code):
			frappe.get_doc({"doctype": doctype, "code": code, **values}).insert()
		return code


def _says(record: StoredRecord, values: dict[str, Any], beside: Collection[str]) -> bool:
	return all(
		_plain(record.get(field), beside) == _plain(value, beside) for field, value in values.items()
	) and all(
		len(record.get(field) or []) == len(value)
		for field, value in values.items()
		if isinstance(value, list)
	)


def _plain(value: Any, beside: Collection[str] = ()) -> Any:
	if isinstance(value, list):
		return [_row(row, beside) for row in value]
	return "" if value in (None, 0, 0.0) else str(value)


def _row(row: TableRow, beside: Collection[str]) -> dict[str, str]:
	held = row if isinstance(row, dict) else row.as_dict()
	return {
		key: _plain(value)
		for key, value in held.items()
		if key not in IGNORED and key not in beside and not key.startswith("parent") and _plain(value) != ""
	}
