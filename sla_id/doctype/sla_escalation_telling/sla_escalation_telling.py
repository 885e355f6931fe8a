"""SLA Escalation Telling, a row: a person and a channel, how often told by it, or why not."""

from frappe.model.document import Document


class SLAEscalationTelling(Document):
	pass
