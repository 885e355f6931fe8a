"""The trail of our records: who changed what, when and why. Written by `sla_id.audit_trail`, only added to."""

import frappe
from frappe import _
from frappe.model.document import Document


class SLAAuditEntry(Document):
	def before_insert(self) -> None:
		"""Refuse an entry that a person makes. Throws PermissionError."""
		if not self.flags.sla_id_recorded:
			frappe.throw(_("The trail is written by the app alone."), frappe.PermissionError)

	def validate(self) -> None:
		"""Refuse every change of what is recorded."""
		if not self.is_new():
			frappe.throw(_("The trail can't be changed. It only grows."), frappe.PermissionError)

	def on_trash(self) -> None:
		"""Refuse to delete, but for the removal of the whole app."""
		if not frappe.flags.in_uninstall:
			frappe.throw(_("The trail can't be deleted. It only grows."), frappe.PermissionError)


def on_doctype_update() -> None:
	"""A record's entries are numbered: two at once can't both be the next one."""
	frappe.db.add_unique("SLA Audit Entry", ["subject_doctype", "subject", "number"], "trail_number")
