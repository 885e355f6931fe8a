"""Random calendars near the days on which clocks change, with questions about them, and how many were asked.

Strategies for hypothesis; the answers come from `oracle`.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from sla_id.engine import WorkingCalendar
from tests.engine.oracle import DAYS, MINUTE, Oracle, Span

ASKED: Counter[str] = Counter()
"""Random cases by the question they put; told at the end of the run."""

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
BEFORE, AFTER = 12, 16
"""The days before and after the day of a case that the oracle walks through."""
REACH = 6 * 1440
"""How far from that day a case starts, in minutes."""

NEAR = [
	(zone, date.fromisoformat(day))
	for zone, days in {
		"Asia/Jakarta": ("2026-03-19", "2025-12-31", "2026-12-28"),
		"Asia/Makassar": ("2026-05-14", "2027-01-01"),
		"Asia/Jayapura": ("2026-08-17", "2025-12-30"),
		"Europe/Berlin": ("2026-03-29", "2026-10-25"),
		"America/New_York": ("2026-03-08", "2026-11-01"),
		"America/Sao_Paulo": ("2017-10-15", "2018-02-18"),
		"Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
		"Africa/Casablanca": ("2026-02-15", "2026-03-22"),
		"Asia/Beirut": ("2026-03-29", "2026-10-25"),
		"Atlantic/Azores": ("2026-03-29", "2026-10-25"),
		"America/Havana": ("2026-03-08", "2026-11-01"),
		"Africa/Cairo": ("2026-04-24", "2026-10-30"),
		"Pacific/Apia": ("2011-12-30", "2011-09-24"),
		"Pacific/Kiritimati": ("1994-12-31",),
	}.items()
	for day in days
]
"""Clocks that change at 2 and 3 o'clock, at midnight and back to midnight, by half an hour, for Ramadan and by a whole day
(Apia and Kiritimati skip one); Indonesia's three zones, which never change, around the turn of the year."""

USUAL = (
	[["08:00", "12:00"], ["13:00", "17:00"]],
	[["07:30", "12:15"], ["13:00", "17:00"]],
	[["22:00", "06:00"]],
	[["00:00", "24:00"]],
	[["18:00", "24:00"]],
	[["00:00", "02:30"], ["23:30", "01:00"]],
)


@dataclass(frozen=True)
class Case:
	"""A definition, what the engine and the oracle make of it, and an instant near the day of the case."""

	definition: dict[str, Any]
	at: int
	pauses: tuple[Span, ...]
	calendar: WorkingCalendar = field(repr=False)
	oracle: Oracle = field(repr=False)

	@property
	def spans(self) -> list[tuple[datetime, datetime | None]]:
		"""The pauses as the engine takes them."""
		return [(instant(since), None if until is None else instant(until)) for since, until in self.pauses]

	def length(self, amount: int, *, back: bool = False) -> int:
		"""That length; or, for one in three, the one that leads exactly to an edge of a pause (or back to one).

		A random length never is used up just when a pause begins, which is where the comparisons are decided.
		"""
		edges = [edge for pause in self.pauses for edge in pause if edge is not None]
		edges = [edge for edge in edges if (edge <= self.at if back else edge >= self.at)]
		if amount % 3 or not edges:
			return amount
		edge = edges[amount // 3 % len(edges)]
		return self.oracle.elapsed(min(edge, self.at), max(edge, self.at))


def instant(micros: int) -> datetime:
	"""An aware datetime of microseconds since the epoch, and back: `micros_of`."""
	return EPOCH + timedelta(microseconds=micros)


def micros_of(at: datetime) -> int:
	"""Whole microseconds since the epoch."""
	return (at - EPOCH) // timedelta(microseconds=1)


def show(minute: int) -> str:
	"""HH:MM of minutes since midnight."""
	return f"{minute // 60:02d}:{minute % 60:02d}"


class Dice:
	"""Choices read off a row of random bytes, one draw of hypothesis instead of sixty; zeros are the plainest."""

	def __init__(self, row: bytes) -> None:
		self.row = row
		self.used = 0

	def below(self, limit: int) -> int:
		"""A number from 0 to `limit` - 1."""
		self.used += 2
		return int.from_bytes(self.row[self.used - 2 : self.used], "big") % limit

	def some(self, most: int, values: range) -> list[int]:
		"""One to `most` different values, in order."""
		return sorted({values[self.below(len(values))] for _ in range(1 + self.below(most))})


ROW = st.binary(min_size=192, max_size=192)
NEARBY = range(-8, 9)


def windows(dice: Dice) -> list[list[str]]:
	"""The windows of a day: usual ones, or up to three of any minutes, the small hours more often.

	The last one passes midnight where the number of edges is odd.
	"""
	usual = dice.below(2 * len(USUAL))
	if usual < len(USUAL):
		return USUAL[usual]
	minutes = range(1440) if dice.below(2) else range(0, 270, 30)
	edges = dice.some(6, minutes)
	if len(edges) == 1:
		return [[show(edges[0]), "24:00"]]
	if len(edges) % 2:
		edges.append(edges[0])
	return [[show(a), show(b)] for a, b in zip(edges[::2], edges[1::2], strict=True)]


def hours(dice: Dice) -> Any:
	"""A week of one or two kinds of days, some of them closed; or round the clock."""
	number = dice.below(6)
	if not number:
		return "24x7"
	kinds = [windows(dice) for _ in range(1 + number % 2)]
	days = {day: dice.below(len(kinds) + 1) for day in DAYS}
	return {day: kinds[kind - 1] for day, kind in days.items() if kind}


def a_definition(dice: Dice, zone: str, near: date) -> dict[str, Any]:
	"""A calendar with holidays, shifts and breaks around a day."""

	def day(offset: int) -> str:
		return (near + timedelta(days=offset)).isoformat()

	definition: dict[str, Any] = {"time_zone": zone, "hours": hours(dice)}
	extras = dice.below(8)
	if extras & 1:
		definition["holidays"] = [day(offset) for offset in dice.some(4, NEARBY)]
	if extras & 2:
		ends = dice.some(4, NEARBY)
		definition["shifts"] = [
			{"from": day(a), "to": day(b), "hours": hours(dice)}
			for a, b in zip(ends[::2], ends[1::2] or ends, strict=False)
		]
	if extras & 4:
		definition["breaks"] = [
			{"date": day(NEARBY[dice.below(len(NEARBY))]), "windows": windows(dice)}
			for _ in range(1 + dice.below(2))
		]
	return definition


def some_pauses(dice: Dice, near: int) -> tuple[Span, ...]:
	"""Up to three pauses between a few instants, so that they overlap, touch, repeat and last."""
	edges = []
	for _ in range(2 + dice.below(3)):
		half_hours, seconds = dice.below(14 * 48) - 6 * 48, dice.below(1800) * dice.below(2)
		edges.append(near + (half_hours * 1800 + seconds) * 1_000_000)
	found: list[Span] = []
	for _ in range(dice.below(4)):
		since, until = sorted((edges[dice.below(len(edges))], edges[dice.below(len(edges))]))
		found.append((since, until if dice.below(6) else None))
	return tuple(found)


@st.composite
def cases(draw: st.DrawFn, paused: bool = False) -> Case:
	"""A calendar, pauses if wanted, and an instant, on the minute or not."""
	dice = Dice(draw(ROW))
	zone, near = NEAR[dice.below(len(NEAR))]
	middle = micros_of(datetime.combine(near, datetime.min.time(), timezone.utc))
	at = middle + draw(st.integers(-REACH, REACH)) * MINUTE + draw(st.just(0) | st.integers(0, MINUTE - 1))
	held = some_pauses(dice, middle) if paused else ()
	definition = a_definition(dice, zone, near)
	oracle = Oracle(definition, near - timedelta(days=BEFORE), BEFORE + AFTER, held)
	return Case(definition, at, held, WorkingCalendar.from_dict(definition), oracle)
