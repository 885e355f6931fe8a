"""One cause behind tickets of several partners. Written by `sla_id.major_incidents.grouping`, never deleted."""

import frappe
from frappe import _
from frappe.model.document import Document


class SLAMajorIncident(Document):
	def on_trash(self) -> None:
		"""Refuse to delete, but for the removal of the whole app."""
		if not frappe.flags.in_uninstall:
			frappe.throw(_("Major incidents stay on record. Resolve it instead."))
