"""The times that the documents promise, worked out on dates of 2026: section, numbers, expected instant.

000 PT Innovasia (partner SLA), 001 HAI-DJPb (Ministry of Finance help desk), 004 Benemica (payroll). 002 and 003
promise no times. X1 to X26 are the contradictions and the readings chosen for them.
"""

import pytest

from sla_id.engine import Target, TargetKind, WorkingCalendar
from sla_id.engine.words import say_instant
from tests.engine.build import HOUR, MINUTE, at, calendar, hours, round_the_clock, show

NATIONAL = [
	{"date": "2026-03-19", "name": "Hari Suci Nyepi"},
	{"date": "2026-03-21", "name": "Hari Raya Idul Fitri"},
	{"date": "2026-03-22", "name": "Hari Raya Idul Fitri (hari kedua)"},
	{"date": "2026-05-31", "name": "Hari Raya Waisak"},
	{"date": "2026-06-01", "name": "Hari Lahir Pancasila"},
]
JOINT_LEAVE = [
	{"date": day, "name": "Cuti Bersama"} for day in ("2026-03-18", "2026-03-20", "2026-03-23", "2026-03-24")
]


def days(number: int, hours_per_day: float | None) -> Target:
	"""N hari kerja of so many hours each, or until the end of the Nth day."""
	return Target(TargetKind.DAYS, days=number, hours_per_day=hours_per_day)


def due(office: WorkingCalendar, start: str, target: Target | float) -> str:
	"""What the clocks show when a target from a start is used up."""
	seconds = target.working_seconds(office, at(start)) if isinstance(target, Target) else target
	assert seconds is not None
	return show(office.deadline(at(start), seconds))


# --- 000 PT Innovasia: Monday to Friday 09:00-17:00 WIB, national holidays (1.3) ------------------------------

INNOVASIA = calendar("09:00-17:00", holidays=NATIONAL)
INNOVASIA_P1 = round_the_clock()


def test_000_p1_response_of_1_hour_across_midnight() -> None:
	"""2.1: 1 jam, berlaku 24x7. Saturday 23:30."""
	assert due(INNOVASIA_P1, "2026-03-14 23:30", 1 * HOUR) == "Sun 2026-03-15 00:30"


def test_000_p1_resolution_of_8_hours_across_midnight() -> None:
	"""2.1 and X1: 8 jam, 24x7 too."""
	assert due(INNOVASIA_P1, "2026-03-14 23:30", 8 * HOUR) == "Sun 2026-03-15 07:30"


def test_000_p1_does_not_stop_for_a_holiday() -> None:
	assert due(INNOVASIA_P1, "2026-03-19 20:00", 8 * HOUR) == "Fri 2026-03-20 04:00"


def test_000_p1_read_in_business_hours_would_last_until_monday() -> None:
	"""X1, the reading not taken: 8 jam kerja from Friday 16:00."""
	assert due(INNOVASIA, "2026-03-13 16:00", 8 * HOUR) == "Mon 2026-03-16 16:00"


def test_000_p1_escalations_at_4_and_8_hours() -> None:
	"""4.2 and X2: half of 8 h and 4 h without a workaround are one instant; level 3 comes with the breach."""
	start = "2026-03-14 23:30"
	assert (
		due(INNOVASIA_P1, start, 0.5 * 8 * HOUR)
		== due(INNOVASIA_P1, start, 4 * HOUR)
		== "Sun 2026-03-15 03:30"
	)
	assert due(INNOVASIA_P1, start, 8 * HOUR) == "Sun 2026-03-15 07:30"


def test_000_p2_response_of_4_business_hours_over_a_weekend() -> None:
	"""2.1: Friday 15:30 leaves 1 h 30 min, Monday gives the other 2 h 30 min."""
	assert due(INNOVASIA, "2026-03-13 15:30", 4 * HOUR) == "Mon 2026-03-16 11:30"


def test_000_p2_response_of_4_business_hours_over_a_national_holiday() -> None:
	"""Friday 29 May 15:30; Sunday is Waisak, Monday 1 June the birthday of Pancasila."""
	assert due(INNOVASIA, "2026-05-29 15:30", 4 * HOUR) == "Tue 2026-06-02 11:30"


def test_000_p2_resolution_of_3_business_days_is_24_hours() -> None:
	"""2.1 and X9: 1 h 30 min on Friday, 8 h on Tuesday and Wednesday, 6 h 30 min on Thursday."""
	assert days(3, 8).working_seconds(INNOVASIA, at("2026-05-29 15:30")) == 24 * HOUR
	assert due(INNOVASIA, "2026-05-29 15:30", days(3, 8)) == "Thu 2026-06-04 15:30"


def test_000_p2_read_as_the_end_of_the_third_day() -> None:
	"""X9, the other mode: Friday, Tuesday, Wednesday."""
	assert due(INNOVASIA, "2026-05-29 15:30", days(3, None)) == "Wed 2026-06-03 17:00"


def test_000_p3_response_of_1_business_day() -> None:
	"""2.1: Wednesday 15:00, over Nyepi, to Friday 15:00."""
	assert due(INNOVASIA, "2026-03-18 15:00", days(1, 8)) == "Fri 2026-03-20 15:00"


def test_000_joint_leave_is_an_ordinary_day() -> None:
	"""X8: only national holidays close a private agreement; Wednesday the 18th is joint leave."""
	assert due(INNOVASIA, "2026-03-17 15:00", 4 * HOUR) == "Wed 2026-03-18 11:00"


def test_000_a_pause_of_a_weekend_gives_back_its_working_time_only() -> None:
	"""Waiting for the partner from Friday 16:00 to Monday 10:00 withholds 2 h."""
	pause = (at("2026-03-13 16:00"), at("2026-03-16 10:00"))
	assert show(INNOVASIA.deadline(at("2026-03-13 15:30"), 4 * HOUR, [pause])) == "Mon 2026-03-16 13:30"


@pytest.mark.parametrize(
	("zone", "local", "said"),
	[
		("Asia/Jakarta", "2026-03-16 16:30", "Selasa, 17 Maret 2026 12.30 WIB"),
		("Asia/Makassar", "2026-03-16 17:30", "Selasa, 17 Maret 2026 13.30 WITA"),
		("Asia/Jayapura", "2026-03-16 18:30", "Selasa, 17 Maret 2026 14.30 WIT"),
	],
)
def test_000_partners_in_wita_and_wit(zone: str, local: str, said: str) -> None:
	"""X26: one instant, counted on the agreement's clock: Monday 16:30 WIB and 4 jam kerja; each reads their own."""
	reported = at(local, zone)
	assert show(INNOVASIA.deadline(reported, 4 * HOUR)) == "Tue 2026-03-17 12:30"
	assert say_instant(INNOVASIA.deadline(reported, 4 * HOUR), "id", reported.tzinfo) == said


def test_000_for_an_agreement_in_wita() -> None:
	"""The same hours on Makassar's clock open an hour earlier than Jakarta's."""
	makassar = calendar("09:00-17:00", zone="Asia/Makassar", holidays=NATIONAL)
	assert makassar.is_open(at("2026-03-16 08:00"))
	assert makassar.deadline(at("2026-03-16 15:30"), 2 * HOUR) == at("2026-03-17 10:30", "Asia/Makassar")


# --- 001 HAI-DJPb: Monday to Friday 08:00-16:00 WIB (6.1), joint leave closes it too (X8) ---------------------

HAI = calendar("08:00-16:00", holidays=NATIONAL + JOINT_LEAVE)


@pytest.mark.parametrize(
	("priority", "length", "expected"),
	[
		("P1", 8, "Mon 2026-03-02 16:00"),
		("P2", 16, "Tue 2026-03-03 16:00"),
		("P3", 24, "Wed 2026-03-04 16:00"),
		("P4", 32, "Thu 2026-03-05 16:00"),
		("P5", 40, "Fri 2026-03-06 16:00"),
	],
)
def test_001_six_priorities_in_hours_and_in_days(priority: str, length: int, expected: str) -> None:
	"""6.3: P1 to P5 are 8 to 40 jam kerja, 1 to 5 hari kerja: due at closing time in either reading."""
	assert due(HAI, "2026-03-02 08:00", length * HOUR) == expected
	assert due(HAI, "2026-03-02 08:00", days(length // 8, 8)) == expected
	assert due(HAI, "2026-03-02 08:00", days(length // 8, None)) == expected


def test_001_p6_warns_at_40_hours() -> None:
	"""6.3 and X14: more than 40 jam kerja is a warning, not a target."""
	warning = Target(TargetKind.OPEN_ENDED, seconds=40 * HOUR)
	assert warning.working_seconds(HAI, at("2026-03-02 08:00")) is None
	assert not warning.breaches


@pytest.mark.parametrize(
	("start", "expected"),
	[
		("2026-03-10 20:00", "Wed 2026-03-11 09:00"),
		("2026-03-10 16:00", "Wed 2026-03-11 09:00"),
		("2026-03-13 16:00", "Mon 2026-03-16 09:00"),
		("2026-03-17 18:00", "Wed 2026-03-25 09:00"),
		("2026-03-11 05:00", "Wed 2026-03-11 09:00"),
	],
)
def test_001_a_portal_request_out_of_hours_is_due_at_nine_on_the_next_working_day(
	start: str, expected: str
) -> None:
	"""6.1, 6.4 and X20: 1 jam from the next opening; over Nyepi and Lebaran that is Wednesday the 25th."""
	assert due(HAI, start, 1 * HOUR) == expected


def test_001_the_other_reading_of_out_of_hours() -> None:
	"""X20: "dipenuhi pada hari kerja berikutnya" could also mean by the end of that day."""
	assert due(HAI, "2026-03-10 20:00", days(1, None)) == "Wed 2026-03-11 16:00"


def test_001_a_call_at_closing_time() -> None:
	"""6.4: 2 menit; one is left at 15:59."""
	assert due(HAI, "2026-03-10 15:59", 2 * MINUTE) == "Wed 2026-03-11 08:01"
	assert due(HAI, "2026-03-10 15:58", 2 * MINUTE) == "Tue 2026-03-10 16:00"


def test_001_32_hours_over_nyepi_and_lebaran() -> None:
	"""6.4, BCSM.01: 6 h on Monday, 8 on Tuesday; closed from the 18th to the 24th; 8, 8 and 2 h."""
	assert due(HAI, "2026-03-16 10:00", 32 * HOUR) == "Fri 2026-03-27 10:00"


def test_001_32_hours_where_joint_leave_is_worked() -> None:
	"""X8: for a private firm the same ticket is due four days earlier."""
	private = calendar("08:00-16:00", holidays=NATIONAL)
	assert due(private, "2026-03-16 10:00", 32 * HOUR) == "Mon 2026-03-23 10:00"


# --- 001 §6.1 cites PMK 221/PMK.01/2021: Monday to Thursday 07:30-17:00, Friday with a longer break (X10) -----

MONDAY_TO_THURSDAY = ("mon", "tue", "wed", "thu")
PMK_221 = calendar(
	hours={
		**hours("07:30-12:15", "13:00-17:00", days=MONDAY_TO_THURSDAY),
		**hours("07:30-11:30", "13:15-17:00", days=("fri",)),
	}
)


def test_pmk_221_days_are_8_75_hours_and_fridays_7_75() -> None:
	def day(text: str) -> float:
		return PMK_221.elapsed(at(f"{text} 00:00"), at(f"{text} 23:59")) / HOUR

	assert [day(f"2026-03-{number:02d}") for number in range(2, 9)] == [8.75] * 4 + [7.75, 0, 0]


def test_pmk_221_around_friday_prayer() -> None:
	assert due(PMK_221, "2026-03-06 11:00", 1 * HOUR) == "Fri 2026-03-06 13:45"
	assert due(PMK_221, "2026-03-05 11:45", 1 * HOUR) == "Thu 2026-03-05 13:30"


def test_pmk_221_8_hours_from_friday_morning() -> None:
	"""3 h 30 min before the break, 3 h 45 min after it, 45 min on Monday."""
	assert due(PMK_221, "2026-03-06 08:00", 8 * HOUR) == "Mon 2026-03-09 08:15"


def test_service_hours_without_a_break_keep_a_day_at_8_hours() -> None:
	"""X10: 08:00-16:00 is one hari kerja; with PMK 221's break it would be 7 h 15 min."""
	with_break = calendar("08:00-12:15", "13:00-16:00")
	day = at("2026-03-02 00:00"), at("2026-03-03 00:00")
	assert (HAI.elapsed(*day), with_break.elapsed(*day)) == (8 * HOUR, 7.25 * HOUR)


RAMADAN = {
	"from": "2026-02-19",
	"to": "2026-03-20",
	"name": "Ramadan 1447 H",
	"hours": {
		**hours("08:00-12:00", "12:30-15:00", days=MONDAY_TO_THURSDAY),
		**hours("08:00-11:30", "12:30-15:30", days=("fri",)),
	},
}


def test_shorter_hours_in_ramadan() -> None:
	"""6.1: changes of the hours are announced. 24 jam kerja: 2 h before Ramadan, 6 h 30 min a day in it, 2 h 30 min."""
	office = calendar("08:00-16:00", shifts=[RAMADAN])
	assert due(office, "2026-02-18 14:00", 24 * HOUR) == "Tue 2026-02-24 10:30"
	assert due(calendar("08:00-16:00"), "2026-02-18 14:00", 24 * HOUR) == "Mon 2026-02-23 14:00"


def test_after_ramadan_the_usual_hours_are_back() -> None:
	"""Without the holidays of that week: Friday the 20th closes at 15:30, Monday the 23rd at 16:00."""
	office = calendar("08:00-16:00", shifts=[RAMADAN])
	assert due(office, "2026-03-20 14:30", 9 * HOUR) == "Mon 2026-03-23 16:00"


# --- 004 Benemica: Monday to Friday 09:00-18:00 WIB, national holidays (1) ------------------------------------

BENEMICA = calendar("09:00-18:00", holidays=NATIONAL)
BENEMICA_WITH_LUNCH = calendar("09:00-12:00", "13:00-18:00", holidays=NATIONAL)


def test_004_chat_response_of_30_minutes() -> None:
	"""2a: in operating hours; Friday 17:45 leaves a quarter of an hour."""
	assert due(BENEMICA, "2026-03-13 17:45", 30 * MINUTE) == "Mon 2026-03-16 09:15"


def test_004_critical_workaround_of_5_hours() -> None:
	"""4 and X22: business hours; 24x7 would be 20:00 the same day."""
	assert due(BENEMICA, "2026-03-16 15:00", 5 * HOUR) == "Tue 2026-03-17 11:00"
	assert due(round_the_clock(), "2026-03-16 15:00", 5 * HOUR) == "Mon 2026-03-16 20:00"


def test_004_critical_permanent_of_2_days() -> None:
	"""4 and X9: 2 x 9 h, or 2 x 8 h where a lunch break is declared: the same instant."""
	assert due(BENEMICA, "2026-03-16 15:00", days(2, 9)) == "Wed 2026-03-18 15:00"
	assert due(BENEMICA_WITH_LUNCH, "2026-03-16 15:00", days(2, 8)) == "Wed 2026-03-18 15:00"


def test_004_days_of_8_hours_in_a_window_of_9_drift() -> None:
	"""X9, why it must be 9: 2 x 8 h would fall due at 13:00, two hours early."""
	assert due(BENEMICA, "2026-03-16 15:00", days(2, 8)) == "Wed 2026-03-18 13:00"


@pytest.mark.parametrize(
	("milestone", "number", "expected"),
	[
		("High, workaround", 1, "Mon 2026-03-02 18:00"),
		("Critical, permanent", 2, "Tue 2026-03-03 18:00"),
		("Normal, workaround", 3, "Wed 2026-03-04 18:00"),
		("High, permanent; product information", 5, "Fri 2026-03-06 18:00"),
		("Normal, permanent", 7, "Tue 2026-03-10 18:00"),
		("Low, permanent", 10, "Fri 2026-03-13 18:00"),
	],
)
def test_004_working_days_from_an_opening(milestone: str, number: int, expected: str) -> None:
	"""4 and 5b, reported Monday 09:00: by hours and by the end of the Nth day alike."""
	assert due(BENEMICA, "2026-03-02 09:00", days(number, 9)) == expected, milestone
	assert due(BENEMICA, "2026-03-02 09:00", days(number, None)) == expected, milestone


def test_004_10_days_over_nyepi_and_idul_fitri() -> None:
	"""Low, reported Tuesday 17 March 09:00: Nyepi on Thursday moves the end by one day, Idul Fitri is a weekend."""
	assert due(BENEMICA, "2026-03-17 09:00", days(10, 9)) == "Tue 2026-03-31 18:00"
