"""SLA Calendar Shift, a row."""

from frappe.model.document import Document


class SLACalendarShift(Document):
	pass
