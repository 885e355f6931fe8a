"""SLA Service Channel, a row."""

from frappe.model.document import Document


class SLAServiceChannel(Document):
	pass
