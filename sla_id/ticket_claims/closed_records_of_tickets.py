"""What keeps this room's records as the room wrote them: no other writing, no deleting. Called by their controllers."""

from typing import Any

import frappe
from frappe import _


def refuse_writing(doc: Any) -> None:
	"""validate: only the room writes, for each change leaves a trail and moves clocks. Throws PermissionError."""
	if not doc.flags.sla_id_ticket_claim:
		frappe.throw(
			_("This is written from its ticket, so that each change leaves its trail and the clocks follow."),
			frappe.PermissionError,
		)


def refuse_deletion() -> None:
	"""on_trash: nobody deletes, but for the removal of the whole app. Throws PermissionError."""
	if not frappe.flags.in_uninstall:
		frappe.throw(_("What a ticket's clocks rest on stays on record."), frappe.PermissionError)


def written_by_room(doc: Any) -> Any:
	"""The document, marked as about to be saved by the room. What it is linked to may have been deleted since."""
	doc.flags.sla_id_ticket_claim = True
	doc.flags.ignore_links = True
	return doc
