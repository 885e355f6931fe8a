"""A third helpdesk, of the tests' own: the adapter that its DocType needs. Its fields have names that no other helpdesk has."""

from typing import Any

from sla_id.agreements.choose import PORTAL, Facts
from sla_id.agreements.partners import Reporter
from sla_id.hosts.base import PAUSED, RESOLVED, RUNNING, Host, HostTicket
from sla_id.instants import from_site

DOCTYPE = "Desk Call"
EFFECTS = {"Ringing": RUNNING, "Waiting": PAUSED, "Done": RESOLVED}
FIELDS = {
	"title": "Data",
	"details": "Text",
	"caller": "Data",
	"stage": "Data",
	"desk": "Data",
	"rank": "Data",
}


class DeskCalls(Host):
	"""Calls at a desk."""

	doctype = DOCTYPE
	response_field, resolution_field = "answer_by", "done_by"
	subject_field, description_field = "title", "details"
	report_fields = ("details", "caller", "owner")

	def read(self, row: Any) -> HostTicket:
		"""One look at a call."""
		created, modified = from_site(row.creation), from_site(row.modified)
		assert created is not None and modified is not None
		return HostTicket(
			doctype=DOCTYPE,
			name=str(row.name),
			subject=row.title or "",
			status=row.stage or "",
			effect=EFFECTS[row.stage or "Ringing"],
			reporter=self.read_reporter(row),
			facts=Facts(channel_type=PORTAL, priority=row.get("rank")),
			created=created,
			modified=modified,
			made_by=row.owner,
			team=row.get("desk") or "",
			description=row.get("details") or "",
			report_mark=self.mark_report(row),
		)

	def read_reporter(self, row: Any) -> Reporter:
		"""Who calls."""
		return Reporter(user=row.caller, email=row.caller)
