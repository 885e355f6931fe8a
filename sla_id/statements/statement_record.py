"""The records of this room: locked first, written by this room alone, never deleted."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _

from sla_id.audit_trail import record_change
from sla_id.engine.sentences import say
from sla_id.instants import reader_language
from sla_id.statements.statement_values import DOCTYPE, STATES, state_of

State = Mapping[str, Any]
TAKEN = (frappe.DuplicateEntryError, frappe.UniqueValidationError)
"""What says that another process has made the same record."""


def lock_statement(name: str, *states: str) -> Any:
	"""A statement with its row locked. Throws DoesNotExistError, and ValidationError where it is in none of those states."""
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	if states and doc.state not in states:
		frappe.throw(
			_("{0} is in state “{1}” by now. Reload the form to see what happened.").format(
				name, say(STATES[doc.state], reader_language())
			)
		)
	return doc


def keep_statement(doc: Any, kind: str, before: State | None, reason: str = "") -> None:
	"""Save a locked statement and what happened to it."""
	save_by_room(doc)
	record_change(DOCTYPE, str(doc.name), kind, before, state_of(doc), reason)


def save_by_room(doc: Any) -> None:
	"""Save a record of this room. What it is linked to may have been deleted since: it stays as recorded."""
	doc.flags.sla_id_statement = True
	if doc.is_new():
		doc.insert(ignore_permissions=True)
	else:
		doc.flags.ignore_links = True
		doc.save(ignore_permissions=True)


def refuse_other_writers(doc: Any) -> None:
	"""validate of SLA Statement and SLA Credit Note. Throws PermissionError."""
	if not doc.flags.sla_id_statement:
		frappe.throw(
			_(
				"Statements and credit notes are made, sealed and approved with the buttons of their forms, so that each change leaves its trail."
			),
			frappe.PermissionError,
		)


def refuse_deleting() -> None:
	"""on_trash of both: nobody deletes, but for the removal of the whole app. Throws PermissionError."""
	if not frappe.flags.in_uninstall:
		frappe.throw(
			_("Statements and credit notes stay on record. Make a revision, or reject the credit note."),
			frappe.PermissionError,
		)
