"""Judges what a place's monitors have said: its outages are what all their words come to, written anew each time.

A place is a service, a part of it and an impact; whatever watches the same place says one thing together. Second of two steps
(`read_messages.py` is the first): the service's row is locked before anything is read, so that of two workers the second sees
what the first has written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import frappe

from sla_id.instants import from_utc, to_utc, utc_now
from sla_id.monitors.monitored_outages import Linked, write_outages
from sla_id.monitors.observation import Observation
from sla_id.monitors.outage_course import Stretch, course_of, join_stretches, without_told_twice
from sla_id.monitors.read_messages import load_observations

OBSERVATION, TARGET, SOURCE = "SLA Monitor Observation", "SLA Monitor Target", "SLA Monitor Source"
SETTLED_AFTER = timedelta(days=30)
DEEPEST = 10
_READ = (
	*("name", "observation_key", "source", "target", "watch", "title", "is_down", "seen_utc", "declared_utc"),
	*("measured_utc", "begins", "is_group", "parent_watch", "children_json", "outage"),
	*("told_start_utc", "told_end_utc", "message"),
)


@dataclass(frozen=True, slots=True, order=True)
class Place:
	"""What is down: a service, or a part of it, and how far."""

	service: str
	component: str
	impact: float


def places_of(keys: Iterable[str]) -> set[Place]:
	"""The places that observations of those keys are about, and those of the groups that they belong to."""
	rows = _rows(frappe.qb.DocType(OBSERVATION).observation_key.isin(list(keys) or [""]))
	targets = {row.target for row in rows if row.target}
	parents = {(row.source, row.parent_watch) for row in rows if row.parent_watch}
	for _depth in range(DEEPEST):
		if not parents:
			break
		above = _rows(_watched(parents))
		targets |= {row.target for row in above if row.target}
		parents = {(row.source, row.parent_watch) for row in above if row.parent_watch}
	return set(places_of_targets(targets).values())


def places_of_targets(targets: Iterable[str]) -> dict[str, Place]:
	"""The place of each target that has one."""
	rows = frappe.get_all(
		TARGET,
		filters={"name": ["in", list(targets) or [""]], "ignored": 0, "service": ["is", "set"]},
		fields=["name", "service", "component", "impact_percent"],
	)
	return {row.name: _place(row) for row in rows}


def judge_place(place: Place) -> None:
	"""Write a place's outages as what its monitors have said comes to. In a transaction of its own, which this begins."""
	_lock(place.service)
	targets = {name: row for name, row in _targets_at(place.service).items() if _place(row) == place}
	rows = _rows(_unsettled(targets))
	linked = Linked(rows)
	stretches = _stretches(rows, linked.ended_by_people(), place)
	joined = join_stretches(stretches, _join_within(targets))
	write_outages(place, joined, linked, {name: row.title for name, row in targets.items()})
	_settle(rows, joined)


def _lock(service: str) -> None:
	"""Lock a service's row, as the first statement of a transaction: a read before it would show what was before the wait.

	Frappe's own functions may read a DocType first, so the query builder alone is used.
	"""
	table = frappe.qb.DocType("SLA Service")
	query = frappe.qb.from_(table).select(table.name).where(table.name == service)
	(query if frappe.db.db_type == "sqlite" else query.for_update()).run()


def _stretches(rows: Sequence[Any], ended: Sequence[datetime], place: Place) -> list[Stretch]:
	"""When each watch of a place was down. What a group says that its members say elsewhere isn't said twice."""
	watches: dict[tuple[str, str], list[Any]] = {}
	for row in rows:
		watches.setdefault((row.source, row.watch), []).append(row)
	found: list[Stretch] = []
	for (source, _watch), own in watches.items():
		observations = load_observations(own)
		course = course_of(observations, ended)
		if course and any(entry.is_group for entry in observations):
			course = without_told_twice(course, _of_members(source, observations, place))
		found += course
	return found


def _of_members(source: str, group: Sequence[Observation], place: Place) -> list[Stretch]:
	"""When the members of a group were down that are mapped to other places."""
	children = {child for entry in group for child in entry.children}
	rows = _rows(_watched({(source, child) for child in children})) if children else []
	places = places_of_targets({row.target for row in rows if row.target})
	watches: dict[str, list[Any]] = {}
	for row in rows:
		if row.target in places and places[row.target] != place:
			watches.setdefault(row.watch, []).append(row)
	return [stretch for own in watches.values() for stretch in course_of(load_observations(own))]


def _settle(rows: Sequence[Any], stretches: Sequence[Stretch]) -> None:
	"""What is long over takes no part in judging any more; messages that late are none of its."""
	limit = utc_now() - SETTLED_AFTER
	going_on = {
		key for stretch in stretches if stretch.end is None or stretch.end > limit for key in stretch.keys
	}
	old = [
		row.name
		for row in rows
		if row.observation_key not in going_on and (from_utc(row.seen_utc) or limit) < limit
	]
	if old:
		table = frappe.qb.DocType(OBSERVATION)
		frappe.qb.update(table).set(table.settled, 1).where(table.name.isin(old)).run()


def _targets_at(service: str) -> dict[str, Any]:
	rows = frappe.get_all(
		TARGET,
		filters={"service": service, "ignored": 0},
		fields=["name", "title", "source", "service", "component", "impact_percent"],
	)
	return {row.name: row for row in rows}


def _place(row: Any) -> Place:
	return Place(row.service, row.component or "", float(row.impact_percent or 100))


def _join_within(targets: dict[str, Any]) -> timedelta:
	sources = {row.source for row in targets.values()}
	seconds = frappe.get_all(
		SOURCE, filters={"name": ["in", list(sources) or [""]]}, pluck="join_within_seconds"
	)
	return timedelta(seconds=max((int(value or 0) for value in seconds), default=0))


def _unsettled(targets: Iterable[str]) -> Any:
	table = frappe.qb.DocType(OBSERVATION)
	return table.target.isin(list(targets) or [""]) & (table.settled == 0)


def _watched(watches: Iterable[tuple[str, str]]) -> Any:
	"""A condition for the observations of those watches that still take part."""
	table = frappe.qb.DocType(OBSERVATION)
	by_source: dict[str, list[str]] = {}
	for source, watch in watches:
		by_source.setdefault(source, []).append(watch)
	condition: Any = None
	for source, names in by_source.items():
		one = (table.source == source) & table.watch.isin(names) & (table.settled == 0)
		condition = one if condition is None else condition | one
	return condition


def _rows(condition: Any) -> list[Any]:
	table = frappe.qb.DocType(OBSERVATION)
	query = frappe.qb.from_(table).select(*(table[field] for field in _READ)).where(condition)
	return list(query.orderby(table.seen_utc).orderby(table.name).run(as_dict=True))


def utc_limit(days: int) -> datetime | None:
	"""So many days ago, as a `*_utc` field holds it."""
	return to_utc(utc_now() - timedelta(days=days))
