"""Turns, hand-overs and overrides of an on-call rota."""

from datetime import datetime
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
	from datetime import timedelta

	names = tuple(f"orang {number}" for number in range(people))
	rota = Rota(JAKARTA, MONDAY, days, names)
	starts = [MONDAY.replace(tzinfo=JAKARTA) + timedelta(days=days * (turn + step)) for step in range(people)]
	assert sorted(str(rota.on_duty(start)) for start in starts) == sorted(names)
	last = starts[0] + timedelta(days=days) - timedelta(microseconds=1)
	assert rota.on_duty(last) == rota.on_duty(starts[0])
