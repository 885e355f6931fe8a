"""A partner's statement of a month. Written by `sla_id.statements` alone, never deleted."""

from frappe.model.document import Document

from sla_id.statements.statement_record import refuse_deleting, refuse_other_writers


class SLAStatement(Document):
	def validate(self) -> None:
		"""Refuse what isn't written by the room: each change leaves its trail there."""
		refuse_other_writers(self)

	def on_trash(self) -> None:
		"""Refuse to delete."""
		refuse_deleting()
