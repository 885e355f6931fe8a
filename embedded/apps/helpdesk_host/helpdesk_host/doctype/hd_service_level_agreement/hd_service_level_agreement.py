"""Helpdesk's own agreement, with its arithmetic reduced to wall-clock time.

It is here because a plug-in must live beside it: it chooses itself on every save (before_validate) and rewrites the
deadline fields in the ticket's before_save, hold time and resolution date included.
"""

from datetime import timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate, now_datetime, time_diff_in_seconds


class HDServiceLevelAgreement(Document):
	def apply(self, ticket: Document) -> None:
		"""Write the native SLA fields of `ticket`."""
		if ticket.is_new():
			ticket.service_level_agreement_creation = (
				ticket.service_level_agreement_creation or now_datetime()
			)
			ticket.priority = ticket.priority or self.default_priority
		elif ticket.has_value_changed("status"):
			self.follow_status(ticket)
		self.set_targets(ticket)
		self.set_agreement_status(ticket)

	def follow_status(self, ticket: Document) -> None:
		before = ticket.get_doc_before_save()
		if before.status_category == "Resolved" and ticket.status == "Closed":
			return
		started = ticket.service_level_agreement_creation
		if started and ticket.first_responded_on:
			ticket.first_response_time = time_diff_in_seconds(ticket.first_responded_on, started)
		if ticket.status_category != "Resolved":
			ticket.resolution_date = ticket.resolution_time = None
		elif not ticket.resolution_date or ticket.has_value_changed("status_category"):
			ticket.resolution_date = now_datetime()
			took = time_diff_in_seconds(ticket.resolution_date, started)
			ticket.resolution_time = max(took - (ticket.total_hold_time or 0), 0)

		paused, was_paused = ticket.status_category == "Paused", before.status_category == "Paused"
		since = ticket.on_hold_since or before.resolution_date
		if paused and not was_paused:
			ticket.on_hold_since = now_datetime()
		elif not paused and since:
			ticket.on_hold_since = None
			ticket.total_hold_time = (ticket.total_hold_time or 0) + max(
				time_diff_in_seconds(now_datetime(), since), 0
			)

	def set_targets(self, ticket: Document) -> None:
		row = next((row for row in self.priorities if row.priority == ticket.priority), None)
		if row is None:
			frappe.throw(frappe._("Please add {0} priority in {1} SLA").format(ticket.priority, self.name))
		started = get_datetime(ticket.service_level_agreement_creation or ticket.creation)
		ticket.response_by = started + timedelta(seconds=row.response_time or 0)
		ticket.resolution_by = started + timedelta(
			seconds=(row.resolution_time or 0) + (ticket.total_hold_time or 0)
		)

	def set_agreement_status(self, ticket: Document) -> None:
		now = now_datetime()
		answered = get_datetime(ticket.first_responded_on) if ticket.first_responded_on else now
		resolved = get_datetime(ticket.resolution_date) if ticket.resolution_date else now
		late = (ticket.response_by and get_datetime(ticket.response_by) < answered) or (
			self.apply_sla_for_resolution
			and ticket.resolution_by
			and get_datetime(ticket.resolution_by) < resolved
		)
		if late:
			ticket.agreement_status = "Failed"
		elif ticket.on_hold_since:
			ticket.agreement_status = "Paused"
		elif not ticket.first_responded_on:
			ticket.agreement_status = "First Response Due"
		elif self.apply_sla_for_resolution and not ticket.resolution_date:
			ticket.agreement_status = "Resolution Due"
		else:
			ticket.agreement_status = "Fulfilled"


def find_for(ticket: Document) -> str | None:
	"""The enabled agreement whose condition holds for the ticket, else the default one."""
	today = getdate()
	default = None
	for row in frappe.get_all(
		"HD Service Level Agreement",
		{"enabled": 1},
		["name", "default_sla", "condition", "start_date", "end_date"],
		order_by="creation",
	):
		if row.default_sla:
			default = row.name
			continue
		if (row.start_date and getdate(row.start_date) > today) or (
			row.end_date and getdate(row.end_date) < today
		):
			continue
		if not row.condition or frappe.safe_eval(row.condition, None, {"doc": ticket.as_dict()}):
			return row.name
	return default
