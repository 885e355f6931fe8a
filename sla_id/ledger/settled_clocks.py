"""Keeps what was computed for a clock when it stopped. A holiday, calendar or release that changes later
moves no past due time.

Used wherever a ledger is evaluated. A stopped clock is computed again only if something about the time before
its stop is learnt later, e.g. a pause that no hook saw.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from frappe.utils import cint, flt

from sla_id.engine import ClockKind, ClockState
from sla_id.engine.evaluate import StoppedClock
from sla_id.instants import from_utc
from sla_id.ledger.stored_events import Recorded
from sla_id.ticket_record import ClockRecord

SETTLED = frozenset({ClockState.MET, ClockState.MISSED, ClockState.DONE})


def settled_clocks(
	rows: Iterable[Any], events: Sequence[Recorded]
) -> dict[tuple[ClockKind, str], StoppedClock]:
	"""The stopped clocks of an SLA Ticket as its rows have them, for `sla_id.engine.evaluate`."""
	return {
		(ClockKind(row.clock), row.team or ""): _settled(row)
		for row in rows
		if row.state in SETTLED and row.started_utc and row.stopped_utc and not _learnt_since(row, events)
	}


def _learnt_since(row: ClockRecord, events: Sequence[Recorded]) -> bool:
	"""Whether an event before the clock's stop was recorded after the clock was computed.

	Rows from before 0.3 don't say.
	"""
	known, stopped = cint(row.ledger_sequence), from_utc(row.stopped_utc)
	assert stopped is not None
	return not known or any(entry.sequence > known and entry.event.at <= stopped for entry in events)


def _settled(row: ClockRecord) -> StoppedClock:
	return StoppedClock(
		cycle=cint(row.cycle),
		started=from_utc(row.started_utc),
		stopped=from_utc(row.stopped_utc),
		due=from_utc(row.due_utc),
		at_risk=from_utc(row.at_risk_utc),
		target_seconds=_length(row),
		elapsed=flt(row.elapsed_seconds),
	)


def _length(row: ClockRecord) -> float | None:
	"""The length of a clock's target.

	The column holds 0 for a clock that has a date (a release) instead of a length.
	"""
	length = flt(row.target_seconds)
	return length if row.due_utc and (length or row.due_utc == row.started_utc) else None
