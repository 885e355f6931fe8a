"""A claim that downtime doesn't count. Written by `sla_id.exclusions` alone, never deleted."""

from frappe.model.document import Document

from sla_id.exclusions.claim_record import refuse_deleting_claim, refuse_writing_claim


class SLAExclusionClaim(Document):
	def validate(self) -> None:
		"""Refuse what isn't written by the room: each change leaves its trail there."""
		refuse_writing_claim(self)

	def on_trash(self) -> None:
		"""Refuse to delete."""
		refuse_deleting_claim()
