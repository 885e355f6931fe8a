"""From a tier to people: whom it calls at an instant, and who is next where they can't be reached."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import get_datetime

from sla_id.agreements.rules.effective_agreement import StaffedTier
from sla_id.engine.rota import Override, Rota
from sla_id.notify.role_holders import users_of_role

LAST_RESORT = ("SLA Manager", "System Manager")


def people_in_order(tier: StaffedTier, at: datetime) -> Iterator[list[str]]:
	"""Whom a tier calls at an instant, and after them those who stand in, group by group.

	Its person and who is on duty by its schedule, which stands for the role; then the holders of the role, those whose
	turn comes next, one by one, the SLA Managers, and the System Managers. A group may be empty or name users who are
	disabled: `tell_tier.py` says who of them is told.
	"""
	turns = _turns(tier.schedule, at)
	first = [user for user in (tier.user, *turns[:1]) if user]
	holders = users_of_role(tier.role) if tier.role else []
	yield sorted({*first, *([] if tier.schedule else holders)})
	yield holders
	for user in turns[1:]:
		yield [user]
	for role in LAST_RESORT:
		yield users_of_role(role)


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


def _turns(schedule: str | None, at: datetime) -> list[str]:
	"""Who is on duty by a schedule, and after them its other members in the order of their turns."""
	if not schedule:
		return []
	rota = rota_of(frappe.get_cached_doc("SLA On-call Schedule", schedule))
	on_duty, members = rota.on_duty(at), list(rota.members)
	start = members.index(on_duty) if on_duty in members else 0
	return list(dict.fromkeys(filter(None, (on_duty, *members[start:], *members[:start]))))
