"""Finds the agreement versions in force for a ticket (002): an agreement, those it is based on, and the
service levels.

`rules/effective_agreement.py` merges them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import getdate

from sla_id.agreements.signing.versions import last_day
from sla_id.record_types import AgreementRecord

SERVICE_LEVEL = "Service"
"""The level of an agreement that holds for one service."""
UNSET = ["is", "not set"]
"""In a scope: the field is empty."""


Rows = Sequence[Any]
"""Heads of approved agreements as `approved_heads` reads them: given to a search, it asks the database nothing."""
_HEAD = (
	*("name", "agreement_code", "version", "effective_from", "effective_to", "ended_on", "default_calendar"),
	*("level", "level_service", "partner", "partner_group", "is_default", "based_on"),
)


def approved_heads() -> Rows:
	"""The heads of all approved agreements, the latest first, in one statement."""
	return list(
		frappe.get_all(
			"SLA Agreement",
			filters={"docstatus": 1},
			fields=list(_HEAD),
			order_by="effective_from desc, creation desc",
		)
	)


def chain_of(agreement: str, at: datetime, heads: Rows | None = None) -> tuple[str, ...]:
	"""An agreement and those it is based on, as in force at an instant, the broadest first.

	A circular reference ends the search.
	"""
	chain = [agreement]
	codes = {_head(agreement, heads).agreement_code}
	while True:
		held = _head(chain[0], heads)
		if not held.based_on or held.based_on in codes:
			return tuple(chain)
		base = in_force(at, {"agreement_code": held.based_on}, partner=held.partner, heads=heads)
		if base is None:
			return tuple(chain)
		codes.add(held.based_on)
		chain.insert(0, base)


def with_service_levels(
	chain: tuple[str, ...],
	services: Iterable[str],
	partner: str | None,
	at: datetime,
	heads: Rows | None = None,
) -> tuple[str, ...]:
	"""The chain with the service levels for a ticket's service and the services it is part of, the nearest
	first.
	"""
	levels: list[str] = []
	broadest_first = list(services)[::-1]
	for name in chain:
		levels.append(name)
		code = _head(name, heads).agreement_code
		for service in broadest_first:
			scope = {"based_on": code, "level": SERVICE_LEVEL, "level_service": service}
			found = in_force(at, scope, partner=partner, heads=heads)
			if found:
				levels.append(found)
	return tuple(levels)


def in_force(
	at: datetime, scope: Mapping[str, Any], *, partner: str | None = None, heads: Rows | None = None
) -> str | None:
	"""The latest version within a scope that is in force on the day of `at`, in the version's own zone.

	A partner's own version takes precedence. Service levels are found only if the scope asks for them. With `heads` the
	search is among those.
	"""
	fitting = [
		row
		for row in (_heads_in(scope) if heads is None else heads)
		if (heads is None or _is_in(row, scope))
		and ("level" in scope or row.level != SERVICE_LEVEL)
		and ("partner" in scope or row.partner in (None, "", partner))
		and _holds(row, at)
	]
	fitting.sort(key=lambda row: not row.partner)
	return str(fitting[0].name) if fitting else None


def _heads_in(scope: Mapping[str, Any]) -> Rows:
	return list(
		frappe.get_all(
			"SLA Agreement",
			filters={"docstatus": 1, **scope},
			fields=list(_HEAD),
			order_by="effective_from desc, creation desc",
		)
	)


def _is_in(row: AgreementRecord, scope: Mapping[str, Any]) -> bool:
	"""What the filters of `_heads_in` say, of a row."""
	return all(
		not row.get(field) if wanted == UNSET else row.get(field) == wanted for field, wanted in scope.items()
	)


def _head(name: str, heads: Rows | None) -> Any:
	"""An agreement with the fields of `_HEAD`: the row of it, or its record."""
	found = next((row for row in heads or () if row.name == name), None)
	return found or frappe.get_cached_doc("SLA Agreement", name)


def agreement_zone(row: AgreementRecord) -> ZoneInfo:
	"""The zone of an agreement's working hours.

	If it has none of its own, it takes that of the agreement it is based on.
	"""
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


def _holds(row: AgreementRecord, at: datetime) -> bool:
	day = at.astimezone(agreement_zone(row)).date()
	last = last_day(row)
	return getdate(row.effective_from) <= day and (last is None or day <= last)
