"""SLA On-call Member, a row."""

from frappe.model.document import Document


class SLAOncallMember(Document):
	pass
