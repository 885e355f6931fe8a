"""What of planned maintenance has been announced in time: by hand, and minute by minute against brute force."""

import random
from datetime import datetime, timedelta, timezone

import pytest

from sla_id.availability.spans import instant_of
from sla_id.maintenance.announced_time import ToldPlan, adds_late, announced_in_time, unannounced

NIGHT = datetime(2026, 6, 20, 15, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)
NOTICE = 72 * HOUR


def kept(told: datetime, start: datetime) -> bool:
	return told + NOTICE <= start


def hours(tellings: list[ToldPlan]) -> list[tuple[float, float]]:
	"""The spans announced in time, in hours from NIGHT on."""
	base = instant_of(NIGHT)
	return [
		((start - base) / 3.6e9, (end - base) / 3.6e9) for start, end in announced_in_time(tellings, kept)
	]


def told(ahead: float, start: float, end: float) -> ToldPlan:
	"""A plan told so many hours before NIGHT, from and to hours after it."""
	return ToldPlan(NIGHT - ahead * HOUR, NIGHT + start * HOUR, NIGHT + end * HOUR)


@pytest.mark.parametrize(
	("tellings", "granted"),
	[
		([], []),
		([told(72, 0, 4)], [(0, 4)]),
		([told(71.99, 0, 4)], []),
		([told(100, 0, 4), told(10, 0, 5)], [(0, 4)]),
		([told(100, 0, 4), told(10, -1, 4)], [(0, 4)]),
		([told(100, 0, 4), told(10, 1, 3)], [(1, 3)]),
		([told(100, 0, 4), told(10, 1, 3), told(9, 0, 4)], [(1, 3)]),
		([told(100, 0, 4), told(99, 48, 52), told(10, 0, 4)], []),
		([told(50, 0, 4), told(49, 24, 28)], [(24, 28)]),
		([told(50, 0, 4), told(49, 0, 40)], []),
	],
)
def test_by_hand(tellings: list[ToldPlan], granted: list[tuple[float, float]]) -> None:
	assert hours(tellings) == granted


def test_what_is_in_time_and_what_is_not_are_the_plan() -> None:
	assert unannounced([], kept) == []
	assert unannounced([told(100, 0, 4), told(10, 0, 5)], kept) == [
		(instant_of(NIGHT + 4 * HOUR), instant_of(NIGHT + 5 * HOUR))
	]


@pytest.mark.parametrize(
	("tellings", "plan", "late"),
	[
		([], told(72, 0, 4), False),
		([], told(71, 0, 4), True),
		([told(71, 0, 4)], told(10, 0, 4), False),
		([told(71, 0, 4)], told(10, 0, 5), True),
		([told(100, 0, 4)], told(10, 1, 4), False),
	],
)
def test_what_was_late_already_is_not_late_anew(tellings: list[ToldPlan], plan: ToldPlan, late: bool) -> None:
	assert adds_late(tellings, plan, kept) is late


def brute_force(tellings: list[ToldPlan]) -> set[int]:
	"""The hours from NIGHT on that are in time: each hour of a stretch not yet in time by the stretch's first."""
	known: set[int] = set()
	for telling in tellings:
		plan = {hour for hour in range(-200, 400) if telling.start <= NIGHT + hour * HOUR < telling.end}
		known &= plan
		fresh, granted = sorted(plan - known), set()
		for hour in fresh:
			first = hour
			while first - 1 in plan - known:
				first -= 1
			if kept(telling.told, NIGHT + first * HOUR):
				granted.add(hour)
		known |= granted
	return known


def test_against_brute_force() -> None:
	draw = random.Random(13)
	for _round in range(400):
		ahead = sorted((draw.randint(0, 150) for _ in range(draw.randint(1, 4))), reverse=True)
		tellings = []
		for number in ahead:
			start = draw.randint(-20, 90)
			tellings.append(told(number, start, start + draw.randint(1, 30)))
		found = {hour for first, last in hours(tellings) for hour in range(round(first), round(last))}
		assert found == brute_force(tellings), tellings
