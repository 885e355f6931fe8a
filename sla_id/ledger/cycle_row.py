"""One cycle of a clock as the DocType SLA Clock Cycle stores it: what reports count. `derive.py` builds the rows.

A clock that is solved and reopened stays one cycle, with one outcome: the time in between is left out. Only the next update has
several, and each is an update of its own that was owed. tests/app/test_clock_cycles.py compares the fields with the DocType's.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sla_id.availability.spans import instant_of
from sla_id.engine import Clock, ClockState, Evaluation
from sla_id.instants import to_utc
from sla_id.ledger.stored_events import Recorded
from sla_id.reporting.compliance import ClockFacts, ClockOutcome, outcome_of
from sla_id.ticket_record import TicketRecord


@dataclass(frozen=True, slots=True)
class CycleRow:
	"""A cycle at an instant. Times are naive UTC, `late_seconds` and `paused_seconds` wall-clock time.

	Partner, agreement, service, priority and channel are those in force when it stopped, or now while it runs.
	"""

	sla_ticket: str
	reference_doctype: str
	clock: str
	"""A `ClockKind`."""
	team: str
	cycle: int
	started_utc: datetime | None
	due_utc: datetime | None
	"""None without a target, and while it is paused before it is due: it isn't known then."""
	stopped_utc: datetime | None
	paused_since_utc: datetime | None
	excluded_utc: datetime | None
	"""When it was decided that it doesn't count."""
	outcome: str
	"""A `ClockOutcome`, as far as known at `as_of_utc`."""
	target_seconds: float
	late_seconds: float
	"""From the due time to a late stop; 0 while it is open."""
	reopened: int
	partner: str | None
	agreement: str | None
	service: str | None
	priority: str | None
	channel: str | None
	kind: str | None
	used_seconds: float
	paused_seconds: float
	as_of_utc: datetime | None

	@property
	def key(self) -> str:
		"""What identifies the cycle among its ticket's."""
		return key_of(self)

	def columns(self) -> dict[str, Any]:
		"""Its fields by name."""
		return {name: getattr(self, name) for name in CYCLE_FIELDS}

	@property
	def compared(self) -> tuple[str, ...]:
		"""The fields that say whether it has changed. While it runs, its figures alone are no change."""
		return COMPARED if self.stopped_utc is None else (*COMPARED, *FIGURES)

	@property
	def mark(self) -> str:
		"""Another one where a compared field differs."""
		held = repr([str(getattr(self, name) or "") for name in self.compared])
		return hashlib.sha256(held.encode()).hexdigest()[:12]


CYCLE_FIELDS: tuple[str, ...] = tuple(CycleRow.__dataclass_fields__)
FIGURES = ("used_seconds", "paused_seconds")
COMPARED = tuple(name for name in CYCLE_FIELDS if name not in {"sla_ticket", *FIGURES, "as_of_utc"})


def key_of(row: Any) -> str:
	"""The `CycleRow.key` of a row, also of one that was read from the database."""
	return ":".join((row.clock, row.team or "", str(row.cycle)))


def build_cycles(
	record: TicketRecord, evaluation: Evaluation, chosen: Sequence[Recorded], left: datetime | None
) -> list[CycleRow]:
	"""The rows of all cycles that have started. `chosen` are the classifications, in order; `left` is when the whole
	ticket left its agreement.
	"""
	return list(_rows(record, evaluation, chosen, left))


def _rows(
	record: TicketRecord, evaluation: Evaluation, chosen: Sequence[Recorded], left: datetime | None
) -> Iterator[CycleRow]:
	now = evaluation.now
	for clock in evaluation.cycles:
		excluded = left
		until = clock.stopped or (left if clock.state is ClockState.EXCLUDED else None) or now
		choice = _in_force(chosen, until)
		waits = clock.paused_since is not None and (clock.due is None or clock.paused_since < clock.due)
		outcome = _outcome(clock, excluded, now)
		late = outcome is ClockOutcome.MISSED_CLOSED and clock.stopped and clock.due
		yield CycleRow(
			sla_ticket=record.name,
			reference_doctype=record.reference_doctype,
			clock=str(clock.kind),
			team=clock.team,
			cycle=clock.cycle,
			started_utc=to_utc(clock.started),
			due_utc=None if waits else to_utc(clock.due),
			stopped_utc=to_utc(clock.stopped),
			paused_since_utc=to_utc(clock.paused_since),
			excluded_utc=to_utc(excluded),
			outcome=str(outcome),
			target_seconds=round(float(clock.target_seconds or 0), 6),
			late_seconds=(clock.stopped - clock.due).total_seconds() if late else 0,  # type: ignore[operator]
			reopened=clock.reopened,
			**{name: choice.get(name) or None for name in CHOSEN},
			used_seconds=round(float(clock.elapsed), 6),
			paused_seconds=float(clock.paused),
			as_of_utc=to_utc(now),
		)


CHOSEN = ("partner", "agreement", "service", "priority", "channel", "kind")
"""What of the classification a cycle is grouped by."""


def _in_force(chosen: Sequence[Recorded], at: datetime) -> dict[str, Any]:
	"""The details of the classification that held at an instant. The first also holds before it begins."""
	held = [entry for entry in chosen[1:] if entry.event.at <= at]
	return (held[-1] if held else chosen[0]).details


def _outcome(clock: Clock, excluded: datetime | None, now: datetime) -> ClockOutcome:
	facts = ClockFacts(
		created=_micros(clock.started) or 0,
		due=_micros(clock.due),
		stopped=_micros(clock.stopped),
		paused_since=_micros(clock.paused_since) if clock.due is not None else None,
		excluded=excluded is not None,
		excluded_at=_micros(excluded),
	)
	return outcome_of(facts, instant_of(now)) or ClockOutcome.PENDING


def _micros(at: datetime | None) -> int | None:
	return None if at is None else instant_of(at)
