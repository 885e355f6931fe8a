"""The ledger: what happened to a ticket and when. Only added to, never changed."""

import frappe
from frappe import _
from frappe.model.document import Document


class SLAEvent(Document):
	def validate(self) -> None:
		"""Refuse every change of what is recorded."""
		if not self.is_new():
			frappe.throw(_("The ledger is only added to. Record what happened since as a new event."))

	def on_trash(self) -> None:
		"""Refuse to delete, but for the removal of the whole app."""
		if not frappe.flags.in_uninstall:
			frappe.throw(_("The ledger is only added to. Events can't be deleted."))
