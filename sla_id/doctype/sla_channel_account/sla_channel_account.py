"""How messages leave by WhatsApp, SMS or a gateway of one's own."""

from frappe.model.document import Document


class SLAChannelAccount(Document):
	pass
