"""SLA Agreement Revision, a row."""

from frappe.model.document import Document


class SLAAgreementRevision(Document):
	pass
