"""Fields that hold several codes in one text, separated by commas: which there are, and how they are read and checked.

`codes_of` reads such a text and `text_of_codes` writes it; nobody splits or joins one by hand. Frappe gives the row of a table no field for several links. So these texts are looked after as its links are: what they name
has to be there, what they name isn't deleted, and a new name is followed wherever nothing is signed yet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.file.model import ASKED_BY, BLOCKS, MET_BY
from sla_id.agreements.records.row_pieces import codes_of, text_of_codes
from sla_id.record_types import StoredRecord, TableRow

__all__ = [
	"CodeList",
	"check_code_lists",
	"codes_of",
	"follow_rename",
	"refuse_value",
	"rows_naming",
	"text_of_codes",
]

CANCELLED = 2


@dataclass(frozen=True, slots=True)
class CodeList:
	"""A field of a row: its codes are names of records of `links_to`, else some of `codes` (empty: known elsewhere)."""

	doctype: str
	field: str
	links_to: str = ""
	codes: tuple[str, ...] = ()


LISTS = (
	CodeList("SLA Agreement Target", "met_by", codes=MET_BY),
	CodeList("SLA Agreement Guarantee", "services", "SLA Service"),
	CodeList("SLA Agreement Section", "shows", codes=BLOCKS),
	CodeList("SLA Agreement Service", "channels", "SLA Channel"),
	CodeList("SLA Agreement Service", "depends_on", "SLA Service"),
	CodeList("SLA Agreement Service", "parent_code", "SLA Service"),
	CodeList("SLA Escalation Tier", "tell_by"),
	CodeList("SLA Escalation Tier", "wakes_for", "SLA Priority"),
	CodeList("SLA Escalation Trigger", "priorities", "SLA Priority"),
	CodeList("SLA Escalation Trigger", "services", "SLA Service"),
	CodeList("SLA Escalation Trigger", "partners", "SLA Partner"),
	CodeList("SLA Escalation Trigger", "asked_by", codes=ASKED_BY),
)


def check_code_lists(doc: StoredRecord, known: Mapping[str, Sequence[str]] | None = None) -> None:
	"""Every code in the rows of a document is one that there is. Throws ValidationError with table, row and field.

	`known` are the codes of fields whose codes are known elsewhere, by field. Fixtures come file by file, so what theirs
	name may come later.
	"""
	rows = [
		(row, listed) for row in doc.get_all_children() for listed in LISTS if listed.doctype == row.doctype
	]
	for doctype in {listed.links_to for _row, listed in rows if listed.links_to}:
		if not frappe.flags.in_fixtures:
			_check_links(doctype, [(row, listed.field) for row, listed in rows if listed.links_to == doctype])
	for row, listed in rows:
		if not listed.links_to:
			_check(row, listed.field, (known or {}).get(listed.field, listed.codes))


def rows_naming(doctype: str, name: str) -> Iterator[tuple[CodeList, Any]]:
	"""The rows whose codes name a record: (field, row with name, parent, parenttype and the field), one SELECT a field."""
	for listed in LISTS:
		if listed.links_to == doctype:
			fields = ["name", "parent", "parenttype", "docstatus", listed.field]
			for row in frappe.get_all(listed.doctype, {listed.field: ["like", f"%{name}%"]}, fields):
				if name in codes_of(row[listed.field]):
					yield listed, row


def follow_rename(doc: StoredRecord, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""after_rename: codes follow as links do. What is signed or recorded has refused the new name before."""
	parents: set[tuple[str, str]] = set()
	for listed, row in list(rows_naming(doc.doctype, old)):
		codes = (new if code == old else code for code in codes_of(row[listed.field]))
		text = text_of_codes(dict.fromkeys(codes))
		frappe.db.set_value(listed.doctype, row.name, listed.field, text, update_modified=False)
		parents.add((row.parenttype, row.parent))
	for parent in parents:
		frappe.clear_document_cache(*parent)


def refuse_deletion_of_named(doc: StoredRecord, method: str | None = None) -> None:
	"""on_trash: what the codes of a row name isn't deleted. Throws ValidationError naming the record to change first."""
	if frappe.flags.in_uninstall:
		return
	for listed, row in rows_naming(doc.doctype, doc.name):
		if row.docstatus != CANCELLED:
			label = _(frappe.get_meta(listed.doctype).get_label(listed.field))
			frappe.throw(
				_("{0} {1} can't be deleted: {2} names it under {3}. Remove it there first.").format(
					_(doc.doctype), doc.name, row.parent, label
				),
				frappe.LinkExistsError,
			)


def _check_links(doctype: str, fields: Sequence[tuple[Any, str]]) -> None:
	named = {code for row, field in fields for code in codes_of(row.get(field))}
	there = set(frappe.get_all(doctype, {"name": ["in", sorted(named)]}, pluck="name")) if named else set()
	for row, field in fields:
		for code in codes_of(row.get(field)):
			if code not in there:
				refuse_value(
					row,
					field,
					_("there is no {0} {1}. Write the codes of existing ones, separated by commas.").format(
						_(doctype), code
					),
				)


def _check(row: TableRow, field: str, known: Sequence[str]) -> None:
	for code in codes_of(row.get(field)):
		if code not in known:
			refuse_value(row, field, _("{0} is not known. Use {1}.").format(code, ", ".join(known)))


def refuse_value(row: TableRow, field: str, why: str) -> None:
	"""Throws ValidationError with the table, row and field of a row ahead of what to do."""
	table = _(frappe.get_meta(row.parenttype).get_label(row.parentfield))
	frappe.throw(_("{0}, row {1}, {2}: {3}").format(table, row.idx, _(row.meta.get_label(field)), why))
