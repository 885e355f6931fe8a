"""What the desk may ask about service level management, and do to it. Permission first, typed."""

from typing import Any

import frappe
from frappe import _

from sla_id.access import need_role, need_staff
from sla_id.agreements.partners import STAFF
from sla_id.agreements.say_errors import say_error
from sla_id.api.arguments import answerable, read_date, read_language
from sla_id.engine import EngineError
from sla_id.service_level_management.cycle import DOCTYPE, REVIEWED
from sla_id.service_level_management.cycle import create_cycle as create
from sla_id.service_level_management.cycle_complete import complete_step as complete
from sla_id.service_level_management.cycle_complete import find_details
from sla_id.service_level_management.cycle_report import report_html
from sla_id.service_level_management.ola_fit import describe_fit


@frappe.whitelist()
@answerable
def ola_fit(agreement: str) -> dict[str, Any]:
	"""Whether the teams' targets (OLA) fit inside an agreement's promises, in the reader's language. For
	staff only.

	`promises` hold promise, services, teams, verdict (always, sometimes, never), result, when, together,
	worst, late_hours, gaps, uncounted and the heat row day_0 … day_6. `left_out` names what isn't compared.
	"""
	need_role(*sorted(STAFF))
	frappe.get_doc("SLA Agreement", agreement).check_permission("read")
	try:
		return describe_fit(agreement)
	except EngineError as error:
		frappe.throw(_("The OLA fit of {0} can't be computed: {1}").format(agreement, say_error(error)))
		raise


@frappe.whitelist(methods=["POST"])
@answerable
def create_cycle(day: str | None = None) -> str:
	"""Create the cycle of the semester that a day (today) lies in, unless it exists. Returns its name."""
	frappe.has_permission(DOCTYPE, "create", throw=True)
	return create(read_date(day, "day") if day else None)


@frappe.whitelist(methods=["POST"])
@answerable
def complete_step(
	cycle: str, step: int, finding: str = "", adjustment_needed: bool = False, not_needed: bool = False
) -> dict[str, Any]:
	"""Complete a step of the procedure. For managers and for the user whom the step names as its owner.

	Returns step, state, round and the details that the program found. The state Repeated means that this and
	earlier steps have to be done again.
	"""
	doc = _read(cycle, lock=True)
	owners = [row.step_owner for row in doc.steps if row.step == step]
	if frappe.session.user not in owners:
		doc.check_permission("write")
	return complete(doc, step, finding, adjustment_needed=adjustment_needed, not_needed=not_needed)


@frappe.whitelist()
@answerable
def look_at_step(cycle: str, step: int) -> str:
	"""What the program finds for a step at present. Empty if it can't know anything."""
	return find_details(_read(cycle), step)


@frappe.whitelist()
@answerable
def semester_report(cycle: str, language: str | None = None) -> str:
	"""The semester report as HTML: as recorded once the cycle is reviewed, and as things are now before that."""
	doc = _read(cycle)
	language = read_language(language)
	if doc.state == REVIEWED:
		return str((doc.report_html if language == "id" else doc.report_html_en) or "")
	return report_html(doc, language)


def _read(cycle: str, *, lock: bool = False) -> Any:
	need_staff()
	doc = frappe.get_doc(DOCTYPE, cycle, for_update=lock or None)
	doc.check_permission("read")
	return doc
