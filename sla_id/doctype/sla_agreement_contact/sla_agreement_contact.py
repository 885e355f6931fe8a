"""SLA Agreement Contact, a row."""

from frappe.model.document import Document


class SLAAgreementContact(Document):
	pass
