"""Which of a planned time has been announced in time, by what was told when. Pure; spans as in `availability.spans`.

A stretch of the plan that hadn't been announced in time before is judged by its own beginning each time something is told: if
the notice is kept between then and there, all of it is in time. So the part by which maintenance is moved forward or made longer
needs notice anew, and what stays of the old plan keeps the notice that it had.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from sla_id.availability.spans import Span, difference, instant_of, intersection, union

IsKept = Callable[[datetime, datetime], bool]
"""Whether something told at the first instant was told early enough for the second."""
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True, slots=True)
class ToldPlan:
	"""A plan as somebody was told of it; instants are aware."""

	told: datetime
	start: datetime
	end: datetime

	@property
	def spans(self) -> list[Span]:
		"""The plan as spans."""
		return union([(instant_of(self.start), instant_of(self.end))])


def announced_in_time(tellings: Iterable[ToldPlan], is_kept: IsKept) -> list[Span]:
	"""The parts of the plan last told that were announced in time; `tellings` in the order in which they were told."""
	known: list[Span] = []
	for telling in tellings:
		kept = intersection(known, telling.spans)
		fresh = difference(telling.spans, kept)
		known = union([*kept, *(span for span in fresh if is_kept(telling.told, _at(span[0])))])
	return known


def unannounced(tellings: list[ToldPlan], is_kept: IsKept) -> list[Span]:
	"""The parts of the plan last told that weren't announced in time; empty without a telling."""
	return difference(tellings[-1].spans, announced_in_time(tellings, is_kept)) if tellings else []


def adds_late(tellings: list[ToldPlan], plan: ToldPlan, is_kept: IsKept) -> bool:
	"""Whether telling a plan now would be too late for something that wasn't too late before."""
	late = unannounced([*tellings, plan], is_kept)
	return bool(difference(late, unannounced(tellings, is_kept)))


def _at(instant: int) -> datetime:
	return _EPOCH + timedelta(microseconds=instant)
