"""Urgency and impact to priority, of any size."""

from frappe.model.document import Document

from sla_id.agreements.validation import check_matrix


class SLAPriorityMatrix(Document):
	def validate(self) -> None:
		"""Refuse holes and duplicates."""
		check_matrix(self)
