"""Something about an agreement that its parties must know; acknowledged by a person, never deleted."""

import frappe
from frappe import _
from frappe.model.document import Document


class SLANotice(Document):
	def on_trash(self) -> None:
		"""Refuse to delete, but for the removal of the whole app."""
		if not frappe.flags.in_uninstall:
			frappe.throw(_("Notices stay on record. Acknowledge it instead."))
