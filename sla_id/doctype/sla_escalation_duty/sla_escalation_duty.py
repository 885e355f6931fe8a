"""SLA Escalation Duty, a row."""

from frappe.model.document import Document


class SLAEscalationDuty(Document):
	pass
