"""SLA Action Step, a row."""

from frappe.model.document import Document


class SLAActionStep(Document):
	pass
