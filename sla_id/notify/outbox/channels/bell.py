"""The bell in the desk: written in one transaction with the row, so exactly once."""

from typing import Any

import frappe

from sla_id.notify.outbox.attempt_result import Kind, Result, permanent
from sla_id.notify.outbox.message_texts import DESK, render


def send(row: Any) -> Result:
	"""A Notification Log for the recipient."""
	if not frappe.db.get_value("User", row.recipient, "enabled"):
		return permanent(f"{row.recipient} is no enabled user")
	entry: Any = frappe.get_doc(
		{
			"doctype": "Notification Log",
			"for_user": row.recipient,
			"type": "Alert",
			"subject": frappe.utils.escape_html(render(row, DESK).subject),
			"document_type": row.reference_doctype,
			"document_name": row.reference_name,
			"from_user": "Administrator",
		}
	)
	# the user was just looked up, and the ticket may be gone by now: its number still says something
	entry.flags.ignore_links = True
	entry.insert(ignore_permissions=True)
	return Result(Kind.SENT, provider_id=str(entry.name))
