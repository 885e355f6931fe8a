"""Compiles a calendar into open intervals, a year at a time. Every question then takes two binary searches.

These rules decide when an instant is open:

- An instant is open when the wall clock of the calendar's zone shows a time inside a window. So an hour that
  clocks repeat counts twice, and an hour that they skip counts nothing.
- A window belongs to the day on which it starts. A holiday or a shift on that day applies to the whole window,
  also past midnight.
- A break closes the wall-clock time it names, whichever day's window that time lies in.
- Intervals that touch or overlap (a tail past midnight and the next morning) are joined: nothing counts twice.

Units: microseconds since the Unix epoch, UTC, as plain integers. Tables are frozen once built, so threads
share them.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from sla_id.engine.spec import CalendarSpec, Week
from sla_id.engine.zone import DAY, Segment, segments

SECOND = 1_000_000
FIRST_YEAR, LAST_YEAR = 2, 9_998
_EPOCH = date(1970, 1, 1).toordinal()

Piece = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Table:
	"""The open intervals of the UTC years `first` to `last`, and the working time up to the end of each."""

	first: int
	last: int
	low: int
	"""The start of `first`: from here on, up to the end of `last`, the table is exact."""
	high: int
	opens: "array[int]"
	closes: list[int]
	worked: list[int]
	"""Working time from the table's start to the end of each interval. What is searched is a list: bisecting
	an array makes a number at every step; what is only looked up is an array, a fifth of the size."""


def compile_years(spec: CalendarSpec, first: int, last: int, known: Table | None = None) -> Table:
	"""Build the table of those years. `known` is an existing table, reused where its years overlap."""
	pieces: list[Piece] = []
	for year in range(first, last + 1):
		if known is not None and known.first <= year <= known.last:
			if year == known.first:
				pieces.extend(zip(known.opens, known.closes, strict=True))
		else:
			pieces.extend(_year_pieces(spec, year))
	merged = merge(pieces)
	opens = array("q", [piece[0] for piece in merged])
	closes = [piece[1] for piece in merged]
	worked = list(accumulate(close - start for start, close in merged))
	return Table(first, last, year_start(first), year_start(last + 1), opens, closes, worked)


def year_start(year: int) -> int:
	"""The start of a UTC year, in microseconds since the epoch."""
	return (date(year, 1, 1).toordinal() - _EPOCH) * DAY * SECOND


def _year_pieces(spec: CalendarSpec, year: int) -> list[Piece]:
	"""The open intervals of one UTC year, cut at its ends so that years join exactly.

	Depending on zone and midnight, a window may reach into the year although it starts two days before it or
	on the day after it.
	"""
	first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
	parts = [part for part in stretches(spec, first - 2, last + 1) if any(part[2])]
	if not parts:
		return []
	spans = segments(spec.zone, (first - _EPOCH) * DAY, (last + 1 - _EPOCH) * DAY)
	plain = _plain_days(spans)
	pieces: list[Piece] = []
	add = pieces.append
	holidays = spec.holidays
	broken = {day + step for day in spec.breaks for step in (-1, 0, 1)}
	for start, end, week in parts:
		micros = tuple(tuple((a * SECOND, b * SECOND) for a, b in day) for day in week)
		for ordinal in range(start, end + 1):
			windows = micros[(ordinal - 1) % 7]
			if not windows or ordinal in holidays:
				continue
			offset = plain.get(ordinal)
			if offset is None or ordinal in broken:
				pieces.extend(_day_pieces(spec, ordinal, week, spans))
				continue
			midnight = ((ordinal - _EPOCH) * DAY - offset) * SECOND
			for opening, closing in windows:
				add((midnight + opening, midnight + closing))
	return pieces


def _plain_days(spans: list[Segment]) -> dict[int, int]:
	"""The UTC offset of each date on which a single offset covers all windows, including those past midnight.

	Dates whose wall-clock times also occur under another offset are left out.
	"""
	plain: dict[int, int] = {}
	for number, span in enumerate(spans):
		low, high = span.start + span.offset, span.end + span.offset
		if number:
			# clocks that went back to midnight show the hour before it twice, on the date before
			low = max(low, spans[number - 1].end + spans[number - 1].offset)
		if number + 1 < len(spans):
			high = min(high, spans[number + 1].start + spans[number + 1].offset)
		plain.update((ordinal + _EPOCH, span.offset) for ordinal in range(-(-low // DAY), high // DAY - 1))
	return plain


def day_pieces(spec: CalendarSpec, ordinal: int) -> list[Piece]:
	"""The open intervals of the windows that start on one date, in order and without breaks."""
	if ordinal in spec.holidays:
		return []
	_, _, week = next(stretches(spec, ordinal, ordinal))
	around = (ordinal - _EPOCH) * DAY
	return merge(_day_pieces(spec, ordinal, week, segments(spec.zone, around - 2 * DAY, around + 4 * DAY)))


def _day_pieces(spec: CalendarSpec, ordinal: int, week: Week, spans: list[Segment]) -> list[Piece]:
	pieces = [p for window in week[(ordinal - 1) % 7] for p in instants(ordinal, window, spans)]
	for day in (ordinal - 1, ordinal, ordinal + 1):
		for entry in spec.breaks.get(day, ()):
			for window in entry.windows:
				for closed in instants(day, window, spans):
					pieces = list(subtract(pieces, closed))
	return pieces


def instants(ordinal: int, window: tuple[int, int], spans: list[Segment]) -> list[Piece]:
	"""The UTC intervals in which local time lies in a window of that date.

	Each span of constant offset gives its own.
	"""
	midnight = (ordinal - _EPOCH) * DAY
	start, end = midnight + window[0], midnight + window[1]
	found = []
	for span in spans:
		opening = max(start - span.offset, span.start)
		closing = min(end - span.offset, span.end)
		if opening < closing:
			found.append((opening * SECOND, closing * SECOND))
	return found


def subtract(pieces: Iterable[Piece], hole: Piece) -> Iterator[Piece]:
	"""The pieces without the time of one hole."""
	for start, end in pieces:
		if hole[0] >= end or hole[1] <= start:
			yield start, end
			continue
		if start < hole[0]:
			yield start, hole[0]
		if hole[1] < end:
			yield hole[1], end


def merge(pieces: Iterable[Piece]) -> list[Piece]:
	"""The pieces in order. Those that touch or overlap are joined."""
	merged: list[Piece] = []
	add = merged.append
	begin, finish = None, 0
	for start, end in sorted(pieces):
		if begin is None:
			begin, finish = start, end
		elif start > finish:
			add((begin, finish))
			begin, finish = start, end
		elif end > finish:
			finish = end
	if begin is not None:
		add((begin, finish))
	return merged


def stretches(spec: CalendarSpec, first: int, last: int) -> Iterator[tuple[int, int, Week]]:
	"""Split the ordinals first to last into (from, to, week).

	Shifts use their own week, all other days the usual one.
	"""
	at = first
	for shift in spec.shifts:
		start, end = shift.first.toordinal(), shift.last.toordinal()
		if end < at:
			continue
		if start > last:
			break
		if at < start:
			yield at, start - 1, spec.week
		yield max(start, at), min(end, last), shift.week
		at = end + 1
	if at <= last:
		yield at, last, spec.week


def open_day(spec: CalendarSpec, ordinal: int, step: int) -> int | None:
	"""The nearest date with windows, from `ordinal` on in the direction of `step`. None if there is none.

	It steps over whole stretches, so its cost depends on the number of shifts and holidays, not of years.
	"""
	limits = (date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR, 12, 31).toordinal())
	found = list(stretches(spec, ordinal, limits[1]) if step > 0 else stretches(spec, limits[0], ordinal))
	for start, end, week in found[::step]:
		if not any(week):
			continue
		day = start if step > 0 else end
		while start <= day <= end:
			if week[(day - 1) % 7] and day not in spec.holidays:
				return day
			day += step
	return None
