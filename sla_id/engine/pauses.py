"""Pauses as intervals: checked, sorted, and joined if they overlap or touch."""

from collections.abc import Iterable
from datetime import datetime, timezone

from sla_id.engine.errors import InvalidPause, NaiveTime
from sla_id.engine.sentences import Sentence
from sla_id.engine.table import Piece, merge

Pause = tuple[datetime, datetime | None]
"""From when to when the clock stands still; None: not resumed yet."""

FOREVER = 2**62
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def micros(at: datetime) -> int:
	"""Microseconds since the Unix epoch of an aware datetime, exactly. Raises NaiveTime."""
	try:
		since = at - EPOCH
	except TypeError:
		raise NaiveTime(
			Sentence(
				"{at!r} has no time zone; use an aware datetime, e.g. datetime(…, tzinfo=ZoneInfo('Asia/Jakarta'))",
				at=at,
			)
		) from None
	return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def seconds_of(amount: int) -> float:
	"""Microseconds as seconds, an int where whole; the nearest float there is, so that lengths come back as given."""
	return amount / 1_000_000 if amount % 1_000_000 else amount // 1_000_000


def read_pauses(pauses: Iterable[Pause]) -> list[Piece]:
	"""The pauses in order and apart from each other, in microseconds; open-ended ones end at FOREVER.

	Raises InvalidPause for one that ends before it starts or is no pair of instants, NaiveTime for an end without a zone.
	"""
	read = []
	for start, end in map(_ends, pauses):
		begin, finish = micros(start), FOREVER if end is None else micros(end)
		if finish < begin:
			raise InvalidPause(
				Sentence(
					"the pause from {start} ends before it starts, at {end}; swap the two",
					start=start,
					end=end,
				)
			)
		if finish > begin:
			read.append((begin, finish))
	return merge(read)


def _ends(pause: Pause) -> Pause:
	try:
		start, end = pause
	except (TypeError, ValueError):
		start, end = None, None
	if not isinstance(start, datetime) or not (end is None or isinstance(end, datetime)):
		raise InvalidPause(
			Sentence(
				"{pause!r} is not a pause; give (start, end), with None for the end while it lasts",
				pause=pause,
			)
		)
	return start, end
