"""Project of the host app: a record without behaviour of its own."""

from frappe.model.document import Document


class Project(Document):
	pass
