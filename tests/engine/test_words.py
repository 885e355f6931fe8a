"""Instants, lengths and receipts as people read them, word for word, in Indonesian and English."""

from datetime import datetime, timedelta, timezone
from textwrap import dedent
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_id.engine import NaiveTime
from sla_id.engine.__main__ import read_length
from sla_id.engine.words import Asked, say_duration, say_instant, say_receipt
from tests.engine.build import HOUR, at, calendar, round_the_clock

NYEPI = {"date": "2026-03-19", "name": "Hari Suci Nyepi", "decree": "SKB 3 Menteri"}
PRAYER = {"date": "2026-03-20", "windows": [["11:30", "13:15"]], "name": "salat Jumat"}
OFFICE = calendar("08:00-12:00", "13:00-17:00", holidays=[NYEPI], breaks=[PRAYER])


def text(block: str) -> str:
	"""A block of a test as the text it stands for."""
	return dedent(block).strip("\n")


# --- instants -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("lang", "said"),
	[("id", "Kamis, 19 Maret 2026 14.05 WIB"), ("en", "Thursday, 19 March 2026 14:05 WIB")],
)
def test_an_instant(lang: str, said: str) -> None:
	assert say_instant(at("2026-03-19 14:05"), lang) == said


@pytest.mark.parametrize(
	("zone", "said"),
	[
		("Asia/Jakarta", "Kamis, 19 Maret 2026 14.05 WIB"),
		("Asia/Pontianak", "Kamis, 19 Maret 2026 14.05 WIB"),
		("Asia/Makassar", "Kamis, 19 Maret 2026 15.05 WITA"),
		("Asia/Jayapura", "Kamis, 19 Maret 2026 16.05 WIT"),
		("Asia/Kolkata", "Kamis, 19 Maret 2026 12.35 UTC+05:30"),
		("America/New_York", "Kamis, 19 Maret 2026 03.05 UTC-04:00"),
		("UTC", "Kamis, 19 Maret 2026 07.05 UTC"),
	],
)
def test_an_instant_in_the_zone_of_its_reader(zone: str, said: str) -> None:
	assert say_instant(at("2026-03-19 14:05"), "id", ZoneInfo(zone)) == said


def test_a_fixed_offset_has_no_name() -> None:
	fixed = datetime(2026, 3, 19, 14, 5, tzinfo=timezone(timedelta(hours=7)))
	assert say_instant(fixed, "en") == "Thursday, 19 March 2026 14:05 UTC+07:00"


def test_seconds_are_said_where_there_are_any() -> None:
	assert say_instant(at("2026-03-19 14:05:09.5"), "id") == "Kamis, 19 Maret 2026 14.05.09 WIB"


def test_every_month_and_day_has_its_name() -> None:
	said = [say_instant(at(f"2026-{month:02d}-{month:02d} 00:00"), "id") for month in range(1, 13)]
	assert [words.split()[2] for words in said] == [
		*("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
		*("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
	]
	week = [say_instant(at(f"2026-03-{day:02d} 00:00"), "id").split(",")[0] for day in range(16, 23)]
	assert week == ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]


@pytest.mark.parametrize(
	("lang", "day"), [("id-ID", "Kamis"), ("ID", "Kamis"), ("en-GB", "Thursday"), ("fr", "Thursday")]
)
def test_other_languages_read_english(lang: str, day: str) -> None:
	assert say_instant(at("2026-03-19 14:05"), lang).startswith(f"{day}, ")


def test_a_naive_instant_is_refused() -> None:
	with pytest.raises(NaiveTime, match="has no time zone"):
		say_instant(datetime(2026, 3, 19), "id")  # noqa: DTZ001 that is what is refused


# --- lengths --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	("seconds", "indonesian", "english"),
	[
		(5400, "1 jam 30 menit", "1 h 30 min"),
		(8 * HOUR, "8 jam", "8 h"),
		(400 * HOUR, "400 jam", "400 h"),
		(120, "2 menit", "2 min"),
		(45, "45 detik", "45 s"),
		(3661, "1 jam 1 menit 1 detik", "1 h 1 min 1 s"),
		(0.5, "0,5 detik", "0.5 s"),
		(0, "0 menit", "0 min"),
		(-5400, "-1 jam 30 menit", "-1 h 30 min"),
	],
)
def test_a_length(seconds: float, indonesian: str, english: str) -> None:
	assert (say_duration(seconds, "id"), say_duration(seconds, "en")) == (indonesian, english)


@given(micros=st.integers(1, 10**13), lang=st.sampled_from(["id", "en"]))
def test_a_length_that_was_said_can_be_read_again(micros: int, lang: str) -> None:
	assert round(read_length(say_duration(micros / 1e6, lang)) * 1e6) == micros


# --- receipts -------------------------------------------------------------------------------------------------


def test_the_receipt_of_a_deadline_in_indonesian() -> None:
	"""A holiday with its decree, a break, a pause, a weekend, and a report after closing time."""
	pauses = [(at("2026-03-20 15:00"), at("2026-03-23 09:30"))]
	receipt = OFFICE.explain(at("2026-03-17 18:05"), 16.5 * HOUR, pauses, ["menunggu Mitra"])
	assert say_receipt(receipt, "id") == text(
		"""
		Mulai        Selasa, 17 Maret 2026 18.05 WIB

		- Selasa, 17 Maret 2026 18.05 – Rabu, 18 Maret 2026 08.00: di luar jam kerja
		Rabu, 18 Maret 2026 08.00–12.00    4 jam
		Rabu, 18 Maret 2026 13.00–17.00    4 jam
		- Kamis, 19 Maret 2026: libur, Hari Suci Nyepi (SKB 3 Menteri)
		Jumat, 20 Maret 2026 08.00–11.30   3 jam 30 menit
		- Jumat, 20 Maret 2026 11.30–13.15: istirahat, salat Jumat
		Jumat, 20 Maret 2026 13.15–15.00   1 jam 45 menit
		- Jumat, 20 Maret 2026 15.00 – Senin, 23 Maret 2026 09.30: ditangguhkan, menunggu Mitra (3 jam 30 menit waktu kerja tidak dihitung)
		- Sabtu, 21 Maret 2026 – Minggu, 22 Maret 2026: akhir pekan
		Senin, 23 Maret 2026 09.30–12.00   2 jam 30 menit
		Senin, 23 Maret 2026 13.00–13.45         45 menit
		-------------------------------------------------
		Jumlah                            16 jam 30 menit  = target
		Malam dan jeda di luar jam kerja tidak dihitung.

		Jatuh tempo  Senin, 23 Maret 2026 13.45 WIB
		"""
	)


def test_the_receipt_of_a_deadline_in_english() -> None:
	receipt = OFFICE.explain(at("2026-03-18 15:00"), 3 * HOUR)
	assert say_receipt(receipt, "en") == text(
		"""
		Start  Wednesday, 18 March 2026 15:00 WIB

		Wednesday, 18 March 2026 15:00–17:00  2 h
		- Thursday, 19 March 2026: holiday, Hari Suci Nyepi (SKB 3 Menteri)
		Friday, 20 March 2026 08:00–09:00     1 h
		-----------------------------------------
		Total                                 3 h  = target
		Nights and gaps outside working hours are not counted.

		Due    Friday, 20 March 2026 09:00 WIB
		"""
	)


def test_the_receipt_of_an_elapsed_time_ends_where_it_was_asked() -> None:
	receipt = OFFICE.explain_elapsed(at("2026-03-16 11:00"), at("2026-03-16 20:00"))
	assert say_receipt(receipt, "id", Asked.ELAPSED) == text(
		"""
		Mulai   Senin, 16 Maret 2026 11.00 WIB

		Senin, 16 Maret 2026 11.00–12.00  1 jam
		Senin, 16 Maret 2026 13.00–17.00  4 jam
		- Senin, 16 Maret 2026 17.00–20.00: di luar jam kerja
		---------------------------------------
		Jumlah                            5 jam
		Malam dan jeda di luar jam kerja tidak dihitung.

		Sampai  Senin, 16 Maret 2026 20.00 WIB
		"""
	)


def test_the_receipt_of_a_latest_start() -> None:
	end = at("2026-03-16 15:00")
	receipt = OFFICE.explain_elapsed(OFFICE.before(end, HOUR), end)
	assert say_receipt(receipt, "en", Asked.START) == text(
		"""
		Latest start  Monday, 16 March 2026 14:00 WIB

		Monday, 16 March 2026 14:00–15:00  1 h
		--------------------------------------
		Total                              1 h  = target

		Due           Monday, 16 March 2026 15:00 WIB
		"""
	)


def test_the_receipt_of_nothing() -> None:
	assert say_receipt(OFFICE.explain(at("2026-03-14 10:00"), 0), "id") == text(
		"""
		Mulai        Sabtu, 14 Maret 2026 10.00 WIB

		---------------
		Jumlah  0 menit  = target

		Jatuh tempo  Sabtu, 14 Maret 2026 10.00 WIB
		"""
	)


def test_a_window_until_midnight_ends_at_24() -> None:
	late = calendar("18:00-24:00")
	assert "Senin, 16 Maret 2026 18.00–24.00  6 jam\n" in say_receipt(
		late.explain(at("2026-03-16 09:00"), 6 * HOUR), "id"
	)


def test_days_that_are_closed_are_named_a_weekend_only_where_it_is_one() -> None:
	"""Open on Mondays and Thursdays."""
	odd = calendar(hours={"mon": [["09:00", "17:00"]], "thu": [["09:00", "17:00"]]})
	said = say_receipt(odd.explain(at("2026-03-16 09:00"), 24 * HOUR), "en")
	assert "- Tuesday, 17 March 2026 – Wednesday, 18 March 2026: closed\n" in said
	assert "- Friday, 20 March 2026 – Sunday, 22 March 2026: closed\n" in said


def test_a_pause_out_of_hours_withholds_nothing() -> None:
	said = say_receipt(
		OFFICE.explain(at("2026-03-13 16:00"), 2 * HOUR, [(at("2026-03-14 10:00"), at("2026-03-14 12:00"))]),
		"id",
	)
	assert "Sabtu, 14 Maret 2026 10.00–12.00: ditangguhkan (tidak mengenai waktu kerja)" in said


def test_a_window_in_which_clocks_change_shows_both_offsets() -> None:
	"""Berlin, 25 October 2026: from 02:30 to 02:15 in 45 minutes."""
	berlin = round_the_clock("Europe/Berlin")
	said = say_receipt(berlin.explain(at("2026-10-25 02:30", "Europe/Berlin"), 45 * 60), "en")
	assert "Sunday, 25 October 2026 02:30 UTC+02:00–02:15 UTC+01:00  45 min\n" in said


def test_a_holiday_is_told_once_though_two_shifts_frame_it() -> None:
	night = calendar(
		"22:00-06:00", holidays=[NYEPI], breaks=[{"date": "2026-03-19", "windows": [["02:00", "03:00"]]}]
	)
	said = say_receipt(night.explain(at("2026-03-18 22:00"), 9 * HOUR), "id")
	assert said.count("libur, Hari Suci Nyepi") == 1
