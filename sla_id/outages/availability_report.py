"""Rows of the report SLA Availability: a month, semester or year of each service, so far and as a whole, with what is left.

A month has a row for each version of the agreement that held in it; a semester or year has one row, its seconds pooled.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.levels import approved_heads
from sla_id.availability import MonthFigures, Pooled
from sla_id.availability.month_figures import Figure
from sla_id.availability.month_question import percent
from sla_id.availability.spans import SECOND
from sla_id.instants import reader_language
from sla_id.outages.outage_values import OutageRow
from sla_id.outages.pooled_months import PeriodFigures, months_of, pool_months
from sla_id.outages.read_outages import read_outages
from sla_id.outages.service_month import (
	ServiceMonth,
	VersionMonth,
	month_bounds,
	open_claims,
	partner_months,
)
from sla_id.outages.touched import enabled_partners

PERIODS = ("Month", "Semester", "Year")
_MINUTE = 60 * SECOND
Row = dict[str, Any]


def report_columns() -> list[Row]:
	"""The report's columns, as Frappe takes them."""
	links = (
		("partner", _("Partner"), "Link", "SLA Partner", 120),
		("service", _("Service", context="SLA Outage"), "Link", "SLA Service", 120),
	)
	rest = (
		("service_name", _("Name"), "Data", 170),
		("period", _("Period", context="SLA Outage"), "Data", 130),
		("target", _("Target (%)"), "Data", 100),
		("so_far", _("So far (%)"), "Data", 120),
		("whole", _("Whole period (%)"), "Data", 160),
		("if_granted", _("If all claims are granted (%)"), "Data", 180),
		("met", _("Kept"), "Data", 160),
		("minutes_down", _("Minutes down"), "Float", 120),
		("minutes_excluded", _("Of them excluded"), "Float", 120),
		("minutes_allowed", _("Minutes allowed"), "Float", 130),
		("minutes_left", _("Minutes left"), "Float", 120),
		("burn_rate", _("Burn rate"), "Data", 100),
		("outages", _("Outages", context="SLA Availability"), "Int", 90),
		("claims_open", _("Open claims"), "Int", 90),
		("agreement", _("Agreement"), "Data", 180),
		("problem", _("Problem"), "Data", 240),
	)
	# Frappe 15 refuses a whole report for a link to what its reader may not open (an executive and partners)
	columns: list[Row] = [
		{"fieldname": name, "label": label, "fieldtype": kind, "options": options, "width": width}
		if frappe.has_permission(options)
		else {"fieldname": name, "label": label, "fieldtype": "Data", "width": width}
		for name, label, kind, options, width in links
	]
	columns += [
		{"fieldname": name, "label": label, "fieldtype": kind, "width": width, "precision": 2}
		for name, label, kind, width in rest
	]
	return columns


def report_rows(day: date, period: str, partner: str | None = None, service: str | None = None) -> list[Row]:
	"""The rows for the period that a day is in. Outages and agreements are read once for all partners."""
	firsts = months_of(period if period in PERIODS else "Month", day)
	heads, outages = approved_heads(), read_outages(*month_bounds(firsts))
	rows: list[Row] = []
	for code in [partner] if partner else enabled_partners():
		months = partner_months(
			code, firsts, services=[service] if service else None, heads=heads, outages=outages
		)
		rows += _partner_rows(months, firsts)
	return rows


def _partner_rows(months: Sequence[ServiceMonth], firsts: Sequence[date]) -> Iterator[Row]:
	for code in dict.fromkeys(month.service for month in months):
		mine = [month for month in months if month.service == code]
		if len(firsts) > 1:
			yield from _pooled_row(mine, firsts)
			continue
		for month in mine:
			for version in month.versions:
				yield _version_row(month, version)


def _version_row(month: ServiceMonth, version: VersionMonth) -> Row:
	days = f"{_day(version.first)} – {_day(version.last)}"
	row = {
		**_head(month, [version]),
		"period": _month(month.month) if len(month.versions) == 1 else f"{_month(month.month)} ({days})",
		"target": _plain(version.guarantee.target * 100),
		"agreement": version.agreement,
		"problem": version.problem,
	}
	if version.figures is None:
		return row
	return {
		**row,
		**_month_figures(version.figures),
		**_if_granted(version.figures.if_all_granted, [(month.month, version)]),
	}


def _month_figures(figures: MonthFigures) -> Row:
	target = figures.guarantee.target
	so_far = figures.so_far
	return {
		"so_far": percent(so_far.availability, target, so_far=True) if so_far else "",
		"whole": percent(figures.whole.availability, target),
		"met": say_kept(figures.met, figures.left),
		"is_met": figures.met,
		"minutes_down": _minutes(figures.whole.down),
		"minutes_excluded": _minutes(figures.whole.excluded),
		"minutes_allowed": _minutes(figures.allowance),
		"minutes_left": _minutes(figures.left),
		"burn_rate": _rate(figures.burn_rate),
	}


def _pooled_row(months: Sequence[ServiceMonth], firsts: Sequence[date]) -> Iterator[Row]:
	versions = [version for month in months for version in month.versions]
	if not versions:
		return
	targets = {version.guarantee.target for version in versions}
	row = {
		**_head(months[0], versions),
		"period": f"{_month(firsts[0])} – {_month(firsts[-1])}",
		"target": " / ".join(_plain(target * 100) for target in sorted(targets)),
		"agreement": ", ".join(dict.fromkeys(version.agreement for version in versions)),
		"problem": next((version.problem for version in versions if version.problem), ""),
	}
	pooled = pool_months(months)
	if pooled is None:
		yield row
		return
	yield {
		**row,
		**_pooled_figures(pooled),
		**_if_granted(
			pooled.if_all_granted, [(month.month, version) for month in months for version in month.versions]
		),
	}


def _pooled_figures(pooled: PeriodFigures) -> Row:
	denominator = pooled.whole.denominator
	target = 1 - pooled.allowance / denominator if denominator else Fraction(1)
	so_far = pooled.so_far
	return {
		"so_far": percent(so_far.availability, target, so_far=True) if so_far else "",
		"whole": percent(pooled.whole.availability, target),
		"met": say_kept(pooled.met, pooled.left),
		"is_met": pooled.met,
		"minutes_down": _minutes(pooled.whole.down),
		"minutes_excluded": _minutes(pooled.whole.down - pooled.whole.counted),
		"minutes_allowed": _minutes(pooled.allowance),
		"minutes_left": _minutes(pooled.left),
		"burn_rate": _rate(pooled.burn_rate),
	}


def _if_granted(wished: Figure | Pooled, versions: Sequence[tuple[date, VersionMonth]]) -> Row:
	"""The second figure, as long as a claim is open: if every one were granted."""
	claims = {claim for month, version in versions for claim in open_claims(version, month)}
	target = min(version.guarantee.target for _month, version in versions)
	return {
		"claims_open": len(claims),
		"if_granted": percent(wished.availability, target) if claims else "",
	}


def _head(month: ServiceMonth, versions: Sequence[VersionMonth]) -> Row:
	touching: dict[str, OutageRow] = {row.name: row for version in versions for row in version.outages}
	return {
		"partner": month.partner,
		"service": month.service or "",
		"service_name": _service_name(month.service),
		"outages": len(touching),
		"outage_names": sorted(touching),
	}


def _service_name(service: str | None) -> str:
	if not service:
		return _("Everything agreed")
	names = frappe.get_cached_value("SLA Service", service, ["service_name", "service_name_en"])
	if not names:
		return service
	own, english = names
	return str(own if reader_language() == "id" else english or own)


def say_kept(met: bool | None, left: Fraction) -> str:
	"""What became of the promise; while the period runs or a claim is open, whether there is still allowance left."""
	if met is None:
		return _("Kept so far") if left >= 0 else _("Not decided yet")
	return _("Kept") if met else _("Missed", context="SLA Outage")


def _minutes(microseconds: Fraction) -> float:
	return round(float(microseconds / _MINUTE), 2)


def _rate(rate: Fraction | None) -> str:
	return "" if rate is None else f"{float(rate):.2f}"


def _plain(number: Fraction) -> str:
	return f"{float(number):.4f}".rstrip("0").rstrip(".")


def _month(first: date) -> str:
	return first.strftime("%Y-%m")


def _day(day: date) -> str:
	return day.isoformat()
