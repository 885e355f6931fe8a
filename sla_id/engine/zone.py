"""Where a time zone changes its offset: the one place that asks zoneinfo about a span of time.

Used by `table` to turn wall-clock windows into UTC instants. Everything here is whole seconds since the
Unix epoch, UTC.
"""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sla_id.engine.errors import InvalidCalendar
from sla_id.engine.sentences import Sentence

DAY = 86_400
STEP = 3 * DAY


class Segment(NamedTuple):
	"""A span [start, end) of UTC seconds in which local time is UTC plus `offset` seconds."""

	start: int
	end: int
	offset: int


def load_zone(name: object) -> ZoneInfo:
	"""The IANA zone of that name. Raises InvalidCalendar naming `time_zone`."""
	if isinstance(name, ZoneInfo) and name.key:
		return name
	if not isinstance(name, str) or not name:
		raise InvalidCalendar("time_zone", "missing; write an IANA name such as Asia/Jakarta")
	try:
		return ZoneInfo(name)
	except (ZoneInfoNotFoundError, ValueError, OSError):
		raise InvalidCalendar(
			"time_zone",
			Sentence("{name!r} is not an IANA time zone; write one such as Asia/Jakarta (WIB)", name=name),
		) from None


def segments(zone: ZoneInfo, start: int, end: int) -> list[Segment]:
	"""The spans of constant offset that make up [start, end).

	The zone is asked every `STEP`, and a change between two answers is bisected to the second. Two changes
	within one step would be missed; no IANA zone has them nearer than 3.9 days (tests/engine/test_zone.py).
	"""

	def offset(second: int) -> int:
		utcoffset = datetime.fromtimestamp(second, zone).utcoffset()
		assert utcoffset is not None
		return utcoffset.days * DAY + utcoffset.seconds

	found: list[Segment] = []
	since, current = start, offset(start)
	asked = start
	while asked < end:
		following = min(asked + STEP, end)
		then = offset(following)
		if then != current:
			low, high = asked, following
			while high - low > 1:
				middle = (low + high) // 2
				if offset(middle) == current:
					low = middle
				else:
					high = middle
			found.append(Segment(since, high, current))
			since, current = high, then
		asked = following
	found.append(Segment(since, end, current))
	return found
