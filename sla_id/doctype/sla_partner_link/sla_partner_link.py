"""SLA Partner Link, a row."""

from frappe.model.document import Document


class SLAPartnerLink(Document):
	pass
