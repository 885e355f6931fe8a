"""SLA Matrix Level, a row."""

from frappe.model.document import Document


class SLAMatrixLevel(Document):
	pass
