"""SLA Agreement Signatory, a row."""

from frappe.model.document import Document


class SLAAgreementSignatory(Document):
	pass
