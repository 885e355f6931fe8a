"""SLA Service Dependency, a row."""

from frappe.model.document import Document


class SLAServiceDependency(Document):
	pass
