"""Months missed in a row, for which an agreement may be ended (002 §6).

A month is missed if fewer of the clocks that fell due in it were met than the agreement's goal (all of them,
if it states none). A month in which nothing fell due is neither met nor missed and doesn't break a row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import frappe

from sla_id.agreements.levels import agreement_zone
from sla_id.instants import from_utc, utc_now
from sla_id.record_types import AgreementRecord


@dataclass(frozen=True, slots=True)
class Month:
	"""The clocks that fell due in a month, e.g. "2026-06"."""

	month: str
	kept: int
	missed: int

	def is_missed(self, goal: float) -> bool:
		"""Whether the share that was met is below the goal, in percent."""
		total = self.kept + self.missed
		return total > 0 and self.kept * 100 < goal * total


def missed_in_a_row(months: Sequence[Month], goal: float) -> list[str]:
	"""The latest unbroken row of missed months, oldest first. `months` are complete and in order."""
	row: list[str] = []
	for month in reversed(months):
		if month.is_missed(goal):
			row.append(month.month)
		elif month.kept:
			break
	return row[::-1]


def months_of(agreement: AgreementRecord) -> list[Month]:
	"""The complete months so far of all versions of an agreement, in its zone, without OLA clocks."""
	ticket, clock, version = (
		frappe.qb.DocType(name) for name in ("SLA Ticket", "SLA Ticket Clock", "SLA Agreement")
	)
	rows = (
		frappe.qb.from_(clock)
		.join(ticket)
		.on(clock.parent == ticket.name)
		.join(version)
		.on(ticket.agreement == version.name)
		.select(clock.due_utc, clock.breached, clock.missed_cycles)
		.where(version.agreement_code == agreement.agreement_code)
		.where(clock.due_utc.notnull() & (clock.clock != "ola") & (ticket.excluded == 0))
		.where(clock.stopped_utc.notnull() | (clock.breached == 1))
	).run()
	zone = agreement_zone(agreement)
	counts: dict[str, list[int]] = {}
	for due, breached, cycles in rows:
		instant = from_utc(due)
		assert instant is not None
		count = counts.setdefault(instant.astimezone(zone).strftime("%Y-%m"), [0, 0])
		count[bool(breached or cycles)] += 1
	this_month = utc_now().astimezone(zone).strftime("%Y-%m")
	return [Month(month, *counts[month]) for month in sorted(counts) if month < this_month]
