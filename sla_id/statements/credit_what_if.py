"""What months of a partner would have cost under a scheme: typed as JSON, or that of an agreement, a draft too. It never writes.

The figures are those of the agreements that held; only fee and scheme are another's. Rows of the report SLA Credit What-If.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.levels import approved_heads
from sla_id.availability import AvailabilityError, MonthResult, parse_scheme
from sla_id.availability.guarantee import first_of_next
from sla_id.availability.month_question import percent
from sla_id.availability.spans import SECOND
from sla_id.outages.partner_versions import versions_between
from sla_id.outages.pooled_months import figures_by_days
from sla_id.outages.service_month import ServiceMonth, partner_months
from sla_id.statements.credit_sums import (
	NO_FEE,
	PER_TARGET,
	Priced,
	VersionCredit,
	VersionTerms,
	result_of,
	version_credit,
)
from sla_id.statements.missed_in_month import missed_in_month

MOST_MONTHS = 36
TARGETS = "targets"
Row = dict[str, Any]
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WhatIf:
	"""What is asked: a partner's months under a scheme (its JSON form) of a monthly fee."""

	partner: str
	months: tuple[date, ...]
	scheme: Mapping[str, Any]
	fee: Decimal | None


def still_to_choose(filters: Mapping[str, Any]) -> str:
	"""What the report asks for before there is a question; "" once there is one."""
	if not filters.get("partner"):
		return _("Partner: choose one.")
	if not filters.get("scheme") and not filters.get("agreement"):
		return _("Scheme: type one as JSON, or choose an agreement that has one.")
	if not filters.get("from_month") or not filters.get("to_month"):
		return _("From and until: choose a day of the first and of the last month.")
	return ""


def read_question(filters: Mapping[str, Any]) -> WhatIf:
	"""The question of the report's filters. Throws ValidationError that names the filter."""
	partner = str(filters.get("partner") or "")
	if not partner or not frappe.db.exists("SLA Partner", partner):
		frappe.throw(_("Partner: choose one."))
	scheme, fee = _terms(filters)
	if filters.get("fee"):
		fee = _amount(filters["fee"])
	return WhatIf(partner, _months(filters), scheme, fee)


def report_columns() -> list[Row]:
	"""The report's columns, as Frappe takes them."""
	columns = (
		("month", _("Month"), "Data", 110),
		("service", _("Service", context="SLA Statement Line"), "Data", 200),
		("target", _("Target (%)"), "Data", 100),
		("availability", _("Availability (%)"), "Data", 140),
		("minutes", _("Counted minutes down"), "Float", 170),
		("before_cap", _("Before the cap"), "Currency", 160),
		("amount", _("Credit", context="SLA Statement"), "Currency", 160),
		("problem", _("Problem"), "Data", 260),
	)
	return [
		{
			"fieldname": name,
			"label": label,
			"fieldtype": kind,
			"width": width,
			"precision": 2,
			**({"options": "currency"} if kind == "Currency" else {}),
		}
		for name, label, kind, width in columns
	]


def report_rows(question: WhatIf) -> list[Row]:
	"""A row for each month and, below it, each line that owes anything or can't be computed."""
	months = partner_months(question.partner, question.months)
	return [
		row
		for first in question.months
		for row in _month_rows(question, first, [month for month in months if month.month == first])
	]


def chart_of(rows: Sequence[Row]) -> Row:
	"""The months' credits as bars, before and after the cap, computed here."""
	months = [row for row in rows if not row["indent"]]
	return {
		"data": {
			"labels": [row["month"] for row in months],
			"datasets": [
				{"name": _("Before the cap"), "values": [row["before_cap"] for row in months]},
				{"name": _("Credit", context="SLA Statement"), "values": [row["amount"] for row in months]},
			],
		},
		"type": "bar",
		"colors": ["#c0c6cc", "#1f7ad1"],
		"fieldtype": "Currency",
		"options": "IDR",
	}


def _month_rows(question: WhatIf, first: date, months: Sequence[ServiceMonth]) -> Iterator[Row]:
	days = (first_of_next(first) - first).days
	terms = VersionTerms(question.fee, dict(question.scheme), days, days)
	priced = _missed(question, first, days) if _per_target(question) else list(_priced(months, first, days))
	found = version_credit(terms, [entry for entry, _row in priced])
	yield {
		**_empty(first.strftime("%Y-%m")),
		"before_cap": float(found.before_cap),
		"amount": float(found.amount),
		"problem": _problem(found, months),
		"indent": 0,
	}
	owed = {line.key: line for line in found.lines}
	for entry, row in priced:
		line = owed.get(entry.key)
		if line and line.before_cap:
			yield {**row, "before_cap": float(line.before_cap), "amount": float(line.amount)}


def _priced(months: Sequence[ServiceMonth], first: date, days: int) -> Iterator[tuple[Priced, Row]]:
	for month in months:
		for version in month.versions:
			if version.figures is None:
				continue
			figures, target = version.figures, version.guarantee.target
			result = result_of(figures, figures_by_days(version, first), days)
			key = f"{month.service}/{version.agreement}/{version.first}"
			row = {
				**_empty(""),
				"service": month.service or _("Everything agreed"),
				"target": f"{float(target * 100):.4f}".rstrip("0").rstrip("."),
				"availability": percent(figures.whole.availability, target),
				"minutes": round(float(figures.whole.counted / (60 * SECOND)), 2),
				"indent": 1,
			}
			yield Priced(key, (version.last - version.first).days + 1, result), row


def _missed(question: WhatIf, first: date, days: int) -> list[tuple[Priced, Row]]:
	last = first_of_next(first) - _A_DAY
	held = versions_between(question.partner, first, last, approved_heads())
	if not held:
		return []
	zone = effective_agreement(held[-1].levels).zone
	count = len(missed_in_month(question.partner, held[0].first, held[-1].last, zone))
	nothing = Fraction(0)
	result = MonthResult(None, None, nothing, nothing, nothing, Fraction(1), days, count)
	row = {**_empty(""), "service": _("{0} missed targets").format(count), "indent": 1}
	return [(Priced(TARGETS, days, result), row)]


def _per_target(question: WhatIf) -> bool:
	return question.scheme.get("kind") == PER_TARGET


def _problem(found: VersionCredit, months: Sequence[ServiceMonth]) -> str:
	if found.problem == NO_FEE:
		return _("The scheme needs a monthly fee: write one.")
	return next((version.problem for month in months for version in month.versions if version.problem), "")


def _empty(month: str) -> Row:
	return {
		"month": month,
		"service": "",
		"target": "",
		"availability": "",
		"minutes": None,
		"currency": "IDR",
	}


def _months(filters: Mapping[str, Any]) -> tuple[date, ...]:
	first, last = (getdate(filters.get(name)).replace(day=1) for name in ("from_month", "to_month"))
	found: list[date] = []
	while first <= last and len(found) < MOST_MONTHS:
		found.append(first)
		first = first_of_next(first)
	if not found:
		frappe.throw(_("Until: choose a month that isn't before the first."))
	return tuple(found)


def _terms(filters: Mapping[str, Any]) -> tuple[Mapping[str, Any], Decimal | None]:
	"""The scheme that was typed, else an agreement's, whether it is in force, enabled or a draft."""
	text = str(filters.get("scheme") or "").strip()
	if text:
		return _checked(_parsed(text)), None
	name = str(filters.get("agreement") or "")
	if not name or not frappe.db.exists("SLA Agreement", name):
		frappe.throw(_("Scheme: type one as JSON, or choose an agreement that has one."))
	frappe.has_permission("SLA Agreement", "read", name, throw=True)
	credit = effective_agreement((name,)).file.credit
	if credit is None or credit.scheme is None:
		frappe.throw(_("Agreement: {0} has no credit scheme.").format(name))
	return credit.scheme.as_json(), credit.fee


def _parsed(text: str) -> Any:
	try:
		return json.loads(text)
	except (ValueError, RecursionError) as error:
		frappe.throw(_("{0}: this isn't JSON: {1}").format(_("Scheme"), str(error)[:100]))


def _checked(scheme: Any) -> Mapping[str, Any]:
	try:
		parse_scheme(scheme)
	except AvailabilityError as error:
		frappe.throw(_("Scheme: {0}").format(error))
	assert isinstance(scheme, Mapping)
	return scheme


def _amount(value: Any) -> Decimal:
	try:
		amount = Decimal(str(value))
	except InvalidOperation:
		amount = Decimal(-1)
	if not amount.is_finite() or amount < 0 or amount >= Decimal(10) ** 15:
		frappe.throw(_("Fee: write an amount in rupiah, e.g. 25000000."))
	return amount
