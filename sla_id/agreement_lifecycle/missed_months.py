"""Months missed in a row, for which an agreement may be ended (002 §6).

A month is missed if fewer of the clocks that fell due in it were met than the agreement's goal (all of them,
if it states none), or if another room says so: of the availability that is promised, `outages/missed_availability.py`. A month
in which no clock was decided and nothing else was missed is neither met nor missed and doesn't break a row: availability
that was kept may only mean that nobody recorded an outage. What counts as met is `reporting/compliance.py`'s to say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import frappe

from sla_id.agreements.levels import agreement_zone
from sla_id.availability.spans import instant_of
from sla_id.instants import utc_now
from sla_id.ledger.clock_facts import due_clocks
from sla_id.record_types import AgreementRecord
from sla_id.reporting.compliance import ClockFacts, Counts, Period, count_clocks

MISSED_OTHERWISE = "sla_id_missed_months"
"""In hooks.py: functions (code of an agreement, first day of the month that isn't complete yet) that give the first days of
complete months in which something else that it promises was missed."""


@dataclass(frozen=True, slots=True)
class Month:
	"""The clocks that fell due in a month, e.g. "2026-06", and whether something else was missed in it."""

	month: str
	counts: Counts
	missed_otherwise: bool = False

	def is_missed(self, goal: Fraction) -> bool:
		"""Whether the share that was met is below the goal, or something else was missed."""
		return self.missed_otherwise or self.counts.meets(goal) is False


def missed_in_a_row(months: Sequence[Month], goal: Fraction) -> list[str]:
	"""The latest unbroken row of missed months, oldest first. `months` are complete and in order."""
	row: list[str] = []
	for month in reversed(months):
		if month.is_missed(goal):
			row.append(month.month)
		elif month.counts.decided:
			break
	return row[::-1]


def months_of(agreement: AgreementRecord) -> list[Month]:
	"""The complete months so far of all versions of an agreement, in its zone, without OLA clocks."""
	zone, now = agreement_zone(agreement), utc_now()
	here = now.astimezone(zone)
	this_month = here.replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)
	due = due_clocks(before=this_month, agreement_code=agreement.agreement_code, with_ola=False)
	others = _missed_otherwise(agreement.agreement_code, this_month.date())
	months: dict[str, list[ClockFacts]] = {month: [] for month in others}
	for clock in due:
		months.setdefault(clock.due.astimezone(zone).strftime("%Y-%m"), []).append(clock.facts)
	so_far = Period(0, instant_of(this_month), instant_of(now))
	return [Month(month, count_clocks(months[month], so_far), month in others) for month in sorted(months)]


def _missed_otherwise(agreement_code: str, before: date) -> set[str]:
	found: set[str] = set()
	for path in frappe.get_hooks(MISSED_OTHERWISE):
		days: Iterable[date] = frappe.get_attr(path)(agreement_code, before)
		found |= {day.strftime("%Y-%m") for day in days}
	return found
