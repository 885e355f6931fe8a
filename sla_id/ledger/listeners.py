"""Whether a site reacts to changes of SLA Tickets.

If so, they are saved as documents, one by one, so it hears of each.
"""

from typing import Any

import frappe

HEARD = ("SLA Ticket", "SLA Event")
_KEPT = "sla_id_somebody_listens"


def somebody_listens() -> bool:
	"""Whether another app's hook, a Notification, a Webhook or a Server Script reacts to SLA Tickets or their
	events.

	What people have set up is cached until they change it (`forget_listeners`).
	"""
	return _other_hooks() or bool(frappe.cache.get_value(_KEPT, generator=_is_set_up))


def forget_listeners(*_args: Any) -> None:
	"""Clear the cache after a Notification, a Webhook or a Server Script was saved or deleted.

	It is cleared again at the end of the transaction, because until then another process may cache the
	earlier state.
	"""
	_forget()
	frappe.db.after_commit.add(_forget)
	frappe.db.after_rollback.add(_forget)


def _forget() -> None:
	frappe.cache.delete_value(_KEPT)


def _is_set_up() -> bool:
	return any(
		frappe.db.exists(doctype, {field: ("in", HEARD), **enabled})
		for doctype, field, enabled in (
			("Notification", "document_type", {"enabled": 1}),
			("Webhook", "webhook_doctype", {"enabled": 1}),
			("Server Script", "reference_doctype", {"disabled": 0}),
		)
	)


def _other_hooks() -> bool:
	events = frappe.get_doc_hooks()
	handlers = [paths for doctype in HEARD for paths in events.get(doctype, {}).values()]
	return any(not path.startswith("sla_id.") for paths in handlers for path in paths)
