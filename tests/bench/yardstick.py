"""What a deadline costs at the least: two bisections of ready-made lists, a conversion there and one back.

No checks, no pauses, no years to compile, floats instead of exact integers. The engine is measured against it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import datetime
from itertools import accumulate
from zoneinfo import ZoneInfo


def deadlines(
	windows: list[tuple[datetime, datetime]], zone: ZoneInfo
) -> Callable[[datetime, float], datetime]:
	"""A function that says when so many seconds of those windows are used up after a start."""
	opens = [start.timestamp() for start, _ in windows]
	closes = [end.timestamp() for _, end in windows]
	worked = list(accumulate(end - start for start, end in zip(opens, closes, strict=True)))

	def deadline(start: datetime, seconds: float) -> datetime:
		at = start.timestamp()
		number = bisect_right(closes, at)
		goal = worked[number] - closes[number] + max(at, opens[number]) + seconds
		number = bisect_left(worked, goal)
		return datetime.fromtimestamp(closes[number] - worked[number] + goal, zone)

	return deadline
