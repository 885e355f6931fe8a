"""Finds the people of a tier: whom it calls at an instant, and who is next if they can't be reached."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import get_datetime

from sla_id.agreements.rules.effective_agreement import StaffedTier
from sla_id.engine.rota import Override, Rota
from sla_id.notify.role_holders import users_of_role
from sla_id.record_types import OnCallScheduleRecord

LAST_RESORT = ("SLA Manager", "System Manager")


def people_in_order(tier: StaffedTier, at: datetime) -> Iterator[list[str]]:
	"""The people whom a tier calls at an instant, followed by those who stand in for them, group by group.

	The first group is the tier's person and whoever is on duty by its schedule, which takes the place of the
	role. Then come the holders of the role, the schedule's other members one by one in the order of their
	turns, the SLA Managers, and the System Managers. A group may be empty or contain disabled users:
	`tell_tier.py` decides who of them is told.
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


def rota_of(schedule: OnCallScheduleRecord) -> Rota:
	"""Build the engine's rota from an SLA On-call Schedule."""
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
	"""Who is on duty by a schedule, followed by its other members in the order of their turns."""
	if not schedule:
		return []
	rota = rota_of(frappe.get_cached_doc("SLA On-call Schedule", schedule))
	on_duty, members = rota.on_duty(at), list(rota.members)
	start = members.index(on_duty) if on_duty in members else 0
	return list(dict.fromkeys(filter(None, (on_duty, *members[start:], *members[:start]))))
