"""A monitor that reports what is down: Uptime Kuma, Alertmanager, or checks of our own."""

from frappe.model.document import Document

from sla_id.monitors.source_checks import check_source, forget_source


class SLAMonitorSource(Document):
	def validate(self) -> None:
		"""Refuse numbers that would stop the source."""
		check_source(self)

	def on_trash(self) -> None:
		"""Delete what it has said with it; the outages stay."""
		forget_source(str(self.name))
