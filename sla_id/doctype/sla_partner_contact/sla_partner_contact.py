"""SLA Partner Contact, a row."""

from frappe.model.document import Document


class SLAPartnerContact(Document):
	pass
