"""An escalation that has fired."""

from frappe.model.document import Document


class SLAEscalation(Document):
	pass
