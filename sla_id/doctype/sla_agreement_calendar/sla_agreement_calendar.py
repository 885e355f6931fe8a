"""SLA Agreement Calendar, a row."""

from frappe.model.document import Document


class SLAAgreementCalendar(Document):
	pass
