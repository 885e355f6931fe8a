"""The semester report of service level management as HTML (003 V.11 and VI): numbers from the database.

The markup is in `templates/cycle_report.html`.

Called by `cycle_complete` when the semester is reviewed, and by `api/service_level_management.py` for a look ahead.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from sla_id.agreements.words import say_date, say_percent
from sla_id.engine.words import say_instant
from sla_id.html_templates import fill_template
from sla_id.instants import site_zone
from sla_id.ledger.clock_facts import OLA
from sla_id.record_types import ManagementCycleRecord
from sla_id.service_level_management.coverage import (
	ServiceCoverage,
	agreements_in_force,
	names_in_force,
	service_coverage,
	without_ola,
	without_sla,
)
from sla_id.service_level_management.cycle_availability import availability_rows, credit_lines
from sla_id.service_level_management.cycle_figures import Count, Measured, count, measured, say_clock
from sla_id.service_level_management.cycle_steps import procedure

SHOWN_BREACHES = 100
IMPROVEMENTS = 10


@dataclass(frozen=True, slots=True)
class ReportPart:
	"""A heading with what stands below it: sentences, then a table if there are `columns`."""

	heading: str
	lines: Sequence[str] = ()
	columns: Sequence[str] = ()
	rows: Sequence[Sequence[object]] = ()


def report_html(cycle: ManagementCycleRecord, language: str) -> str:
	"""The report of a cycle's semester as it stands now, in "id" or "en"."""
	first, last = getdate(cycle.from_date), getdate(cycle.to_date)
	clocks = measured(first, last)
	title = _("Service level management, {0} to {1}", language).format(
		say_date(first, language), say_date(last, language)
	)
	parts = [
		_agreements(language),
		_coverage(service_coverage(language), language),
		*_compliance(clocks, language),
		_breaches(clocks, language),
		_availability(first, last, language),
		_reviews(language),
		_improvements(cycle, language),
		_steps(cycle, language),
	]
	return fill_template("cycle_report.html", title=title, parts=parts, nothing=_("None.", language))


def _agreements(language: str) -> ReportPart:
	return ReportPart(
		_("Agreements in force", language),
		columns=(
			_("Agreement", language),
			_("Title", language, context="SLA Management Cycle"),
			_("From", language, context="SLA Management Cycle"),
			_("Until", language),
		),
		rows=[
			(
				held.name,
				held.file.agreement.title.get(language),
				say_date(held.file.agreement.effective_from, language),
				say_date(held.file.agreement.effective_to, language)
				if held.file.agreement.effective_to
				else "–",
			)
			for held in agreements_in_force()
		],
	)


def _coverage(lines: Sequence[ServiceCoverage], language: str) -> ReportPart:
	services = [line for line in lines if not line.supporting]
	lacking = without_sla(lines)
	said = [
		_("{0} of {1} services have an SLA.", language).format(len(services) - len(lacking), len(services))
	]
	if lacking:
		said.append(_("Without an SLA: {0}", language).format(", ".join(lacking)))
	said += [_("{0} depends on {1}, which has no OLA", language).format(*gap) for gap in without_ola(lines)]
	return ReportPart(_("Service coverage", language), said)


def _compliance(clocks: Sequence[Measured], language: str) -> Iterator[ReportPart]:
	numbers = (
		_("Kept", language),
		_("Missed", language, context="SLA Management Cycle"),
		_("Share kept", language),
	)
	by_priority = count(
		(clock for clock in clocks if clock.clock != OLA),
		lambda clock: (clock.agreement, clock.priority or "–", say_clock(clock.clock, language)),
	)
	columns = (_("Agreement", language), _("Priority", language), _("Clock", language))
	yield ReportPart(
		_("Compliance by agreement and priority", language),
		columns=(*columns, *numbers),
		rows=[_counted(entry, language) for entry in by_priority],
	)
	by_team = count((clock for clock in clocks if clock.clock == OLA), lambda clock: (clock.team,))
	yield ReportPart(
		_("OLA by team", language),
		columns=(_("Team", language), *numbers),
		rows=[_counted(entry, language) for entry in by_team],
	)


def _counted(entry: Count, language: str) -> tuple[object, ...]:
	return (*entry.group, entry.kept, entry.missed, say_percent(entry.percent, language))


def _breaches(clocks: Sequence[Measured], language: str) -> ReportPart:
	missed = [clock for clock in clocks if clock.missed]
	more = len(missed) > SHOWN_BREACHES
	return ReportPart(
		_("Missed targets", language),
		[_("The latest {0} of {1}.", language).format(SHOWN_BREACHES, len(missed))] if more else [],
		columns=(
			_("Ticket", language),
			_("Agreement", language),
			_("Priority", language),
			_("Clock", language),
			_("Team", language),
			_("Due", language),
		),
		rows=[
			(
				clock.ticket,
				clock.agreement,
				clock.priority or "–",
				say_clock(clock.clock, language),
				clock.team or "–",
				say_instant(clock.due, language, site_zone()),
			)
			for clock in missed[-SHOWN_BREACHES:]
		],
	)


def _availability(first: date, last: date, language: str) -> ReportPart:
	return ReportPart(
		_("Availability", language, context="SLA Management Cycle"),
		credit_lines(first, last, language),
		columns=(
			_("Partner", language),
			_("Service", language, context="SLA Outage"),
			_("Promised", language, context="SLA Management Cycle"),
			_("Reached", language, context="SLA Management Cycle"),
			_("Downtime that counts", language),
			_("Downtime allowed", language),
			_("Months missed", language),
		),
		rows=availability_rows(first, last, language),
	)


def _reviews(language: str) -> ReportPart:
	"""Overdue reviews of agreements in force. They are a warning; the agreements stay in force (X19)."""
	agreement = frappe.qb.DocType("SLA Agreement")
	rows = (
		frappe.qb.from_(agreement)
		.select(agreement.name, agreement.next_review)
		.where(agreement.name.isin(names_in_force() or [""]))
		.where(agreement.next_review.notnull() & (agreement.next_review < nowdate()))
		.orderby(agreement.next_review)
	).run()
	return ReportPart(
		_("Overdue reviews", language),
		columns=(_("Agreement", language), _("Review was due on", language)),
		rows=[(name, say_date(getdate(day), language)) for name, day in rows],
	)


def _improvements(cycle: ManagementCycleRecord, language: str) -> ReportPart:
	found = [row.finding for row in cycle.steps if row.step == IMPROVEMENTS and row.finding]
	lines = [line for text in found for line in text.splitlines() if line.strip()]
	return ReportPart(_("Improvements", language), lines if found else [_("None recorded.", language)])


def _steps(cycle: ManagementCycleRecord, language: str) -> ReportPart:
	first, last = getdate(cycle.from_date), getdate(cycle.to_date)
	actions = {step.number: step.action for step in procedure(first, last, language)}
	return ReportPart(
		_("Steps of the procedure", language),
		columns=(
			_("Step", language),
			_("What is done", language),
			_("State", language, context="SLA Management Step"),
			_("Round", language),
			_("Done on", language),
			_("Done by", language),
			_("Finding", language),
		),
		rows=[
			(
				row.step,
				actions[row.step],
				_say_state(row.state, language),
				row.round or 1,
				say_date(getdate(row.done_on), language) if row.done_on else "–",
				row.done_by or "–",
				row.finding or "–",
			)
			for row in sorted(cycle.steps, key=lambda row: row.step)
		],
	)


def _say_state(state: str, language: str) -> str:
	words = {
		"Open": _("Open", language, context="SLA Management Step"),
		"Done": _("Done", language, context="SLA Management Step"),
		"Repeated": _("Repeated", language),
		"Not Needed": _("Not Needed", language),
	}
	return str(words[state])
