"""Random calendars near the days on which clocks change, with questions about them, and how many were asked.

Strategies for hypothesis; the answers come from `oracle`.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from sla_id.engine import WorkingCalendar
from tests.engine.oracle import DAYS, Oracle, Span

ASKED: Counter[str] = Counter()
"""Random cases by the question they put; told at the end of the run."""

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
BEFORE, AFTER = 12, 14
"""The days before and after the day of a case that the oracle walks through."""
REACH = 6 * 86_400_000_000
"""How far from that day a case starts, in microseconds."""

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
		"Pacific/Apia": ("2011-12-30", "2011-09-24"),
		"Pacific/Kiritimati": ("1994-12-31",),
	}.items()
	for day in days
]
"""Clocks that change at 2 and 3 o'clock, at midnight either way, by half an hour, for Ramadan and by a whole day
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


def instant(micros: int) -> datetime:
	"""An aware datetime of microseconds since the epoch, and back: `micros_of`."""
	return EPOCH + timedelta(microseconds=micros)


def micros_of(at: datetime) -> int:
	"""Whole microseconds since the epoch."""
	return (at - EPOCH) // timedelta(microseconds=1)


def show(minute: int) -> str:
	"""HH:MM of minutes since midnight."""
	return f"{minute // 60:02d}:{minute % 60:02d}"


@st.composite
def windows(draw: st.DrawFn) -> list[list[str]]:
	"""The windows of a day: usual ones, or up to three of any minutes; the last may pass midnight."""
	if draw(st.booleans()):
		return draw(st.sampled_from(USUAL))
	edges = sorted(draw(st.sets(minutes, min_size=2, max_size=6)))
	if len(edges) % 2:
		edges.append(edges[0])
	return [[show(a), show(b)] for a, b in zip(edges[::2], edges[1::2], strict=True)]


minutes = st.one_of(st.integers(0, 1439), st.integers(0, 8).map(lambda number: number * 30))
"""Any minute of a day, the small hours more often."""


@st.composite
def hours(draw: st.DrawFn) -> Any:
	"""A week: one or two kinds of days, some of them closed; or round the clock."""
	kinds = draw(st.lists(windows(), max_size=2))
	if not kinds:
		return "24x7"
	days = draw(st.lists(st.integers(0, len(kinds)), min_size=7, max_size=7))
	return {day: kinds[number - 1] for day, number in zip(DAYS, days, strict=True) if number}


@st.composite
def definitions(draw: st.DrawFn, zone: str, near: date) -> dict[str, Any]:
	"""A calendar with holidays, shifts and breaks around a day."""

	def day(offset: int) -> str:
		return (near + timedelta(days=offset)).isoformat()

	definition: dict[str, Any] = {"time_zone": zone, "hours": draw(hours())}
	extras = draw(st.integers(0, 7))
	if extras & 1:
		definition["holidays"] = [day(offset) for offset in draw(st.sets(nearby, min_size=1, max_size=4))]
	if extras & 2:
		ends = sorted(draw(st.sets(nearby, min_size=2, max_size=4)))
		definition["shifts"] = [
			{"from": day(a), "to": day(b), "hours": draw(hours())}
			for a, b in zip(ends[::2], ends[1::2], strict=False)
		]
	if extras & 4:
		rows = draw(st.lists(st.tuples(nearby, windows()), min_size=1, max_size=2))
		definition["breaks"] = [{"date": day(offset), "windows": closed} for offset, closed in rows]
	return definition


nearby = st.integers(-8, 8)
sometimes_fine = st.one_of(st.just(0), st.integers(0, 59_999_999))


@st.composite
def pauses(draw: st.DrawFn, near: int) -> tuple[Span, ...]:
	"""Up to three pauses between a few instants, so that they overlap, touch, repeat and last."""
	edges = draw(st.lists(seconds_near, min_size=2, max_size=4))
	number = st.integers(0, len(edges) - 1)
	found: list[Span] = []
	for a, b in draw(st.lists(st.tuples(number, number), max_size=3)):
		since, until = sorted((edges[a], edges[b]))
		found.append((near + since * 1_000_000, None if a == b + 1 else near + until * 1_000_000))
	return tuple(found)


seconds_near = st.one_of(
	st.integers(-6 * 86_400, 8 * 86_400), st.integers(-6 * 48, 8 * 48).map(lambda half: half * 1800)
)


@st.composite
def cases(draw: st.DrawFn, paused: bool = False) -> Case:
	"""A calendar, pauses if wanted, and an instant, on the minute or not."""
	zone, near = draw(st.sampled_from(NEAR))
	definition = draw(definitions(zone, near))
	middle = micros_of(datetime.combine(near, datetime.min.time(), timezone.utc))
	at = (
		middle
		+ draw(st.integers(-REACH // 60_000_000, REACH // 60_000_000)) * 60_000_000
		+ draw(sometimes_fine)
	)
	held = draw(pauses(middle)) if paused else ()
	oracle = Oracle(definition, near - timedelta(days=BEFORE), BEFORE + AFTER, held)
	return Case(definition, at, held, WorkingCalendar.from_dict(definition), oracle)
