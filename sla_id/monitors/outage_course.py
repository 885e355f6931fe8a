"""What a monitor's words come to: since when until when a thing was down. Pure, no frappe.

Everything here is a function of the set of observations, so it doesn't matter in which order, how often and how late they come.
- A recovery ends what was down before it, said to be so or not: one that comes before its start, or without it, counts as well.
- A repetition is evidence, not a second outage. So is a new start of an alert while the old one is open.
- A sender that says anew "it has just gone down" while it is down has seen it up, or left it out, since: what was open ends
  there at the latest, in doubt.
- Where a person has ended an outage, that counts, until the monitor says later that it is down.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sla_id.monitors.observation import Observation


@dataclass(frozen=True, slots=True)
class Stretch:
	"""A time in which something was down: [start, end), `end` None while it lasts. `start` is the first failed check.

	`confirmed` is when it was last said to be down. `in_doubt`: its end is the latest possible, not one that was heard.
	"""

	start: datetime
	declared: datetime
	end: datetime | None
	confirmed: datetime
	keys: frozenset[str]
	in_doubt: bool = False

	def covers(self, at: datetime) -> bool:
		"""Whether it was down at an instant."""
		return self.start <= at and (self.end is None or at < self.end)

	def overlaps(self, other: "Stretch") -> bool:
		"""Whether both were down at some instant."""
		return (self.end is None or other.start < self.end) and (other.end is None or self.start < other.end)


def course_of(observations: Iterable[Observation], ended_by_people: Iterable[datetime] = ()) -> list[Stretch]:
	"""The times in which one watch was down, in order, none overlapping another."""
	unique = sorted({entry.key: entry for entry in observations}.values(), key=lambda entry: entry.seen)
	ends = _Ends(unique, ended_by_people)
	stretches = [found for entry in unique if entry.declared for found in ends.since_declared(entry)]
	for entry in unique:
		if entry.is_down and not entry.declared and not any(each.covers(entry.seen) for each in stretches):
			stretches += ends.since_seen(entry)
	joined = join_stretches(stretches)
	return [_with_evidence(stretch, unique) for stretch in joined]


def join_stretches(stretches: Iterable[Stretch], within: timedelta = timedelta()) -> list[Stretch]:
	"""One stretch for those that overlap, or that are nearer to each other than `within`, in order."""
	joined: list[Stretch] = []
	for stretch in sorted(stretches, key=lambda each: (each.start, each.declared)):
		last = joined[-1] if joined else None
		if last and (last.end is None or stretch.start < last.end or stretch.start - last.end < within):
			joined[-1] = _join(last, stretch)
		else:
			joined.append(stretch)
	return joined


def without_told_twice(of_group: Iterable[Stretch], of_members: Sequence[Stretch]) -> list[Stretch]:
	"""A group's stretches that none of its members tells of: a group and its members down together are one outage."""
	return [stretch for stretch in of_group if not any(stretch.overlaps(member) for member in of_members)]


class _Ends:
	"""When what began at an instant ended, by all that one watch has said."""

	def __init__(self, observations: Sequence[Observation], ended_by_people: Iterable[datetime]) -> None:
		self._up = sorted({entry.seen for entry in observations if not entry.is_down})
		self._begun = sorted(
			{(entry.declared, _measured(entry)) for entry in observations if entry.begins and entry.declared}
		)
		self._people = sorted(set(ended_by_people))

	def since_declared(self, entry: Observation) -> list[Stretch]:
		"""What was down since the observation's `declared`: until it was up, and again since it was seen down after a person's end."""
		declared = entry.declared
		assert declared is not None
		start = max([_measured(entry), *(up for up in self._up if up < declared)])
		end, in_doubt = self._end(declared, None if entry.is_down else entry.seen)
		return self._cut(Stretch(start, declared, end, declared, frozenset({entry.key}), in_doubt), entry)

	def since_seen(self, entry: Observation) -> list[Stretch]:
		"""What was down since the instant at which it was seen down."""
		end, in_doubt = self._end(entry.seen, None)
		stretch = Stretch(entry.seen, entry.seen, end, entry.seen, frozenset({entry.key}), in_doubt)
		return self._cut(stretch, entry)

	def _end(self, since: datetime, told: datetime | None) -> tuple[datetime | None, bool]:
		"""The end of what began at an instant, and whether it is in doubt; `told` is what a recovery itself says."""
		end = told or next((up for up in self._up if up >= since), None)
		for declared, measured in self._begun:
			if declared > since and (end is None or declared < end):
				return max(measured, since), True
		return end, False

	def _cut(self, stretch: Stretch, entry: Observation) -> list[Stretch]:
		"""A stretch up to where a person ended it; more of it where its observation was heard after that."""
		found = []
		for at in self._people:
			if stretch.covers(at) and at > stretch.start:
				found.append(replace(stretch, end=at, in_doubt=False))
				if not (entry.is_down and entry.seen > at):
					return found
				stretch = replace(stretch, start=entry.seen, declared=entry.seen)
		return [*found, stretch] if stretch.end is None or stretch.start < stretch.end else found


def _measured(entry: Observation) -> datetime:
	at = entry.measured or entry.declared or entry.seen
	return min(at, entry.declared or entry.seen)


def _join(first: Stretch, second: Stretch) -> Stretch:
	ends = [each.end for each in (first, second) if each.end is not None]
	end = max(ends) if len(ends) == 2 else None
	return Stretch(
		first.start,
		min(first.declared, second.declared),
		end,
		max(first.confirmed, second.confirmed),
		first.keys | second.keys,
		any(each.in_doubt for each in (first, second) if each.end == end) and end is not None,
	)


def _with_evidence(stretch: Stretch, observations: Iterable[Observation]) -> Stretch:
	"""The stretch with every observation that speaks of it."""
	told = [
		entry
		for entry in observations
		if entry.key in stretch.keys
		or (entry.is_down and stretch.covers(entry.seen))
		or (not entry.is_down and entry.seen == stretch.end)
	]
	seen = [entry.seen for entry in told if entry.is_down and stretch.covers(entry.seen)]
	keys = stretch.keys | {entry.key for entry in told}
	return replace(stretch, keys=keys, confirmed=max([stretch.confirmed, *seen]))
