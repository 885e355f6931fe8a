"""The semester report of service level management as HTML (003 V.11 and VI): numbers from the database, all text escaped.

Called by `cycle_complete` when the semester is reviewed, and by `api/service_level_management.py` for a look ahead.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.utils import escape_html, getdate, nowdate

from sla_id.agreements.words import say_date, say_percent
from sla_id.engine.words import say_instant
from sla_id.instants import site_zone
from sla_id.service_level_management.coverage import (
	ServiceCoverage,
	agreements_in_force,
	names_in_force,
	service_coverage,
	without_ola,
	without_sla,
)
from sla_id.service_level_management.cycle_figures import OLA, Count, Measured, count, measured, say_clock
from sla_id.service_level_management.cycle_steps import procedure

SHOWN_BREACHES = 100
IMPROVEMENTS = 10

Rows = Iterable[Sequence[object]]


def report_html(cycle: Any, language: str) -> str:
	"""The report of a cycle's semester as it stands now, in "id" or "en"."""
	first, last = getdate(cycle.from_date), getdate(cycle.to_date)
	clocks = measured(first, last)
	title = _("Service level management, {0} to {1}", language).format(
		say_date(first, language), say_date(last, language)
	)
	parts = [
		f"<h2>{escape_html(title)}</h2>",
		*_agreements(language),
		*_coverage(service_coverage(language), language),
		*_compliance(clocks, language),
		*_breaches(clocks, language),
		*_reviews(language),
		*_improvements(cycle, language),
		*_steps(cycle, language),
	]
	return "\n".join(parts)


def _agreements(language: str) -> Iterator[str]:
	yield _heading(_("Agreements in force", language))
	yield _table(
		(
			_("Agreement", language),
			_("Title", language, context="SLA Management Cycle"),
			_("From", language, context="SLA Management Cycle"),
			_("Until", language),
		),
		(
			(
				held.name,
				held.file.agreement.title.get(language),
				say_date(held.file.agreement.effective_from, language),
				say_date(held.file.agreement.effective_to, language)
				if held.file.agreement.effective_to
				else "–",
			)
			for held in agreements_in_force()
		),
		language,
	)


def _coverage(lines: Sequence[ServiceCoverage], language: str) -> Iterator[str]:
	services = [line for line in lines if not line.supporting]
	lacking = without_sla(lines)
	yield _heading(_("Service coverage", language))
	yield _paragraph(
		_("{0} of {1} services have an SLA.", language).format(len(services) - len(lacking), len(services))
	)
	if lacking:
		yield _paragraph(_("Without an SLA: {0}", language).format(", ".join(lacking)))
	for gap in without_ola(lines):
		yield _paragraph(_("{0} depends on {1}, which has no OLA", language).format(*gap))


def _compliance(clocks: Sequence[Measured], language: str) -> Iterator[str]:
	numbers = (
		_("Kept", language),
		_("Missed", language, context="SLA Management Cycle"),
		_("Share kept", language),
	)
	yield _heading(_("Compliance by agreement and priority", language))
	by_priority = count(
		(clock for clock in clocks if clock.clock != OLA),
		lambda clock: (clock.agreement, clock.priority or "–", say_clock(clock.clock, language)),
	)
	columns = (_("Agreement", language), _("Priority", language), _("Clock", language))
	yield _table((*columns, *numbers), (_counted(entry, language) for entry in by_priority), language)
	yield _heading(_("OLA by team", language))
	by_team = count((clock for clock in clocks if clock.clock == OLA), lambda clock: (clock.team,))
	yield _table((_("Team", language), *numbers), (_counted(entry, language) for entry in by_team), language)


def _counted(entry: Count, language: str) -> tuple[object, ...]:
	return (*entry.group, entry.kept, entry.missed, say_percent(entry.percent, language))


def _breaches(clocks: Sequence[Measured], language: str) -> Iterator[str]:
	missed = [clock for clock in clocks if clock.missed]
	yield _heading(_("Missed targets", language))
	if len(missed) > SHOWN_BREACHES:
		yield _paragraph(_("The latest {0} of {1}.", language).format(SHOWN_BREACHES, len(missed)))
	yield _table(
		(
			_("Ticket", language),
			_("Agreement", language),
			_("Priority", language),
			_("Clock", language),
			_("Team", language),
			_("Due", language),
		),
		(
			(
				clock.ticket,
				clock.agreement,
				clock.priority or "–",
				say_clock(clock.clock, language),
				clock.team or "–",
				say_instant(clock.due, language, site_zone()),
			)
			for clock in missed[-SHOWN_BREACHES:]
		),
		language,
	)


def _reviews(language: str) -> Iterator[str]:
	"""Reviews of agreements in force that are overdue: a warning, they stay in force (X19)."""
	agreement = frappe.qb.DocType("SLA Agreement")
	rows = (
		frappe.qb.from_(agreement)
		.select(agreement.name, agreement.next_review)
		.where(agreement.name.isin(names_in_force() or [""]))
		.where(agreement.next_review.notnull() & (agreement.next_review < nowdate()))
		.orderby(agreement.next_review)
	).run()
	yield _heading(_("Overdue reviews", language))
	yield _table(
		(_("Agreement", language), _("Review was due on", language)),
		((name, say_date(getdate(day), language)) for name, day in rows),
		language,
	)


def _improvements(cycle: Any, language: str) -> Iterator[str]:
	yield _heading(_("Improvements", language))
	found = [row.finding for row in cycle.steps if row.step == IMPROVEMENTS and row.finding]
	for text in found:
		yield from (_paragraph(line) for line in text.splitlines() if line.strip())
	if not found:
		yield _paragraph(_("None recorded.", language))


def _steps(cycle: Any, language: str) -> Iterator[str]:
	first, last = getdate(cycle.from_date), getdate(cycle.to_date)
	actions = {step.number: step.action for step in procedure(first, last, language)}
	yield _heading(_("Steps of the procedure", language))
	yield _table(
		(
			_("Step", language),
			_("What is done", language),
			_("State", language, context="SLA Management Step"),
			_("Round", language),
			_("Done on", language),
			_("Done by", language),
			_("Finding", language),
		),
		(
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
		),
		language,
	)


def _say_state(state: str, language: str) -> str:
	words = {
		"Open": _("Open", language, context="SLA Management Step"),
		"Done": _("Done", language, context="SLA Management Step"),
		"Repeated": _("Repeated", language),
		"Not Needed": _("Not Needed", language),
	}
	return str(words[state])


def _heading(text: str) -> str:
	return f"<h3>{escape_html(text)}</h3>"


def _paragraph(text: str) -> str:
	return f"<p>{escape_html(text)}</p>"


def _table(columns: Sequence[str], rows: Rows, language: str) -> str:
	head = "".join(f"<th>{escape_html(column)}</th>" for column in columns)
	body = "".join(
		"<tr>" + "".join(f"<td>{escape_html(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
	)
	if not body:
		return _paragraph(_("None.", language))
	return f'<table class="table table-bordered"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
