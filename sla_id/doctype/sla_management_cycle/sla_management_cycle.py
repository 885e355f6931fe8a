"""A semester of service level management: the eleven steps of ITB SOP 507 with owners and due dates."""

from frappe.model.document import Document

from sla_id.service_level_management.cycle import check_cycle, fill_steps


class SLAManagementCycle(Document):
	def before_insert(self) -> None:
		"""The steps of the procedure, with their due dates."""
		fill_steps(self)

	def validate(self) -> None:
		"""Steps are completed by the procedure, not by hand; the next one shows in the list."""
		check_cycle(self)
