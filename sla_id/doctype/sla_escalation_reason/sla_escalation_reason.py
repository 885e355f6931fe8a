"""SLA Escalation Reason, a row."""

from frappe.model.document import Document


class SLAEscalationReason(Document):
	pass
