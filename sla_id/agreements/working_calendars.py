"""Turns SLA Calendar records into the engine's `WorkingCalendar`, and checks them when they are saved.

`agreed_calendar` is what an agreement counts on: what was signed is taken from the agreement, and what is announced as
it comes from the record. A process caches a compiled calendar under what was signed and the time when its record and
the holiday lists last changed. One statement in each request asks for that. So sites don't mix, and an edit takes
effect at once in every process.
"""

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from sla_id.agreements.file.model import HOLIDAY_CLASSES, Week
from sla_id.agreements.holidays import CLASSES
from sla_id.agreements.rules.effective_agreement import AgreedHours, EffectiveAgreement
from sla_id.agreements.say_errors import say_error
from sla_id.engine import InvalidCalendar, WorkingCalendar
from sla_id.record_types import CalendarRecord, CalendarShiftRow, CalendarWindowRow, HolidayRow

LAST_MINUTE = re.compile(r"23:59(:\d\d)?")
DAY_KEYS = {
	"Monday": "mon",
	"Tuesday": "tue",
	"Wednesday": "wed",
	"Thursday": "thu",
	"Friday": "fri",
	"Saturday": "sat",
	"Sunday": "sun",
}


MOST = 500
"""So many compiled calendars are kept in a process."""
_Key = tuple[AgreedHours | None, tuple[str, ...]]
_COMPILED: OrderedDict[_Key, WorkingCalendar] = OrderedDict()


def agreed_calendar(agreement: EffectiveAgreement, code: str | None = None) -> WorkingCalendar:
	"""The compiled calendar that an agreement means by a code, or its default one.

	Windows, zone and classes of holidays are what was signed, whatever the record says by now; shifts, breaks and
	single holidays are the record's. Raises ValueError, frappe.DoesNotExistError or InvalidCalendar.
	"""
	asked = calendars_in_use()
	key = (agreement.name, code)
	if key not in asked or asked[key][0] is not agreement:
		asked[key] = (agreement, _compiled(agreement.calendar_name(code), agreement.agreed_hours(code)))
	return asked[key][1]


_Asked = dict[tuple[str, str | None], tuple[EffectiveAgreement, WorkingCalendar]]


def calendars_in_use() -> _Asked:
	"""The calendars that this request has asked for; another dict once one of them may have changed."""
	asked: _Asked | None = getattr(frappe.local, "sla_id_calendars", None)
	if asked is None:
		asked = frappe.local.sla_id_calendars = {}
	return asked


def forget_calendars(*_args: Any) -> None:
	"""Clear the cache after a calendar or a holiday list has changed."""
	frappe.local.sla_id_calendars = {}
	frappe.local.sla_id_calendar_stamps = None
	_COMPILED.clear()


def _compiled(name: str, agreed: AgreedHours | None) -> WorkingCalendar:
	if getattr(frappe.local, "sla_id_supposed", None) is not None:
		return WorkingCalendar.from_dict(definition(_document(name), agreed))
	key = (agreed, _stamp(name))
	if key not in _COMPILED:
		_COMPILED[key] = WorkingCalendar.from_dict(definition(_document(name), agreed))
		if len(_COMPILED) > MOST:
			_COMPILED.popitem(last=False)
	return _COMPILED[key]


def _stamp(name: str) -> tuple[str, ...]:
	"""When a calendar of this site and the holiday lists of its country last changed."""
	stamps: dict[str, list[str]] | None = getattr(frappe.local, "sla_id_calendar_stamps", None)
	if stamps is None:
		calendar, listed = frappe.qb.DocType("SLA Calendar"), frappe.qb.DocType("SLA Holiday List")
		rows = (
			frappe.qb.from_(calendar)
			.left_join(listed)
			.on(listed.country == calendar.holiday_country)
			.select(calendar.name, calendar.modified, listed.name, listed.modified)
			.orderby(calendar.name, listed.name)
		).run()
		stamps = frappe.local.sla_id_calendar_stamps = {}
		for calendar_name, *changed in rows:
			stamps.setdefault(calendar_name, []).extend(map(str, changed))
	return (frappe.local.site, name, *stamps.get(name, ()))


@contextmanager
def supposing(changed: Any) -> Iterator[None]:
	"""A context in which calendars are as if that SLA Calendar or SLA Holiday List had been saved as it is."""
	frappe.local.sla_id_supposed = changed
	forget_calendars()
	try:
		yield
	finally:
		frappe.local.sla_id_supposed = None
		forget_calendars()


def _supposed(doctype: str) -> Any | None:
	changed = getattr(frappe.local, "sla_id_supposed", None)
	return changed if changed is not None and changed.doctype == doctype else None


def _document(name: str) -> Any:
	supposed = _supposed("SLA Calendar")
	return supposed if supposed and supposed.name == name else frappe.get_doc("SLA Calendar", name)


def definition(calendar: CalendarRecord, agreed: AgreedHours | None = None) -> dict[str, Any]:
	"""The engine's definition of an SLA Calendar document, with its holidays.

	What is `agreed` takes the place of what the document says.
	"""
	agreed = agreed or _hours_of(calendar)
	if agreed.week.always:
		return {"time_zone": agreed.time_zone, "hours": "24x7"}
	return {
		"time_zone": agreed.time_zone,
		"hours": agreed.week.definition(),
		"holidays": list(_holidays(calendar, agreed)),
		"shifts": _shifts(calendar.shifts),
		"breaks": [
			{
				"date": getdate(row.break_date),
				"windows": [[row.start_time, row.end_time]],
				"name": row.reason or "",
			}
			for row in calendar.breaks
		],
	}


def check_calendar(calendar: CalendarRecord) -> None:
	"""Refuse a calendar that can't be computed, and say which row is wrong and what to write.

	Throws ValidationError.
	"""
	if not calendar.always_open and not calendar.windows and not calendar.shifts:
		frappe.throw(_("Windows: this calendar never opens. Add working hours, or tick Open 24x7."))
	try:
		WorkingCalendar.from_dict(definition(calendar))
	except InvalidCalendar as error:
		frappe.throw(_("Calendar {0}: {1}").format(calendar.calendar_name, say_error(error)))
	if ends_a_minute_early(calendar):
		frappe.msgprint(say_minute_early(), indicator="orange", alert=True)


def ends_a_minute_early(calendar: CalendarRecord) -> list[CalendarWindowRow | CalendarShiftRow]:
	"""The rows of windows and shifts that end at 23:59 and so leave out the last minute of the day."""
	rows: list[CalendarWindowRow | CalendarShiftRow] = [*calendar.windows, *calendar.shifts]
	return [
		row
		for row in rows
		if not calendar.always_open and LAST_MINUTE.fullmatch((row.end_time or "").strip())
	]


def say_minute_early() -> str:
	"""The warning shown when such a row is typed and when it is saved."""
	return _("A window that ends at 23:59 misses the last minute of the day. End it at 24:00.")


def _week(rows: Iterable[Any]) -> dict[str, list[list[str]]]:
	week: dict[str, list[list[str]]] = {}
	for row in rows:
		if row.day not in DAY_KEYS:
			frappe.throw(
				_("Row {0}, Day: choose one of {1}.").format(row.idx or 1, ", ".join(map(_, DAY_KEYS)))
			)
		day = week.setdefault(DAY_KEYS[row.day], [])
		if row.start_time or row.end_time:
			day.append([row.start_time, row.end_time])
	return week


def _shifts(rows: Iterable[Any]) -> list[dict[str, Any]]:
	grouped: dict[tuple[Any, Any, str], list[Any]] = {}
	for row in rows:
		key = (getdate(row.from_date), getdate(row.to_date), row.shift_name)
		grouped.setdefault(key, []).append(row)
	return [
		{"from": first, "to": last, "name": name, "hours": _week(windows)}
		for (first, last, name), windows in grouped.items()
	]


def _hours_of(calendar: CalendarRecord) -> AgreedHours:
	"""What the document itself says of that which is signed."""
	classes = tuple(name for name in HOLIDAY_CLASSES if calendar.get(f"close_on_{name}"))
	if calendar.always_open:
		return AgreedHours(calendar.time_zone, Week(always=True), classes, calendar.region or None)
	days = tuple(
		(day, tuple((start, end) for start, end in windows))
		for day, windows in _week(calendar.windows).items()
	)
	return AgreedHours(calendar.time_zone, Week(days=days), classes, calendar.region or None)


def _holidays(calendar: CalendarRecord, agreed: AgreedHours) -> Iterable[dict[str, Any]]:
	for row in calendar.extra_holidays:
		yield _holiday(row)
	classes = {CLASSES[name] for name in agreed.holidays}
	if not classes or not calendar.holiday_country:
		return
	for row in _listed_holidays(calendar.holiday_country):
		if row.holiday_class not in classes:
			continue
		if row.holiday_class != "Regional" or not agreed.region or row.region == agreed.region:
			yield _holiday(row)


def _listed_holidays(country: str) -> list[Any]:
	"""The days of a country's SLA Holiday Lists, in order."""
	supposed = _supposed("SLA Holiday List")
	holiday, listed = frappe.qb.DocType("SLA Holiday"), frappe.qb.DocType("SLA Holiday List")
	query = (
		frappe.qb.from_(holiday)
		.join(listed)
		.on(holiday.parent == listed.name)
		.select(
			holiday.holiday_date,
			holiday.holiday_name,
			holiday.decree,
			holiday.holiday_class,
			holiday.region,
		)
		.where(holiday.parenttype == "SLA Holiday List")
		.where(listed.country == country)
		.orderby(holiday.holiday_date)
	)
	if supposed is None:
		return list(query.run(as_dict=True))
	own = supposed.holidays if supposed.country == country else []
	return [*query.where(listed.name != (supposed.name or "")).run(as_dict=True), *own]


def _holiday(row: HolidayRow) -> dict[str, Any]:
	return {"date": getdate(row.holiday_date), "name": row.holiday_name or "", "decree": row.decree or ""}
