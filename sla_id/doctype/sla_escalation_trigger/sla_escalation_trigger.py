"""SLA Escalation Trigger, a row."""

from frappe.model.document import Document


class SLAEscalationTrigger(Document):
	pass
