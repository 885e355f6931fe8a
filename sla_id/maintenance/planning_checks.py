"""What may be planned. Errors name the field and what to do instead."""

from collections.abc import Sequence
from datetime import timedelta

import frappe
from frappe import _

from sla_id.instants import say_to_reader, utc_now, zone_of
from sla_id.maintenance.maintenance_values import MaintenancePlan

LONGEST = timedelta(days=31)
LONGEST_TITLE = 140


def check_plan_of_maintenance(plan: MaintenancePlan) -> None:
	"""Throws ValidationError for what can't be planned."""
	for title, label in ((plan.title, _("Title")), (plan.title_en, _("Title (English)"))):
		if len(title.strip()) > LONGEST_TITLE:
			frappe.throw(_("{0}: use at most {1} characters.").format(label, LONGEST_TITLE))
	if not plan.title.strip():
		frappe.throw(_("Title: say in a few words what is done."))
	if zone_of(plan.zone) is None:
		frappe.throw(_("Time zone: there is no zone {0}. Write for example Asia/Makassar.").format(plan.zone))
	check_planned_time(plan)
	if not plan.services:
		frappe.throw(_("Services: name at least one that is worked on."))
	_check_there(
		"SLA Service", [down.service for down in plan.services], _("Services: there is no service {0}.")
	)
	_check_there("SLA Partner", plan.partners, _("Partners: there is no partner {0}."))


def check_planned_time(plan: MaintenancePlan) -> None:
	"""Throws ValidationError for a plan that ends before it begins, is over already, or lasts longer than a month."""
	if plan.end <= plan.start:
		frappe.throw(
			_("Planned end: {0} isn't after the start, {1}. Correct one of them.").format(
				say_to_reader(plan.end), say_to_reader(plan.start)
			)
		)
	if plan.end - plan.start > LONGEST:
		frappe.throw(
			_("Planned end: one maintenance lasts {0} days at most. Plan several.").format(LONGEST.days)
		)
	if plan.end <= utc_now():
		frappe.throw(
			_("Planned end: {0} is over. Record an outage for what has already happened.").format(
				say_to_reader(plan.end)
			)
		)


def _check_there(doctype: str, names: Sequence[str], refusal: str) -> None:
	wanted = list(dict.fromkeys(names))
	there = frappe.get_all(doctype, filters={"name": ["in", wanted]}, pluck="name") if wanted else []
	for name in wanted:
		if name not in there:
			frappe.throw(refusal.format(name))


def check_reason_for(reason: str) -> str:
	"""A reason that partners may read. Throws ValidationError without one."""
	if not reason.strip():
		frappe.throw(_("Reason: say why; the partners who are told read it."))
	return reason.strip()
