"""HD Ticket Status of the host app: every category keeps at least one status."""

import frappe
from frappe import _
from frappe.model.document import Document


class HDTicketStatus(Document):
	def validate(self) -> None:
		before = self.get_doc_before_save()
		if not before or before.category == self.category:
			return
		others = frappe.db.count("HD Ticket Status", {"category": before.category, "name": ["!=", self.name]})
		if not others:
			frappe.throw(
				_("At least one ticket status with category {0} must exist.").format(before.category)
			)
