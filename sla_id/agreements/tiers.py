"""The escalation policy of an agreement, asked: its tiers and duties, which triggers are for a ticket, and their reasons.

One place for what terms, requests, firing and pages all need to know of SLA Escalation Policy (000 §4.1, §4.2).
"""

from collections.abc import Sequence
from typing import Any

import frappe

from sla_id.agreements.choose import record_agreement
from sla_id.agreements.records.rows import codes_of
from sla_id.ticket_record import TicketRecord


def policy_of(agreement: Any | None) -> Any | None:
	"""The policy of an agreement, or None where there is no agreement or it has none."""
	name = agreement.escalation_policy if agreement is not None else None
	return frappe.get_cached_doc("SLA Escalation Policy", name) if name else None


def ticket_policy(record: TicketRecord) -> Any | None:
	"""The policy that an SLA Ticket's agreement, with all its levels, names; None without one."""
	return policy_of(record_agreement(record)) if record.agreement else None


def find_tier(policy: Any | None, level: int) -> Any | None:
	"""The policy's tier of that level, or None."""
	return next((tier for tier in policy.tiers if tier.level == level), None) if policy else None


def is_meant_for(trigger: Any, priority: str | None, services: Sequence[str], partner: str | None) -> bool:
	"""Whether a trigger is for a ticket: of its priority, its partner, and one of its services.

	`services` are the ticket's own and those above it: a service that is named stands for those below it.
	"""
	limits = ((trigger.priorities, [priority]), (trigger.services, services), (trigger.partners, [partner]))
	return all(not codes_of(named) or bool({*codes_of(named)} & {*own}) for named, own in limits)


def reasons_of(policy: Any, trigger: Any) -> list[Any]:
	"""The rows of reasons of a manual trigger; one that names no trigger is for every manual one of its level."""
	return [
		reason
		for reason in policy.reasons
		if reason.level == trigger.level and reason.trigger_row in (0, None, trigger.idx)
	]
