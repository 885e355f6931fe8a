"""The cycle of service level management in a semester (003 V): creates it, keeps it in order, and warns of overdue steps.

Called by the daily job, `api/service_level_management.py` and the controller of SLA Management Cycle. Completing a step is
`cycle_complete`, the report `cycle_report`.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, nowdate

from sla_id.agreement_lifecycle.notices import raise_notice
from sla_id.record_types import ManagementCycleRecord
from sla_id.savepoints import own_transaction
from sla_id.service_level_management.coverage import names_in_force
from sla_id.service_level_management.cycle_steps import DECIDED_BY, procedure, semester_of, title_of

DOCTYPE = "SLA Management Cycle"
RUNNING, REVIEWED = "Running", "Reviewed"
OPEN, DONE, REPEATED, NOT_NEEDED = "Open", "Done", "Repeated", "Not Needed"
PENDING = (OPEN, REPEATED)
KEPT_BY_PROCEDURE = ("state", "round", "done_on", "done_by", "finding", "details", "step", "action")
"""Fields of a step that only its completion writes."""
KEPT_OF_CYCLE = ("state", "round", "reviewed_by", "reviewed_on", "report_html", "report_html_en")


def create_cycle(day: date | None = None) -> str:
	"""Create the cycle of the semester that contains a day (today), or return the existing one."""
	first, last = semester_of(day or getdate(nowdate()))
	found = frappe.db.exists(DOCTYPE, {"from_date": first, "to_date": last})
	if found:
		return str(found)
	cycle = frappe.get_doc(
		{"doctype": DOCTYPE, "title": title_of(first), "from_date": first, "to_date": last}
	)
	return str(cycle.insert(ignore_permissions=True).name)


def keep_cycles() -> list[str]:
	"""Daily: create this semester's cycle once an agreement is in force. Returns the names of notices of overdue steps."""
	with own_transaction("The cycle of service level management could not be kept"):
		if names_in_force():
			create_cycle()
		running = frappe.get_all(DOCTYPE, filters={"state": RUNNING}, pluck="name", order_by="from_date")
		return [notice for name in running for notice in warn_of_steps(frappe.get_doc(DOCTYPE, name))]
	return []


def warn_of_steps(cycle: ManagementCycleRecord) -> list[str]:
	"""Raise a notice for each overdue step, once for each due date."""
	raised = [
		raise_notice(
			_whole_site(),
			"Step Overdue",
			_("{0}: step {1} was due on {2}").format(
				cycle.name, row.step, formatdate(row.due_on, "d MMMM yyyy")
			),
			_("{0} ({1}). Complete the step in the cycle, or give it another date.").format(
				row.action, row.owner_title
			),
			f"step:{cycle.name}:{row.step}:{row.due_on}",
			tell=[row.step_owner] if row.step_owner else [],
		)
		for row in overdue(cycle)
	]
	return [name for name in raised if name]


def overdue(cycle: ManagementCycleRecord) -> Iterator[Any]:
	"""The pending steps whose due date has passed."""
	today = getdate(nowdate())
	return (row for row in to_complete(cycle) if row.due_on and getdate(row.due_on) < today)


def to_complete(cycle: ManagementCycleRecord) -> list[Any]:
	"""The pending steps that a person completes. The others are decided by one of these."""
	return [row for row in pending(cycle) if row.step not in DECIDED_BY]


def pending(cycle: ManagementCycleRecord) -> list[Any]:
	"""The steps that are still to be done, in order."""
	return [row for row in sorted(cycle.steps, key=lambda row: row.step) if row.state in PENDING]


def fill_steps(cycle: ManagementCycleRecord) -> None:
	"""before_insert: add the eleven steps, spread over the rest of the semester."""
	if cycle.steps:
		return
	first, last = getdate(cycle.from_date), getdate(cycle.to_date)
	today = getdate(nowdate())
	start = today if first < today <= last else first
	for step in procedure(start, last, site_language()):
		cycle.append(
			"steps",
			{
				"step": step.number,
				"action": step.action,
				"owner_title": step.owner,
				"due_on": step.due,
				"state": OPEN,
			},
		)


def check_cycle(cycle: ManagementCycleRecord) -> None:
	"""validate: dates are in order, no other cycle has the same days, and what was recorded stays. Throws ValidationError."""
	first, last = getdate(cycle.from_date), getdate(cycle.to_date)
	if last < first:
		frappe.throw(_("To: the cycle ends before it starts."))
	for row in frappe.get_all(
		DOCTYPE, filters={"name": ["!=", cycle.name or ""]}, fields=["name", "from_date", "to_date"]
	):
		if getdate(row.from_date) <= last and first <= getdate(row.to_date):
			frappe.throw(_("From: {0} already covers some of these days.").format(row.name))
	if not cycle.flags.sla_id_procedure:
		_keep_record(cycle)
	refresh_next(cycle)


def refresh_next(cycle: ManagementCycleRecord) -> None:
	"""Set which step is next and when, for the list view."""
	waiting = sorted(to_complete(cycle), key=lambda row: (getdate(row.due_on or cycle.to_date), row.step))
	first = waiting[0] if waiting else None
	cycle.next_step = f"{first.step}. {first.action}"[:140] if first else None
	cycle.next_due = first.due_on if first else None


def site_language() -> str:
	"""The language of a site's records: "id" or "en"."""
	language = frappe.db.get_single_value("System Settings", "language") or "en"
	return "id" if str(language).startswith("id") else "en"


def _keep_record(cycle: ManagementCycleRecord) -> None:
	"""Refuse changes by hand, except of owners and due dates."""
	before = cycle.get_doc_before_save()
	if before is None:
		cycle.update({"state": RUNNING, "round": 1})
		for row in cycle.steps:
			row.update(
				{"state": OPEN, "round": 1, **dict.fromkeys(("done_on", "done_by", "finding", "details"))}
			)
		return
	if [row.step for row in before.steps] != [row.step for row in cycle.steps]:
		frappe.throw(_("Steps: the procedure has eleven steps. You can't add or remove any."))
	for field in KEPT_OF_CYCLE:
		cycle.set(field, before.get(field))
	for row, held in zip(cycle.steps, before.steps, strict=True):
		for field in KEPT_BY_PROCEDURE:
			row.set(field, held.get(field))


def _whole_site() -> Any:
	"""Stands in for the agreement in a notice that concerns none."""
	return frappe._dict(
		name=None, partner=None, language=site_language(), default_calendar=None, based_on=None
	)
