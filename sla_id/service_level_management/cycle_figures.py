"""How far SLAs and the OLAs behind them were met in a span of days: counts of clocks from the database (003 V.7).

What counts, and what became of it, is `reporting/compliance.py`'s to say. Called by `cycle_complete` and `cycle_report`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from frappe import _

from sla_id.agreements.words import code_names, say_percent
from sla_id.availability.spans import instant_of
from sla_id.instants import site_zone, utc_now
from sla_id.ledger.clock_facts import OLA, due_clocks
from sla_id.reporting.compliance import MISSED, ClockOutcome, Counts, outcome_of
from sla_id.reporting.rates import say_rate


@dataclass(frozen=True, slots=True)
class Measured:
	"""A clock that fell due and is decided. `ticket` is the name of the SLA Ticket, `goal` its agreement's."""

	ticket: str
	agreement: str
	clock: str
	service: str
	priority: str
	team: str
	due: datetime
	outcome: ClockOutcome
	goal: Fraction | None = None

	@property
	def missed(self) -> bool:
		"""Whether it was missed, also while it is still open."""
		return self.outcome in MISSED


@dataclass(frozen=True, slots=True)
class Count:
	"""How many clocks of a group were met and missed, and the highest goal that holds for any of them."""

	group: tuple[str, ...]
	counts: Counts
	goal: Fraction | None = None

	@property
	def kept(self) -> int:
		"""Those that were met."""
		return self.counts.met

	@property
	def missed(self) -> int:
		"""Those that weren't, open or not."""
		return self.counts.missed

	@property
	def percent(self) -> Decimal:
		"""The share that was met, in percent; of a missed goal rounded down, so that it doesn't read as kept."""
		return Decimal(say_rate(self.counts.rate, self.goal) or 0)


def measured(first: date, last: date) -> list[Measured]:
	"""The clocks that fell due from `first` to `last`, both included, in the site's zone, and are decided by now."""
	begin, end = (datetime.combine(day, time(), site_zone()) for day in (first, last + timedelta(days=1)))
	read_at, found = instant_of(utc_now()), []
	for due in due_clocks(begin, end):
		outcome = outcome_of(due.facts, read_at)
		if outcome is ClockOutcome.MET or outcome in MISSED:
			names = (due.ticket, due.agreement, due.clock, due.service, due.priority, due.team)
			found.append(Measured(*names, due.due, outcome, due.goal))
	return found


def count(clocks: Iterable[Measured], group: Callable[[Measured], tuple[str, ...]]) -> list[Count]:
	"""The counts of each group, in the order of the groups."""
	groups: dict[tuple[str, ...], list[Measured]] = {}
	for clock in clocks:
		groups.setdefault(group(clock), []).append(clock)
	return [_count(key, groups[key]) for key in sorted(groups)]


def _count(group: tuple[str, ...], clocks: list[Measured]) -> Count:
	goals = [clock.goal for clock in clocks if clock.goal is not None]
	return Count(group, Counts.of(clock.outcome for clock in clocks), max(goals, default=None))


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
