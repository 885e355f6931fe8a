"""SLA Calendar Break, a row."""

from frappe.model.document import Document


class SLACalendarBreak(Document):
	pass
