"""The job every ten minutes: maintenance that lasts longer than planned is told once, and so is what nobody has started."""

from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _

from sla_id.instants import to_utc, utc_now
from sla_id.maintenance.carry_out import mark_overrun
from sla_id.maintenance.maintenance_record import lock_maintenance
from sla_id.maintenance.maintenance_values import ANNOUNCED, DOCTYPE, STARTED, text_in
from sla_id.notify.role_holders import users_of_role
from sla_id.notify.tell_people import tell
from sla_id.savepoints import own_transaction

FORGOTTEN_AFTER = timedelta(minutes=10)


def notice_late_maintenance() -> int:
	"""The scheduled job; how many were told of as overrunning. Each is a transaction of its own."""
	now, overrun = utc_now(), 0
	for name in _overdue(STARTED, "planned_end_utc", now):
		with own_transaction(f"The overrun of {name} could not be told"):
			overrun += mark_overrun(name, now)
	for name in _overdue(ANNOUNCED, "planned_start_utc", now - FORGOTTEN_AFTER):
		with own_transaction(f"Nobody could be asked about {name}"):
			_ask_about(lock_maintenance(name))
	return overrun


def _overdue(state: str, field: str, at: datetime) -> list[str]:
	doc = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(doc).select(doc.name).where((doc.state == state) & (doc[field] <= to_utc(at)))
	return [name for (name,) in query.orderby(doc.name).run()]


def _ask_about(doc: Any) -> None:
	"""Ask once for each plan whether it has started: until somebody says so, nothing of it is excluded."""
	if doc.state != ANNOUNCED:
		return
	planner = [doc.owner] if doc.owner not in ("Administrator", "Guest") else []
	tell(
		planner or users_of_role("SLA Manager"),
		f"maintenance:{doc.uid}:{doc.sequence or 0}:not started",
		"notice",
		lambda language: {
			"title": _(
				"{0} was planned to start by now: {1}. Start it, change its plan or cancel it.", language
			).format(doc.name, text_in(doc, "title", language))
		},
		doc,
		email=True,
	)
