"""The engine's answers found another way: one UTC minute after the other, from the definition dictionary itself.

Nothing here comes from sla_id.engine. Each minute is put on the zone's wall clock by zoneinfo and looked up in the
windows of its date and of the date before; everything else is walking along that row of minutes. Windows, breaks and
offsets must be whole minutes and pauses whole seconds; starts, ends and lengths may be any microsecond.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 1440
"""Minutes."""
MINUTE = 60_000_000
SECOND = 1_000_000
EPOCH = date(1970, 1, 1).toordinal()

Span = tuple[int, int | None]
"""A pause in microseconds since the epoch; None: it lasts."""


class Oracle:
	"""A calendar between two UTC dates. What lies beyond them is answered with None."""

	def __init__(
		self, definition: dict[str, Any], first: date, days: int, pauses: tuple[Span, ...] = ()
	) -> None:
		self.definition = definition
		self.first = first.toordinal()
		self.start = (self.first - EPOCH) * DAY * MINUTE
		self.end = self.start + days * DAY * MINUTE
		self.runs = [
			run
			for day in range(self.first, self.first + days)
			for run in wall_clock(definition["time_zone"], day)
		]
		"""(local minute, how many follow on it) in the order of UTC; a change of the clocks starts another."""
		local = {day: self._open_minutes(day) for day in range(self.first - 2, self.first + days + 2)}
		self.open = b"".join(
			local.get(minute // DAY, bytes(DAY))[minute % DAY : minute % DAY + length]
			for minute, length in self.runs
		)
		"""One byte a UTC minute: 1 where the calendar is open."""
		self._pause(pauses)

	def windows(self, day: int) -> list[tuple[int, int]]:
		"""The windows that start on a date, in minutes since its midnight."""
		on = date.fromordinal(day)
		if on.isoformat() in self.definition.get("holidays", ()):
			return []
		hours = self.definition["hours"]
		for shift in self.definition.get("shifts", ()):
			if shift["from"] <= on.isoformat() <= shift["to"]:
				hours = shift["hours"]
		if hours == "24x7":
			return [(0, DAY)]
		return [read_window(window) for window in hours.get(DAYS[on.weekday()], ())]

	def breaks(self, day: int) -> list[tuple[int, int]]:
		"""The breaks that start on a date, in minutes since its midnight."""
		on = date.fromordinal(day).isoformat()
		rows = [row for row in self.definition.get("breaks", ()) if row["date"] == on]
		return [read_window(window) for row in rows for window in row["windows"]]

	def _open_minutes(self, day: int) -> bytes:
		"""The minutes of a date on which the calendar is open, by its own windows or those of the day before."""
		line = bytearray(DAY)
		for windows, value in ((self.windows, 1), (self.breaks, 0)):
			for start, end in windows(day):
				line[start : min(end, DAY)] = bytes([value]) * (min(end, DAY) - start)
			for _, end in windows(day - 1):
				line[: max(end - DAY, 0)] = bytes([value]) * max(end - DAY, 0)
		return bytes(line)

	def _pause(self, pauses: tuple[Span, ...]) -> None:
		"""`counting` is `open` without the pauses: 0 no, 1 all of the minute, 2 the seconds of it in `parts`."""
		counting = bytearray(self.open)
		self.parts: dict[int, Sequence[int]] = {}
		for since, lasting in pauses:
			until = self.end if lasting is None else min(lasting, self.end)
			first, last = (since - self.start) // MINUTE, (until - self.start) // MINUTE
			for minute in {first, last} if until > since else set():
				if minute < len(counting) and counting[minute]:
					counting[minute] = 2
					whole = self.start + minute * MINUTE
					seconds = self.parts.get(minute, range(whole, whole + MINUTE, SECOND))
					self.parts[minute] = [at for at in seconds if not since <= at < until]
			counting[first + 1 : last] = bytes(max(last - first - 1, 0))
		self.counting = bytes(counting)

	def counted(self, minute: int) -> list[tuple[int, int]]:
		"""The spans of a minute that count, in microseconds."""
		whole = self.start + minute * MINUTE
		if self.counting[minute] == 1:
			return [(whole, whole + MINUTE)]
		return [(at, at + SECOND) for at in self.parts[minute]] if self.counting[minute] else []

	def elapsed(self, start: int, end: int) -> int:
		"""Working microseconds between two instants."""
		first, last = (start - self.start) // MINUTE, (end - self.start) // MINUTE
		total = self.counting.count(1, first + 1, last) * MINUTE
		edges = {first, last, *(minute for minute in self.parts if first < minute < last)}
		for minute in edges:
			total += sum(max(0, min(b, end) - max(a, start)) for a, b in self.counted(minute))
		return total

	def deadline(self, start: int, amount: int) -> int | None:
		"""The first instant by which so much has been worked."""
		if not amount:
			return start
		first = (start - self.start) // MINUTE
		for minute in range(first, len(self.open)):
			counts = self.counting[minute]
			if counts == 1 and amount > MINUTE and minute > first:
				amount -= MINUTE
				continue
			for since, until in self.counted(minute) if counts else ():
				room = until - max(since, start)
				if room >= amount:
					return until - room + amount
				amount -= max(room, 0)
		return None

	def before(self, end: int, amount: int) -> int | None:
		"""The last instant from which so much is worked until `end`."""
		if not amount:
			return end
		last = (end - self.start) // MINUTE
		for minute in range(last, -1, -1):
			counts = self.counting[minute]
			if counts == 1 and amount > MINUTE and minute < last:
				amount -= MINUTE
				continue
			for since, until in reversed(self.counted(minute) if counts else ()):
				room = min(until, end) - since
				if room >= amount:
					return since + room - amount
				amount -= max(room, 0)
		return None

	def is_open(self, at: int) -> bool:
		"""Whether the minute of that instant is open."""
		return bool(self.open[(at - self.start) // MINUTE])

	def next_opening(self, at: int) -> int | None:
		"""That instant where it is open, else the start of the next open minute."""
		minute = (at - self.start) // MINUTE
		if self.open[minute]:
			return at
		found = self.open.find(1, minute)
		return None if found < 0 else self.start + found * MINUTE

	def day_ends(self) -> dict[int, int]:
		"""For each date with open minutes of its own windows, the instant at which the last of them is over."""
		ends: dict[int, int] = {}
		first = 0
		for local, length in self.runs:
			for day, clock in ((local // DAY, local % DAY), (local // DAY - 1, local % DAY + DAY)):
				row = bytearray(2 * DAY)
				for start, end in self.windows(day):
					row[start:end] = b"\1" * (end - start)
				for minute in reversed(range(length)):
					if row[clock + minute] and self.open[first + minute]:
						ends[day] = self.start + (first + minute + 1) * MINUTE
						break
			first += length
		return ends

	def day_end(self, start: int, days: int) -> int | None:
		"""The end of the Nth working day that isn't over at `start`; a day ends no earlier than the one before."""
		ends: list[int] = []
		for _, end in sorted(self.day_ends().items()):
			if end > start:
				ends.append(max([end, *ends[-1:]]))
		return start if not days else ends[days - 1] if len(ends) >= days else None


def read_window(window: list[str]) -> tuple[int, int]:
	"""Minutes since midnight of ["HH:MM", "HH:MM"], the end past midnight where it isn't later."""
	start, end = (int(text[:2]) * 60 + int(text[3:]) for text in window)
	return start, end if end > start else end + DAY


@cache
def wall_clock(zone: str, day: int) -> tuple[tuple[int, int], ...]:
	"""The local minutes that a UTC day shows, minute by minute, as runs of (first, how many)."""
	zoned = ZoneInfo(zone)
	midnight = (day - EPOCH) * DAY * 60
	shown = []
	for second in range(midnight, midnight + DAY * 60, 60):
		local = datetime.fromtimestamp(second, zoned)
		shown.append(local.toordinal() * DAY + local.hour * 60 + local.minute)
	starts = [0, *(n for n, (a, b) in enumerate(pairwise(shown), 1) if b != a + 1 or b % DAY == 0), DAY]
	return tuple((shown[a], b - a) for a, b in pairwise(starts))
