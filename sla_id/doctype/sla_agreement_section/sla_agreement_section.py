"""SLA Agreement Section, a row."""

from frappe.model.document import Document


class SLAAgreementSection(Document):
	pass
