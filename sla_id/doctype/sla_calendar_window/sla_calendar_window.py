"""SLA Calendar Window, a row."""

from frappe.model.document import Document


class SLACalendarWindow(Document):
	pass
