"""Whether a site reacts to changes of the app's records.

If so, they are saved as documents, one by one, so it hears of each. Otherwise many rows share a statement.
"""

from typing import Any

import frappe

HEARD = ("SLA Ticket", "SLA Event", "SLA Escalation")
"""The records that are written past Frappe's documents where nobody listens."""
TICKETS = ("SLA Ticket", "SLA Event")
_KEPT = "sla_id_heard_records"
_SET_UP: dict[str, tuple[str, dict[str, int]]] = {
	"Notification": ("document_type", {"enabled": 1}),
	"Webhook": ("webhook_doctype", {"enabled": 1}),
	"Server Script": ("reference_doctype", {"disabled": 0}),
	"Assignment Rule": ("document_type", {"disabled": 0}),
	"Workflow": ("document_type", {"is_active": 1}),
}
"""What people set up for a DocType: the field that names it, and what is true while it is switched on."""


def somebody_listens(*doctypes: str) -> bool:
	"""Whether another app's hook, or something of `_SET_UP`, reacts to one of those of `HEARD`; by default to SLA
	Tickets or their events.

	What people have set up is cached until they change it (`forget_listeners`).
	"""
	wanted = doctypes or TICKETS
	return _other_hooks(wanted) or not set(wanted).isdisjoint(
		frappe.cache.get_value(_KEPT, generator=_find_heard)
	)


def forget_listeners(*_args: Any) -> None:
	"""Clear the cache after something of `_SET_UP` was saved or deleted.

	It is cleared again at the end of the transaction, because until then another process may cache the
	earlier state.
	"""
	_forget()
	frappe.db.after_commit.add(_forget)
	frappe.db.after_rollback.add(_forget)


def _forget() -> None:
	frappe.cache.delete_value(_KEPT)


def _find_heard() -> list[str]:
	found: set[str] = set()
	for kind, (field, enabled) in _SET_UP.items():
		found.update(frappe.get_all(kind, {field: ("in", HEARD), **enabled}, pluck=field))
	return sorted(found)


def _other_hooks(doctypes: tuple[str, ...]) -> bool:
	events = frappe.get_doc_hooks()
	handlers = [paths for doctype in doctypes for paths in events.get(doctype, {}).values()]
	return any(not path.startswith("sla_id.") for paths in handlers for path in paths)
