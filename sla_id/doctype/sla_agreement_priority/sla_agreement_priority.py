"""SLA Agreement Priority, a row."""

from frappe.model.document import Document


class SLAAgreementPriority(Document):
	pass
