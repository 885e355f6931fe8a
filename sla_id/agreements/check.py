"""What a saved record must fulfil: messages name the row and the field and say what to do.

Called by the controllers of the agreement, the matrix, the catalogue and the escalation policy.
"""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from sla_id.agreements.file import UnreadableTarget, read_length, read_target
from sla_id.engine import EventType

LENGTH_TRIGGERS = ("before_due", "after", "without_workaround")


def check_agreement(agreement: Any) -> None:
	"""Dates, working day, one default priority, every target readable. Throws ValidationError.

	A level that is based on another agreement may leave open what it inherits.
	"""
	if agreement.effective_to and getdate(agreement.effective_to) < getdate(agreement.effective_from):
		frappe.throw(_("To: the agreement ends before it starts. Set To after From, or leave it empty."))
	if not agreement.based_on and not agreement.default_calendar:
		frappe.throw(_("Calendar: choose the working hours of this agreement."))
	if (
		agreement.working_day == "Hours per Day"
		and not agreement.based_on
		and not 0 < (agreement.hours_per_day or 0) <= 24
	):
		frappe.throw(_("Hours per working day: give more than 0 and at most 24."))
	if not agreement.based_on and not 0 < (agreement.at_risk_percent or 0) <= 100:
		frappe.throw(_("At risk after: give a percentage above 0, at most 100."))
	defaults = [row for row in agreement.priorities if row.is_default]
	if agreement.priorities and len(defaults) != 1 and not agreement.based_on:
		frappe.throw(_("Priorities: tick Default on exactly one row; {0} have it now.").format(len(defaults)))
	for row in agreement.targets:
		_check_target(row)
	for row in agreement.channels:
		if row.official and row.personal_number:
			frappe.msgprint(
				_(
					"Row {0}, Channel {1}: a personal number is an official channel. Reports stop when that person leaves."
				).format(row.idx, row.channel),
				alert=True,
				indicator="orange",
			)


def _check_target(row: Any) -> None:
	try:
		row.target = str(read_target(row.target or ""))
	except UnreadableTarget as error:
		frappe.throw(_("Targets, row {0}, Target: {1}").format(row.idx, str(error)))
	for code in filter(None, (part.strip() for part in (row.met_by or "").split(","))):
		if code not in {str(kind) for kind in EventType}:
			frappe.throw(
				_("Targets, row {0}, Met by: {1} is no event. Use {2}.").format(
					row.idx,
					code,
					"confirmed, team_assigned, workaround_applied, fixed, fulfilled, update_sent",
				)
			)
	if row.clock == "ola" and not row.team:
		frappe.throw(
			_("Targets, row {0}, Team: an operational target (OLA) needs the team that keeps it.").format(
				row.idx
			)
		)


def check_matrix(matrix: Any) -> None:
	"""Unique levels on both axes and exactly one cell for each pair. Throws ValidationError."""
	axes = {"Urgency": [], "Impact": []}  # type: dict[str, list[str]]
	for row in matrix.levels:
		if row.code in axes[row.axis]:
			frappe.throw(
				_("Levels, row {0}: {1} {2} is there twice. Give each level its own code.").format(
					row.idx, row.axis, row.code
				)
			)
		axes[row.axis].append(row.code)
	filled = set()
	for row in matrix.cells:
		if row.urgency not in axes["Urgency"] or row.impact not in axes["Impact"]:
			frappe.throw(
				_("Cells, row {0}: {1} / {2} is no pair of the levels above.").format(
					row.idx, row.urgency, row.impact
				)
			)
		if (row.urgency, row.impact) in filled:
			frappe.throw(
				_("Cells, row {0}: {1} / {2} is there twice. Remove one.").format(
					row.idx, row.urgency, row.impact
				)
			)
		filled.add((row.urgency, row.impact))
	holes = [f"{u} / {i}" for u in axes["Urgency"] for i in axes["Impact"] if (u, i) not in filled]
	if holes:
		frappe.throw(
			_("Cells: no priority for {0}. Add a row for each pair of urgency and impact.").format(
				", ".join(holes)
			)
		)


def check_service(service: Any) -> None:
	"""Refuse a catalogue that runs in a circle. Throws ValidationError."""
	seen = [service.name or service.code]
	parent = service.parent_sla_service
	while parent:
		if parent in seen:
			frappe.throw(
				_("Part of: the catalogue would run in a circle: {0}. Choose a service outside it.").format(
					" → ".join([*seen, parent])
				)
			)
		seen.append(parent)
		parent = frappe.db.get_value("SLA Service", parent, "parent_sla_service")


def check_policy(policy: Any) -> None:
	"""Unique levels, and triggers that can be computed. Throws ValidationError."""
	levels = [row.level for row in policy.tiers]
	for level in levels:
		if levels.count(level) > 1:
			frappe.throw(_("Tiers: level {0} is there twice. Number the levels 1, 2, 3 …").format(level))
	for row in policy.triggers:
		if row.level not in levels:
			frappe.throw(
				_("Triggers, row {0}, Level: there is no tier of level {1}.").format(row.idx, row.level)
			)
		_check_trigger(row)


def _check_trigger(row: Any) -> None:
	if row.trigger_on == "percent":
		try:
			right = 0 < float(row.value or 0) <= 1000
		except ValueError:
			right = False
		if not right:
			frappe.throw(
				_("Triggers, row {0}, Value: give a percentage of the target, e.g. 50.").format(row.idx)
			)
	if row.trigger_on in LENGTH_TRIGGERS:
		try:
			length = read_length(row.value or "")
		except UnreadableTarget as error:
			frappe.throw(_("Triggers, row {0}, Value: {1}").format(row.idx, str(error)))
		if length.seconds is None:
			frappe.throw(_("Triggers, row {0}, Value: give hours or minutes, e.g. 4 h.").format(row.idx))


def check_partner(partner: Any) -> None:
	"""A zone that exists, and no user of two partners. Throws ValidationError."""
	from sla_id.engine import InvalidCalendar
	from sla_id.engine.zone import load_zone

	try:
		load_zone(partner.time_zone)
	except InvalidCalendar as error:
		frappe.throw(_("Time zone: {0}").format(str(error)))
	for row in partner.links:
		other = frappe.db.get_value(
			"SLA Partner Link",
			{"link_doctype": row.link_doctype, "link_name": row.link_name, "parent": ["!=", partner.name]},
			"parent",
		)
		if other:
			frappe.throw(
				_(
					"Records in the helpdesk, row {0}: {1} belongs to partner {2} already. Remove it there first."
				).format(row.idx, row.link_name, other)
			)
