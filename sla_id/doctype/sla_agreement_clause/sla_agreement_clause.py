"""SLA Agreement Clause, a row."""

from frappe.model.document import Document


class SLAAgreementClause(Document):
	pass
