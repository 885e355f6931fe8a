"""SLA Escalation Task, a row."""

from frappe.model.document import Document


class SLAEscalationTask(Document):
	pass
