"""How far SLAs and the OLAs behind them were met in a span of days: counts of clocks from the database (003 V.7).

A clock counts in the span in which it fell due, as in `missed_months.py`. It is met if it stopped in time, and missed if
it is or was late, also in an earlier cycle. Called by `cycle_complete` and `cycle_report`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.words import code_names, say_percent
from sla_id.instants import from_utc, site_zone, to_utc

OLA = "ola"


@dataclass(frozen=True, slots=True)
class Measured:
	"""A clock that fell due. `ticket` is the name of the SLA Ticket."""

	ticket: str
	agreement: str
	clock: str
	service: str
	priority: str
	team: str
	due: datetime
	missed: bool


@dataclass(frozen=True, slots=True)
class Count:
	"""How many clocks of a group were met and missed."""

	group: tuple[str, ...]
	kept: int
	missed: int

	@property
	def percent(self) -> Decimal:
		"""The share that was met, in percent with one decimal."""
		return round(Decimal(self.kept * 100) / Decimal(self.kept + self.missed), 1)


def measured(first: date, last: date) -> list[Measured]:
	"""The clocks that fell due from `first` to `last`, both included, in the site's zone. Excluded tickets are left out."""
	begin, end = (
		to_utc(datetime.combine(day, time(), site_zone())) for day in (first, last + timedelta(days=1))
	)
	ticket, clock = frappe.qb.DocType("SLA Ticket"), frappe.qb.DocType("SLA Ticket Clock")
	rows = (
		frappe.qb.from_(clock)
		.join(ticket)
		.on(clock.parent == ticket.name)
		.select(
			ticket.name,
			ticket.agreement,
			clock.clock,
			ticket.service,
			ticket.priority,
			clock.team,
			clock.due_utc,
			clock.breached,
			clock.missed_cycles,
		)
		.where((clock.due_utc >= begin) & (clock.due_utc < end))
		.where((ticket.excluded == 0) & ticket.agreement.notnull())
		.where(clock.stopped_utc.notnull() | (clock.breached == 1))
		.orderby(clock.due_utc)
	).run()
	return [_measured(row) for row in rows]


def count(clocks: Iterable[Measured], group: Callable[[Measured], tuple[str, ...]]) -> list[Count]:
	"""The counts of each group, in the order of the groups."""
	counts: dict[tuple[str, ...], list[int]] = {}
	for clock in clocks:
		counts.setdefault(group(clock), [0, 0])[clock.missed] += 1
	return [Count(key, *counts[key]) for key in sorted(counts)]


def say_clock(code: str, language: str) -> str:
	"""A clock's name."""
	return code_names.say(code_names.CLOCKS, code, language)


def say_figures(first: date, last: date, language: str) -> str:
	"""The counts by service, priority and clock, then those of the teams, one line each."""
	clocks = measured(first, last)
	ends = count(
		(clock for clock in clocks if clock.clock != OLA),
		lambda clock: (
			clock.agreement,
			clock.service or "–",
			clock.priority or "–",
			say_clock(clock.clock, language),
		),
	)
	teams = count(
		(clock for clock in clocks if clock.clock == OLA),
		lambda clock: (clock.team, clock.service or "–", clock.priority or "–", clock.agreement),
	)
	lines = [
		_("{0}, service {1}, priority {2}, {3}: {4} of {5} kept ({6})", language).format(
			*entry.group, *_numbers(entry, language)
		)
		for entry in ends
	]
	lines += [
		_("OLA of {0}, service {1}, priority {2} ({3}): {4} of {5} kept ({6})", language).format(
			*entry.group, *_numbers(entry, language)
		)
		for entry in teams
	]
	return "\n".join(lines) or str(_("No clock has fallen due so far.", language))


def _numbers(entry: Count, language: str) -> tuple[int, int, str]:
	return entry.kept, entry.kept + entry.missed, say_percent(entry.percent, language)


def _measured(row: tuple[Any, ...]) -> Measured:
	*texts, due, breached, cycles = row
	at = from_utc(due)
	assert at is not None
	ticket, agreement, clock, service, priority, team = (str(text or "") for text in texts)
	return Measured(ticket, agreement, clock, service, priority, team, at, bool(breached or cycles))
