"""SLA Ticket Fact, a row."""

from frappe.model.document import Document


class SLATicketFact(Document):
	pass
