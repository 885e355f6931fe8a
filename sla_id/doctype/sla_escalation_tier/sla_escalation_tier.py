"""SLA Escalation Tier, a row."""

from frappe.model.document import Document


class SLAEscalationTier(Document):
	pass
