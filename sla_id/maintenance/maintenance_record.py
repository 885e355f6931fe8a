"""The record of maintenance: its row is locked first, this room alone writes it, and nobody deletes it."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _

from sla_id.audit_trail import record_change
from sla_id.engine.sentences import say
from sla_id.instants import reader_language
from sla_id.maintenance.maintenance_values import DOCTYPE, STATES, state_of

State = Mapping[str, Any]


def lock_maintenance(name: str, *states: str) -> Any:
	"""A record with its row locked. Throws DoesNotExistError, and ValidationError where it is in none of those states."""
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	if states and doc.state not in states:
		frappe.throw(
			_("{0} is in state “{1}” by now. Reload the form to see what happened.").format(
				name, say(STATES[doc.state], reader_language())
			)
		)
	return doc


def keep_maintenance(doc: Any, kind: str, before: State | None, reason: str = "") -> None:
	"""Save a locked record and what happened to it."""
	doc.flags.sla_id_maintenance = True
	if doc.is_new():
		doc.insert(ignore_permissions=True)
	else:
		doc.save(ignore_permissions=True)
	record_change(DOCTYPE, str(doc.name), kind, before, state_of(doc), reason)


def refuse_other_writers(doc: Any) -> None:
	"""validate of SLA Maintenance. Throws PermissionError."""
	if not doc.flags.sla_id_maintenance:
		frappe.throw(
			_(
				"Maintenance is planned, announced and changed with the buttons of its form and list: each change is told and leaves its trail."
			),
			frappe.PermissionError,
		)


def refuse_deleting() -> None:
	"""on_trash of SLA Maintenance: nobody deletes, but for the removal of the whole app. Throws PermissionError."""
	if not frappe.flags.in_uninstall:
		frappe.throw(
			_("Maintenance stays on record. Cancel it instead: its partners are told."),
			frappe.PermissionError,
		)
