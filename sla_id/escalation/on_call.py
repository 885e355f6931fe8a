"""From a tier to people: its person, who is on duty, or the holders of its role; never nobody while somebody is left."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import get_datetime

from sla_id.engine.rota import Override, Rota
from sla_id.notify.desk import users_of_role

LAST_RESORT = ("SLA Manager", "System Manager")


def people_of(tier: Any, at: datetime) -> list[str]:
	"""The enabled users whom a row of SLA Escalation Tier calls at an instant, in order of name.

	An on-call schedule stands for the role. Where a tier has nobody left, the SLA Managers are called, then the
	System Managers: an escalation has to reach a person.
	"""
	users = [user for user in (tier.user, _on_duty(tier.schedule, at)) if user and _is_enabled(user)]
	if tier.role and (not tier.schedule or not users):
		users += users_of_role(tier.role)
	for role in LAST_RESORT:
		users = users or users_of_role(role)
	return sorted(set(users))


def rota_of(schedule: Any) -> Rota:
	"""An SLA On-call Schedule as the engine's rota."""
	return Rota(
		ZoneInfo(schedule.time_zone),
		get_datetime(schedule.starts_on),
		schedule.turn_days,
		tuple(row.user for row in schedule.members),
		tuple(
			Override(row.user, get_datetime(row.from_time), get_datetime(row.to_time))
			for row in schedule.overrides
		),
	)


def _on_duty(schedule: str | None, at: datetime) -> str | None:
	return rota_of(frappe.get_cached_doc("SLA On-call Schedule", schedule)).on_duty(at) if schedule else None


def _is_enabled(user: str) -> bool:
	return bool(frappe.get_cached_value("User", user, "enabled"))
