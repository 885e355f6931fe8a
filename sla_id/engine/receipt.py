"""How a deadline is computed: every window counted, every day skipped and why, every pause.

`trace` is called by `WorkingCalendar.explain`; `words` turns a receipt into sentences. The counted parts of a
receipt add up to its `seconds` exactly, so a person can check it with a pencil.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sla_id.engine.pauses import FOREVER, Pause, micros, read_pauses, seconds_of
from sla_id.engine.spec import CalendarSpec
from sla_id.engine.table import SECOND, Piece, stretches, subtract

if TYPE_CHECKING:
	from sla_id.engine.working_calendar import WorkingCalendar


class LineKind(StrEnum):
	"""What a line of a receipt is about."""

	COUNTED = "counted"
	PAUSED = "paused"
	HOLIDAY = "holiday"
	BREAK = "break"
	CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Line:
	"""One step of a receipt: its start and end, the working seconds counted (or withheld by a pause), and
	why.
	"""

	kind: LineKind
	start: datetime
	end: datetime
	seconds: float
	note: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
	"""How `seconds` of working time lead from `start` to `end` (the due time, or the end that was asked about)."""

	start: datetime
	end: datetime
	seconds: float
	lines: tuple[Line, ...]

	@property
	def due(self) -> datetime:
		"""The instant at which the calculation ends."""
		return self.end

	@property
	def counted(self) -> tuple[Line, ...]:
		"""The windows that count; their seconds add up to the receipt's."""
		return tuple(line for line in self.lines if line.kind is LineKind.COUNTED)

	@property
	def skipped(self) -> tuple[Line, ...]:
		"""The lines that didn't count: closed hours, holidays, breaks and pauses."""
		return tuple(line for line in self.lines if line.kind is not LineKind.COUNTED)


def trace(
	calendar: WorkingCalendar,
	start: datetime,
	end: datetime,
	pauses: Sequence[Pause] = (),
	reasons: Sequence[str] = (),
) -> Receipt:
	"""The receipt from `start` to `end`. `reasons` name the pauses, in the same order."""
	begin, finish = micros(start), micros(end)
	zone = calendar.time_zone
	opened = calendar.open_pieces(begin, finish)
	held = [piece for piece in (_clip(p, begin, finish) for p in read_pauses(pauses)) if piece]
	running = opened
	for pause in held:
		running = list(subtract(running, pause))
	lines = [_line(LineKind.COUNTED, piece, zone, piece[1] - piece[0]) for piece in running]
	lines += _pause_lines(calendar, pauses, reasons, begin, finish)
	lines += _closed_lines(calendar.spec, opened, begin, finish)
	# By instant: datetimes of one zone compare by their wall clock, which an hour that clocks repeat puts out of order.
	lines.sort(key=lambda line: (micros(line.start), micros(line.end), line.kind))
	total = sum(end - start for start, end in running)
	return Receipt(_at(begin, zone), _at(finish, zone), seconds_of(total), tuple(lines))


def _clip(piece: Piece, begin: int, finish: int) -> Piece | None:
	start, end = max(piece[0], begin), min(piece[1], finish)
	return (start, end) if start < end else None


def _pause_lines(
	calendar: WorkingCalendar, pauses: Sequence[Pause], reasons: Sequence[str], begin: int, finish: int
) -> list[Line]:
	"""One line for each pause. If two overlap, the first is shown as withholding the time."""
	lines: list[Line] = []
	told: list[Piece] = []
	for number, (since, until) in enumerate(pauses):
		piece = _clip((micros(since), FOREVER if until is None else micros(until)), begin, finish)
		if piece:
			fresh = _without([piece], told)
			withheld = sum(end - start for part in fresh for start, end in calendar.open_pieces(*part))
			told += fresh
			note = reasons[number] if number < len(reasons) else ""
			lines.append(_line(LineKind.PAUSED, piece, calendar.time_zone, withheld, note))
	return lines


def _closed_lines(spec: CalendarSpec, opened: list[Piece], begin: int, finish: int) -> list[Line]:
	"""Breaks and holidays on working days, and the other closed stretches between the windows.

	No stretch is listed twice: a holiday that starts within the tail of the previous evening's window is
	listed from the end of that tail.
	"""
	lines: list[Line] = []
	told: list[Piece] = []
	for whole, line in _special_days(spec, begin, finish):
		for piece in _without(_without([whole], _touching(opened, whole)), _touching(told, whole)):
			lines.append(replace(line, start=_at(piece[0], spec.zone), end=_at(piece[1], spec.zone)))
			insort(told, piece)
	at = begin
	for start, end in [*opened, (finish, finish)]:
		for gap in _without([(at, start)], _touching(told, (at, start))) if start > at else ():
			lines.append(_line(LineKind.CLOSED, gap, spec.zone, 0))
		at = max(at, end)
	return lines


def _touching(pieces: list[Piece], whole: Piece) -> list[Piece]:
	"""Those of the pieces, in order and apart from each other, that may reach into `whole`."""
	first = max(bisect_left(pieces, whole) - 1, 0)
	return pieces[first : bisect_left(pieces, (whole[1], 0))]


def _without(pieces: list[Piece], holes: list[Piece]) -> list[Piece]:
	for hole in holes:
		pieces = list(subtract(pieces, hole))
	return pieces


def _special_days(spec: CalendarSpec, begin: int, finish: int) -> list[tuple[Piece, Line]]:
	found = []
	# a break past midnight may have begun on the day before
	first, last = _at(begin, spec.zone).toordinal() - 1, _at(finish, spec.zone).toordinal()
	for start, end, week in stretches(spec, first, last):
		for ordinal in range(start, end + 1):
			holiday = spec.holidays.get(ordinal)
			if holiday and week[(ordinal - 1) % 7]:
				note = holiday.name + (f" ({holiday.decree})" if holiday.decree else "")
				found.append(_special(LineKind.HOLIDAY, spec, ordinal, (0, 86_400), note, begin, finish))
			elif not holiday:
				for entry in spec.breaks.get(ordinal, ()):
					for window in entry.windows:
						found.append(
							_special(LineKind.BREAK, spec, ordinal, window, entry.name, begin, finish)
						)
	return [pair for pair in found if pair is not None]


def _special(
	kind: LineKind,
	spec: CalendarSpec,
	ordinal: int,
	window: tuple[int, int],
	note: str,
	begin: int,
	finish: int,
) -> tuple[Piece, Line] | None:
	midnight = datetime.fromordinal(ordinal)
	ends = (midnight + timedelta(seconds=second) for second in window)
	start, end = (micros(at.replace(tzinfo=spec.zone)) for at in ends)
	piece = _clip((start, end), begin, finish)
	return (piece, _line(kind, piece, spec.zone, 0, note)) if piece else None


def _line(kind: LineKind, piece: Piece, zone: ZoneInfo, amount: int, note: str = "") -> Line:
	return Line(kind, _at(piece[0], zone), _at(piece[1], zone), seconds_of(amount), note)


def _at(instant: int, zone: ZoneInfo) -> datetime:
	whole, rest = divmod(instant, SECOND)
	return datetime.fromtimestamp(whole, zone).replace(microsecond=rest)
