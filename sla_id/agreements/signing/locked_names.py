"""Names in a signed text or on a ticket can't change: no rename, no merge, no deletion.

A partner's, service's, channel's or role's name stands in the text whose hash both sides approved, and in the ledger of
tickets. A merge would hand one partner's tickets to another, and so would a new partner with a deleted one's name. None
of these texts can follow a rename, so renaming is refused.
"""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.code_lists import rows_naming
from sla_id.record_types import StoredRecord

AGREEMENT, POLICY, TICKET = "SLA Agreement", "SLA Escalation Policy", "SLA Ticket"
RECORDED = ("SLA Outage",)
"""Records whose trail keeps the names of what their rows speak of."""


def refuse_rename(doc: StoredRecord, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""before_rename. Throws ValidationError naming what refers to the record."""
	holder = next(_holders(doc.doctype, old), None)
	if holder is None:
		return
	frappe.throw(
		_(
			"{0} {1} can't be renamed because {2} refers to it. What is signed or recorded keeps the old name. Change its title instead, or make a new record."
		).format(_(doc.doctype), old, holder)
	)


def refuse_deletion(doc: StoredRecord, method: str | None = None) -> None:
	"""on_trash. Throws ValidationError naming what refers to the record. Frappe itself doesn't look at our tickets, so that they can be deleted."""
	holder = None if frappe.flags.in_uninstall else next(_holders(doc.doctype, doc.name), None)
	if holder is None:
		return
	frappe.throw(
		_(
			"{0} {1} can't be deleted because {2} refers to it. A new record of the same name would inherit what is signed or recorded. Disable it, or leave it unused."
		).format(_(doc.doctype), doc.name, holder)
	)


def _holders(doctype: str, name: str) -> Iterator[str]:
	"""Approved agreements, tickets and outages that speak of a record, with whatever belongs to them."""
	for parent, field in _links(doctype):
		yield from _of_rows(parent, {field: name})
	for listed, row in rows_naming(doctype, name):
		yield from _of_rows(listed.doctype, {"name": row.name})


def _links(doctype: str) -> list[tuple[str, str]]:
	"""Every field of ours that links to a DocType, as (DocType, field), including custom fields."""
	ours = frappe.get_all("DocType", {"module": "SLA ID"}, pluck="name")
	found: list[tuple[str, str]] = []
	for table, owner in (("DocField", "parent"), ("Custom Field", "dt")):
		rows = frappe.get_all(
			table,
			{"fieldtype": "Link", "options": doctype, owner: ["in", ours]},
			[f"{owner} as doctype_of", "fieldname"],
		)
		found += [(row.doctype_of, row.fieldname) for row in rows]
	return found


def _of_rows(doctype: str, filters: dict[str, Any]) -> Iterator[str]:
	"""Who speaks through rows of a DocType: tickets and approved agreements themselves, and what these refer to."""
	if doctype == TICKET:
		yield from frappe.get_all(TICKET, filters, pluck="name", limit=1)
	elif doctype == AGREEMENT:
		yield from frappe.get_all(AGREEMENT, {**filters, "docstatus": ["!=", 0]}, pluck="name", limit=1)
	elif frappe.get_meta(doctype).istable:
		for row in frappe.get_all(doctype, filters, ["parent", "parenttype"], limit_page_length=0):
			yield from _of_parent(row.parenttype, row.parent)


def _of_parent(doctype: str, name: str) -> Iterator[str]:
	if doctype == AGREEMENT:
		yield from _of_rows(AGREEMENT, {"name": name})
	elif doctype in RECORDED:
		yield name
	elif doctype in (POLICY, "SLA Priority Matrix", "SLA Calendar"):
		for parent, field in _links(doctype):
			yield from _of_rows(parent, {field: name})
