"""What a source watches, and which service is down with it."""

from frappe.model.document import Document

from sla_id.monitors.source_checks import check_target, forget_target, judge_mapped


class SLAMonitorTarget(Document):
	def validate(self) -> None:
		"""Refuse a matcher or an address that nothing could be done with."""
		check_target(self)

	def on_update(self) -> None:
		"""Judge what has waited for the mapping."""
		judge_mapped(self)

	def on_trash(self) -> None:
		"""Its observations wait for another target."""
		forget_target(str(self.name))
