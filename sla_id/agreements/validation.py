"""Validates a record on save. Messages name the row and the field and say what to do.

Called by the controllers of the agreement, the matrix, the catalogue and the escalation policy.
"""

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.utils import getdate

from sla_id.agreements.code_lists import check_code_lists, codes_of, refuse_value
from sla_id.agreements.file import UnreadableTarget, read_length, read_target
from sla_id.agreements.file.model import DUTY_LABELS
from sla_id.agreements.file.tiers_section import FEWEST_PARTNERS
from sla_id.agreements.levels import agreement_zone
from sla_id.agreements.partners import (
	domain_partners,
	domains_of,
	linked_partners,
	partners_listing_address,
	partners_listing_contact,
)
from sla_id.agreements.promise_validation import check_promises
from sla_id.agreements.records.calendar_records import calendar_codes
from sla_id.agreements.say_errors import say_error
from sla_id.engine import ClockKind, EventType
from sla_id.record_types import (
	AgreementRecord,
	AgreementTargetRow,
	EscalationDutyRow,
	EscalationPolicyRecord,
	EscalationTierRow,
	EscalationTriggerRow,
	PartnerRecord,
	PriorityMatrixRecord,
	ServiceRecord,
	TableRow,
)

LENGTH_TRIGGERS = ("before_due", "after", "without_workaround", "stagnation")


def check_agreement(agreement: AgreementRecord) -> None:
	"""Check the dates, the working day, that there is one default priority, and that every target can be
	read.

	Throws ValidationError. A level that is based on another agreement may leave out what it inherits. What it
	does state is checked like any other.
	"""
	if agreement.effective_to and getdate(agreement.effective_to) < getdate(agreement.effective_from):
		frappe.throw(_("To: the agreement ends before it starts. Set To after From, or leave it empty."))
	_check_base(agreement)
	if not agreement.based_on and not agreement.default_calendar:
		frappe.throw(_("Calendar: choose the working hours of this agreement."))
	_check_zones(agreement)
	if _counts_hours(agreement) and not _is_right(agreement, "hours_per_day", most=24):
		frappe.throw(_("Hours per working day: give more than 0 and at most 24."))
	if not _is_right(agreement, "at_risk_percent", most=100):
		frappe.throw(_("At risk after: give a percentage above 0, at most 100."))
	defaults = [row for row in agreement.priorities if row.is_default]
	fewest = 0 if agreement.based_on else 1
	if agreement.priorities and not fewest <= len(defaults) <= 1:
		frappe.throw(
			_("Priorities: tick Default on exactly one row. Now {0} rows have it.").format(len(defaults))
		)
	check_code_lists(agreement)
	for row in agreement.targets:
		_check_target(row)
	check_promises(agreement)
	for channel in agreement.channels:
		if channel.official and channel.personal_number:
			frappe.msgprint(
				_(
					"Row {0}, Channel {1}: a personal number is an official channel. Reports stop when that person leaves."
				).format(channel.idx, channel.channel),
				alert=True,
				indicator="orange",
			)


def _check_base(agreement: AgreementRecord) -> None:
	"""Check that the base agreement exists and doesn't lead back to this chain.

	Otherwise tickets would inherit nothing.
	"""
	chain, code = [agreement.agreement_code], agreement.based_on
	while code:
		if code in chain:
			frappe.throw(
				_("Based on: these agreements would be based on each other: {0}. Choose another one.").format(
					" → ".join([*chain, code])
				)
			)
		chain.append(code)
		held = frappe.db.get_value(
			"SLA Agreement",
			{"agreement_code": code, "docstatus": ["!=", 2], "name": ["!=", agreement.name or ""]},
			["name", "based_on"],
			as_dict=True,
			order_by="docstatus desc, effective_from desc",
		)
		if held is None and len(chain) == 2 and not frappe.flags.in_fixtures:
			frappe.throw(
				_(
					"Based on: there is no agreement with the code {0}. Choose an existing one, or empty it."
				).format(code)
			)
		code = held.based_on if held else None


def _check_zones(agreement: AgreementRecord) -> None:
	"""An agreement's text names one zone for all its hours, so its calendars may have no other.

	One that is open 24x7 may: it is counted in the agreement's zone.
	"""
	names = [name for name in calendar_codes(agreement, signed=True) if name != agreement.default_calendar]
	if not names or not agreement.default_calendar:
		return
	zone = str(agreement_zone(agreement))
	where = {"name": ["in", names], "time_zone": ["!=", zone], "always_open": 0}
	other = frappe.get_all("SLA Calendar", where, ["name", "time_zone"], limit=1)
	if other:
		frappe.throw(
			_(
				"Calendar {0} is in the zone {1}, and the hours of this agreement are in {2}. An agreement has one zone: make a copy of the calendar in that zone."
			).format(other[0].name, other[0].time_zone, zone)
		)


def _counts_hours(agreement: AgreementRecord) -> bool:
	"""Whether a working day is counted in hours. A level may inherit that and state only the number of hours."""
	return agreement.working_day == "Hours per Day" or bool(agreement.based_on and not agreement.working_day)


def _is_right(agreement: AgreementRecord, field: str, *, most: float) -> bool:
	"""Whether a number is above 0 and not too large. A level may leave it empty."""
	value = agreement.get(field) or 0
	return 0 < value <= most or bool(agreement.based_on and not value)


def _check_target(row: AgreementTargetRow) -> None:
	try:
		row.target = str(read_target(row.target or ""))
	except UnreadableTarget as error:
		frappe.throw(_("Targets, row {0}, Target: {1}").format(row.idx, say_error(error)))
	if row.starts_on == EventType.PARTNER_REPLIED and row.clock != ClockKind.NEXT_UPDATE:
		frappe.throw(
			_("Targets, row {0}, Counted from: only a next update can be counted from a message.").format(
				row.idx
			)
		)
	if row.clock == "ola" and not row.team:
		frappe.throw(
			_("Targets, row {0}, Team: an operational target (OLA) needs the team that keeps it.").format(
				row.idx
			)
		)


def check_matrix(matrix: PriorityMatrixRecord) -> None:
	"""Check that the levels on both axes are unique and that each pair has exactly one cell.

	Throws ValidationError.
	"""
	axes = {"Urgency": [], "Impact": []}  # type: dict[str, list[str]]
	for row in matrix.levels:
		if row.code in axes[row.axis]:
			frappe.throw(
				_("Levels, row {0}: {1} {2} is listed twice. Give each level its own code.").format(
					row.idx, row.axis, row.code
				)
			)
		axes[row.axis].append(row.code)
	filled = set()
	for cell in matrix.cells:
		if cell.urgency not in axes["Urgency"] or cell.impact not in axes["Impact"]:
			frappe.throw(
				_("Cells, row {0}: {1} / {2} isn't a pair of the levels above.").format(
					cell.idx, cell.urgency, cell.impact
				)
			)
		if (cell.urgency, cell.impact) in filled:
			frappe.throw(
				_("Cells, row {0}: {1} / {2} is listed twice. Remove one.").format(
					cell.idx, cell.urgency, cell.impact
				)
			)
		filled.add((cell.urgency, cell.impact))
	holes = [f"{u} / {i}" for u in axes["Urgency"] for i in axes["Impact"] if (u, i) not in filled]
	if holes:
		frappe.throw(
			_("Cells: no priority for {0}. Add a row for each pair of urgency and impact.").format(
				", ".join(holes)
			)
		)


def check_service(service: ServiceRecord) -> None:
	"""Refuse a service that is part of itself, directly or through others. Throws ValidationError."""
	seen = [service.name or service.code]
	parent = service.parent_sla_service
	while parent:
		if parent in seen:
			frappe.throw(
				_("Part of: these services would be part of each other: {0}. Choose another one.").format(
					" → ".join([*seen, parent])
				)
			)
		seen.append(parent)
		parent = frappe.db.get_value("SLA Service", parent, "parent_sla_service")


def check_policy(policy: EscalationPolicyRecord, told_by: Sequence[str]) -> None:
	"""Check that levels are unique and that tiers, triggers and duties can be computed. Throws
	ValidationError.

	`told_by` are the codes of the channels by which people can be told. A duty without a wording gets that of
	its kind.
	"""
	check_code_lists(policy, {"tell_by": told_by})
	levels = [row.level for row in policy.tiers]
	for tier in policy.tiers:
		if levels.count(tier.level) > 1:
			frappe.throw(
				_("Tiers: level {0} is listed twice. Number the levels 1, 2, 3 …").format(tier.level)
			)
		_check_tier(tier)
	followed: list[EscalationTriggerRow | EscalationDutyRow] = [*policy.triggers, *policy.duties]
	for owed in followed:
		if owed.level not in levels:
			frappe.throw(
				_("{0}, row {1}, Level: there is no tier of level {2}.").format(
					_table(owed), owed.idx, owed.level
				)
			)
	for trigger in policy.triggers:
		_check_trigger(trigger)
	for duty in policy.duties:
		_check_duty(duty)


def _check_tier(row: EscalationTierRow) -> None:
	_check_length(row, "acknowledge_within")
	_check_length(row, "repeat_every")
	if row.wakes_for and not row.hours:
		refuse_value(
			row,
			"wakes_for",
			_(
				"without Told within, people are told at any hour. Choose a calendar there, or clear the field."
			),
		)


def _check_trigger(row: EscalationTriggerRow) -> None:
	if row.trigger_on == "percent":
		try:
			right = 0 < float(row.value or 0) <= 1000
		except ValueError:
			right = False
		if not right:
			refuse_value(row, "value", _("give a percentage of the target, e.g. 50."))
	if row.trigger_on in LENGTH_TRIGGERS:
		_check_length(row, "value", needed=True)
	if row.trigger_on == "several_partners":
		text = (row.value or "").strip()
		if not text.isdecimal() or int(text) < FEWEST_PARTNERS:
			refuse_value(row, "value", _("give a number of partners, {0} or more.").format(FEWEST_PARTNERS))
	_check_request(row)


def _check_request(row: EscalationTriggerRow) -> None:
	"""Check who may ask for a tier, and the time allowed for the decision."""
	for field in ("asked_by", "decide_within"):
		if row.get(field) and row.trigger_on != "manual":
			refuse_value(
				row,
				field,
				_("nobody can ask for this trigger. Clear the field, or choose manual under When."),
			)
	_check_length(row, "decide_within")
	if row.decide_within and row.asked_by and "partner" not in codes_of(row.asked_by):
		refuse_value(
			row,
			"decide_within",
			_(
				"only a partner's request needs a decision. Add partner under Asked for by, or clear the field."
			),
		)


def _check_duty(row: EscalationDutyRow) -> None:
	_check_length(row, "within")
	if row.calendar and not row.within:
		refuse_value(row, "calendar", _("there is no length to count. Fill in Within, or clear the field."))
	if row.label or row.label_en:
		return
	if row.kind not in DUTY_LABELS:
		refuse_value(row, "label", _("say what the duty is."))
	row.label, row.label_en = DUTY_LABELS[row.kind].id, DUTY_LABELS[row.kind].en


def _check_length(row: TableRow, field: str, *, needed: bool = False) -> None:
	"""Check a length in hours or minutes, counted by the wall clock or by a calendar."""
	if not row.get(field) and not needed:
		return
	try:
		length = read_length(row.get(field) or "")
	except UnreadableTarget as error:
		refuse_value(row, field, say_error(error))
		return
	if length.seconds is None:
		refuse_value(row, field, _("give hours or minutes, e.g. 4 h."))


def _table(row: TableRow) -> str:
	return str(_(frappe.get_meta(row.parenttype).get_label(row.parentfield)))


def check_partner(partner: PartnerRecord) -> None:
	"""Check that the zone exists, and that no other enabled partner has the same record, contact, user or
	domain.

	Throws ValidationError.
	"""
	from sla_id.engine import InvalidCalendar
	from sla_id.engine.zone import load_zone

	try:
		load_zone(partner.time_zone)
	except InvalidCalendar as error:
		frappe.throw(say_error(error))
	if not partner.disabled:
		_check_owners(partner)


def _other(partner: PartnerRecord, owners: Sequence[str]) -> str | None:
	return next((owner for owner in owners if owner != partner.name), None)


def _check_owners(partner: PartnerRecord) -> None:
	"""Check that whatever identifies a ticket's partner belongs to one enabled partner.

	Disabled partners are ignored.
	"""
	for row in partner.links:
		other = _other(partner, linked_partners(row.link_doctype, row.link_name))
		if other:
			frappe.throw(
				_(
					"Records in the helpdesk, row {0}: {1} already belongs to partner {2}. Remove it there first."
				).format(row.idx, row.link_name, other)
			)
	for contact in partner.contacts:
		owners = [
			(value, partners_listing_address(value)) for value in (contact.user, contact.email) if value
		]
		owners += [(contact.contact, partners_listing_contact(contact.contact))] if contact.contact else []
		for value, listing in owners:
			other = _other(partner, listing)
			if other:
				frappe.throw(
					_(
						"Contacts and portal users, row {0}: {1} already belongs to partner {2}. Remove it there first."
					).format(contact.idx, value, other)
				)
	for domain in domains_of(partner.email_domains):
		other = _other(partner, domain_partners(domain))
		if other:
			frappe.throw(
				_("E-mail domains: {0} already belongs to partner {1}. Remove it there first.").format(
					domain, other
				)
			)
