"""Planned maintenance. Written by `sla_id.maintenance` alone, never deleted."""

from frappe.model.document import Document

from sla_id.maintenance.maintenance_record import refuse_deleting, refuse_other_writers


class SLAMaintenance(Document):
	def validate(self) -> None:
		"""Refuse what isn't written by the room: each change is told and leaves its trail there."""
		refuse_other_writers(self)

	def on_trash(self) -> None:
		"""Refuse to delete."""
		refuse_deleting()
