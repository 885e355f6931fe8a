"""Columns, rows and chart of the report SLA Compliance, and the words that say on the page what was counted and what wasn't."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import frappe
from frappe import _
from frappe.utils import escape_html, formatdate

from sla_id.agreements.words import say_percent
from sla_id.clock_words import clock_outcomes, say_clock
from sla_id.compliance_figures.compliance_filters import ComplianceQuestion, GroupBy, read_question
from sla_id.compliance_figures.count_cycles import GroupFigures, count_all, count_groups, count_months
from sla_id.instants import reader_language, say_to_reader, site_zone
from sla_id.reporting import Basis, ClockOutcome, Counts, say_rate, wilson_interval

SMALL = 30
"""Below so many decided clocks the interval stands beside the rate."""
NO_DATA = "–"
_LINKS = {
	GroupBy.PARTNER: "SLA Partner",
	GroupBy.SERVICE: "SLA Service",
	GroupBy.PRIORITY: "SLA Priority",
	GroupBy.CHANNEL: "SLA Channel",
	GroupBy.AGREEMENT: "SLA Agreement",
}
Row = dict[str, Any]


def build_report(filters: Mapping[str, Any]) -> tuple[list[Row], list[Row], str, Row | None, list[Row]]:
	"""Columns, rows, message, chart and summary, as Frappe takes them."""
	question = read_question(filters)
	groups = count_groups(question)
	total = count_all(question, groups)
	rows = [_row(question, key, groups[key]) for key in sorted(groups)]
	if rows:
		rows.append(
			{**_row(question, "", total), "grouped": _("All together"), "is_total": True, "key": None}
		)
	months = count_months(question) if groups else {}
	return (
		_columns(question),
		rows,
		_message(question, rows),
		_chart(months) if groups else None,
		_summary(total) if groups else [],
	)


def _columns(question: ComplianceQuestion) -> list[Row]:
	link = _LINKS.get(question.group_by)
	may_read = link is not None and frappe.has_permission(link, "read")
	outcomes = clock_outcomes()
	# Frappe refuses a report with a link that its reader may not follow
	first = {"fieldtype": "Link", "options": link} if may_read else {"fieldtype": "Data"}
	columns = [
		("rate", _("Rate"), "Data", 110),
		("decided", _("Decided (n)"), "Int", 100),
		("interval", _("Interval"), "Data", 140),
		("goal", _("Goal"), "Data", 90),
		("kept", _("Goal Reached"), "Data", 110),
		*((outcome, outcomes[outcome], "Int", 110) for outcome in outcomes),
		("used_50", _("Used, P50 (hours)"), "Data", 130),
		("used_90", _("Used, P90 (hours)"), "Data", 130),
	]
	return [
		{"fieldname": "grouped", "label": group_names()[question.group_by], "width": 190, **first},
		*(dict(zip(("fieldname", "label", "fieldtype", "width"), column, strict=True)) for column in columns),
	]


def group_names() -> dict[GroupBy, str]:
	"""What rows can be about."""
	return {
		GroupBy.CLOCK: _("Clock"),
		GroupBy.PRIORITY: _("Priority"),
		GroupBy.SERVICE: _("Service", context="SLA Clock Cycle"),
		GroupBy.PARTNER: _("Partner"),
		GroupBy.TEAM: _("Team"),
		GroupBy.CHANNEL: _("Channel", context="SLA Clock Cycle"),
		GroupBy.AGREEMENT: _("Agreement version"),
		GroupBy.MONTH: _("Month"),
		GroupBy.WEEK: _("Week"),
	}


def _row(question: ComplianceQuestion, key: str, figures: GroupFigures) -> Row:
	counts, language = figures.counts, reader_language()
	kept = counts.meets(figures.goal) if figures.goal is not None else None
	return {
		"key": key,
		"grouped": say_clock(key) if question.group_by is GroupBy.CLOCK and key else key or NO_DATA,
		"rate": _percent(say_rate(counts.rate, figures.goal), language),
		"decided": counts.decided,
		"interval": _interval(counts, language),
		"goal": _percent(say_rate(figures.goal), language, trim=True),
		"kept": NO_DATA if kept is None else _("Yes") if kept else _("No"),
		"is_kept": kept,
		**{str(outcome): getattr(counts, str(outcome)) for outcome in ClockOutcome},
		"used_50": _hours(figures.used[0], language),
		"used_90": _hours(figures.used[1], language),
	}


def _percent(text: str | None, language: str, *, trim: bool = False) -> str:
	"""A rate in the reader's form, with its four decimals."""
	if text is None:
		return NO_DATA
	if trim:
		return say_percent(Decimal(text), language)
	return f"{text.replace('.', ',') if language.startswith('id') else text}%"


def _interval(counts: Counts, language: str) -> str:
	if counts.decided >= SMALL:
		return ""
	span = wilson_interval(counts.met, counts.decided)
	if span is None:
		return NO_DATA
	low, high = (f"{share * 100:.1f}" for share in span)
	said = f"{low}–{high}%"
	return said.replace(".", ",") if language.startswith("id") else said


def _hours(seconds: float | None, language: str) -> str:
	if seconds is None:
		return NO_DATA
	text = f"{seconds / 3600:.2f}"
	return text.replace(".", ",") if language.startswith("id") else text


def _message(question: ComplianceQuestion, rows: Sequence[Row]) -> str:
	"""What stands above the table: the period, what was counted, what wasn't, and as of when."""
	zone = site_zone()
	period = _("{0} to {1} ({2}), read at {3}.").format(
		_day(question.first), _day(question.last), zone.key, say_to_reader(question.read_at)
	)
	sentences = [period, basis_words()[question.basis], _whose(question), _definition()]
	if any(row["decided"] < SMALL for row in rows):
		sentences.append(
			_(
				"With fewer than {0} decided, the interval says where the true share lies (Wilson, 95%)."
			).format(SMALL)
		)
	sentences.append(
		_(
			"Percentiles are by nearest rank, of the working time that decided and stopped clocks used. Several rows are pooled: "
			"counts are added, rates are never averaged."
		)
	)
	if not rows:
		sentences.append(_("No clock belongs to this period: no data is neither 0 nor 100%."))
	return "".join(f"<p class='text-muted small'>{escape_html(sentence)}</p>" for sentence in sentences)


def _day(day: date) -> str:
	return str(formatdate(day, "d MMMM yyyy"))


def basis_words() -> dict[Basis, str]:
	"""By what clocks belong to the period, and what that leaves out."""
	return {
		Basis.DUE: _(
			"Counted where a clock is due; without a due time, where it started. Left out: what is due in another period."
		),
		Basis.COMPLETED: _(
			"Counted where a clock stopped. Left out: what is still open, however late. It hides the worst."
		),
		Basis.CREATED: _(
			"Counted where a clock started. Nothing of the period is left out, but what isn't due yet is not decided."
		),
	}


def _whose(question: ComplianceQuestion) -> str:
	if question.of_teams:
		return str(
			_("These are the teams' own targets (OLA); what is promised to partners isn't among them.")
		)
	return str(
		_("These are the targets promised to partners; the teams' own targets (OLA) aren't among them.")
	)


def _definition() -> str:
	return str(
		_(
			"Rate = met ÷ decided; decided are met, missed and closed, missed and still open. Not decided, excluded and without a target "
			"aren't counted. A reopened ticket's clock is one clock with one outcome; the priority and version in force then count."
		)
	)


def _chart(months: Mapping[str, Counts]) -> Row | None:
	"""The rate by month; a month without decided clocks has a gap, not a zero."""
	if not any(counts.decided for counts in months.values()):
		return None
	values = [
		float(Fraction(say_rate(counts.rate) or 0)) if counts.decided else None for counts in months.values()
	]
	return {
		"data": {"labels": list(months), "datasets": [{"name": _("Rate (%)"), "values": values}]},
		"type": "line" if len(months) > 1 else "bar",
		"axisOptions": {"xIsSeries": 1},
	}


def _summary(total: GroupFigures) -> list[Row]:
	counts, language = total.counts, reader_language()
	kept = counts.meets(total.goal) if total.goal is not None else None
	colour = {True: "Green", False: "Red", None: "Blue"}[kept]
	outcomes = clock_outcomes()
	return [
		{
			"label": _("Rate"),
			"value": _percent(say_rate(counts.rate, total.goal), language),
			"datatype": "Data",
			"indicator": colour,
		},
		{"label": _("Decided (n)"), "value": counts.decided, "datatype": "Int", "indicator": "Blue"},
		{
			"label": outcomes["missed_open"],
			"value": counts.missed_open,
			"datatype": "Int",
			"indicator": "Red",
		},
		{
			"label": outcomes["missed_closed"],
			"value": counts.missed_closed,
			"datatype": "Int",
			"indicator": "Orange",
		},
	]
