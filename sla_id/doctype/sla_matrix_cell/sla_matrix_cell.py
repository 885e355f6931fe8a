"""SLA Matrix Cell, a row."""

from frappe.model.document import Document


class SLAMatrixCell(Document):
	pass
