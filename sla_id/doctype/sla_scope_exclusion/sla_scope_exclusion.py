"""SLA Scope Exclusion, a row."""

from frappe.model.document import Document


class SLAScopeExclusion(Document):
	pass
