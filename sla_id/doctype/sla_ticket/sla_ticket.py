"""The service level record of one host ticket: its clocks, derived from its events."""

import frappe
from frappe import _
from frappe.model.document import Document

from sla_id.agreements.file import UnreadableTarget, read_length
from sla_id.agreements.say_errors import say_error
from sla_id.ledger.stored_cycles import delete_cycles


class SLATicket(Document):
	def validate(self) -> None:
		"""An estimate that nobody can read would leave the ticket without any due time."""
		if self.estimate and self.has_value_changed("estimate"):
			try:
				self.estimate = str(read_length(self.estimate))
			except UnreadableTarget as error:
				frappe.throw(_("Estimate: {0}").format(say_error(error)))

	def after_delete(self) -> None:
		"""Its cycles are derived like its clocks: no report counts those of a ticket that isn't there."""
		delete_cycles(self.name)


def on_doctype_update() -> None:
	"""The indexes that lists are read by: a partner's open tickets and all of them, and staff's, each in its order."""
	for fields, name in (
		(["partner", "resolved_utc", "creation"], "partner_open"),
		(["partner", "creation"], "partner_all"),
		(["resolved_utc", "creation"], "open_tickets"),
		(["state", "resolved_utc", "creation"], "in_a_state"),
	):
		frappe.db.add_index("SLA Ticket", fields, name)
