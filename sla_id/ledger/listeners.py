"""Whether a site reacts to changes of SLA Tickets: then they are saved as documents, one by one, so that it hears of each."""

from typing import Any

import frappe

HEARD = ("SLA Ticket", "SLA Event")
_KEPT = "sla_id_somebody_listens"


def somebody_listens() -> bool:
	"""Whether another app's hook, a Notification, a Webhook or a Server Script waits for a saved SLA Ticket or its events.

	What people have set up is remembered until they change it (`forget_listeners`).
	"""
	return _other_hooks() or bool(frappe.cache.get_value(_KEPT, generator=_is_set_up))


def forget_listeners(*_args: Any) -> None:
	"""Ask anew from now on: a Notification, a Webhook or a Server Script was saved or deleted.

	Once more at the end of the transaction: until then another process still reads, and remembers, what was there before.
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
