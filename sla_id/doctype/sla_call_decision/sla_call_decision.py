"""SLA Call Decision, a row."""

from frappe.model.document import Document


class SLACallDecision(Document):
	pass
