"""What the self-check finds."""

from dataclasses import dataclass, field
from enum import StrEnum

from sla_id.ticket_record import TicketRecord


class Kind(StrEnum):
	"""What is wrong. The order is the one in which findings are repaired."""

	NAME_REUSED = "name reused"
	"""The host's ticket is a later one than the record's: it would inherit another ticket's clocks."""
	TICKET_GONE = "ticket gone"
	"""A record whose host's ticket was deleted and whose clocks run on."""
	NO_RECORD = "no record"
	"""A host's ticket that was changed since the app looks at tickets, and has none."""
	OVERDUE = "overdue"
	"""Its next event came long ago: no tick has looked at it."""
	RECORD = "record"
	"""The record says something else than its ledger."""
	LEDGER = "ledger"
	"""The ledger's own numbers don't run from 1 to its last. Nobody but a person can say why."""
	ESCALATION = "escalation"
	"""Due by the ledger and not fired, or fired and not known to have been."""
	UNEXPLAINED = "unexplained escalation"
	"""Fired, though at no time it was due. What people were told can't be taken back."""
	TRAIL = "trail"
	"""A trail that was changed past the app, or a record that says something else than its trail."""
	STATEMENT = "statement"
	"""A sealed statement that isn't what was sealed, or differs from what the records say by now."""
	SHOWN = "shown"
	"""The host's ticket shows something else than the record."""


NOT_REPAIRED = frozenset({Kind.LEDGER, Kind.UNEXPLAINED, Kind.TRAIL, Kind.STATEMENT})


@dataclass(frozen=True, slots=True)
class SelfCheckFinding:
	"""One thing that is wrong with a ticket.

	`doctype` and `name` are the host's ticket; `says` is English, for a log.
	"""

	kind: Kind
	doctype: str
	name: str
	says: str
	kept: str = ""
	"""The SLA Ticket that was looked at."""

	@property
	def record(self) -> str:
		"""The name of the SLA Ticket that the host's ticket has, or should have."""
		return f"{self.doctype} {self.name}"

	@property
	def sla_ticket(self) -> str:
		"""The SLA Ticket that it is about."""
		return self.kept or self.record


def find_on_ticket(record: TicketRecord, kind: Kind, says: str) -> SelfCheckFinding:
	"""A finding about the ticket of a record."""
	return SelfCheckFinding(kind, record.reference_doctype, str(record.reference_name), says, record.name)


@dataclass(slots=True)
class SelfCheckReport:
	"""What a run looked at, what it found, and which of that has been put right."""

	looked_at: int = 0
	found: list[SelfCheckFinding] = field(default_factory=list)
	repaired: list[SelfCheckFinding] = field(default_factory=list)
	failed: list[SelfCheckFinding] = field(default_factory=list)
	"""Findings whose repair failed; the Error Log says why."""

	@property
	def left(self) -> list[SelfCheckFinding]:
		"""What is still wrong."""
		repaired = set(self.repaired)
		return [finding for finding in self.found if finding not in repaired]
