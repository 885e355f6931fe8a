"""SLA Agreement Party, a row."""

from frappe.model.document import Document


class SLAAgreementParty(Document):
	pass
