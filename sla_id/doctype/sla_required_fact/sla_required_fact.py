"""SLA Required Fact, a row."""

from frappe.model.document import Document


class SLARequiredFact(Document):
	pass
