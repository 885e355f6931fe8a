"""Turns, hand-overs and overrides of an on-call rota."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_id.engine import NaiveTime
from sla_id.engine.rota import Override, Rota
from tests.engine.build import at

JAKARTA = ZoneInfo("Asia/Jakarta")
MONDAY = datetime(2026, 6, 8, 8)  # noqa: DTZ001 wall-clock time of the rota
WEEKLY = Rota(JAKARTA, MONDAY, 7, ("ani", "budi", "citra"))


@pytest.mark.parametrize(
	("when", "who"),
	[
		("2026-06-08 08:00", "ani"),
		("2026-06-15 07:59", "ani"),
		("2026-06-15 08:00", "budi"),
		("2026-06-28 23:00", "citra"),
		("2026-06-29 08:00", "ani"),
		("2026-06-08 07:59", "citra"),
	],
)
def test_turns(when: str, who: str) -> None:
	assert WEEKLY.on_duty(at(when)) == who


def test_the_last_override_holds_up_to_its_end() -> None:
	rota = Rota(
		JAKARTA,
		MONDAY,
		7,
		("ani",),
		(
			Override("budi", datetime(2026, 6, 9), datetime(2026, 6, 12)),  # noqa: DTZ001
			Override("citra", datetime(2026, 6, 10), datetime(2026, 6, 11)),  # noqa: DTZ001
		),
	)
	duty = {day: rota.on_duty(at(f"2026-06-{day:02} 00:00")) for day in (8, 9, 10, 11, 12)}
	assert duty == {8: "ani", 9: "budi", 10: "citra", 11: "budi", 12: "ani"}


def test_the_hand_over_keeps_its_time_of_day_where_clocks_change() -> None:
	rota = Rota(ZoneInfo("Europe/Berlin"), datetime(2026, 3, 23, 9), 7, ("ani", "budi"))  # noqa: DTZ001
	assert rota.on_duty(at("2026-03-30 08:59", "Europe/Berlin")) == "ani"
	assert rota.on_duty(at("2026-03-30 09:00", "Europe/Berlin")) == "budi"


def test_nobody_and_naive() -> None:
	assert Rota(JAKARTA, MONDAY, 7, ()).on_duty(at("2026-06-08 08:00")) is None
	with pytest.raises(NaiveTime, match="aware"):
		WEEKLY.on_duty(MONDAY)


@given(st.integers(-500, 500), st.integers(1, 14), st.integers(1, 5))
def test_everybody_has_the_same_number_of_turns(turn: int, days: int, people: int) -> None:
	"""In any run of as many turns as there are people, each is on duty once, for the whole turn."""
	names = tuple(f"orang {number}" for number in range(people))
	rota = Rota(JAKARTA, MONDAY, days, names)
	starts = [MONDAY.replace(tzinfo=JAKARTA) + timedelta(days=days * (turn + step)) for step in range(people)]
	assert sorted(str(rota.on_duty(start)) for start in starts) == sorted(names)
	last = starts[0] + timedelta(days=days) - timedelta(microseconds=1)
	assert rota.on_duty(last) == rota.on_duty(starts[0])


BERLIN, TROLL, APIA = ZoneInfo("Europe/Berlin"), ZoneInfo("Antarctica/Troll"), ZoneInfo("Pacific/Apia")


def test_inside_an_hour_that_clocks_repeat_the_turn_changes_once() -> None:
	"""Berlin, 25 October 2026, 02:00 to 03:00 comes twice: b takes over at the first 02:30 and keeps it."""
	rota = Rota(BERLIN, datetime(2026, 10, 18, 2, 30), 7, ("a", "b"))  # noqa: DTZ001
	seen = [
		rota.on_duty(at(f"2026-10-25 {clock}", "Europe/Berlin", fold))
		for fold in (0, 1)
		for clock in ("02:29", "02:30", "02:59")
	]
	assert seen == ["a", "b", "b", "b", "b", "b"]


def test_an_override_inside_such_an_hour_ends_once() -> None:
	override = Override("c", datetime(2026, 10, 25, 2, 15), datetime(2026, 10, 25, 2, 30))  # noqa: DTZ001
	rota = Rota(BERLIN, MONDAY, 7, ("a",), (override,))
	seen = [
		rota.on_duty(at(f"2026-10-25 {clock}", "Europe/Berlin", fold))
		for fold in (0, 1)
		for clock in ("02:14", "02:15", "02:29", "02:30")
	]
	assert seen == ["a", "c", "c", "a", "a", "a", "a", "a"]


@pytest.mark.parametrize(
	("zone", "begins", "changes"),
	[
		(BERLIN, datetime(2026, 3, 29, 2, 30), datetime(2026, 3, 29, 1, 0)),  # noqa: DTZ001
		(TROLL, datetime(2026, 3, 29, 2, 0), datetime(2026, 3, 29, 1, 0)),  # noqa: DTZ001
		(APIA, datetime(2011, 12, 30, 12, 0), datetime(2011, 12, 30, 10, 0)),  # noqa: DTZ001
	],
)
def test_a_time_that_clocks_skip_hands_over_as_they_jump(
	zone: ZoneInfo, begins: datetime, changes: datetime
) -> None:
	rota = Rota(zone, begins, 7, ("a", "b"))
	jump = changes.replace(tzinfo=timezone.utc)
	assert (rota.on_duty(jump - timedelta(microseconds=1)), rota.on_duty(jump)) == ("b", "a")


@given(
	st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "Antarctica/Troll", "America/St_Johns"]),
	st.integers(0, 4 * 60),
	st.integers(1, 3),
	st.sampled_from(["2026-03-27", "2026-04-03", "2026-10-02", "2026-10-23"]),
)
def test_turns_never_go_back(name: str, minute: int, days: int, first: str) -> None:
	"""Against a person who reads the wall clock every minute and never hands back what was handed over."""
	zone, around = ZoneInfo(name), datetime.fromisoformat(first)
	start = around + timedelta(minutes=minute)
	rota = Rota(zone, start, days, tuple("abcdefgh"))
	instant = around.replace(tzinfo=timezone.utc) - timedelta(days=1)
	shown = datetime(1, 1, 1)  # noqa: DTZ001
	for _minute in range(5 * 24 * 60):
		shown = max(shown, instant.astimezone(zone).replace(tzinfo=None))
		turn = (shown - start) // timedelta(days=days)
		assert rota.on_duty(instant) == "abcdefgh"[turn % 8]
		instant += timedelta(minutes=1)


@pytest.mark.parametrize("days", [-5, 0, 10**9, 10**18])
def test_any_length_of_turn_is_bounded(days: int) -> None:
	rota = Rota(JAKARTA, datetime(9999, 1, 1), days, ("a", "b"))  # noqa: DTZ001
	assert rota.on_duty(at("9999-12-30 00:00")) in ("a", "b")
	assert rota.on_duty(at("2026-06-08 00:00")) in ("a", "b")
