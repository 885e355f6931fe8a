"""An address of another system that is told what happens, with a signature."""

from frappe.model.document import Document


class SLAWebhookEndpoint(Document):
	pass
