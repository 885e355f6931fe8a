"""A time in which a source knew nothing. It counts as the agreement says: up, down, or left out."""

from frappe.model.document import Document


class SLABlindTime(Document):
	pass
