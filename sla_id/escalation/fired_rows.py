"""Writes the escalations that fire, with their duties and who is told: several in one statement, each once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import frappe

from sla_id.bulk import CHUNK, child_row, insert_all_or_none, insert_rows
from sla_id.listeners import somebody_listens
from sla_id.notify.outbox import Message
from sla_id.savepoints import attempt

FIRED = "SLA Escalation"
TABLES = {"duties": "SLA Escalation Task", "tellings": "SLA Escalation Telling"}
_STAMP = frozenset({"name", "creation", "modified", "owner", "modified_by", "docstatus", "idx"})
"""What a document sets by itself."""


@dataclass(slots=True)
class Firing:
	"""An escalation that fires: its row with the rows of its tables, and the messages to send if it is new."""

	values: dict[str, Any]
	duties: list[dict[str, Any]]
	tellings: list[dict[str, Any]] = field(default_factory=list)
	messages: list[Message] = field(default_factory=list)
	reaches_nobody: bool = False
	"""Whether its people are told, and none of them can be reached."""
	is_new: bool = False
	"""Whether `write_firings` wrote it; one that was there already was told by whoever wrote it."""

	@property
	def name(self) -> str:
		"""The name of its row, if it is new."""
		return str(self.values["name"])


def write_firings(firings: Sequence[Firing]) -> None:
	"""Write escalations that aren't there yet, by their unique keys, and say of each whether it was new.

	They are saved as documents only if somebody listens.
	"""
	if somebody_listens(FIRED):
		for firing in firings:
			firing.is_new = _insert_document(firing)
		return
	for start in range(0, len(firings), CHUNK):
		_insert_together(firings[start : start + CHUNK])
	new = [firing for firing in firings if firing.is_new]
	for table, doctype in TABLES.items():
		rows = [row for firing in new for row in _child_rows(firing, table)]
		insert_rows(doctype, rows, pass_over=False)


def _insert_together(firings: Sequence[Firing]) -> None:
	if insert_all_or_none(FIRED, [firing.values for firing in firings]):
		for firing in firings:
			firing.is_new = True
	elif len(firings) > 1:
		for firing in firings:
			_insert_together([firing])


def _child_rows(firing: Firing, table: str) -> list[dict[str, Any]]:
	rows = getattr(firing, table)
	return [child_row((FIRED, firing.name), table, number, row) for number, row in enumerate(rows, 1)]


def _insert_document(firing: Firing) -> bool:
	values = {name: value for name, value in firing.values.items() if name not in _STAMP}
	doc = frappe.get_doc({"doctype": FIRED, **values, **{name: getattr(firing, name) for name in TABLES}})
	doc.flags.ignore_links = True  # its ticket and agreement are at hand
	with attempt(catch=(frappe.DuplicateEntryError, frappe.UniqueValidationError)) as inserted:
		doc.insert(ignore_permissions=True, set_name=firing.name)
	return inserted.error is None
