"""Loads the holiday data files into SLA Holiday List records. It can run repeatedly and never changes a
site's own rows.

Sources in order: the decree files in `fixtures/holidays/`, the site's own entries, and the `holidays` package
for years without a decree, marked as estimated.
"""

from typing import Any

import frappe
from frappe import _

from sla_id.fixtures.holiday_files import HolidayYear, best_year
from sla_id.record_types import HolidayListRecord, HolidayRow

CLASSES = {"national": "National", "cuti_bersama": "Cuti Bersama", "regional": "Regional"}
BASES = {"fixed": "Fixed", "estimated": "Estimated"}
SITE = "Site"
"""The origin of what the site has entered or changed itself."""


def load_years(first: int, last: int) -> list[str]:
	"""Load or refresh the lists of those years. Returns their names. Each list says what can't be known yet."""
	return [load_year(year) for year in range(first, last + 1)]


def load_year(year: int) -> str:
	"""Load or refresh one year from its decree file.

	If there is none, load an estimate that is marked as such.
	"""
	data = best_year(year)
	name = f"ID {year}"
	exists = frappe.db.exists("SLA Holiday List", name)
	listed = frappe.get_doc("SLA Holiday List", name) if exists else frappe.new_doc("SLA Holiday List")
	wanted = _rows(data)
	own = [row.as_dict() for row in listed.holidays if row.origin == SITE]
	taken = {(str(row.holiday_date), row.holiday_class) for row in own} | _removed(listed)
	rows = [row for row in wanted if (str(row["holiday_date"]), row["holiday_class"]) not in taken]
	values = {"country": "ID", "year": year, "basis": _basis(data), "gaps": "\n".join(data.gaps)}
	if exists and _same(listed, rows, values):
		return name
	listed.update({**values, "decrees": _decrees(data), "holidays": []})
	for row in sorted([*rows, *own], key=lambda row: str(row["holiday_date"])):
		listed.append("holidays", {key: row.get(key) for key in _FIELDS})
	listed.flags.update({"ignore_permissions": True, "sla_id_loads": True})
	listed.save()
	return name


def keep_earlier_edits(year: int) -> None:
	"""Mark entries that differ from the decrees as the site's own. They were edited before edits were
	remembered.

	A list based on other decrees than the data file is left alone, because the file has changed as well.
	"""
	data, name = best_year(year), f"ID {year}"
	if not frappe.db.exists("SLA Holiday List", name):
		return
	listed = frappe.get_doc("SLA Holiday List", name)
	if {row.decree_number for row in listed.decrees} != {decree.number for decree in data.decrees}:
		return
	wanted = {_day_of(row): _said(row) for row in map(frappe._dict, _rows(data))}
	for row in listed.holidays:
		if row.origin != SITE and _said(row) != wanted.get(_day_of(row)):
			row.db_set("origin", SITE, update_modified=False)
	gone = set(wanted) - {_day_of(row) for row in listed.holidays}
	if gone:
		removed = sorted(" ".join(day) for day in _removed(listed) | gone)
		listed.db_set("removed", "\n".join(removed), update_modified=False)


def check_list(listed: HolidayListRecord) -> None:
	"""Refuse a day outside the list's year, or one listed twice in a class. Throws ValidationError.

	What a person has changed or removed is the site's own from then on, and updates leave it alone.
	"""
	if not listed.flags.sla_id_loads:
		_keep_as_own(listed)
	seen: set[tuple[str, str, str]] = set()
	for row in listed.holidays:
		day = frappe.utils.getdate(row.holiday_date)
		if day.year != listed.year:
			frappe.throw(
				_("Row {0}, Date: {1} is not in {2}. Put it into the list of its own year.").format(
					row.idx, day, listed.year
				)
			)
		key = (str(day), row.holiday_class, row.region or "")
		if key in seen:
			frappe.throw(
				_("Row {0}, Date: {1} is listed twice. Remove one of the rows.").format(row.idx, day)
			)
		seen.add(key)


def _keep_as_own(listed: HolidayListRecord) -> None:
	before = listed.get_doc_before_save()
	held = {row.name: row for row in before.holidays} if before else {}
	for row in listed.holidays:
		old = held.get(row.name)
		if old is None or _said(row) != _said(old):
			row.origin = SITE
	left = {_day_of(row) for row in listed.holidays}
	gone = {_day_of(row) for row in held.values() if row.origin != SITE} - left
	listed.removed = "\n".join(sorted(" ".join(day) for day in (_removed(listed) | gone) - left))


def _said(row: HolidayRow) -> tuple[str, ...]:
	return tuple(str(row.get(field) or "") for field in _FIELDS if field != "origin")


def _day_of(row: HolidayRow) -> tuple[str, str]:
	return str(frappe.utils.getdate(row.holiday_date)), row.holiday_class


def _removed(listed: HolidayListRecord) -> set[tuple[str, str]]:
	"""The days and classes that the site has removed and doesn't want back."""
	lines = (line.partition(" ") for line in (listed.removed or "").splitlines() if line.strip())
	return {(day, name) for day, _space, name in lines}


_FIELDS = (
	"holiday_date",
	"holiday_name",
	"holiday_name_en",
	"holiday_class",
	"region",
	"decree",
	"basis",
	"origin",
	"note",
)


def _rows(data: HolidayYear) -> list[dict[str, Any]]:
	numbers = {decree.id: decree.number for decree in data.decrees}
	return [
		{
			"holiday_date": holiday.day,
			"holiday_name": holiday.name_id,
			"holiday_name_en": holiday.name_en,
			"holiday_class": CLASSES[holiday.holiday_class],
			"region": holiday.region,
			"decree": numbers.get(holiday.decree or ""),
			"basis": BASES[holiday.basis],
			"origin": "Decree File" if data.decrees else "Estimate",
			"note": holiday.note,
		}
		for holiday in data.holidays
	]


def _decrees(data: HolidayYear) -> list[dict[str, Any]]:
	numbers = {decree.id: decree.number for decree in data.decrees}
	return [
		{
			"decree_number": decree.number,
			"decree_date": decree.date,
			"decree_title": decree.title,
			"amends": numbers.get(decree.amends or ""),
		}
		for decree in data.decrees
	]


def _basis(data: HolidayYear) -> str:
	bases = {holiday.basis for holiday in data.holidays}
	return "Estimated" if bases == {"estimated"} else "Mixed" if len(bases) > 1 else "Decree"


def _same(listed: HolidayListRecord, rows: list[dict[str, Any]], values: dict[str, Any]) -> bool:
	def key(row: Any) -> tuple[str, ...]:
		return tuple(str(row.get(field) or "") for field in _FIELDS)

	current = sorted(key(row) for row in listed.holidays if row.origin != SITE)
	same_head = all((listed.get(field) or "") == (value or "") for field, value in values.items())
	return same_head and current == sorted(key(row) for row in rows)
