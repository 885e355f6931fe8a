"""Desk notifications: the bell in the desk. Other channels are to come through an outbox (docs/roadmap.md)."""

from collections.abc import Iterable
from typing import Any

import frappe


def users_of_role(role: str) -> list[str]:
	"""The enabled users who hold a role themselves."""
	holder, user = frappe.qb.DocType("Has Role"), frappe.qb.DocType("User")
	rows = (
		frappe.qb.from_(holder)
		.join(user)
		.on(holder.parent == user.name)
		.select(user.name)
		.distinct()
		.where((holder.role == role) & (holder.parenttype == "User") & (user.enabled == 1))
		.orderby(user.name)
	).run()
	return [row[0] for row in rows if row[0] not in ("Guest", "Administrator")]


def notify(users: Iterable[str], subject: str, record: Any) -> None:
	"""Put a notification about a record, an SLA Ticket or an agreement, into the bell of each user."""
	for user in users:
		entry = frappe.get_doc(
			{
				"doctype": "Notification Log",
				"for_user": user,
				"type": "Alert",
				"subject": frappe.utils.escape_html(subject),
				"document_type": record.doctype,
				"document_name": record.name,
				"from_user": "Administrator",
			}
		)
		frappe.db.savepoint("sla_id_notify")
		try:
			entry.insert(ignore_permissions=True)
		except frappe.QueryDeadlockError:
			raise
		except Exception:
			# Frappe mails the bell's entries too, and fails without an outgoing account: the clocks go on.
			frappe.db.rollback(save_point="sla_id_notify")
			frappe.log_error(title=f"{user} could not be notified of {record.name}")
