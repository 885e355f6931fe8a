"""A service or sub-service of the catalogue."""

from frappe.utils.nestedset import NestedSet

from sla_id.agreements.validation import check_service


class SLAService(NestedSet):
	def validate(self) -> None:
		"""Refuse a circle."""
		check_service(self)
