"""Why a target of a ticket was missed, as its owner answered: the cause from the agreement's list, and the root cause. Written by `sla_id.ticket_claims` alone, never deleted."""

from frappe.model.document import Document

from sla_id.ticket_claims.closed_records_of_tickets import refuse_deletion, refuse_writing


class SLABreachAnswer(Document):
	def validate(self) -> None:
		"""Refuse what isn't written by the room: each change leaves its trail there."""
		refuse_writing(self)

	def on_trash(self) -> None:
		"""Refuse to delete."""
		refuse_deletion()
