"""SLA Action Plan Revision, a row."""

from frappe.model.document import Document


class SLAActionPlanRevision(Document):
	pass
