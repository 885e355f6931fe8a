"""The service level record of one host ticket: its clocks, derived from its events."""

from frappe.model.document import Document


class SLATicket(Document):
	pass
