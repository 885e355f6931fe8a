"""Frappe Helpdesk's `HD Ticket`, read."""

from datetime import datetime
from typing import Any

import frappe

from sla_id.agreements.partners import Reporter
from sla_id.hosts.base import PAUSED, RESOLVED, RUNNING, Host, HostTicket
from sla_id.hosts.fields import read_reporter, read_ticket

EFFECTS = {"Open": RUNNING, "Paused": PAUSED, "Resolved": RESOLVED}


class HelpdeskTickets(Host):
	"""Frappe Helpdesk."""

	doctype = "HD Ticket"
	# its chips compute from the due times: without them they say Failed, and its own would be promises nobody made
	without_due = datetime(2099, 12, 31, 23, 59, 59)  # noqa: DTZ001

	def read(self, row: Any) -> HostTicket:
		"""One look at an HD Ticket."""
		# the ticket's own copy is stale where the status was set without hooks
		category = frappe.get_cached_value("HD Ticket Status", row.status, "category") or row.get(
			"status_category"
		)
		return read_ticket(
			self,
			row,
			effect=EFFECTS.get(category or "", RUNNING),
			team=row.get("agent_group") or "",
			merged_into=str(row.get("merged_with") or "merged") if row.get("is_merged") else "",
		)

	def pausing_statuses(self) -> list[str]:
		"""Those of Helpdesk's category Paused."""
		filters = {"category": "Paused", "enabled": 1}
		return list(frappe.get_all("HD Ticket Status", filters=filters, pluck="name", order_by="name"))

	def read_reporter(self, row: Any) -> Reporter:
		"""Who raised it."""
		return read_reporter(row, "HD Customer")
