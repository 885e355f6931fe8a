"""What the rooms read of an SLA Ticket, for mypy: Frappe's documents and rows have no types of their own.

tests/app/test_records.py holds the fields to those of the DocTypes. UTC times are naive, as the database has them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol


class ClockRecord(Protocol):
	"""A row of SLA Ticket Clock; `ledger.clock_row.ClockRow` is what one is written from."""

	name: str
	idx: int
	clock: str
	team: str | None
	state: str
	target: str | None
	due_text: str | None
	remaining_text: str | None
	target_seconds: float
	elapsed_seconds: float
	as_of_utc: datetime | None
	started_utc: datetime | None
	due_utc: datetime | None
	at_risk_utc: datetime | None
	stopped_utc: datetime | None
	paused_since_utc: datetime | None
	breached: int
	cycle: int
	missed_cycles: int
	source: str | None
	ledger_sequence: int

	def get(self, field: str, default: Any = None, /) -> Any:
		"""A field by its name."""


class FactRecord(Protocol):
	"""A row of SLA Ticket Fact."""

	name: str
	idx: int
	code: str
	label: str
	label_en: str
	given: int
	value: str | None
	found_in: str | None

	def update(self, values: Mapping[str, Any], /) -> Any:
		"""Set several fields."""


class ReadByName(Protocol):
	"""A document or a row of which fields are read by their names."""

	def get(self, field: str, /) -> Any:
		"""A field; None where it hasn't one."""


class TicketRecord(Protocol):
	"""An SLA Ticket, as a document or as a row that was read from its table; a row has the fields that were asked for."""

	name: str
	creation: datetime
	reference_doctype: str
	reference_name: str
	subject: str | None
	partner: str | None
	state: str
	due_text: str | None
	escalation_level: int
	major_incident: str | None
	clocks: list[ClockRecord]
	agreement: str | None
	priority: str | None
	service: str | None
	channel: str | None
	kind: str | None
	stage: str | None
	urgency: str | None
	impact: str | None
	agreement_basis: str | None
	priority_basis: str | None
	service_basis: str | None
	channel_basis: str | None
	release: str | None
	estimate: str | None
	completeness: str | None
	asked_utc: datetime | None
	facts: list[FactRecord]
	choice: str | None
	problem: str | None
	next_event_at: datetime | None
	evaluated_utc: datetime | None
	host_state: str | None
	mirrored: str | None
	due_utc: datetime | None
	received_utc: datetime | None
	resolved_utc: datetime | None
	excluded: int
	told: str | None
	cycles_written: str | None
	just_came: int
	recompute_reason: str | None
	last_sequence: int
	mirror_due: int
	host_creation: datetime | None
	urgency_utc: datetime | None
	host_modified: datetime | None
	needs_answer: int
	pause_unexplained: int
	cause_missing: int
	pause_over_utc: datetime | None
	pause_told_utc: datetime | None
	owner_asked_utc: datetime | None

	def get(self, field: str, default: Any = None, /) -> Any:
		"""A field by its name."""

	def update(self, values: Mapping[str, Any], /) -> Any:
		"""Set several fields; writes nothing."""


class TicketRow(TicketRecord, Protocol):
	"""An SLA Ticket as a row: fields by name, too."""

	def __getitem__(self, field: str, /) -> Any:
		"""A field that was asked for."""


class TicketDocument(TicketRecord, Protocol):
	"""An SLA Ticket as a document. From `ledger.record.lock_record` its row and its host's are locked."""

	doctype: str
	modified: datetime
	flags: Any

	def set(self, field: str, value: Any, /) -> None:
		"""Set a field or a table; writes nothing."""

	def append(self, table: str, row: Any, /) -> Any:
		"""Add a row to a table; writes nothing."""

	def is_new(self) -> bool:
		"""Whether it has no row in the database yet."""

	def has_value_changed(self, field: str, /) -> bool:
		"""Whether a field differs from what was stored before this save."""

	def set_user_and_timestamp(self) -> None:
		"""Say who changes it now."""

	def save(self) -> Any:
		"""Write it as a document: validated, and with hooks."""

	def insert(self, *, ignore_permissions: bool) -> Any:
		"""Write a new one as a document."""

	def notify_update(self) -> None:
		"""Tell open forms that it has changed."""

	def check_permission(self, kind: str = "read", /) -> None:
		"""Throws PermissionError where the user lacks it."""
