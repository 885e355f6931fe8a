"""A release that fixes are promised for ("next release")."""

import frappe
from frappe import _
from frappe.model.document import Document


class SLARelease(Document):
	def on_trash(self) -> None:
		"""A ticket that is promised in a release would be promised nothing. Throws LinkExistsError."""
		ticket = frappe.db.get_value("SLA Ticket", {"release": self.name})
		if ticket:
			frappe.throw(
				_("{0} is promised with this release. Link it to another release first.").format(ticket),
				frappe.LinkExistsError,
			)
