"""SLA Agreement Service, a row."""

from frappe.model.document import Document


class SLAAgreementService(Document):
	pass
