"""SLA Agreement Category, a row."""

from frappe.model.document import Document


class SLAAgreementCategory(Document):
	pass
