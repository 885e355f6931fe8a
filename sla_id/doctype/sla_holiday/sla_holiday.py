"""SLA Holiday, a row."""

from frappe.model.document import Document


class SLAHoliday(Document):
	pass
