"""Whether a site reacts to changes of SLA Tickets: then they are saved as documents, one by one, so that it hears of each."""

import frappe

HEARD = ("SLA Ticket", "SLA Event")


def somebody_listens() -> bool:
	"""Whether another app's hook, a Notification, a Webhook or a Server Script waits for a saved SLA Ticket or its events."""
	return _other_hooks() or any(
		frappe.db.exists(doctype, {field: ("in", HEARD), **enabled})
		for doctype, field, enabled in (
			("Notification", "document_type", {"enabled": 1}),
			("Webhook", "webhook_doctype", {"enabled": 1}),
			("Server Script", "reference_doctype", {"disabled": 0}),
		)
	)


def _other_hooks() -> bool:
	events = frappe.get_hooks("doc_events", {})
	handlers = [paths for doctype in HEARD for paths in events.get(doctype, {}).values()]
	called = [path for paths in handlers for path in ([paths] if isinstance(paths, str) else paths)]
	return any(not path.startswith("sla_id.") for path in called)
