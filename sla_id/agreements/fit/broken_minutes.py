"""The minutes of a week at which a promise can't be kept, and the worst case. Called by `fit_promises`.

It looks at the full hours, the minute before each closing time and the minutes around every turn of the two ends.
Between two of these the answer changes at most once, and that minute is found by bisection (`working_stages`).
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from math import ceil, floor

from sla_id.agreements.fit.example_weeks import ExampleWeek
from sla_id.agreements.fit.fit_result import HOURS, MINUTES, ChainStep, Link, Outcome, Span, Verdict, Worst
from sla_id.agreements.fit.working_stages import Chain, Stage, chain_ends, chain_turns
from sla_id.engine.pauses import micros

_AROUND = (-1, 0, 1)

Late = Callable[[int], int]
"""Microseconds by which the teams are done after the promise is due, for a start at that minute of the week."""


class Lateness:
	"""One chain compared with one promise in one week. Each minute is computed once."""

	def __init__(self, promise: Stage, chain: Chain, week: ExampleWeek) -> None:
		self.promise, self.chain, self.week = promise, chain, week
		self._known: dict[int, int] = {}

	def __call__(self, minute: int) -> int:
		found = self._known.get(minute)
		if found is None:
			start = self.week.at(minute)
			done = micros(chain_ends(self.chain, start)[-1])
			found = self._known[minute] = done - micros(self.promise.end(start))
		return found

	def minutes(self) -> list[int]:
		"""The minutes to look at, in order."""
		first, last = self.week.at(0), self.week.at(MINUTES - 1)
		found = {*range(0, MINUTES, 60), MINUTES - 1}
		for chain in (self.chain, (self.promise,)):
			for turn in chain_turns(chain, first - timedelta(hours=1), last + timedelta(hours=1)):
				exact = (turn - first) / timedelta(minutes=1)
				for near in (floor(exact), ceil(exact)):
					found.update(near + step for step in _AROUND if 0 <= near + step < MINUTES)
		return sorted(found)


def compare(
	promise: Stage, links: Sequence[Link], stages: Sequence[Stage], week: ExampleWeek
) -> tuple[Outcome, Outcome]:
	"""(one after the other, all from the report on). Raises NeverOpens."""
	in_turn = _Found.of(Lateness(promise, stages, week))
	together = _joined([_Found.of(Lateness(promise, (stage,), week)) for stage in stages])
	number = together.chain
	return (
		_outcome(in_turn, links),
		_outcome(together, links[number : number + 1]),
	)


class _Found:
	"""The failing minutes of a week as bytes (1: can't be kept), and the latest start."""

	def __init__(self, failing: bytearray, late: Lateness, worst: int, chain: int = 0) -> None:
		self.failing, self.late, self.worst, self.chain = failing, late, worst, chain

	@classmethod
	def of(cls, late: Lateness) -> "_Found":
		"""Every minute of the week, from those that were looked at."""
		failing = bytearray(MINUTES)
		minutes = late.minutes()
		for first, second in zip(minutes, [*minutes[1:], MINUTES], strict=True):
			bad = late(first) > 0
			flip = second
			if second < MINUTES and (late(second) > 0) != bad:
				flip = _flip(late, first, second, bad)
			if bad:
				failing[first:flip] = b"\x01" * (flip - first)
			elif flip < second:
				failing[flip:second] = b"\x01" * (second - flip)
		return cls(failing, late, max(minutes, key=late))


def _flip(late: Late, good: int, other: int, bad: bool) -> int:
	"""The first minute after `good` at which the answer is no longer `bad`."""
	while other - good > 1:
		middle = (good + other) // 2
		if (late(middle) > 0) == bad:
			good = middle
		else:
			other = middle
	return other


def _joined(parts: list[_Found]) -> _Found:
	"""Teams that all start with the report. One that is late is enough; the latest decides."""
	failing = bytearray(any(minute) for minute in zip(*(part.failing for part in parts), strict=True))
	chain = max(range(len(parts)), key=lambda number: parts[number].late(parts[number].worst))
	return _Found(failing, parts[chain].late, parts[chain].worst, chain)


def _outcome(found: _Found, links: Sequence[Link]) -> Outcome:
	spans = tuple(_spans(found.failing))
	failing = sum(span.end - span.start for span in spans)
	verdict = Verdict.SOMETIMES if failing else Verdict.ALWAYS
	if failing == MINUTES:
		verdict = Verdict.NEVER
	hours = tuple(sum(found.failing[hour * 60 : hour * 60 + 60]) for hour in range(HOURS))
	return Outcome(verdict, spans, hours, _worst(found.late, found.worst, links))


def _spans(failing: bytearray) -> list[Span]:
	found: list[Span] = []
	at = failing.find(1)
	while at >= 0:
		end = failing.find(0, at)
		end = MINUTES if end < 0 else end
		found.append(Span(at, end))
		at = failing.find(1, end)
	return found


def _worst(late: Lateness, minute: int, links: Sequence[Link]) -> Worst:
	start = late.week.at(minute)
	ends = chain_ends(late.chain, start)
	starts = [start, *ends[:-1]]
	steps = tuple(ChainStep(*parts) for parts in zip(links, starts, ends, strict=True))
	return Worst(start, late.promise.end(start), steps, late(minute) // 1_000_000)
