"""Clocks of the database that are due in a span, as facts that `sla_id.reporting` counts. Nothing else decides on them.

The facts are those of the instant of reading: a rate read later counts what has happened since.
"""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

import frappe

from sla_id.availability.spans import instant_of
from sla_id.engine import ClockState
from sla_id.instants import from_utc, to_utc
from sla_id.reporting.compliance import ClockFacts

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
	ticket, clock, version = (
		frappe.qb.DocType(name) for name in ("SLA Ticket", "SLA Ticket Clock", "SLA Agreement")
	)
	query = (
		frappe.qb.from_(clock)
		.join(ticket)
		.on(clock.parent == ticket.name)
		.join(version)
		.on(ticket.agreement == version.name)
		.select(ticket.name, ticket.agreement, clock.clock, ticket.service, ticket.priority, clock.team)
		.select(clock.due_utc, clock.started_utc, clock.stopped_utc, clock.paused_since_utc)
		.select(clock.missed_cycles, clock.state, ticket.excluded, version.compliance_percent)
		.where(clock.due_utc.notnull())
		.orderby(clock.due_utc)
	)
	if since is not None:
		query = query.where(clock.due_utc >= to_utc(since))
	if before is not None:
		query = query.where(clock.due_utc < to_utc(before))
	if agreement_code is not None:
		query = query.where(version.agreement_code == agreement_code)
	if not with_ola:
		query = query.where(clock.clock != OLA)
	return [_due_clock(row) for row in query.run()]


def read_goal(percent: float | None) -> Fraction | None:
	"""A goal that a field holds in percent, as it was typed: 90.4 is 904/1000, not the nearest binary fraction."""
	return Fraction(str(percent)) / 100 if percent else None


def _due_clock(row: tuple[Any, ...]) -> DueClock:
	*texts, due, started, stopped, paused, missed_cycles, state, excluded, goal = row
	at = from_utc(due)
	assert at is not None
	ticket, agreement, clock, service, priority, team = (str(text or "") for text in texts)
	begun = _micros(started)
	facts = ClockFacts(
		created=instant_of(at) if begun is None else begun,
		due=instant_of(at),
		stopped=_micros(stopped),
		paused_since=_micros(paused),
		excluded=bool(excluded) or state == ClockState.EXCLUDED,
		late_before=bool(missed_cycles),
	)
	promised = None if clock == OLA else read_goal(goal)
	return DueClock(ticket, agreement, clock, service, priority, team, at, facts, promised)


def _micros(value: datetime | None) -> int | None:
	at = from_utc(value)
	return None if at is None else instant_of(at)
