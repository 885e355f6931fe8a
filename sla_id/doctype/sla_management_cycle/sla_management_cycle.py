"""A semester of service level management: the eleven steps of ITB SOP 507 with owners and due dates."""

from frappe.model.document import Document


class SLAManagementCycle(Document):
	pass
