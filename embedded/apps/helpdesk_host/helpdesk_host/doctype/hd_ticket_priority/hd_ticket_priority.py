"""HD Ticket Priority of the host app: a record without behaviour of its own."""

from frappe.model.document import Document


class HDTicketPriority(Document):
	pass
