"""A ticket of the past as a back-test takes it: what happened to it, and what it was classified as; no outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sla_id.engine import Event


@dataclass(frozen=True, slots=True)
class Classified:
	"""What a ticket was classified as from an instant on, in our codes; None is not known."""

	since: datetime
	priority: str | None = None
	urgency: str | None = None
	impact: str | None = None


@dataclass(frozen=True, slots=True)
class PastTicket:
	"""One ticket. `line` is that of its first row, `rows` how many it was read from.

	`recorded` says of a clock whether the other system had it as met.
	"""

	id: str
	line: int
	rows: int
	received: datetime
	events: tuple[Event, ...]
	classes: tuple[Classified, ...]
	service: str | None = None
	channel: str | None = None
	kind: str = "incident"
	stage: str | None = None
	partner: str | None = None
	recorded: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RefusedRow:
	"""A row that wasn't read: its line, the ticket where it is known, and why."""

	line: int
	ticket: str
	reason: str


@dataclass(frozen=True, slots=True)
class PastReading:
	"""The tickets in order of their first rows, and every row that went into none. Rows read and refused are all there are."""

	tickets: tuple[PastTicket, ...]
	refused: tuple[RefusedRow, ...]
	row_count: int

	@property
	def rows_read(self) -> int:
		"""How many rows the tickets were read from."""
		return sum(ticket.rows for ticket in self.tickets)

	@property
	def latest(self) -> datetime | None:
		"""The last instant at which anything happened."""
		return max((event.at for ticket in self.tickets for event in ticket.events), default=None)
