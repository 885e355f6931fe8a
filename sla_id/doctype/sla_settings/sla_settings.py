"""How the app reads the helpdesk."""

from frappe.model.document import Document


class SLASettings(Document):
	pass
