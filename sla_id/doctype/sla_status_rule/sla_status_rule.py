"""SLA Status Rule, a row."""

from frappe.model.document import Document


class SLAStatusRule(Document):
	pass
