"""Finds where a time zone changes its offset. Only this file asks zoneinfo about a span of time.

`table` uses it to turn wall-clock windows into UTC instants. Everything here is whole seconds since the Unix
epoch, UTC.
"""

from calendar import timegm
from datetime import datetime, timedelta, timezone
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
		raise InvalidCalendar("time_zone", Sentence("missing; write an IANA name such as Asia/Jakarta"))
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


def first_showing(zone: ZoneInfo, wall: datetime) -> datetime:
	"""The first instant (UTC) at which a zone's clock shows a naive time, or a later one if it skips that
	time.

	In an hour that clocks repeat, that is the first pass. Raises OverflowError outside the years 1 to 9999.
	"""
	early = wall.replace(tzinfo=zone, fold=0).utcoffset()
	late = wall.replace(tzinfo=zone, fold=1).utcoffset()
	assert early is not None and late is not None
	if late <= early:
		return (wall - early).replace(tzinfo=timezone.utc)
	# skipped: the clock jumps somewhere between what the two offsets say
	start = timegm((wall - late).timetuple())
	jump = segments(zone, start, start + int((late - early).total_seconds()) + 1)[1].start
	return datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=jump)
