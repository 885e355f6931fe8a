"""A stretch of a ticket's clocks that shall not count, claimed afterwards: by whom, of which class, with what evidence, and what another person decided. Written by `sla_id.ticket_claims` alone, never deleted."""

from frappe.model.document import Document

from sla_id.ticket_claims.closed_records_of_tickets import refuse_deletion, refuse_writing


class SLATicketClaim(Document):
	def validate(self) -> None:
		"""Refuse what isn't written by the room: each change leaves its trail there."""
		refuse_writing(self)

	def on_trash(self) -> None:
		"""Refuse to delete."""
		refuse_deletion()
