"""Escalation tiers: an SLA Escalation Policy record."""

from typing import Any

import frappe
from frappe import _

from sla_id.agreements.file import (
	AgreedTarget,
	AgreementFile,
	Duty,
	Label,
	TierRow,
	TriggerRow,
	UnreadableTarget,
	read_length,
)
from sla_id.agreements.file.model import DUTY_LABELS
from sla_id.agreements.records.masters import Masters
from sla_id.agreements.records.plain_rows import plain_columns, plain_values
from sla_id.agreements.records.row_pieces import (
	codes_of,
	item_rows,
	items_of,
	label_fields,
	label_of,
	text_of_codes,
)
from sla_id.agreements.rules.effective_agreement import TIMED, StaffedTier
from sla_id.record_types import (
	EscalationDutyRow,
	EscalationPolicyRecord,
	EscalationTierRow,
	EscalationTriggerRow,
)

STAFFING = ("user", "schedule", "tell_by")
"""Whom a tier reaches, and how: the provider's own matter, no part of a file."""


def load_policy(read: AgreementFile, calendars: dict[str, str], masters: Masters) -> str | None:
	"""Find or create the policy with the file's tiers. None if it has none.

	An existing policy keeps its staffing.
	"""
	if not read.tiers:
		return None
	triggers: list[dict[str, Any]] = []
	reasons: list[dict[str, Any]] = []
	for tier in read.tiers:
		_need_role(tier)
		for trigger in tier.triggers:
			triggers.append({"level": tier.level, **_trigger_row(trigger, calendars)})
			reasons += [
				{"level": tier.level, "trigger_row": len(triggers), **row}
				for row in item_rows(trigger.reasons)
			]
	values = {
		"tiers": [_tier_row(tier, calendars) for tier in read.tiers],
		"triggers": triggers,
		"duties": [
			{"level": tier.level, **_duty_row(duty, calendars)} for tier in read.tiers for duty in tier.duties
		],
		"reasons": reasons,
	}
	return masters.ensure(
		"SLA Escalation Policy", "policy_name", read.agreement.code, values, beside=STAFFING
	)


def read_policy(name: str | None, codes: dict[str, str]) -> tuple[StaffedTier, ...]:
	"""The tiers of a policy in order, with the people that they reach. `codes` are the file's codes by calendar record; ""
	stands for the default calendar."""
	if not name:
		return ()
	policy = frappe.get_doc("SLA Escalation Policy", name)
	return tuple(
		_staffed(row, _tier(policy, row, codes)) for row in sorted(policy.tiers, key=lambda row: row.level)
	)


def staffed_tiers(policy: EscalationPolicyRecord) -> tuple[StaffedTier, ...]:
	"""The tiers of a policy document as in its form, without triggers and duties, to see who they reach."""
	return tuple(
		_staffed(row, TierRow(row.level, _title(row), row.responsible or "", row.role or None))
		for row in policy.tiers
	)


def _staffed(row: EscalationTierRow, tier: TierRow) -> StaffedTier:
	return StaffedTier(tier, row.user or None, row.schedule or None, codes_of(row.tell_by))


def _title(row: EscalationTierRow) -> Label:
	return label_of(row, "tier_title") or Label(f"Tingkat {row.level}", f"Level {row.level}")


def _tier(policy: EscalationPolicyRecord, row: EscalationTierRow, codes: dict[str, str]) -> TierRow:
	return TierRow(
		row.level,
		_title(row),
		row.responsible or "",
		row.role or None,
		label_of(row, "protocol"),
		tuple(_trigger(policy, entry, codes) for entry in policy.triggers if entry.level == row.level),
		acknowledge_within=_length(row.acknowledge_within),
		repeat_every=_length(row.repeat_every),
		hours=codes[row.hours] if row.hours else None,
		wakes_for=codes_of(row.wakes_for),
		duties=tuple(_duty(entry, codes) for entry in policy.duties if entry.level == row.level),
	)


def _need_role(tier: TierRow) -> None:
	if tier.role and not frappe.db.exists("Role", tier.role):
		frappe.throw(
			_(
				"escalation, level {0}, role: there is no role {1}. Create it first, or leave the field out."
			).format(tier.level, tier.role)
		)


def _tier_row(tier: TierRow, calendars: dict[str, str]) -> dict[str, Any]:
	return {
		"level": tier.level,
		**label_fields("tier_title", tier.title),
		"responsible": tier.responsible,
		"role": tier.role,
		**label_fields("protocol", tier.protocol),
		"acknowledge_within": _text(tier.acknowledge_within),
		"repeat_every": _text(tier.repeat_every),
		"hours": calendars[tier.hours] if tier.hours else None,
		"wakes_for": text_of_codes(tier.wakes_for),
	}


def _trigger_row(trigger: TriggerRow, calendars: dict[str, str]) -> dict[str, Any]:
	values = (trigger.percent, trigger.partners_hit, trigger.length)
	return {
		"trigger_on": trigger.on,
		"clock": trigger.clock,
		"value": next((str(value) for value in values if value is not None), None),
		"calendar": calendars[trigger.calendar] if trigger.calendar else None,
		"priorities": text_of_codes(trigger.priorities or ()),
		"services": text_of_codes(trigger.services),
		"partners": text_of_codes(trigger.partners),
		"asked_by": text_of_codes(trigger.asked_by),
		"decide_within": _text(trigger.decide_within),
	}


def _duty_row(duty: Duty, calendars: dict[str, str]) -> dict[str, Any]:
	return {
		"kind": duty.kind,
		**label_fields("label", duty.label),
		"within": _text(duty.within),
		"calendar": calendars[duty.calendar] if duty.calendar else None,
		**plain_columns(duty),
	}


def _text(length: AgreedTarget | None) -> str | None:
	return str(length) if length is not None else None


def _length(text: str | None) -> AgreedTarget | None:
	return read_length(text) if text else None


def _trigger(policy: EscalationPolicyRecord, row: EscalationTriggerRow, codes: dict[str, str]) -> TriggerRow:
	timed = row.trigger_on in TIMED
	manual = row.trigger_on == "manual"
	decide_within = _length(row.decide_within) if manual else None
	calendar = codes[row.calendar] if row.calendar else ""
	return TriggerRow(
		row.trigger_on,
		clock=(row.clock or "resolution") if row.trigger_on in ("percent", "before_due", "breach") else None,
		percent=round(float(row.value or "")) if row.trigger_on == "percent" else None,
		length=read_length(row.value or "") if timed or row.trigger_on == "before_due" else None,
		calendar=calendar if timed or decide_within else None,
		priorities=codes_of(row.priorities) or None,
		reasons=items_of(_reasons(policy, row)) if manual else (),
		partners_hit=int(row.value or "") if row.trigger_on == "several_partners" else None,
		services=codes_of(row.services),
		partners=codes_of(row.partners),
		asked_by=codes_of(row.asked_by) if manual else (),
		decide_within=decide_within,
	)


def _reasons(policy: EscalationPolicyRecord, trigger: Any) -> list[Any]:
	"""The reasons of a manual trigger. A reason that names no trigger belongs to every manual trigger of its level."""
	return [
		reason
		for reason in policy.reasons
		if reason.level == trigger.level and reason.trigger_row in (0, None, trigger.idx)
	]


def _duty(row: EscalationDutyRow, codes: dict[str, str]) -> Duty:
	try:
		within = _length(row.within)
	except UnreadableTarget:
		within = None  # no form takes it; a duty without a time keeps no tier from firing
	return Duty(
		row.kind,
		label_of(row, "label") or DUTY_LABELS.get(row.kind, Label("", "")),
		within,
		(codes[row.calendar] if row.calendar else "") if within else None,
		**plain_values(Duty, row),
	)
