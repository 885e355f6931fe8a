"""The duties of a tier that has fired, as a checklist with times (000 §4.2). It is created with the
escalation.

A duty is late if its time has passed and it isn't done. That isn't stored: `checklist.py` computes it when it
is shown.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import frappe

from sla_id.agreements.choose import record_agreement
from sla_id.agreements.engine_target import engine_target
from sla_id.agreements.file import Duty
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.agreements.working_calendars import agreed_calendar
from sla_id.engine.words import say_instant
from sla_id.instants import from_utc, to_utc
from sla_id.ticket_record import TicketRecord

TASK = "SLA Escalation Task"
ASSIGN, CONTACT, ACTION_PLAN, CONFERENCE_CALL, OTHER = (
	"assign",
	"contact",
	"action_plan",
	"conference_call",
	"other",
)
BY_HAND = (CONTACT, OTHER)
"""What a person ticks; the other kinds are ticked by what they ask for."""


def build_duties(tier_duties: Iterable[Duty], at: datetime, record: TicketRecord) -> list[dict[str, Any]]:
	"""The checklist of a tier that fires at an instant (aware): the rows of its SLA Escalation.

	A duty whose time can't be computed, because its calendar never opens, gets none. The tier still fires.
	"""
	agreement, rows = record_agreement(record), []
	for duty in tier_duties:
		due = _due(duty, at, agreement)
		rows.append(
			{
				"kind": duty.kind,
				"label": duty.label.id,
				"label_en": duty.label.en,
				"due_utc": to_utc(due),
				"due_text": say_instant(due, agreement.language, agreement.zone) if due else "",
			}
		)
	return rows


def fulfil_duty(
	escalation_name: str,
	kind: str,
	at: datetime,
	by: str,
	note: str = "",
	reference: tuple[str, str] | None = None,
) -> bool:
	"""Tick the oldest open duty of that kind as done by a user at an instant (aware).

	Returns False if none is open.
	"""
	task = frappe.qb.DocType(TASK)
	found = (
		frappe.qb.from_(task)
		.select(task.name)
		.where((task.parent == escalation_name) & (task.kind == kind) & task.done_utc.isnull())
		.orderby(task.idx)
	).run()
	# each locked by its name: one that was ticked meanwhile is passed over
	return any(tick(name, at, by, note, reference) for (name,) in found)


def fulfil_for_ticket(
	sla_ticket: str, kind: str, at: datetime, by: str, reference: tuple[str, str] | None = None
) -> int:
	"""Tick the oldest open duty of that kind on each of a ticket's escalations. Returns how many.

	It takes one query if there is none.
	"""
	task, fired = frappe.qb.DocType(TASK), frappe.qb.DocType("SLA Escalation")
	rows = (
		frappe.qb.from_(task)
		.join(fired)
		.on(task.parent == fired.name)
		.select(fired.name)
		.distinct()
		.where((fired.sla_ticket == sla_ticket) & (task.kind == kind) & task.done_utc.isnull())
	).run()
	return sum(fulfil_duty(row[0], kind, at, by, reference=reference) for row in rows)


def tick(task: str, at: datetime, by: str, note: str = "", reference: tuple[str, str] | None = None) -> bool:
	"""Tick one row of a checklist.

	Returns False if it was done already. Lateness is counted by the wall clock.
	"""
	row = frappe.db.get_value(TASK, task, ["done_utc", "due_utc"], as_dict=True, for_update=True)
	if row is None or row.done_utc:
		return False
	due = from_utc(row.due_utc)
	frappe.db.set_value(
		TASK,
		task,
		{
			"done_utc": to_utc(at),
			"done_by": by,
			"late_seconds": seconds_late(due, at),
			"note": note,
			"reference_doctype": reference[0] if reference else None,
			"reference_name": reference[1] if reference else None,
		},
	)
	return True


def seconds_late(due: datetime | None, at: datetime) -> float:
	"""How many whole seconds late something due then is at an instant. 0 if it is in time."""
	return max(0.0, float((at - due) // timedelta(seconds=1))) if due else 0.0


def _due(duty: Duty, at: datetime, agreement: EffectiveAgreement) -> datetime | None:
	if duty.within is None:
		return None
	try:
		calendar = agreed_calendar(agreement, duty.calendar)
		target = engine_target(duty.within, hours_per_day=agreement.hours_per_day)
		seconds = target.working_seconds(calendar, at)
		return calendar.deadline(at, seconds) if seconds is not None else None
	except ValueError:
		frappe.log_error(title=f"A duty has no due time: {duty.label.en}, {duty.within}")
		return None
