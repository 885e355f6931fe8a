"""Escalations that are due become rows with a unique key and reach a person; the engine says which are due.

A retry, a second scheduler or a crash between two statements meets the same key and fires nothing twice. The messages
go into the outbox in the same transaction.
"""

from typing import Any

import frappe

from sla_id.agreements.choose import record_agreement
from sla_id.agreements.levels import agreement_zone
from sla_id.engine import Escalation, Evaluation
from sla_id.engine.words import say_instant
from sla_id.instants import from_utc, to_utc, utc_now
from sla_id.notify.desk import users_of_role
from sla_id.notify.outbox import publish, tell_users

ALERTS = {"At Risk": "at_risk", "Breached": "breached"}
"""Which template tells of a state."""


def fire_due(record: Any, evaluation: Evaluation) -> list[str]:
	"""Fire what is due by now and hasn't fired, in order; the names of the new SLA Escalation rows."""
	if not evaluation.escalations:
		return []
	fired = set(frappe.get_all("SLA Escalation", filters={"sla_ticket": record.name}, pluck="escalation_key"))
	names = []
	for entry in evaluation.escalations:
		key = escalation_key(record.name, entry)
		if key not in fired:
			name = _fire(record, entry, key)
			if name:
				names.append(name)
	if names:
		level = max(entry.level for entry in evaluation.escalations)
		record.escalation_level = level
		frappe.db.set_value("SLA Ticket", record.name, "escalation_level", level, update_modified=False)
	return names


def escalation_key(record: str, entry: Escalation) -> str:
	"""What makes an escalation the same one: ticket, tier and cycle (X2: one event, whichever trigger came first)."""
	return f"{record}:level {entry.level}:cycle {entry.cycle}"


def fire_state(record: Any, was: str | None) -> None:
	"""Tell the agents who have the ticket, and other systems, that its state turned to at risk or breached."""
	template = ALERTS.get(record.state)
	if not template or record.state == was:
		return
	# the change of state is in this transaction, so its instant tells it from the next
	key = f"{record.name}:{template}:{utc_now().isoformat()}"
	context, about = _context(record), ("SLA Ticket", record.name)
	if _alerts_wanted():
		tell_users(_assigned(record), key, template, context, about)
	publish(template, key, context, about)


def _fire(record: Any, entry: Escalation, key: str) -> str | None:
	tier = _tier(record, entry.level)
	users = sorted({*([tier.user] if tier.user else []), *(users_of_role(tier.role) if tier.role else [])})
	now = utc_now()
	row = frappe.get_doc(
		{
			"doctype": "SLA Escalation",
			"sla_ticket": record.name,
			"level": entry.level,
			"tier_title": tier.tier_title,
			"responsible": tier.responsible,
			"trigger_on": str(entry.trigger),
			"clock": str(entry.clock or ""),
			"cycle": entry.cycle,
			"due_text": _in_words(record, entry),
			"due_utc": to_utc(entry.at),
			"fired_utc": to_utc(now),
			"late_seconds": max(0.0, (now - entry.at).total_seconds()),
			"notified": ", ".join(users),
			"agreement": record.agreement,
			"protocol": tier.protocol,
			"escalation_key": key,
		}
	)
	frappe.db.savepoint("sla_id_escalation")
	try:
		row.insert(ignore_permissions=True)
	except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
		frappe.db.rollback(save_point="sla_id_escalation")
		return None
	_tell(record, entry, str(row.name), tier, users)
	return str(row.name)


def _tell(record: Any, entry: Escalation, escalation: str, tier: Any, users: list[str]) -> None:
	# by the row's own name: a later ticket may get the name, and so the escalation's key, of a deleted one
	key = f"escalation:{escalation}"
	responsible = tier.responsible or tier.tier_title
	context = {**_context(record), "level": entry.level, "responsible": responsible}
	about = ("SLA Ticket", record.name)
	tell_users(users, key, "escalation", context, about, email=True)
	publish("escalation", key, context, about)


def _context(record: Any) -> dict[str, Any]:
	"""What messages say of a ticket; its subject is read when they leave, and only where it may be seen."""
	due = from_utc(record.due_utc)
	return {
		"reference": record.reference_name,
		"priority": record.priority,
		"state": record.state,
		"due": due.isoformat() if due else None,
		"agreement_zone": str(agreement_zone(record_agreement(record))),
	}


def _tier(record: Any, level: int) -> Any:
	policy = record_agreement(record).escalation_policy
	for tier in frappe.get_cached_doc("SLA Escalation Policy", policy).tiers:
		if tier.level == level:
			return tier
	return frappe._dict()


def _in_words(record: Any, entry: Escalation) -> str:
	agreement = record_agreement(record)
	return say_instant(entry.at, agreement.language or "id", agreement_zone(agreement))


def _assigned(record: Any) -> list[str]:
	todo = frappe.get_all(
		"ToDo",
		filters={
			"reference_type": record.reference_doctype,
			"reference_name": record.reference_name,
			"status": "Open",
		},
		pluck="allocated_to",
	)
	return sorted({user for user in todo if user})


def _alerts_wanted() -> bool:
	return bool(frappe.db.get_single_value("SLA Settings", "notify_at_risk"))
