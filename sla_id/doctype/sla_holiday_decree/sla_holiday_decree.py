"""SLA Holiday Decree, a row."""

from frappe.model.document import Document


class SLAHolidayDecree(Document):
	pass
