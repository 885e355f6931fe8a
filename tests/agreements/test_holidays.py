"""The holiday files against the decrees' own counts, and date by date against the `holidays` package."""

from datetime import date

import holidays
import pytest

from sla_id.fixtures.holiday_files import (
	HolidayFileError,
	NoHolidayFile,
	best_year,
	estimated_year,
	parse_year,
	read_year,
	years_with_decree,
)

YEARS = (2023, 2024, 2025, 2026, 2027)
CATEGORIES = {"national": holidays.PUBLIC, "cuti_bersama": holidays.GOVERNMENT}

# (class, date) -> why our file and the package differ there. A reason that no longer holds fails the test.
EXPLAINED: dict[tuple[str, date], str] = {}

# National holidays and joint leave as announced with each decree (election days and amendments added).
ANNOUNCED = {
	2023: (16, 8 - 4 + 5 + 2),  # Idul Fitri: 4 days became 5; Idul Adha: 2 more
	2024: (17 + 2, 10),  # two election days
	2025: (17, 10 + 1),  # 18 August
	2026: (17, 8),
	2027: (18, 8),
}

# The joint leave as the annexes list it, typed from the decrees and not from the package.
JOINT_LEAVE = {
	2023: "0123 0323 0419 0420 0421 0424 0425 0602 0628 0630 1226",
	2024: "0209 0312 0408 0409 0412 0415 0510 0524 0618 1226",
	2025: "0128 0328 0402 0403 0404 0407 0513 0530 0609 0818 1226",
	2026: "0216 0318 0320 0323 0324 0515 0528 1224",
	2027: "0205 0309 0312 0315 0325 0518 0519 1224",
}
NATIONAL = {
	2023: "0101 0122 0218 0322 0407 0422 0423 0501 0518 0601 0604 0629 0719 0817 0928 1225",
	2024: "0101 0208 0210 0214 0311 0329 0331 0410 0411 0501 0509 0523 0601 0617 0707 0817 0916 1127 1225",
	2025: "0101 0127 0129 0329 0331 0401 0418 0420 0501 0512 0529 0601 0606 0627 0817 0905 1225",
	2026: "0101 0116 0217 0319 0321 0322 0403 0405 0501 0514 0527 0531 0601 0616 0817 0825 1225",
	2027: "0101 0105 0206 0308 0310 0311 0326 0328 0501 0506 0517 0520 0601 0606 0815 0817 1225 1226",
}


def days(year: int, holiday_class: str) -> set[date]:
	return {holiday.day for holiday in read_year(year).of([holiday_class])}


def test_there_is_a_file_for_each_year():
	assert years_with_decree() == YEARS


@pytest.mark.parametrize("year", YEARS)
def test_as_many_days_as_the_decree_announced(year):
	assert (len(days(year, "national")), len(days(year, "cuti_bersama"))) == ANNOUNCED[year]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("holiday_class", "annex"), [("national", NATIONAL), ("cuti_bersama", JOINT_LEAVE)])
def test_the_days_of_the_annex(year, holiday_class, annex):
	expected = {date(year, int(day[:2]), int(day[2:])) for day in annex[year].split()}
	assert days(year, holiday_class) == expected


def differences(year: int) -> set[tuple[str, date]]:
	found = set()
	for holiday_class, category in CATEGORIES.items():
		theirs = set(holidays.country_holidays("ID", years=year, categories=category))
		found |= {(holiday_class, day) for day in theirs ^ days(year, holiday_class)}
	return found


def test_every_difference_from_the_package_is_explained():
	found = set().union(*(differences(year) for year in YEARS))
	assert found - EXPLAINED.keys() == set(), "unexplained: name the reason, or correct the file"
	assert EXPLAINED.keys() - found == set(), "no longer a difference: remove the explanation"


@pytest.mark.parametrize("year", YEARS)
def test_national_and_joint_leave_never_share_a_day(year):
	assert not days(year, "national") & days(year, "cuti_bersama")


@pytest.mark.parametrize("year", YEARS)
def test_every_day_names_its_decree(year):
	this = read_year(year)
	for holiday in this.holidays:
		assert holiday.basis == "fixed" and holiday.decree
		assert this.decree(holiday.decree).number
		assert holiday.name_id and holiday.name_en


@pytest.mark.parametrize(
	("day", "holiday_class", "number", "signed"),
	[
		(date(2023, 4, 19), "cuti_bersama", "327 Tahun 2023", date(2023, 3, 29)),
		(date(2023, 6, 30), "cuti_bersama", "624 Tahun 2023", date(2023, 6, 16)),
		(date(2024, 2, 14), "national", "Keputusan Presiden Nomor 10 Tahun 2024", date(2024, 2, 6)),
		(date(2024, 11, 27), "national", "Keputusan Presiden Nomor 33 Tahun 2024", date(2024, 11, 21)),
		(date(2025, 8, 18), "cuti_bersama", "933 Tahun 2025", date(2025, 8, 7)),
		(date(2026, 3, 20), "cuti_bersama", "1497 Tahun 2025", date(2025, 9, 19)),
		(date(2027, 3, 10), "national", "1205 Tahun 2026", date(2026, 9, 15)),
	],
)
def test_days_set_in_mid_year_name_the_amending_decree(day, holiday_class, number, signed):
	year = read_year(day.year)
	holiday = next(holiday for holiday in year.of([holiday_class]) if holiday.day == day)
	decree = year.decree(holiday.decree)
	assert number in decree.number
	assert decree.date == signed


def test_26_april_2023_was_taken_back_by_the_first_amendment():
	assert date(2023, 4, 26) not in days(2023, "cuti_bersama")


def test_rows_for_the_engine_name_the_day_and_the_decree():
	rows = read_year(2025).closing_days(["national", "cuti_bersama"])
	row = next(row for row in rows if row["date"] == "2025-08-18")
	assert row["name"] == "Cuti Bersama Proklamasi Kemerdekaan"
	assert "Nomor 933 Tahun 2025" in row["decree"]


def test_a_year_without_a_decree_is_estimated_and_says_what_is_unknown():
	year = best_year(2028)
	assert {holiday.basis for holiday in year.holidays} == {"estimated"}
	assert {holiday.decree for holiday in year.holidays} == {None}
	assert date(2028, 8, 17) in {holiday.day for holiday in year.of(["national"])}
	assert not list(year.of(["cuti_bersama"]))
	assert "2028: the holidays package knows no cuti bersama; ask for the decree" in year.gaps
	assert year.closing_days(["national"])[0]["decree"] == "estimated"


def test_an_estimate_is_never_silently_empty():
	assert len(estimated_year(1900).gaps) == 3


def test_no_file_is_an_error_that_says_what_to_do():
	with pytest.raises(NoHolidayFile, match="use estimated_year"):
		read_year(1999)


GOOD = """\
country: ID
year: 2030
decrees:
  - {id: skb, number: SKB Nomor 1 Tahun 2029, date: 2029-09-01, title: Libur 2030, amends: null}
holidays:
  - {date: 2030-01-01, name: {id: Tahun Baru, en: New Year}, class: national, decree: skb, basis: fixed}
"""


def test_a_regional_holiday_closes_its_region_only():
	row = GOOD.splitlines()[-1].replace("class: national", "class: regional, region: Bali") + "\n"
	year = parse_year(GOOD + row, "x.yaml")
	assert len(list(year.of(["national", "regional"]))) == 1
	assert len(list(year.of(["national", "regional"], region="Bali"))) == 2


@pytest.mark.parametrize(
	("before", "after", "field", "advice"),
	[
		("2030-01-01", "2030-13-01", "holidays[0].date", "write year-month-day"),
		("2030-01-01", "2031-01-01", "holidays[0].date", "2031.yaml"),
		("class: national", "class: nasional", "holidays[0].class", "write one of national"),
		("decree: skb", "decree: skp", "holidays[0].decree", "use one of skb"),
		("decree: skb, ", "", "holidays[0].decree", "basis: estimated"),
		("basis: fixed", "basis: estimated", "holidays[0].basis", "write fixed"),
		("basis: fixed", "basis: fixed, region: Bali", "holidays[0].region", "remove it"),
		("id: Tahun Baru, ", "", "holidays[0].name.id", "give it a value"),
		("amends: null", "amends: skb-0", "decrees[0].amends", "use one of skb"),
		("year: 2030", "year: next", "year", "write e.g. 2026"),
		("country: ID", "contry: ID", "contry", "known are country"),
		("basis: fixed}", "basis: fixed, colour: red}", "holidays[0].colour", "known are date"),
	],
)
def test_a_wrong_file_names_the_field_and_the_remedy(before, after, field, advice):
	assert before in GOOD
	with pytest.raises(HolidayFileError) as caught:
		parse_year(GOOD.replace(before, after), "2030.yaml")
	assert caught.value.field == field
	assert str(caught.value).startswith(f"2030.yaml: {field}: ")
	assert advice in str(caught.value)


def test_a_day_listed_twice_is_an_error():
	with pytest.raises(HolidayFileError, match="listed twice"):
		parse_year(GOOD + GOOD.splitlines()[-1] + "\n", "2030.yaml")
