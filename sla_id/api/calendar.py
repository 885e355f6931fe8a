"""What the forms of calendars and holidays ask: the week in words, a trial deadline, and what a change would
move.

Each function checks permission first and writes nothing; arguments are typed.
"""

from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import frappe
from frappe import _

from sla_id.agreements.engine_target import engine_target
from sla_id.agreements.file import UnreadableTarget, read_target
from sla_id.agreements.say_errors import say_error
from sla_id.agreements.ticket_language import agreement_reading
from sla_id.agreements.working_calendars import DAY_KEYS, definition, ends_a_minute_early, say_minute_early
from sla_id.api.arguments import answerable, read_datetime, read_document
from sla_id.engine import EngineError, WorkingCalendar
from sla_id.engine.words import say_duration, say_instant, say_receipt
from sla_id.instants import reader_language, utc_now
from sla_id.ledger.calendar_impact import Move, find_moves
from sla_id.record_types import CalendarRecord

SHOWN = 50
COUNT = "sla_id.ledger.calendar_impact.tell_all_moves"


@frappe.whitelist()
@answerable
def say_week(doc: str | dict[str, Any]) -> str:
	"""The week of a calendar as shown in the form, saved or not, in the reader's language."""
	calendar = _calendar(doc)
	if calendar.always_open:
		return _("Every hour of every day, holidays too ({0}).").format(calendar.time_zone)
	lines = [_say_days(days, windows) for days, windows in _grouped(calendar)]
	if calendar.shifts:
		names = sorted({row.shift_name for row in calendar.shifts if row.shift_name})
		lines.append(_("Other hours: {0}.").format(", ".join(names)))
	lines.append(_say_holidays(calendar))
	if ends_a_minute_early(calendar):
		lines.append(say_minute_early())
	return "\n".join(lines)


@frappe.whitelist()
@answerable
def try_deadline(
	doc: str | dict[str, Any], start: str, target: str, hours_per_day: float = 8, end_of_day: bool = False
) -> dict[str, str]:
	"""When a target that starts at `start` is due on a calendar as shown in the form, and how that is
	computed.

	`start` is wall-clock time in the calendar's zone; `target` is written as in an agreement, e.g. "3 days".
	"""
	calendar = _calendar(doc)
	language = reader_language()
	try:
		compiled = WorkingCalendar.from_dict(definition(calendar))
		begin = _instant(start, compiled.time_zone)
		wanted = engine_target(
			read_target(target), hours_per_day=None if end_of_day else float(hours_per_day)
		)
		seconds = wanted.working_seconds(compiled, begin)
		if seconds is None:
			frappe.throw(_("{0} has no due time to try. Give a length such as 4 h or 3 days.").format(target))
		receipt = compiled.explain(begin, seconds)
	except UnreadableTarget as error:
		frappe.throw(_("Target: {0}").format(say_error(error)))
	except (EngineError, ZoneInfoNotFoundError, ValueError) as error:
		frappe.throw(say_error(error))
	return {
		"due_text": say_instant(receipt.end, language, compiled.time_zone),
		"length_text": say_duration(seconds, language),
		"receipt": say_receipt(receipt, language),
	}


@frappe.whitelist()
@answerable
def say_moves(doc: str | dict[str, Any]) -> dict[str, Any]:
	"""Which due times of open tickets would move if an SLA Calendar or SLA Holiday List were saved as shown
	in the form.

	`moves` are the most urgent `SHOWN` of `count`, in the reader's language and each agreement's zone. `late`
	counts those that would then be past. `looked_at` of the `open` tickets were compared in the seconds that
	a form may take. If not all were compared, `count` is a minimum.
	"""
	frappe.has_permission("SLA Ticket", "read", throw=True)
	now = utc_now()
	impact = find_moves(_changed(doc), now)
	return {
		"moves": [_say_move(move, now) for move in impact.moves[:SHOWN]],
		"count": len(impact.moves),
		"late": sum(move.makes_late(now) for move in impact.moves),
		"looked_at": impact.looked_at,
		"open": impact.open,
	}


@frappe.whitelist(methods=["POST"])
@answerable
def count_all_moves(doc: str | dict[str, Any]) -> None:
	"""Compare all open tickets in the background and report by the bell what would move, where a form can't
	wait for it.
	"""
	frappe.has_permission("SLA Ticket", "read", throw=True)
	values = _changed(doc).as_dict(convert_dates_to_str=True)
	frappe.enqueue(COUNT, queue="long", values=dict(values), user=frappe.session.user)


def _changed(doc: str | dict[str, Any]) -> Any:
	changed = read_document(doc, ("SLA Calendar", "SLA Holiday List"))
	frappe.has_permission(changed.doctype, "write", throw=True)
	return changed


def _say_move(move: Move, now: datetime) -> dict[str, Any]:
	language, zone = reader_language(), agreement_reading(move.record)[1]
	return {
		"sla_ticket": move.record.name,
		"ticket": move.record.reference_name,
		"subject": move.record.subject,
		"partner": move.record.partner,
		"clock": str(move.clock.kind),
		"before": say_instant(move.before, language, zone),
		"after": say_instant(move.after, language, zone),
		"late": move.makes_late(now),
	}


def _calendar(doc: str | dict[str, Any]) -> Any:
	frappe.has_permission("SLA Calendar", "read", throw=True)
	return read_document(doc, ("SLA Calendar",))


def _instant(start: str, zone: ZoneInfo) -> datetime:
	return read_datetime(start, "start").replace(tzinfo=zone)


def _grouped(calendar: CalendarRecord) -> list[tuple[list[str], str]]:
	"""Group consecutive days with the same windows: ([first, …, last], "08:00–12:00, 13:00–17:00")."""
	week = {
		day: ", ".join(
			f"{row.start_time}–{row.end_time}"
			for row in calendar.windows
			if row.day == day and row.start_time
		)
		for day in DAY_KEYS
	}
	return [
		([day for day, _w in days], windows)
		for windows, days in groupby(week.items(), key=lambda item: item[1])
	]


def _say_days(days: list[str], windows: str) -> str:
	told = _(days[0]) if len(days) == 1 else f"{_(days[0])}–{_(days[-1])}"
	return f"{told}: {windows or _('closed')}"


def _say_holidays(calendar: CalendarRecord) -> str:
	closed = [
		label
		for label, closes in (
			(_("national holidays"), calendar.close_on_national),
			(_("cuti bersama"), calendar.close_on_cuti_bersama),
			(_("regional holidays"), calendar.close_on_regional),
			(_("{0} days of its own").format(len(calendar.extra_holidays)), calendar.extra_holidays),
		)
		if closes
	]
	if not closed:
		return _("Open on every holiday.")
	return _("Closed on: {0}.").format(", ".join(closed))
