"""Counts rows of SLA Clock Cycle in the database: a year of a hundred thousand tickets in three or four statements.

`reporting/compliance.py` says what counts; the CASE below is its `outcome_of` in SQL, and tests/app/test_compliance_report.py holds
both to the same figures on random lives.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import frappe
from frappe.query_builder.functions import Count, Max, Min
from pypika import Case
from pypika.analytics import Count as CountOver
from pypika.analytics import RowNumber
from pypika.terms import Criterion, ValueWrapper

from sla_id.compliance_figures.compliance_filters import OLA, ComplianceQuestion, GroupBy
from sla_id.instants import to_utc
from sla_id.ledger.clock_facts import read_goal
from sla_id.ledger.stored_cycles import CYCLE
from sla_id.reporting import Basis, ClockOutcome, Counts, pool_counts

PERCENTILES = (50, 90)
_STOPPED = (str(ClockOutcome.MET), str(ClockOutcome.MISSED_CLOSED))


@dataclass(frozen=True, slots=True)
class GroupFigures:
	"""A row: its counts, the highest goal that holds for any of it, and working seconds used at `PERCENTILES`."""

	counts: Counts
	goal: Fraction | None = None
	used: tuple[float | None, ...] = (None,) * len(PERCENTILES)


def count_groups(question: ComplianceQuestion) -> dict[str, GroupFigures]:
	"""The figures of each group by its code, "" where it has none. One statement for the counts, one for the percentiles."""
	cycle = frappe.qb.DocType(CYCLE)
	group = _group(cycle, question, question.group_by)
	used = _used(question, group)
	counted = _counted(question, group)
	return {
		key: GroupFigures(counts, goal, used.get(key, (None,) * len(PERCENTILES)))
		for key, (counts, goal) in counted.items()
	}


def count_all(question: ComplianceQuestion, groups: dict[str, GroupFigures]) -> GroupFigures:
	"""All groups pooled: counts are added, percentiles are those of all values."""
	used = _used(question, ValueWrapper("")) if groups else {}
	goals = [figures.goal for figures in groups.values() if figures.goal is not None]
	pooled = pool_counts(figures.counts for figures in groups.values())
	return GroupFigures(pooled, max(goals, default=None), used.get("", (None,) * len(PERCENTILES)))


def count_months(question: ComplianceQuestion) -> dict[str, Counts]:
	"""The counts of each month of the period, those without any clock too."""
	group = _group(frappe.qb.DocType(CYCLE), question, GroupBy.MONTH)
	found = {key: counts for key, (counts, _goal) in _counted(question, group).items()}
	return {name: found.get(name, Counts()) for name, _after in question.buckets(GroupBy.MONTH)}


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


def _counted(question: ComplianceQuestion, group: Any) -> dict[str, tuple[Counts, Fraction | None]]:
	cycle, version = frappe.qb.DocType(CYCLE), frappe.qb.DocType("SLA Agreement")
	rows = (
		_asked(cycle, question)
		.left_join(version)
		.on(cycle.agreement == version.name)
		.select(group.as_("grouped"), _outcome(cycle, question).as_("became"))
		.select(Count("*"), Max(version.compliance_percent))
		.groupby(frappe.qb.Field("grouped"), frappe.qb.Field("became"))
	).run()
	numbers: dict[str, dict[str, int]] = {}
	goals: dict[str, float] = {}
	for key, outcome, number, goal in rows:
		numbers.setdefault(str(key), {})[outcome] = number
		goals[str(key)] = max(goals.get(str(key), 0), goal or 0)
	return {
		key: (Counts(**found), None if question.of_teams else read_goal(goals[key]))
		for key, found in numbers.items()
	}


def _used(question: ComplianceQuestion, group: Any) -> dict[str, tuple[float | None, ...]]:
	"""Working seconds at each percentile by nearest rank: the first value whose rank reaches it, in whole numbers."""
	cycle = frappe.qb.DocType(CYCLE)
	ranked = (
		_asked(cycle, question)
		.select(group.as_("grouped"), cycle.used_seconds)
		.select(
			RowNumber().over(group).orderby(cycle.used_seconds).as_("place"),
			CountOver("*").over(group).as_("size"),
		)
		.where(_outcome(cycle, question).isin(_STOPPED))
	).as_("ranked")
	query = frappe.qb.from_(ranked).select(ranked.grouped).groupby(ranked.grouped)
	for percent in PERCENTILES:
		query = query.select(
			Min(Case().when(ranked.place * 100 >= ranked.size * percent, ranked.used_seconds))
		)
	return {str(key): tuple(values) for key, *values in query.run()}


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
	group = Case()
	for name, after in question.buckets(group_by):
		group = group.when(instant < to_utc(after), name)
	return group


def _at(question: ComplianceQuestion) -> Any:
	return to_utc(question.read_at)
