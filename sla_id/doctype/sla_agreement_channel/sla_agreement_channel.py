"""SLA Agreement Channel, a row."""

from frappe.model.document import Document


class SLAAgreementChannel(Document):
	pass
