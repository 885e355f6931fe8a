"""Half-open spans of time [start, end), in microseconds since 1970 UTC, as sorted lists that never overlap or touch.

Every function takes and gives such lists, but `union`, which makes one of any spans. All are linear in what they are given
(`union` sorts first).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone

Span = tuple[int, int]
SECOND = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MICROSECOND = timedelta(microseconds=1)


def instant_of(at: datetime) -> int:
	"""An aware datetime in microseconds since 1970 UTC."""
	return (at - _EPOCH) // _MICROSECOND


def union(spans: Iterable[Span]) -> list[Span]:
	"""The time that any of the spans covers; empty and reversed ones cover none."""
	merged: list[Span] = []
	for start, end in sorted(span for span in spans if span[0] < span[1]):
		if merged and start <= merged[-1][1]:
			merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
		else:
			merged.append((start, end))
	return merged


def intersection(left: Sequence[Span], right: Sequence[Span]) -> list[Span]:
	"""The time that both cover."""
	both: list[Span] = []
	here = there = 0
	while here < len(left) and there < len(right):
		start = max(left[here][0], right[there][0])
		end = min(left[here][1], right[there][1])
		if start < end:
			both.append((start, end))
		if left[here][1] < right[there][1]:
			here += 1
		else:
			there += 1
	return both


def difference(spans: Sequence[Span], without: Sequence[Span]) -> list[Span]:
	"""The time that `spans` cover and `without` doesn't."""
	rest: list[Span] = []
	number = 0
	for start, end in spans:
		while number < len(without) and without[number][1] <= start:
			number += 1
		at = number
		while at < len(without) and without[at][0] < end:
			if start < without[at][0]:
				rest.append((start, without[at][0]))
			start = max(start, without[at][1])
			at += 1
		if start < end:
			rest.append((start, end))
	return rest


def length(spans: Iterable[Span]) -> int:
	"""How long the spans are together, in microseconds."""
	return sum(end - start for start, end in spans)


def until(spans: Iterable[Span], at: int) -> list[Span]:
	"""What of the spans lies before an instant."""
	return [(start, min(end, at)) for start, end in spans if start < at]
