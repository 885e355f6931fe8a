"""A time in which services were down. Written by `sla_id.outages` alone, never deleted."""

from frappe.model.document import Document

from sla_id.outages.closed_form import refuse_deletion, refuse_writing


class SLAOutage(Document):
	def validate(self) -> None:
		"""Refuse what isn't written by the room: each change leaves its trail there."""
		refuse_writing(self)

	def on_trash(self) -> None:
		"""Refuse to delete."""
		refuse_deletion()
