"""A priority code; what it is called and promises is the agreement's."""

from frappe.model.document import Document


class SLAPriority(Document):
	pass
