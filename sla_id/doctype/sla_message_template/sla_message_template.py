"""A text of one's own in place of the one that the app brings."""

from frappe.model.document import Document


class SLAMessageTemplate(Document):
	pass
