"""SLA Major Incident Ticket, a row."""

from frappe.model.document import Document


class SLAMajorIncidentTicket(Document):
	pass
