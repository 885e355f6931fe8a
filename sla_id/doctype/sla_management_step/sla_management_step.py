"""SLA Management Step, a row."""

from frappe.model.document import Document


class SLAManagementStep(Document):
	pass
