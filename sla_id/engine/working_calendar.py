"""`WorkingCalendar`: working time as arithmetic on instants. The engine's front door.

    >>> jakarta = WorkingCalendar.from_dict(
    ...     {
    ...         "time_zone": "Asia/Jakarta",
    ...         "hours": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    ...         "holidays": ["2026-03-19"],
    ...     }
    ... )
    >>> wib = jakarta.time_zone
    >>> jakarta.deadline(datetime(2026, 3, 18, 15, tzinfo=wib), 4 * 3600).isoformat()
    '2026-03-20T11:00:00+07:00'

Instants are aware datetimes of any zone, lengths are seconds, results carry the calendar's zone. The calendar
is immutable and may be shared by threads; it compiles the years it is asked about, once each.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timezone
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

from sla_id.engine.errors import EndBeforeStart, InvalidTarget, NeverOpens, PausedForGood
from sla_id.engine.pauses import FOREVER, Pause, micros, read_pauses, seconds_of
from sla_id.engine.receipt import Receipt, trace
from sla_id.engine.sentences import Sentence
from sla_id.engine.spec import CalendarSpec, read_spec
from sla_id.engine.table import (
	FIRST_YEAR,
	LAST_YEAR,
	SECOND,
	Piece,
	Table,
	compile_years,
	day_pieces,
	open_day,
	year_start,
)

_WEEK = 7 * 86_400
_NOT_AGAIN, _NOT_EARLIER = (
	Sentence("the calendar does not open again; add hours to its week, or check its shifts and holidays"),
	Sentence("the calendar does not open earlier; add hours to its week, or check its shifts and holidays"),
)


class WorkingCalendar:
	"""Opening hours, shifts, breaks and holidays of one zone."""

	__slots__ = ("_table", "_zone", "spec")

	def __init__(self, spec: CalendarSpec) -> None:
		self.spec = spec
		self._zone = spec.zone
		self._table: Table | None = None

	@classmethod
	def from_dict(cls, definition: Mapping[str, Any]) -> "WorkingCalendar":
		"""Read a definition: time_zone, hours, and optionally holidays, shifts, breaks.

		`hours` maps mon … sun to windows `["08:00", "12:00"]`, or is "24x7". "24:00" ends a day, an end at or
		before its start lies on the next day. `holidays` are dates, or mappings of date, name and decree.
		`shifts` have from, to (both included), hours and a name; `breaks` have date, windows and a name.
		Raises InvalidCalendar, which names the field.
		"""
		return cls(read_spec(definition))

	@property
	def time_zone(self) -> ZoneInfo:
		"""The zone whose wall clock the windows are read in."""
		return self._zone

	def deadline(self, start: datetime, seconds: float, pauses: Iterable[Pause] = ()) -> datetime:
		"""When `seconds` of working time after `start` are used up; pauses don't count.

		A target used up at closing time is due at closing time, and 0 seconds are due at the start. Out of
		hours the count begins at the next opening. Raises NeverOpens when the working time never comes, and
		its kind PausedForGood when an open-ended pause keeps it from coming.
		"""
		begin = micros(start)
		amount = seconds * SECOND if type(seconds) is int and seconds > 0 else _amount(seconds)
		if not pauses:
			return self._instant(self._running(begin, amount) if amount else begin)
		held = read_pauses(pauses)
		return self._instant(self._deadline(begin, amount, held) if amount else begin)

	def elapsed(self, start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> float:
		"""Working seconds between two instants, pauses left out; an int where whole.

		`elapsed(s, deadline(s, t)) == t` for every t. Raises EndBeforeStart.
		"""
		begin, finish = micros(start), micros(end)
		if finish < begin:
			raise EndBeforeStart(
				Sentence("the end {end} lies before the start {start}; swap the two", end=end, start=start)
			)
		return seconds_of(self._worked(begin, finish, read_pauses(pauses) if pauses else ()))

	def before(self, due: datetime, seconds: float, pauses: Iterable[Pause] = ()) -> datetime:
		"""Walk back: the latest instant from which `seconds` of working time lead to `due`.

		`elapsed(before(d, t), d) == t`. Time used up at an opening ends at that opening; 0 seconds give `due`.
		Raises NeverOpens when the calendar wasn't open for so long.
		"""
		finish, amount = micros(due), _amount(seconds)
		if not amount:
			return self._instant(finish)
		return self._instant(self._before(finish, amount, read_pauses(pauses) if pauses else ()))

	def is_open(self, at: datetime) -> bool:
		"""Whether the calendar is open at that instant; a window contains its start and not its end."""
		instant = micros(at)
		table = self._covering(instant, instant)
		number = bisect_right(table.closes, instant)
		return number < len(table.opens) and table.opens[number] <= instant

	def next_opening(self, at: datetime) -> datetime:
		"""The first open instant at or after `at`: `at` itself when it is open. Raises NeverOpens."""
		instant = micros(at)
		table, number = self._next_interval(instant)
		return self._instant(max(table.opens[number], instant))

	def day_end(self, start: datetime, days: int) -> datetime:
		"""The end of the Nth working day from `start` on.

		The first is the day that `start` is working in or, out of hours, the next that opens: before Monday's
		closing time, 1 is the end of Monday, after it the end of Tuesday. A window past midnight belongs to
		the day it starts on; where it outlasts the next day, that day ends with it. 0 days are due at the start.
		Raises NeverOpens and InvalidTarget.
		"""
		begin = micros(start)
		if isinstance(days, bool) or not isinstance(days, int) or days < 0:
			raise InvalidTarget(Sentence("{days!r} working days: give a whole number, 0 or more", days=days))
		if not days:
			return self._instant(begin)
		due, ordinal = begin, max(self._instant(begin).toordinal() - 1, date(FIRST_YEAR, 1, 1).toordinal())
		while True:
			found = open_day(self.spec, ordinal, 1)
			if found is None:
				raise NeverOpens(
					Sentence(
						"the calendar has no {days} working day(s) after {start}; check its hours",
						days=days,
						start=start,
					)
				)
			pieces = day_pieces(self.spec, found)
			if pieces and pieces[-1][1] > begin:
				due, days = max(due, pieces[-1][1]), days - 1
				if not days:
					return self._instant(due)
			ordinal = found + 1

	def explain(
		self, start: datetime, seconds: float, pauses: Iterable[Pause] = (), reasons: Sequence[str] = ()
	) -> Receipt:
		"""`deadline` with the sum that leads to it: windows counted, days skipped and why, pauses.

		The counted windows of the receipt add up to `seconds` exactly. `reasons` name the pauses, in the same
		order. Raises as `deadline` does.
		"""
		held = list(pauses)
		due = self.deadline(start, seconds, held)
		return trace(self, start, due, held, reasons)

	def explain_elapsed(
		self, start: datetime, end: datetime, pauses: Iterable[Pause] = (), reasons: Sequence[str] = ()
	) -> Receipt:
		"""`elapsed` with the sum that leads to it. Raises EndBeforeStart."""
		held = list(pauses)
		self.elapsed(start, end, held)
		return trace(self, start, end, held, reasons)

	def open_pieces(self, begin: int, finish: int) -> list[Piece]:
		"""The open intervals within [begin, finish), in microseconds; for receipts."""
		table = self._covering(begin, finish)
		number = bisect_right(table.closes, begin)
		pieces = []
		while begin < finish and number < len(table.opens) and table.opens[number] < finish:
			pieces.append((max(table.opens[number], begin), min(table.closes[number], finish)))
			number += 1
		return pieces

	def table_for(self, begin: int, finish: int) -> Table:
		"""The compiled table that answers for [begin, finish] exactly."""
		return self._covering(begin, finish)

	def _instant(self, instant: int) -> datetime:
		whole, rest = divmod(instant, SECOND)
		try:
			at = datetime.fromtimestamp(whole, self._zone)
		except (OverflowError, ValueError):
			raise NeverOpens(
				Sentence("years beyond {year} can't be computed; check the dates", year=LAST_YEAR)
			) from None
		return at.replace(microsecond=rest) if rest else at

	def _deadline(self, begin: int, amount: int, pauses: Iterable[Piece]) -> int:
		for start, end in pauses:
			if end <= begin:
				continue
			if start > begin:
				due = self._running(begin, amount)
				if due <= start:
					return due
				amount -= self._worked_between(begin, start)
			if end == FOREVER:
				raise PausedForGood(
					Sentence(
						"the clock is paused, without an end, before its target is used up; it is due only once resumed"
					)
				)
			begin = end
		return self._running(begin, amount)

	def _running(self, begin: int, amount: int) -> int:
		"""The deadline of a clock that nothing pauses, in microseconds."""
		table = self._table
		if table is None or not table.low <= begin < table.high:
			table = self._covering(begin, begin)
		closes = table.closes
		number = bisect_right(closes, begin)
		if number == len(closes):
			table, number = self._next_interval(begin)
			closes = table.closes
		worked = table.worked
		opening = table.opens[number]
		target = worked[number] - closes[number] + (begin if begin > opening else opening) + amount
		while target > worked[-1]:
			table, lift = self._grown(table, target - worked[-1])
			target += lift
			worked = table.worked
			closes = table.closes
		number = bisect_left(worked, target)
		return closes[number] - worked[number] + target

	def _before(self, finish: int, amount: int, pauses: Iterable[Piece]) -> int:
		for start, end in reversed(list(pauses)):
			if start >= finish:
				continue
			if end < finish:
				room = self._worked_between(end, finish)
				if amount <= room:
					break
				amount -= room
			finish = start
		table, number = self._previous_interval(finish)
		start_worked = table.worked[number] - (table.closes[number] - min(finish, table.closes[number]))
		target = start_worked - amount
		while target < 0:
			table, lift = self._grown_back(table, -target)
			target += lift
		number = bisect_right(table.worked, target)
		return table.closes[number] - (table.worked[number] - target)

	def _worked(self, begin: int, finish: int, pauses: Iterable[Piece]) -> int:
		total = self._worked_between(begin, finish)
		for start, end in pauses:
			start, end = max(start, begin), min(end, finish)
			if start < end:
				total -= self._worked_between(start, end)
		return total

	def _worked_between(self, begin: int, finish: int) -> int:
		table = self._covering(begin, finish)
		return worked_by(table, finish) - worked_by(table, begin)

	def _covering(self, begin: int, finish: int) -> Table:
		table = self._table
		if table is not None and table.low <= begin and finish < table.high:
			return table
		return self._compile(_year(begin), _year(finish))

	def _compile(self, first: int, last: int) -> Table:
		"""Widen the table to those years."""
		known = self._table
		if known is not None:
			first, last = min(first, known.first), max(last, known.last)
		if not FIRST_YEAR <= first <= last <= LAST_YEAR:
			raise NeverOpens(
				Sentence(
					"the years {first} to {last} lie outside {earliest} to {latest}; check the dates",
					first=first,
					last=last,
					earliest=FIRST_YEAR,
					latest=LAST_YEAR,
				)
			)
		self._table = compile_years(self.spec, first, last, known)
		return self._table

	def _next_interval(self, begin: int) -> tuple[Table, int]:
		"""The table and the number of its first interval that closes after `begin`."""
		table = self._covering(begin, begin)
		number = bisect_right(table.closes, begin)
		while number == len(table.closes):
			table, _ = self._grown(table)
			number = bisect_right(table.closes, begin)
		return table, number

	def _previous_interval(self, finish: int) -> tuple[Table, int]:
		"""The table and the number of its last interval that opens before `finish`."""
		table = self._covering(finish, finish)
		number = bisect_left(table.opens, finish) - 1
		while number < 0:
			table, _ = self._grown_back(table)
			number = bisect_left(table.opens, finish) - 1
		return table, number

	def _grown(self, table: Table, missing: int = 0) -> tuple[Table, int]:
		"""A table that reaches further into the future, and by how much its working time was lifted.

		`missing` is the working time still wanted: what it takes at least must be left before the last year ends.
		"""
		if table.high + self._least_span(missing) > year_start(LAST_YEAR + 1):
			raise NeverOpens(
				Sentence(
					"the working time asked for ends after the year {year}; ask for less", year=LAST_YEAR
				)
			)
		year = self._open_year(table.last + 1, 1)
		wider = self._compile(table.first, max(year, min(2 * table.last - table.first + 1, LAST_YEAR)))
		return wider, _lift(table, wider)

	def _grown_back(self, table: Table, missing: int = 0) -> tuple[Table, int]:
		if table.low - self._least_span(missing) < year_start(FIRST_YEAR):
			raise NeverOpens(
				Sentence(
					"the working time asked for starts before the year {year}; ask for less", year=FIRST_YEAR
				)
			)
		year = self._open_year(table.first - 1, -1)
		wider = self._compile(min(year, max(2 * table.first - table.last - 1, FIRST_YEAR)), table.last)
		return wider, _lift(table, wider)

	def _least_span(self, worked: int) -> int:
		"""No less time than this passes while so much is worked: the fullest week sets the pace."""
		weeks = (self.spec.week, *(shift.week for shift in self.spec.shifts))
		fullest = max(sum(end - start for day in week for start, end in day) for week in weeks)
		# two hours to spare for clocks that repeat an hour
		return worked * _WEEK // min(fullest + 2 * 3600, _WEEK)

	def _open_year(self, year: int, step: int) -> int:
		"""The nearest year from `year` on that may be open, counting the windows that reach over its edge."""
		day = None
		if FIRST_YEAR <= year <= LAST_YEAR:
			edge = date(year, 1, 1).toordinal() - 2 if step > 0 else date(year, 12, 31).toordinal() + 1
			day = open_day(self.spec, edge, step)
		if day is None:
			raise NeverOpens(_NOT_AGAIN if step > 0 else _NOT_EARLIER)
		found = date.fromordinal(day).year
		return max(found, year) if step > 0 else min(found, year)


def worked_by(table: Table, instant: int) -> int:
	"""Working microseconds from the table's start to an instant it covers."""
	closes = table.closes
	number = bisect_right(closes, instant)
	if number == len(closes):
		return table.worked[-1] if closes else 0
	return table.worked[number] - closes[number] + max(table.opens[number], instant)


def _lift(table: Table, wider: Table) -> int:
	"""How much working time the wider table has before the narrower one starts."""
	if not table.opens:
		return 0
	start = table.opens[0]
	return worked_by(wider, start)


def _year(instant: int) -> int:
	try:
		return datetime.fromtimestamp(instant // SECOND, tz=timezone.utc).year
	except (OverflowError, ValueError):
		raise NeverOpens(
			Sentence("years beyond {year} can't be computed; check the dates", year=LAST_YEAR)
		) from None


def _amount(seconds: float) -> int:
	"""Whole microseconds of a length in seconds. Raises InvalidTarget."""
	if type(seconds) is int:
		if seconds >= 0:
			return seconds * SECOND
	elif isinstance(seconds, int | float) and not isinstance(seconds, bool):
		if seconds >= 0 and isfinite(seconds):
			return round(seconds * SECOND)
	raise InvalidTarget(Sentence("{seconds!r} seconds: give a number, 0 or more", seconds=seconds))
