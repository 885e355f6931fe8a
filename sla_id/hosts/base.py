"""What the app sees of a host's ticket: one value for HD Ticket and Issue alike. Adapters build it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sla_id.agreements.choose import Facts
from sla_id.agreements.partners import Reporter

RUNNING, PAUSED, RESOLVED = "Running", "Paused", "Resolved"


@dataclass(frozen=True, slots=True)
class HostTicket:
	"""One look at a host's ticket. Instants are aware."""

	doctype: str
	name: str
	subject: str
	status: str
	effect: str
	"""What the status means for the clocks: RUNNING, PAUSED or RESOLVED."""
	reporter: Reporter
	facts: Facts
	"""The partner in it is still open: `observe` fills it in (`ticket_partner`)."""
	created: datetime
	modified: datetime
	made_by: str = ""
	"""The user who made it; for mail that came in, whoever fetched it."""
	team: str = ""
	"""Who has it: the team or, without one, the first assigned agent; empty: nobody yet."""
	merged_into: str = ""
	out_of_scope: str = ""
	effect_kept: bool = False
	"""The status was moved by no person, so its effect is still the one before."""

	@property
	def record_name(self) -> str:
		"""The name of its SLA Ticket."""
		return record_name(self.doctype, self.name)


@dataclass(frozen=True, slots=True)
class Host:
	"""A helpdesk that the app can live in. `response_field` and `resolution_field` show our due times natively.

	`may_be_empty`: its interface shows a ticket without them for what it is. One that doesn't shows `without_due` (site
	time) where an agreement promises no time.
	"""

	doctype: str
	read: Callable[[Any], HostTicket]
	response_field: str = "response_by"
	resolution_field: str = "resolution_by"
	without_due: datetime | None = None

	@property
	def may_be_empty(self) -> bool:
		"""Whether a due time may be left out."""
		return self.without_due is None


def record_name(doctype: str, name: str | int) -> str:
	"""The name of the SLA Ticket of a host ticket (whose own name may be a number)."""
	return f"{doctype} {name}"
