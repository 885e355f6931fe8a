"""A release that fixes are promised for ("next release")."""

from frappe.model.document import Document


class SLARelease(Document):
	pass
