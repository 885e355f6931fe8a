"""What keeps an outage's record as the room wrote it: no other writing, no deleting. Called by its controller."""

from typing import Any

import frappe
from frappe import _

from sla_id.record_types import OutageRecord


def refuse_writing(doc: OutageRecord) -> None:
	"""validate: only the room writes, for each change leaves a trail. Throws PermissionError."""
	if not doc.flags.sla_id_outage:
		frappe.throw(
			_(
				"Outages are reported, ended and corrected with the buttons of their form and list, so that each change leaves its trail."
			),
			frappe.PermissionError,
		)


def refuse_deletion() -> None:
	"""on_trash: nobody deletes, but for the removal of the whole app. Throws PermissionError."""
	if not frappe.flags.in_uninstall:
		frappe.throw(
			_(
				"Outages stay on record. Withdraw one that wasn't an outage: it no longer counts, and its trail says why."
			),
			frappe.PermissionError,
		)


def written_by_room(doc: OutageRecord) -> Any:
	"""The document, marked as about to be saved by the room. What it is linked to may have been deleted since: it stays as recorded."""
	doc.flags.sla_id_outage = True
	doc.flags.ignore_links = not doc.is_new()
	return doc
