"""Clocks that are due in a span, from the rows of SLA Clock Cycle, as facts that `sla_id.reporting` counts. Nothing else decides.

Every update that was owed is a clock of its own, and a clock that was reopened is one (`cycle_row.py`). The facts are those of the
instant of reading: a rate read later counts what has happened since.
"""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

import frappe

from sla_id.availability.spans import instant_of
from sla_id.instants import from_utc, to_utc
from sla_id.ledger.stored_cycles import CYCLE
from sla_id.reporting.compliance import ClockFacts, ClockOutcome

OLA = "ola"


@dataclass(frozen=True, slots=True)
class DueClock:
	"""A clock with a due time, and what it is grouped by. `ticket` is the name of the SLA Ticket.

	`goal` is the agreement's share of clocks that should be met; None where it states none, and for a team's own target.
	"""

	ticket: str
	agreement: str
	clock: str
	service: str
	priority: str
	team: str
	due: datetime
	facts: ClockFacts
	goal: Fraction | None = None


def due_clocks(
	since: datetime | None = None,
	before: datetime | None = None,
	*,
	agreement_code: str | None = None,
	with_ola: bool = True,
) -> list[DueClock]:
	"""The clocks due in [since, before), in order of their due times; of all versions of an agreement, or of all."""
	cycle, version = frappe.qb.DocType(CYCLE), frappe.qb.DocType("SLA Agreement")
	query = (
		frappe.qb.from_(cycle)
		.join(version)
		.on(cycle.agreement == version.name)
		.select(*(cycle[field] for field in (*GROUPED, *FACTS)), version.compliance_percent.as_("goal"))
		.where(cycle.due_utc.notnull())
		.orderby(cycle.due_utc)
	)
	if since is not None:
		query = query.where(cycle.due_utc >= to_utc(since))
	if before is not None:
		query = query.where(cycle.due_utc < to_utc(before))
	if agreement_code is not None:
		query = query.where(version.agreement_code == agreement_code)
	if not with_ola:
		query = query.where(cycle.clock != OLA)
	return [_due_clock(row) for row in query.run(as_dict=True)]


GROUPED = ("sla_ticket", "agreement", "clock", "service", "priority", "team")
FACTS = ("started_utc", "due_utc", "stopped_utc", "paused_since_utc", "excluded_utc", "outcome")
"""The fields of SLA Clock Cycle that `read_facts` needs."""


def read_facts(row: Any) -> ClockFacts:
	"""What a count has to know of a row of SLA Clock Cycle."""
	has_target = row.outcome != ClockOutcome.NO_TARGET
	return ClockFacts(
		created=_micros(row.started_utc) or 0,
		due=_micros(row.due_utc),
		stopped=_micros(row.stopped_utc),
		paused_since=_micros(row.paused_since_utc) if has_target else None,
		excluded=row.excluded_utc is not None,
		excluded_at=_micros(row.excluded_utc),
	)


def read_goal(percent: float | None) -> Fraction | None:
	"""A goal that a field holds in percent, as it was typed: 90.4 is 904/1000, not the nearest binary fraction."""
	return Fraction(str(percent)) / 100 if percent else None


def _due_clock(row: Any) -> DueClock:
	at = from_utc(row.due_utc)
	assert at is not None
	ticket, agreement, clock, service, priority, team = (str(row[field] or "") for field in GROUPED)
	promised = None if clock == OLA else read_goal(row.goal)
	return DueClock(ticket, agreement, clock, service, priority, team, at, read_facts(row), promised)


def _micros(value: datetime | None) -> int | None:
	at = from_utc(value)
	return None if at is None else instant_of(at)
