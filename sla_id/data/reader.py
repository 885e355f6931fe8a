"""The dated data files as values: holidays by year with the decree that set them, and the sample agreements.

For the calendars (receipts name the decree), the install, and anyone who asks which days are closed. Pure: no
frappe. Sources in order: the decree files here, then `estimated_year` from the `holidays` package for years
without one; the site's own entries are the caller's.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

HOLIDAYS = Path(__file__).parent / "holidays"
AGREEMENTS = Path(__file__).parent / "agreements"

NATIONAL = "national"
CUTI_BERSAMA = "cuti_bersama"
REGIONAL = "regional"
CLASSES = (NATIONAL, CUTI_BERSAMA, REGIONAL)
FIXED = "fixed"
ESTIMATED = "estimated"
BASES = (FIXED, ESTIMATED)


class HolidayFileError(ValueError):
	"""A holiday file that cannot be used; the message names the file and the field and says what to write."""

	def __init__(self, file: str, field: str, problem: str) -> None:
		super().__init__(f"{file}: {field}: {problem}" if field else f"{file}: {problem}")
		self.file = file
		self.field = field


class NoHolidayFile(LookupError):
	"""No decree file for that year: use `estimated_year`, or add the file once the decree is out."""


@dataclass(frozen=True, slots=True)
class Decree:
	"""A joint decree (SKB) or presidential decree (Keppres) that sets or changes holidays."""

	id: str
	number: str
	date: date
	title: str
	amends: str | None = None


@dataclass(frozen=True, slots=True)
class Holiday:
	"""One day of one class. `decree` is an id of the year's decrees; None where the date is estimated."""

	day: date
	name_id: str
	name_en: str
	holiday_class: str
	basis: str
	decree: str | None = None
	region: str | None = None
	note: str | None = None


@dataclass(frozen=True, slots=True)
class HolidayYear:
	"""A year's holidays by date, national and joint leave apart; `gaps` says what nobody knows yet."""

	year: int
	decrees: tuple[Decree, ...]
	holidays: tuple[Holiday, ...]
	country: str = "ID"
	gaps: tuple[str, ...] = ()

	def of(self, classes: Collection[str], region: str | None = None) -> Iterator[Holiday]:
		"""The holidays of these classes; regional ones only of `region`."""
		for holiday in self.holidays:
			if holiday.holiday_class in classes and holiday.region in (None, region):
				yield holiday

	def decree(self, code: str) -> Decree:
		"""The decree of that id. Raises KeyError."""
		return {decree.id: decree for decree in self.decrees}[code]

	def closing_days(self, classes: Collection[str], region: str | None = None) -> list[dict[str, str]]:
		"""Rows for the engine's calendar: date, name and decree number ("estimated" where there is none)."""
		return [
			{
				"date": holiday.day.isoformat(),
				"name": holiday.name_id,
				"decree": self.decree(holiday.decree).number if holiday.decree else ESTIMATED,
			}
			for holiday in self.of(classes, region)
		]


def years_with_decree(directory: Path = HOLIDAYS) -> tuple[int, ...]:
	"""The years for which there is a file, ascending."""
	return tuple(sorted(int(path.stem) for path in directory.glob("[0-9][0-9][0-9][0-9].yaml")))


def read_year(year: int, directory: Path = HOLIDAYS) -> HolidayYear:
	"""The year's decree file. Raises NoHolidayFile or HolidayFileError."""
	path = directory / f"{year}.yaml"
	if not path.is_file():
		raise NoHolidayFile(
			f"there is no holiday file for {year}; use estimated_year, or add one with its decree"
		)
	return parse_year(path.read_text(encoding="utf-8"), path.name)


def parse_year(text: str, file: str) -> HolidayYear:
	"""A holiday file from its text; `file` names it in errors. Raises HolidayFileError."""
	try:
		# BaseLoader: every scalar as written, so that a date or number is judged here and not by YAML.
		data = yaml.load(text, Loader=yaml.BaseLoader)
	except yaml.YAMLError as error:
		raise HolidayFileError(file, "", f"this isn't valid YAML: {' '.join(str(error).split())}") from None
	root = _Fields(file, "", data, ("country", "year", "decrees", "holidays"))
	year = root.text("year")
	if not year.isdigit():
		raise HolidayFileError(file, "year", f"{year!r} is not a year; write e.g. 2026")
	decrees = tuple(
		_read_decree(row) for row in root.rows("decrees", ("id", "number", "date", "title", "amends"))
	)
	_check_decrees(file, decrees)
	known = ("date", "name", "class", "decree", "basis", "region", "note")
	holidays = tuple(_read_holiday(row, int(year), decrees) for row in root.rows("holidays", known))
	_check_unique(file, holidays)
	return HolidayYear(
		int(year),
		decrees,
		tuple(sorted(holidays, key=lambda h: (h.day, h.holiday_class))),
		root.text("country"),
	)


def estimated_year(year: int) -> HolidayYear:
	"""The year as the `holidays` package has it: public days as national, government days as joint leave.

	Every row is marked estimated and has no decree. What the package doesn't know is in `gaps`, never
	silently left out.
	"""
	import holidays as package

	rows: list[Holiday] = []
	gaps: list[str] = []
	for holiday_class, category, what in (
		(NATIONAL, package.PUBLIC, "national holidays"),
		(CUTI_BERSAMA, package.GOVERNMENT, "cuti bersama"),
	):
		indonesian = package.country_holidays("ID", years=year, categories=category, language="id")
		english = package.country_holidays("ID", years=year, categories=category, language="en_US")
		if not indonesian:
			gaps.append(f"{year}: the holidays package knows no {what}; ask for the decree")
		for day in indonesian:
			names = "; ".join(indonesian.get_list(day)), "; ".join(english.get_list(day))
			rows.append(Holiday(day, *names, holiday_class, ESTIMATED))
	gaps.append(f"{year}: no decree file; every date is an estimate of the holidays package")
	rows.sort(key=lambda holiday: (holiday.day, holiday.holiday_class))
	return HolidayYear(year, (), tuple(rows), gaps=tuple(gaps))


def best_year(year: int, directory: Path = HOLIDAYS) -> HolidayYear:
	"""The decree file where there is one, else the estimate with its gaps."""
	return read_year(year, directory) if year in years_with_decree(directory) else estimated_year(year)


def sample_agreements() -> tuple[str, ...]:
	"""The names of the sample agreements, e.g. "hai_djpb"."""
	return tuple(sorted(path.stem for path in AGREEMENTS.glob("*.yaml")))


def sample_agreement(name: str) -> str:
	"""The text of a sample agreement, for `sla_id.agreements.file.parse`. Raises LookupError."""
	if name not in sample_agreements():
		raise LookupError(
			f"there is no sample agreement {name!r}; there are {', '.join(sample_agreements())}"
		)
	return (AGREEMENTS / f"{name}.yaml").read_text(encoding="utf-8")


class _Fields:
	"""A mapping of the file, with its place for error messages."""

	def __init__(self, file: str, where: str, data: Any, known: Collection[str]) -> None:
		self.file, self.where = file, where
		if not isinstance(data, Mapping):
			raise HolidayFileError(file, where, f"must hold the fields {', '.join(known)}")
		self.data: Mapping[str, Any] = data
		for key in data:
			if key not in known:
				raise HolidayFileError(
					file, self.path(str(key)), f"unknown field; known are {', '.join(known)}"
				)

	def path(self, key: str) -> str:
		return f"{self.where}.{key}" if self.where else key

	def fail(self, key: str, problem: str) -> HolidayFileError:
		return HolidayFileError(self.file, self.path(key), problem)

	def optional(self, key: str) -> str | None:
		value = self.data.get(key)
		if value is not None and not isinstance(value, str):
			raise self.fail(key, "must be a single value")
		return None if value in (None, "", "null", "~") else value

	def text(self, key: str) -> str:
		value = self.optional(key)
		if value is None:
			raise self.fail(key, "is missing; give it a value")
		return value

	def day(self, key: str) -> date:
		value = self.text(key)
		try:
			return date.fromisoformat(value)
		except ValueError:
			raise self.fail(key, f"{value!r} is not a date; write year-month-day, e.g. 2026-03-21") from None

	def choice(self, key: str, options: Collection[str]) -> str:
		value = self.text(key)
		if value not in options:
			raise self.fail(key, f"{value!r} is not known; write one of {', '.join(options)}")
		return value

	def rows(self, key: str, known: Collection[str]) -> Iterable["_Fields"]:
		rows = self.data.get(key)
		if not isinstance(rows, list):
			raise self.fail(key, "must be a list")
		return [
			_Fields(self.file, f"{self.path(key)}[{number}]", row, known) for number, row in enumerate(rows)
		]


def _read_decree(row: _Fields) -> Decree:
	return Decree(
		row.text("id"), row.text("number"), row.day("date"), row.text("title"), row.optional("amends")
	)


def _check_decrees(file: str, decrees: tuple[Decree, ...]) -> None:
	known = [decree.id for decree in decrees]
	for number, decree in enumerate(decrees):
		if decree.id in known[:number]:
			raise HolidayFileError(
				file, f"decrees[{number}].id", f"{decree.id!r} is used twice; give each its own"
			)
		if decree.amends is not None and decree.amends not in known:
			advice = f"there is no decree {decree.amends!r}; use one of {', '.join(known)}"
			raise HolidayFileError(file, f"decrees[{number}].amends", advice)


def _read_holiday(row: _Fields, year: int, decrees: tuple[Decree, ...]) -> Holiday:
	day = row.day("date")
	if day.year != year:
		raise row.fail("date", f"{day} is not in {year}; put it into {day.year}.yaml")
	name = _Fields(row.file, row.path("name"), row.data.get("name"), ("id", "en"))
	holiday_class, basis = row.choice("class", CLASSES), row.choice("basis", BASES)
	decree, region = row.optional("decree"), row.optional("region")
	known = [entry.id for entry in decrees]
	if decree is not None and decree not in known:
		raise row.fail(
			"decree", f"there is no decree {decree!r}; use one of {', '.join(known) or '(none yet)'}"
		)
	if basis == FIXED and decree is None:
		raise row.fail("decree", "is missing; a fixed date has a decree, otherwise write `basis: estimated`")
	if basis == ESTIMATED and decree is not None:
		raise row.fail("basis", "is estimated although a decree is named; write fixed, or drop the decree")
	if (holiday_class == REGIONAL) != (region is not None):
		raise row.fail("region", "belongs to regional holidays, and they need it; name it or remove it")
	return Holiday(
		day, name.text("id"), name.text("en"), holiday_class, basis, decree, region, row.optional("note")
	)


def _check_unique(file: str, holidays: tuple[Holiday, ...]) -> None:
	seen: set[tuple[date, str, str | None]] = set()
	for number, holiday in enumerate(holidays):
		key = (holiday.day, holiday.holiday_class, holiday.region)
		if key in seen:
			raise HolidayFileError(
				file,
				f"holidays[{number}].date",
				f"{holiday.day} is listed twice as {holiday.holiday_class}; keep one",
			)
		seen.add(key)
