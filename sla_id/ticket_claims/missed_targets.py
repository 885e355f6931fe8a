"""A partner's targets that were missed in a month, for credits per missed target and for reports.

Counted are the clocks that fell due in the month and were met late, or are still open past their due time. What was granted as an
exclusion has moved the due time already; tickets out of scope, cancelled or merged, and the provider's own targets (OLA) don't
count. A clock that repeats (next update) counts once, by its last due time, if any of its cycles was missed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

import frappe

from sla_id.engine import ClockKind, ClockState
from sla_id.instants import UTC, from_utc, to_utc, utc_now

_RUNNING = (ClockState.RUNNING, ClockState.AT_RISK)
FIELDS = ("clock", "state", "breached", "missed_cycles", "due_utc", "stopped_utc")


@dataclass(frozen=True, slots=True)
class MissedTarget:
	"""One missed target. `stopped` None: it is still open. `service` and `priority` are those of the ticket by now."""

	sla_ticket: str
	reference_doctype: str
	reference_name: str
	subject: str
	agreement: str
	service: str | None
	priority: str | None
	clock: str
	due: datetime
	stopped: datetime | None


def missed_targets(
	partner: str, month: date, zone: tzinfo, now: datetime | None = None
) -> list[MissedTarget]:
	"""The partner's targets that fell due in the calendar month of `month` in a zone and were missed by `now`, by due time."""
	return missed_between(partner, *_bounds(month, zone), now)


def missed_between(
	partner: str, start: datetime, end: datetime, now: datetime | None = None
) -> list[MissedTarget]:
	"""The partner's targets that fell due from `start` until before `end` and were missed by `now`, by due time. One statement."""
	now = now or utc_now()
	clock, ticket = frappe.qb.DocType("SLA Ticket Clock"), frappe.qb.DocType("SLA Ticket")
	of_ticket = ("name", "reference_doctype", "reference_name", "subject", "agreement", "service", "priority")
	query = (
		frappe.qb.from_(ticket)
		.join(clock)
		.on((clock.parent == ticket.name) & (clock.parenttype == "SLA Ticket"))
		.select(*(ticket[field] for field in of_ticket), *(clock[field] for field in FIELDS))
		.where((ticket.partner == partner) & (ticket.excluded == 0) & (clock.clock != ClockKind.OLA))
		.where((clock.due_utc >= to_utc(start)) & (clock.due_utc < to_utc(end)))
		.orderby(clock.due_utc)
		.orderby(ticket.name)
		.orderby(clock.idx)
	)
	found = (_read(row, now) for row in query.run())
	return [missed for missed in found if missed is not None]


def _bounds(month: date, zone: tzinfo) -> tuple[datetime, datetime]:
	following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
	first, last = (
		datetime(day.year, day.month, 1, tzinfo=zone).astimezone(UTC) for day in (month, following)
	)
	return first, last


def _read(row: Sequence[Any], now: datetime) -> MissedTarget | None:
	*ticket, clock, state, breached, missed_cycles, due_utc, stopped_utc = row
	due, stopped = from_utc(due_utc), from_utc(stopped_utc)
	assert due is not None
	# the tick may not have come by since it fell due
	if not (breached or missed_cycles or (state in _RUNNING and due <= now)):
		return None
	name, doctype, reference, subject, agreement, service, priority = ticket
	return MissedTarget(
		name, doctype, reference, subject or "", agreement or "", service, priority, clock, due, stopped
	)
