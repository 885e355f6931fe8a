"""SLA On-call Override, a row."""

from frappe.model.document import Document


class SLAOncallOverride(Document):
	pass
