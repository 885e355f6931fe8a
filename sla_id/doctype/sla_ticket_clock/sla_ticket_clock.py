"""SLA Ticket Clock, a row."""

from frappe.model.document import Document


class SLATicketClock(Document):
	pass
