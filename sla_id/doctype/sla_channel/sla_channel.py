"""A way in which partners reach the provider."""

from frappe.model.document import Document


class SLAChannel(Document):
	pass
