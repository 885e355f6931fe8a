"""SLA Agreement Target, a row."""

from frappe.model.document import Document


class SLAAgreementTarget(Document):
	pass
