"""The formal written action plan for an escalated ticket (000 §4.2)."""

from frappe.model.document import Document

from sla_id.escalation.action_plans import check_plan, is_changed, refuse_delete


class SLAActionPlan(Document):
	def onload(self) -> None:
		"""For the form: whether there is something to send."""
		self.set_onload("changed", is_changed(self))

	def validate(self) -> None:
		"""What was sent stays as it was sent; steps that are done are dated."""
		check_plan(self)

	def on_trash(self) -> None:
		"""What a partner has had stays on record."""
		refuse_delete(self)
