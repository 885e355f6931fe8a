"""Counts rows of SLA Clock Cycle in the database: a year of a hundred thousand tickets in two statements.

`reporting/compliance.py` says what counts; the CASE below is its `outcome_of` in SQL, and tests/app/test_compliance_report.py holds
both to the same figures on random lives.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import chain
from typing import Any

import frappe
from frappe.query_builder.functions import Count, Max, Min
from pypika import Case
from pypika.terms import Criterion, ValueWrapper

from sla_id.compliance_figures.compliance_filters import OLA, ComplianceQuestion, GroupBy
from sla_id.instants import to_utc
from sla_id.ledger.clock_facts import read_goal
from sla_id.ledger.stored_cycles import CYCLE
from sla_id.reporting import Basis, ClockOutcome, Counts, percentile, pool_counts

PERCENTILES = (50, 90)
_STOPPED = (str(ClockOutcome.MET), str(ClockOutcome.MISSED_CLOSED))


@dataclass(frozen=True, slots=True)
class GroupFigures:
	"""A row: its counts, the highest goal that holds for any of it, and working seconds used at `PERCENTILES`."""

	counts: Counts
	goal: Fraction | None = None
	used: tuple[float | None, ...] = (None,) * len(PERCENTILES)


@dataclass(frozen=True, slots=True)
class ComplianceFigures:
	"""The figures of each group by its code, "" where it has none; all of them pooled; and the counts of each month."""

	groups: dict[str, GroupFigures]
	total: GroupFigures
	months: dict[str, Counts]


def count_period(question: ComplianceQuestion) -> ComplianceFigures:
	"""All figures of a report, in two statements."""
	counted = _counted(question)
	used = _used(question) if counted else {}
	groups: dict[str, GroupFigures] = {}
	for key in {key for key, _month in counted}:
		mine = [figures for (group, _month), figures in counted.items() if group == key]
		groups[key] = _pooled(question, mine, used.get(key, []))
	total = _pooled(question, list(counted.values()), sorted(chain.from_iterable(used.values())))
	months = {name: Counts() for name, _after in question.buckets(GroupBy.MONTH)} if counted else {}
	for month in months:
		months[month] = pool_counts(counts for (_key, at), (counts, _goal) in counted.items() if at == month)
	return ComplianceFigures(groups, total, months)


def _pooled(
	question: ComplianceQuestion, found: Sequence[tuple[Counts, float]], used: Sequence[float]
) -> GroupFigures:
	goal = max((goal for _counts, goal in found), default=0)
	return GroupFigures(
		pool_counts(counts for counts, _goal in found),
		None if question.of_teams else read_goal(goal),
		tuple(percentile(used, percent) for percent in PERCENTILES),
	)


def tickets_behind(
	question: ComplianceQuestion, key: str | None, outcomes: Sequence[ClockOutcome], most: int
) -> list[str]:
	"""The SLA Tickets behind a figure, those that were due first first. `key` None: of all groups."""
	cycle = frappe.qb.DocType(CYCLE)
	query = (
		_asked(cycle, question)
		.select(cycle.sla_ticket)
		.where(_outcome(cycle, question).isin([str(outcome) for outcome in outcomes]))
		.groupby(cycle.sla_ticket)
		.orderby(Min(cycle.due_utc))
		.limit(most)
	)
	if key is not None:
		query = query.where(_group(cycle, question, question.group_by) == key)
	return [name for (name,) in query.run()]


def _counted(question: ComplianceQuestion) -> dict[tuple[str, str], tuple[Counts, float]]:
	"""Counts and the highest goal (in percent) by group and month."""
	cycle, version = frappe.qb.DocType(CYCLE), frappe.qb.DocType("SLA Agreement")
	rows = (
		_asked(cycle, question)
		.left_join(version)
		.on(cycle.agreement == version.name)
		.select(_group(cycle, question, question.group_by).as_("grouped"))
		.select(_group(cycle, question, GroupBy.MONTH).as_("within"), _outcome(cycle, question).as_("became"))
		.select(Count("*"), Max(version.compliance_percent))
		.groupby(*(frappe.qb.Field(name) for name in ("grouped", "within", "became")))
	).run()
	numbers: dict[tuple[str, str], dict[str, int]] = {}
	goals: dict[tuple[str, str], float] = {}
	for group, month, outcome, number, goal in rows:
		key = (str(group), str(month))
		numbers.setdefault(key, {})[outcome] = number
		goals[key] = max(goals.get(key, 0), goal or 0)
	return {key: (Counts(**found), goals[key]) for key, found in numbers.items()}


def _used(question: ComplianceQuestion) -> dict[str, list[float]]:
	"""Working seconds that decided and stopped clocks used, ascending, by group. They are ranked here: a database that ranks
	a hundred thousand rows takes several times as long as it takes to send them.
	"""
	cycle = frappe.qb.DocType(CYCLE)
	rows = (
		_asked(cycle, question)
		.select(_group(cycle, question, question.group_by), cycle.used_seconds)
		.where(_outcome(cycle, question).isin(_STOPPED))
	).run()
	found: dict[str, list[float]] = {}
	for key, used in rows:
		found.setdefault(str(key), []).append(float(used))
	for values in found.values():
		values.sort()
	return found


def _asked(cycle: Any, question: ComplianceQuestion) -> Any:
	"""The rows that belong to the period and the filters."""
	query = frappe.qb.from_(cycle).where(_belongs(cycle, question)).where(cycle.started_utc <= _at(question))
	query = query.where(cycle.clock == OLA if question.of_teams else cycle.clock != OLA)
	if question.partners is not None:
		query = query.where(cycle.partner.isin(question.partners or ("",)))
	for name, value in question.equals.items():
		query = query.where(cycle[name] == value)
	return query


def _belongs(cycle: Any, question: ComplianceQuestion) -> Criterion:
	begin, end = to_utc(question.begin), to_utc(question.end)
	created = (cycle.started_utc >= begin) & (cycle.started_utc < end)
	if question.basis is Basis.CREATED:
		return created
	if question.basis is Basis.COMPLETED:
		stopped = (cycle.stopped_utc >= begin) & (cycle.stopped_utc < end)
		return stopped & (cycle.stopped_utc <= _at(question))
	return ((cycle.due_utc >= begin) & (cycle.due_utc < end)) | (cycle.due_utc.isnull() & created)


def _outcome(cycle: Any, question: ComplianceQuestion) -> Any:
	"""`reporting.outcome_of` for rows that were there at the instant of reading."""
	at = _at(question)
	known, paused = cycle.stopped_utc <= at, cycle.paused_since_utc <= at
	outcome = Case().when(cycle.outcome == str(ClockOutcome.NO_TARGET), str(ClockOutcome.NO_TARGET))
	for condition, became in (
		(cycle.excluded_utc <= at, ClockOutcome.EXCLUDED),
		(cycle.due_utc.isnull(), ClockOutcome.PENDING),
		(known & (cycle.stopped_utc <= cycle.due_utc), ClockOutcome.MET),
		(known, ClockOutcome.MISSED_CLOSED),
		(paused & (cycle.paused_since_utc < cycle.due_utc), ClockOutcome.PENDING),
		(cycle.due_utc <= at, ClockOutcome.MISSED_OPEN),
	):
		outcome = outcome.when(condition, str(became))
	return outcome.else_(str(ClockOutcome.PENDING))


def _group(cycle: Any, question: ComplianceQuestion, group_by: GroupBy) -> Any:
	if group_by not in (GroupBy.MONTH, GroupBy.WEEK):
		return Case().when(cycle[str(group_by)].isnull(), "").else_(cycle[str(group_by)])
	instant = {
		Basis.DUE: Case().when(cycle.due_utc.isnull(), cycle.started_utc).else_(cycle.due_utc),
		Basis.COMPLETED: cycle.stopped_utc,
		Basis.CREATED: cycle.started_utc,
	}[question.basis]
	return _bucket(instant, question.buckets(group_by))


def _bucket(instant: Any, buckets: Sequence[tuple[str, datetime]]) -> Any:
	"""Which month or week an instant lies in, by halves: six comparisons a row for a year's weeks, not twenty-six."""
	if len(buckets) == 1:
		return ValueWrapper(buckets[0][0])
	half = len(buckets) // 2
	earlier, later = _bucket(instant, buckets[:half]), _bucket(instant, buckets[half:])
	return Case().when(instant < to_utc(buckets[half - 1][1]), earlier).else_(later)


def _at(question: ComplianceQuestion) -> Any:
	return to_utc(question.read_at)
