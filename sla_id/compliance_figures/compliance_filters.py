"""What the report SLA Compliance is asked: read from its filters and checked. Days are the site's, both included."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.user_permission.user_permission import get_user_permissions
from frappe.utils import getdate

from sla_id.instants import from_site, site_zone, utc_now
from sla_id.ledger.stored_cycles import CYCLE
from sla_id.reporting import Basis

OLA = "ola"
COLUMNS = ("clock", "partner", "service", "priority", "team", "channel", "agreement")
"""The fields of SLA Clock Cycle that can be filtered and grouped by."""
MOST_BUCKETS = 200


class GroupBy(StrEnum):
	"""What a row of the report is about."""

	CLOCK = "clock"
	PRIORITY = "priority"
	SERVICE = "service"
	PARTNER = "partner"
	TEAM = "team"
	CHANNEL = "channel"
	AGREEMENT = "agreement"
	MONTH = "month"
	WEEK = "week"


@dataclass(frozen=True, slots=True)
class ComplianceQuestion:
	"""A question. `equals` are values of `COLUMNS`; `partners` those that the reader is confined to, None for all."""

	first: date
	last: date
	read_at: datetime
	basis: Basis = Basis.DUE
	group_by: GroupBy = GroupBy.CLOCK
	equals: Mapping[str, str] = field(default_factory=dict)
	partners: tuple[str, ...] | None = None

	@property
	def begin(self) -> datetime:
		"""The period's first instant."""
		return _midnight(self.first)

	@property
	def end(self) -> datetime:
		"""The first instant after the period."""
		return _midnight(self.last + timedelta(days=1))

	@property
	def of_teams(self) -> bool:
		"""Whether the teams' own targets (OLA) are counted, and not what is promised to partners: never both in one rate."""
		return self.group_by is GroupBy.TEAM or self.equals.get("clock") == OLA or "team" in self.equals

	def buckets(self, group_by: GroupBy) -> list[tuple[str, datetime]]:
		"""The months or weeks of the period: each with its name and the first instant after it."""
		found, day = [], self.first
		while day <= self.last:
			if group_by is GroupBy.MONTH:
				after = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
				name = f"{day:%Y-%m}"
			else:
				after = day + timedelta(days=7 - day.weekday())
				name = "{}-W{:02d}".format(*day.isocalendar())
			found.append((name, _midnight(after)))
			day = after
			if len(found) > MOST_BUCKETS:
				frappe.throw(_("Those are more than {0} rows; choose a shorter period.").format(MOST_BUCKETS))
		return found


def read_question(filters: Mapping[str, Any]) -> ComplianceQuestion:
	"""Read the report's filters. Throws ValidationError, which names what to correct."""
	today = getdate()
	first = _day(filters, "from_date", _("From")) or today.replace(day=1)
	last = _day(filters, "to_date", _("To")) or (first + timedelta(days=32)).replace(day=1) - timedelta(
		days=1
	)
	if last < first:
		frappe.throw(_("The period ends before it begins."))
	return ComplianceQuestion(
		first,
		last,
		_instant(filters.get("read_at")),
		_option(Basis, filters.get("basis"), Basis.DUE, _("Basis")),
		_option(GroupBy, filters.get("group_by"), GroupBy.CLOCK, _("Group by")),
		{name: str(filters[name]) for name in COLUMNS if filters.get(name)},
		_confined_to(),
	)


def _confined_to() -> tuple[str, ...] | None:
	"""The partners of a reader's User Permissions: a pooled figure would tell of the others."""
	allowed = get_user_permissions(frappe.session.user).get("SLA Partner")
	if not allowed:
		return None
	return (
		tuple(entry.get("doc") for entry in allowed if entry.get("applicable_for") in (None, "", CYCLE))
		or None
	)


def _day(filters: Mapping[str, Any], name: str, label: str) -> date | None:
	given = filters.get(name)
	try:
		return getdate(given) if given else None
	except (ValueError, TypeError, OverflowError, frappe.ValidationError):
		frappe.throw(_("{0} is no date.").format(label))


def _instant(given: Any) -> datetime:
	"""The instant at which the report is read: never later than now, for nobody knows what will be."""
	now = utc_now()
	try:
		at = from_site(given)
	except (ValueError, TypeError, OverflowError, frappe.ValidationError):
		frappe.throw(_("{0} is no time.").format(_("Read at")))
	return min(at, now) if at else now


def _option(kind: Any, given: Any, usual: Any, label: str) -> Any:
	try:
		return kind(given) if given else usual
	except ValueError:
		frappe.throw(_("{0}: choose one of {1}.").format(label, ", ".join(kind)))


def _midnight(day: date) -> datetime:
	return datetime.combine(day, time(), site_zone())
