"""Escalation tiers: an SLA Escalation Policy record."""

from typing import Any

import frappe
from frappe import _

from sla_id.agreements.file import AgreementFile, Tier, Trigger, read_length
from sla_id.agreements.records.masters import Masters
from sla_id.agreements.records.rows import (
	codes_of,
	item_rows,
	items_of,
	label_fields,
	label_of,
	need_label,
)

TIMED = ("after", "without_workaround")


def load_policy(read: AgreementFile, calendars: dict[str, str], masters: Masters) -> str | None:
	"""The policy that says what the file says, found or created; None without tiers."""
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
	values = {"tiers": [_tier_row(tier) for tier in read.tiers], "triggers": triggers, "reasons": reasons}
	return masters.ensure("SLA Escalation Policy", "policy_name", read.agreement.code, values)


def read_tiers(name: str | None, codes: dict[str, str], default_calendar: str) -> tuple[Tier, ...]:
	"""The file's tiers. `codes` are the file's codes by calendar record."""
	if not name:
		return ()
	policy = frappe.get_cached_doc("SLA Escalation Policy", name)
	return tuple(
		Tier(
			row.level,
			need_label(row, "tier_title", _("Level {0}").format(row.level)),
			row.responsible or "",
			row.role or None,
			label_of(row, "protocol"),
			tuple(
				_trigger(policy, trigger, codes, default_calendar)
				for trigger in policy.triggers
				if trigger.level == row.level
			),
		)
		for row in sorted(policy.tiers, key=lambda row: row.level)
	)


def _need_role(tier: Tier) -> None:
	if tier.role and not frappe.db.exists("Role", tier.role):
		frappe.throw(
			_(
				"escalation, level {0}, role: there is no role {1}. Create it first, or leave the field out."
			).format(tier.level, tier.role)
		)


def _tier_row(tier: Tier) -> dict[str, Any]:
	return {
		"level": tier.level,
		**label_fields("tier_title", tier.title),
		"responsible": tier.responsible,
		"role": tier.role,
		**label_fields("protocol", tier.protocol),
	}


def _trigger_row(trigger: Trigger, calendars: dict[str, str]) -> dict[str, Any]:
	value = trigger.percent if trigger.percent is not None else trigger.length
	return {
		"trigger_on": trigger.on,
		"clock": trigger.clock,
		"value": str(value) if value is not None else None,
		"calendar": calendars[trigger.calendar] if trigger.calendar else None,
		"priorities": ", ".join(trigger.priorities or ()),
	}


def _trigger(policy: Any, row: Any, codes: dict[str, str], default_calendar: str) -> Trigger:
	timed = row.trigger_on in TIMED
	return Trigger(
		row.trigger_on,
		clock=(row.clock or "resolution") if row.trigger_on in ("percent", "before_due", "breach") else None,
		percent=round(float(row.value)) if row.trigger_on == "percent" else None,
		length=read_length(row.value) if timed or row.trigger_on == "before_due" else None,
		calendar=(codes[row.calendar] if row.calendar else default_calendar) if timed else None,
		priorities=codes_of(row.priorities) or None,
		reasons=items_of(
			reason
			for reason in policy.reasons
			if reason.level == row.level and reason.trigger_row in (0, None, row.idx)
		)
		if row.trigger_on == "manual"
		else (),
	)
