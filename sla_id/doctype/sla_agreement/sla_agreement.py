"""A version of a service level agreement. Submitted versions can't be edited; amend to change."""

from frappe.model.document import Document

from sla_id.agreements.check import check_agreement, supersede_earlier


class SLAAgreement(Document):
	def validate(self) -> None:
		"""Refuse what can't be kept."""
		check_agreement(self)

	def before_submit(self) -> None:
		"""End the version in force before, or refuse to overlap with it."""
		supersede_earlier(self)
