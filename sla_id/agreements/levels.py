"""Multi-level agreements (002): a level overrides only what it names, and each value knows where it came from.

From the broadest to the most specific: the agreement that another is based on, its service levels, then the
partner's own with its service levels. The merged agreement is an unsaved SLA Agreement document, so that whatever
reads a record reads it as well; its rows carry `origin`, its own fields are in `origins`.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import getdate

from sla_id.agreements.signing.versions import last_day

SERVICE_LEVEL = "Service"
INHERITED = (
	"default_calendar",
	"working_day",
	"hours_per_day",
	"at_risk_percent",
	"service_or_priority",
	"requests_use",
	"first_line",
	"completeness",
	"matrix",
	"escalation_policy",
	"review_months",
	"missed_months",
	"compliance_percent",
	"availability_percent",
	"availability_formula",
	"availability_source",
	"availability_note",
)
ROW_KEYS: dict[str, Callable[[Any], Any]] = {
	"targets": lambda row: tuple(
		row.get(field) or "" for field in ("clock", "priority", "service", "channel", "kind", "stage", "team")
	),
	"calendars": lambda row: row.code,
	"priorities": lambda row: row.priority,
	"services": lambda row: row.service,
	"channels": lambda row: row.channel,
	"categories": lambda row: (row.channel, row.code),
	"required_facts": lambda row: row.code,
	"out_of_scope": lambda row: row.code,
	"exclusions": lambda row: row.code,
}
"""Tables whose rows are overridden one by one, and what makes two rows the same."""
WHOLE = ("parties", "contacts", "outline")
"""Tables that a level replaces as a whole once it names one row."""


def get_agreement(levels: tuple[str, ...]) -> Any:
	"""The agreement that those levels make, broadest first; a single one is the record itself. Once a request."""
	if len(levels) == 1:
		return frappe.get_cached_doc("SLA Agreement", levels[0])
	kept: dict[tuple[str, ...], Any] | None = getattr(frappe.local, "sla_id_levels", None)
	if kept is None:
		kept = frappe.local.sla_id_levels = {}
	if levels not in kept:
		kept[levels] = merge([frappe.get_cached_doc("SLA Agreement", name) for name in levels])
	return kept[levels]


def forget_levels() -> None:
	"""Merge anew from now on: an agreement has changed."""
	frappe.local.sla_id_levels = {}


def merge(agreements: list[Any]) -> Any:
	"""One agreement out of several levels, broadest first."""
	merged = frappe.get_doc(_plain(agreements[-1].as_dict()))
	merged.origins = {}
	for field in INHERITED:
		holder = next((level for level in reversed(agreements) if level.get(field)), None)
		if holder is not None:
			merged.set(field, holder.get(field))
			merged.origins[field] = holder.name
	for table, key in ROW_KEYS.items():
		_set_rows(merged, table, _merge_rows(agreements, table, key))
	for table in WHOLE:
		holder = next((level for level in reversed(agreements) if level.get(table)), None)
		_set_rows(merged, table, [(row, holder.name) for row in holder.get(table)] if holder else [])
	_set_rows(merged, "clauses", _merge_clauses(agreements))
	_keep_one_default(merged)
	return merged


def chain_of(agreement: str, at: datetime) -> tuple[str, ...]:
	"""An agreement with those it is based on as in force at an instant, broadest first. A circle ends the search."""
	chain = [agreement]
	codes = {frappe.get_cached_value("SLA Agreement", agreement, "agreement_code")}
	while True:
		held = frappe.get_cached_doc("SLA Agreement", chain[0])
		if not held.based_on or held.based_on in codes:
			return tuple(chain)
		base = in_force(at, {"agreement_code": held.based_on}, partner=held.partner)
		if base is None:
			return tuple(chain)
		codes.add(held.based_on)
		chain.insert(0, base)


def with_service_levels(
	chain: tuple[str, ...], services: Iterable[str], partner: str | None, at: datetime
) -> tuple[str, ...]:
	"""The chain with the service levels that hold for a ticket's service and what it is part of (nearest first)."""
	levels: list[str] = []
	broadest_first = list(services)[::-1]
	for name in chain:
		levels.append(name)
		code = frappe.get_cached_value("SLA Agreement", name, "agreement_code")
		for service in broadest_first:
			scope = {"based_on": code, "level": SERVICE_LEVEL, "level_service": service}
			found = in_force(at, scope, partner=partner)
			if found:
				levels.append(found)
	return tuple(levels)


def in_force(at: datetime, scope: dict[str, Any], *, partner: str | None = None) -> str | None:
	"""The latest version of a scope whose dates hold the day of `at` in its own zone; a partner's own goes first.

	Service levels are only found where the scope asks for them.
	"""
	rows = frappe.get_all(
		"SLA Agreement",
		filters={"docstatus": 1, **scope},
		fields=[
			"name",
			"effective_from",
			"effective_to",
			"ended_on",
			"default_calendar",
			"level",
			"partner",
			"based_on",
		],
		order_by="effective_from desc, creation desc",
	)
	fitting = [
		row
		for row in rows
		if ("level" in scope or row.level != SERVICE_LEVEL)
		and ("partner" in scope or row.partner in (None, "", partner))
		and _holds(row, at)
	]
	fitting.sort(key=lambda row: not row.partner)
	return str(fitting[0].name) if fitting else None


def agreement_zone(row: Any) -> ZoneInfo:
	"""The zone of an agreement's working hours, its own or those of what it is based on."""
	calendar, based_on, seen = row.default_calendar, row.based_on, set()
	while not calendar and based_on and based_on not in seen:
		seen.add(based_on)
		held = frappe.db.get_value(
			"SLA Agreement",
			{"agreement_code": based_on, "docstatus": 1},
			["default_calendar", "based_on"],
			as_dict=True,
		)
		calendar, based_on = (held.default_calendar, held.based_on) if held else (None, None)
	zone = frappe.get_cached_value("SLA Calendar", calendar, "time_zone") if calendar else None
	return ZoneInfo(zone or "Asia/Jakarta")


def _holds(row: Any, at: datetime) -> bool:
	day = at.astimezone(agreement_zone(row)).date()
	last = last_day(row)
	return getdate(row.effective_from) <= day and (last is None or day <= last)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
	return {key: value for key, value in values.items() if not isinstance(value, list)}


def _merge_rows(agreements: list[Any], table: str, key: Callable[[Any], Any]) -> list[tuple[Any, str]]:
	rows: dict[Any, tuple[Any, str]] = {}
	for level in agreements:
		for row in level.get(table):
			rows[key(row)] = (row, level.name)
	return list(rows.values())


def _merge_clauses(agreements: list[Any]) -> list[tuple[Any, str]]:
	"""A level that names a section of the clauses replaces that section."""
	sections: dict[str, list[tuple[Any, str]]] = {}
	for level in agreements:
		for section in dict.fromkeys(row.section for row in level.clauses):
			sections[section] = [(row, level.name) for row in level.clauses if row.section == section]
	return [entry for entries in sections.values() for entry in entries]


def _set_rows(merged: Any, table: str, rows: Iterable[tuple[Any, str]]) -> None:
	merged.set(table, [])
	for row, origin in rows:
		added = merged.append(table, {**row.as_dict(), "name": None, "idx": None})
		added.origin = origin


def _keep_one_default(merged: Any) -> None:
	"""The default priority of the most specific level that names one."""
	defaults = [row for row in merged.priorities if row.is_default]
	for row in defaults[:-1]:
		row.is_default = 0
