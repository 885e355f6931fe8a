"""When a length of time that was agreed is over, counted on a calendar of the agreement: notices, times to claim, decide, answer."""

from datetime import datetime

from sla_id.agreements.engine_target import engine_target
from sla_id.agreements.file import AgreedTarget
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.agreements.working_calendars import agreed_calendar
from sla_id.engine import NeverOpens, Target, TargetKind, WorkingCalendar


def length_end(length: Target, calendar: WorkingCalendar, start: datetime) -> datetime:
	"""The instant at which a length that begins at `start` is over. Raises NeverOpens."""
	if length.kind is TargetKind.DAYS and length.hours_per_day is None:
		return calendar.day_end(start, length.days)
	return calendar.deadline(start, length.working_seconds(calendar, start) or 0)


def agreed_end(
	agreement: EffectiveAgreement, length: AgreedTarget | None, calendar: str | None, start: datetime
) -> datetime | None:
	"""The same for a length as the agreement's file has it, on the calendar of a code, else its main one.

	None where no length is agreed, or its calendar never opens.
	"""
	if length is None:
		return None
	target = engine_target(length, hours_per_day=agreement.hours_per_day)
	try:
		return length_end(target, agreed_calendar(agreement, calendar), start)
	except NeverOpens:
		return None
