"""ERPNext's `Issue`, read. `Replied` waits for the customer, so it pauses like `On Hold`."""

from typing import Any

from sla_id.agreements.partners import Reporter
from sla_id.hosts.base import PAUSED, RESOLVED, RUNNING, Host, HostTicket
from sla_id.hosts.fields import read_reporter, read_ticket

EFFECTS = {"Open": RUNNING, "Replied": PAUSED, "On Hold": PAUSED, "Resolved": RESOLVED, "Closed": RESOLVED}


class Issues(Host):
	"""ERPNext's support."""

	doctype = "Issue"

	def read(self, row: Any) -> HostTicket:
		"""One look at an Issue."""
		return read_ticket(self, row, effect=EFFECTS.get(row.status, RUNNING))

	def pausing_statuses(self) -> list[str]:
		"""On Hold first: Replied is what an answer sets."""
		return ["On Hold", "Replied"]

	def read_reporter(self, row: Any) -> Reporter:
		"""Who raised it."""
		return read_reporter(row, "Customer")
