"""An emergency conference call with the partner's management (000 §4.2)."""

from frappe.model.document import Document

from sla_id.escalation.conference_calls import check_call, describe_standing, refuse_delete


class SLAConferenceCall(Document):
	def onload(self) -> None:
		"""For the form: whether people should hear of changes, and by how much the call is late."""
		self.set_onload("standing", describe_standing(self))

	def validate(self) -> None:
		"""Each participant once, with an address that can be written to."""
		check_call(self)

	def on_trash(self) -> None:
		"""What people were invited to stays on record."""
		refuse_delete(self)
