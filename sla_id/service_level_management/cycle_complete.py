"""Completes a step of the cycle: who did it, when, the finding, and what a program can check (003 V.1–11).

Called by `api/service_level_management.py`, which has checked the permission.
"""

from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime, nowdate

from sla_id.record_types import ManagementCycleRecord, ManagementStepRow
from sla_id.service_level_management.coverage import service_coverage, without_ola, without_sla
from sla_id.service_level_management.cycle import (
	DONE,
	NOT_NEEDED,
	OPEN,
	PENDING,
	REPEATED,
	REVIEWED,
	pending,
	site_language,
)
from sla_id.service_level_management.cycle_figures import say_figures
from sla_id.service_level_management.cycle_report import report_html
from sla_id.service_level_management.cycle_steps import (
	ADJUSTMENT_LOOP,
	DECIDED_BY,
	LAST,
	MAY_BE_SKIPPED,
	NEEDS_FINDING,
	WITHOUT_SLA_LOOP,
)

AGAIN_DAYS = 14
"""A step that is repeated and was due already is due so many days later."""


def complete_step(
	cycle: ManagementCycleRecord,
	number: int,
	finding: str,
	*,
	adjustment_needed: bool = False,
	not_needed: bool = False,
) -> dict[str, Any]:
	"""Complete a step. Returns what became of it: step, state, round and the details that were found.

	Throws ValidationError if the step can't be done now or has no finding.
	"""
	row = _row(cycle, number)
	_check(cycle, row, finding, not_needed)
	details = "" if not_needed else find_details(cycle, number)
	row.update(
		{
			"state": NOT_NEEDED if not_needed else DONE,
			"done_on": now_datetime(),
			"done_by": frappe.session.user,
			"finding": finding.strip() or None,
			"details": details or None,
			"round": cycle.round,
		}
	)
	_note(cycle, row)
	_follow(cycle, row, adjustment_needed)
	cycle.flags.sla_id_procedure = True
	cycle.save(ignore_permissions=True)
	return {"step": number, "state": row.state, "round": cycle.round, "details": details}


def find_details(cycle: ManagementCycleRecord, number: int) -> str:
	"""What the program finds for a step, in the site's language. Empty if it can't find anything."""
	language = site_language()
	if number in (1, 4):
		services = without_sla(service_coverage(language))
		if not services:
			return str(_("Every service has an SLA.", language))
		return str(_("Without an SLA: {0}", language).format(", ".join(services)))
	if number == 3:
		gaps = without_ola(service_coverage(language))
		if not gaps:
			return str(_("Every dependency has an OLA.", language))
		lines = (_("{0} depends on {1}, which has no OLA", language).format(*gap) for gap in gaps)
		return "\n".join(lines)
	if number == 7:
		return say_figures(getdate(cycle.from_date), getdate(cycle.to_date), language)
	return ""


def _row(cycle: ManagementCycleRecord, number: int) -> Any:
	for row in cycle.steps:
		if row.step == number:
			return row
	frappe.throw(_("The procedure has no step {0}.").format(number))
	return None


def _check(cycle: ManagementCycleRecord, row: ManagementStepRow, finding: str, not_needed: bool) -> None:
	if cycle.state == REVIEWED:
		frappe.throw(_("{0} is reviewed and closed.").format(cycle.name))
	if row.step in DECIDED_BY:
		frappe.throw(_("Step {0} is decided by step {1}.").format(row.step, DECIDED_BY[row.step]))
	if row.state not in PENDING:
		frappe.throw(_("Step {0} is already done.").format(row.step))
	if not_needed and row.step not in MAY_BE_SKIPPED:
		frappe.throw(_("Step {0} can't be skipped.").format(row.step))
	if (not_needed or row.step in NEEDS_FINDING) and not finding.strip():
		frappe.throw(_("Finding: say what was found or decided."))
	if row.step == LAST:
		open_steps = [str(other.step) for other in pending(cycle) if other.step != LAST]
		if open_steps:
			frappe.throw(
				_("The semester can be reviewed once the other steps are done. Still open: {0}.").format(
					", ".join(open_steps)
				)
			)


def _follow(cycle: ManagementCycleRecord, row: ManagementStepRow, adjustment_needed: bool) -> None:
	"""Do what a step leads to: start another round, end a loop, or end the cycle."""
	if row.step == 4:
		if without_sla(service_coverage(site_language())):
			_repeat(cycle, WITHOUT_SLA_LOOP, 5)
		else:
			_settle(cycle, 5)
	elif row.step == 8:
		if adjustment_needed:
			_repeat(cycle, ADJUSTMENT_LOOP, 9)
		else:
			_settle(cycle, 9)
	elif row.step == LAST:
		_close(cycle)


def _repeat(cycle: ManagementCycleRecord, numbers: tuple[int, ...], loop: int) -> None:
	"""Start another round of those steps, which step `loop` stands for. Every finding stays in the timeline."""
	cycle.round = (cycle.round or 1) + 1
	for row in cycle.steps:
		if row.step in numbers or row.step == loop:
			inner = row.step in DECIDED_BY and row.step != loop
			state = OPEN if inner else REPEATED
			row.update({"state": state, "done_on": None, "done_by": None, "round": cycle.round})
			row.due_on = _due_again(cycle, row)


def _due_again(cycle: ManagementCycleRecord, row: ManagementStepRow) -> date:
	last: date = getdate(cycle.to_date)
	due: date = getdate(row.due_on or last)
	again: date = getdate(nowdate()) + timedelta(days=AGAIN_DAYS)
	return max(due, min(again, last))


def _settle(cycle: ManagementCycleRecord, number: int) -> None:
	"""End a loop: the step that repeats others is done, or wasn't needed."""
	row = _row(cycle, number)
	if row.state in PENDING:
		row.update(
			{
				"state": DONE if row.state == REPEATED else NOT_NEEDED,
				"done_on": now_datetime(),
				"done_by": frappe.session.user,
				"round": cycle.round,
			}
		)


def _close(cycle: ManagementCycleRecord) -> None:
	"""End the cycle with the review of the semester and its report (003 VI: the success indicator)."""
	cycle.update(
		{
			"state": REVIEWED,
			"reviewed_by": frappe.session.user,
			"reviewed_on": now_datetime(),
			"report_html": report_html(cycle, "id"),
			"report_html_en": report_html(cycle, "en"),
		}
	)


def _note(cycle: ManagementCycleRecord, row: ManagementStepRow) -> None:
	said = "\n".join(filter(None, (row.finding, row.details)))
	text = _("Step {0}, round {1}: {2}").format(
		row.step, cycle.round, said or _(row.state, context="SLA Management Step")
	)
	cycle.add_comment("Info", frappe.utils.escape_html(text))
