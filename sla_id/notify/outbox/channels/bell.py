"""The bell in the desk: written in one transaction with the row, so exactly once."""

from typing import Any

import frappe
from frappe import _

from sla_id.notify.outbox.attempt_result import Ending, Result, permanent
from sla_id.notify.outbox.channel import Channel
from sla_id.notify.outbox.message_texts import DESK, render
from sla_id.record_types import OutboxRecord

NO_DESK = "User has no desk"
BELL_OFF = "Notifications are switched off by the user"


def send(row: OutboxRecord) -> Result:
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
	return Result(Ending.SENT, provider_id=str(entry.name))


def find_bell(person: Any) -> tuple[str, str]:
	"""The user themselves where they have a desk and its notifications are on."""
	if person.user_type != "System User":
		return "", NO_DESK
	# a user without settings has the bell
	if frappe.db.get_value("Notification Settings", person.name, "enabled") == 0:
		return "", BELL_OFF
	return person.name, ""


BELL = Channel(
	title="Desk",
	code="desk",
	key="desk",
	is_local=True,
	is_usual=True,
	send=send,
	find_address=find_bell,
	reasons=(NO_DESK, BELL_OFF),
	# the entry and the row are one transaction: neither is there without the other
	resends=lambda row: True,
	say_title=lambda language: _("bell", language, context="SLA Outbox"),
)
