"""Working calendars of an agreement: SLA Calendar records, and the codes by which the file speaks of them."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

import frappe
from frappe.utils import getdate

from sla_id.agreements.file import AgreementFile, BreakRow, Calendar, ShiftRow, Week
from sla_id.agreements.file.model import WEEKDAYS, Windows
from sla_id.agreements.records.availability_rows import CALENDARS
from sla_id.agreements.records.masters import Masters
from sla_id.agreements.working_calendars import DAY_KEYS
from sla_id.record_types import AgreementRecord, CalendarRecord

DAYS = {key: day for day, key in DAY_KEYS.items()}
CLASSES = ("national", "cuti_bersama", "regional")


def load_calendars(read: AgreementFile, masters: Masters) -> dict[str, str]:
	"""The SLA Calendar of each of the file's calendars, found or created: code to record name."""
	return {
		calendar.code: masters.ensure(
			"SLA Calendar", "calendar_name", f"{read.agreement.code} {calendar.code}", _values(read, calendar)
		)
		for calendar in read.calendars
	}


def calendar_rows(names: dict[str, str]) -> list[dict[str, Any]]:
	"""The agreement's table of its calendars."""
	return [{"code": code, "calendar": name} for code, name in names.items()]


def calendar_codes(agreement: AgreementRecord, *, signed: bool = False) -> dict[str, str]:
	"""Record name to code, for every calendar that the agreement speaks of; codes are made up where none is given.

	`signed` leaves out those that only say when the provider's people are told of an escalation.
	"""
	codes = {row.calendar: row.code for row in agreement.calendars}
	spoken_of = [agreement.default_calendar, *(row.calendar for row in agreement.targets)]
	spoken_of += [agreement.get(field) for field in CALENDARS]
	spoken_of += [row.calendar for row in agreement.guarantees]
	spoken_of += [row.calendar for row in agreement.pause_reasons]
	if agreement.escalation_policy:
		policy = frappe.get_doc("SLA Escalation Policy", agreement.escalation_policy)
		spoken_of += [row.calendar for row in (*policy.triggers, *policy.duties)]
		spoken_of += [] if signed else [row.hours for row in policy.tiers]
	for name in filter(None, spoken_of):
		if name not in codes:
			codes[name] = _new_code(name, agreement.agreement_code, set(codes.values()))
	return codes


def read_calendars(codes: dict[str, str]) -> tuple[Calendar, ...]:
	"""The file's calendars."""
	return tuple(_read(code, frappe.get_doc("SLA Calendar", name)) for name, code in codes.items())


def _new_code(name: str, agreement_code: str, taken: set[str]) -> str:
	plain = re.sub(r"[^a-z0-9]+", "_", name.lower().removeprefix(agreement_code.lower())).strip("_")
	code, number = plain or "calendar", 2
	while code in taken:
		code, number = f"{plain}_{number}", number + 1
	return code


def _values(read: AgreementFile, calendar: Calendar) -> dict[str, Any]:
	return {
		"time_zone": read.agreement.time_zone,
		"always_open": int(calendar.week.always),
		"windows": _windows(calendar.week),
		**{f"close_on_{name}": int(name in calendar.holidays) for name in CLASSES},
		"region": calendar.region,
		"shifts": [
			{
				"shift_name": shift.name or str(shift.first),
				"from_date": shift.first,
				"to_date": shift.last,
				**row,
			}
			for shift in calendar.shifts
			for row in _windows(shift.week)
		],
		"breaks": [
			{"break_date": entry.day, "start_time": start, "end_time": end, "reason": entry.name}
			for entry in calendar.breaks
			for start, end in entry.windows
		],
	}


def _windows(week: Week) -> list[dict[str, str]]:
	return [
		{"day": DAYS[day], "start_time": start, "end_time": end}
		for day, windows in week.days
		for start, end in windows
	]


def _read(code: str, record: CalendarRecord) -> Calendar:
	return Calendar(
		code,
		Week(always=True) if record.always_open else _week(record.windows),
		tuple(name for name in CLASSES if record.get(f"close_on_{name}")),
		record.region or None,
		tuple(_shifts(record.shifts)),
		tuple(_breaks(record.breaks)),
	)


def _week(rows: Iterable[Any]) -> Week:
	days: dict[str, list[tuple[str, str]]] = {}
	for row in rows:
		if row.start_time or row.end_time:
			days.setdefault(DAY_KEYS[row.day], []).append((row.start_time, row.end_time))
	return Week(days=tuple((day, _sorted(days[day])) for day in WEEKDAYS if day in days))


def _sorted(windows: list[tuple[str, str]]) -> Windows:
	return tuple(sorted(windows))


def _shifts(rows: Iterable[Any]) -> Iterable[ShiftRow]:
	ordered = sorted(rows, key=lambda row: (getdate(row.from_date), getdate(row.to_date), row.idx))
	for (first, last, name), windows in groupby(
		ordered, key=lambda row: (getdate(row.from_date), getdate(row.to_date), row.shift_name)
	):
		yield ShiftRow(first, last, _week(windows), None if name == str(first) else name)


def _breaks(rows: Iterable[Any]) -> Iterable[BreakRow]:
	for (day, name), windows in groupby(rows, key=lambda row: (getdate(row.break_date), row.reason or None)):
		yield BreakRow(day, _sorted([(row.start_time, row.end_time) for row in windows]), name)
