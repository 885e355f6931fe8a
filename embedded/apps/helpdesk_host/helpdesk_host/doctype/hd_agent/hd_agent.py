"""HD Agent of the host app: named after its user, who gets the role Agent."""

import frappe
from frappe.model.document import Document


class HDAgent(Document):
	def autoname(self) -> None:
		self.name = self.user

	def after_insert(self) -> None:
		user = frappe.get_doc("User", self.user)
		user.add_roles("Agent")
