"""One clock as an SLA Ticket stores it. This is the only list of its fields; `derive.py` builds the rows.

tests/app/test_bulk.py compares it with the fields of the DocType SLA Ticket Clock.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sla_id.ticket_record import ClockRecord


@dataclass(frozen=True, slots=True)
class ClockRow:
	"""A clock at an instant. Times are naive UTC; texts are in the agreement's language and zone."""

	clock: str
	"""A `ClockKind`."""
	team: str
	"""Whose operational target it is; empty for what is promised to the partner."""
	state: str
	"""A `ClockState`."""
	target: str
	due_text: str
	remaining_text: str
	target_seconds: float | None
	elapsed_seconds: float
	started_utc: datetime | None
	due_utc: datetime | None
	at_risk_utc: datetime | None
	stopped_utc: datetime | None
	paused_since_utc: datetime | None
	breached: int
	cycle: int
	missed_cycles: int
	source: str
	as_of_utc: datetime | None
	ledger_sequence: int
	"""Up to which event the ledger was known."""

	@property
	def key(self) -> tuple[str, str]:
		"""What identifies the same clock at the next evaluation."""
		return self.clock, self.team

	def columns(self) -> dict[str, Any]:
		"""Its fields by name, as Frappe writes them: the column of a number holds no nothing."""
		values = {name: getattr(self, name) for name in CLOCK_FIELDS}
		return {name: 0 if value is None and name in _NUMBERS else value for name, value in values.items()}


def key_of(row: ClockRecord) -> tuple[str, str]:
	"""The `ClockRow.key` of a row read from the database."""
	return row.clock, row.team or ""


CLOCK_FIELDS: tuple[str, ...] = tuple(ClockRow.__dataclass_fields__)
FIGURES = ("elapsed_seconds", "remaining_text", "as_of_utc", "ledger_sequence")
"""What says of when they are: other at each evaluation, and worth no writing by themselves."""
_FOLLOWING = ("target", "due_text", "source")
"""What follows from the others."""
COMPARED = tuple(name for name in CLOCK_FIELDS if name not in {"clock", "team", *FIGURES, *_FOLLOWING})
"""What says whether a clock has changed."""
BY_ITSELF = frozenset({"state", "breached"})
"""What changes when only time has passed; with anything else the whole row is written."""
_NUMBERS = ("target_seconds", "elapsed_seconds", "breached", "cycle", "missed_cycles", "ledger_sequence")
