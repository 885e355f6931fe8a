"""Exclusions: what they take out of a month's downtime, and out of the month itself.

An exclusion of the whole service takes out everything in its time. One of a component takes that component's downtime out before
the components are combined: what else was down in that time counts as it would have counted alone. An outage of the whole service, and
time without monitoring that counts as down, aren't downtime of a component: only an exclusion of the whole service takes them out.

How long an exclusion of a component is, for a denominator that it reduces, is said by one rule: **it takes out what it would forgive if the
component were down all the while.** For an exclusion of the whole service that is its length. For a component of a service that any of them
takes down it is the time in which nothing else was down; by weights the component's share of the time; where all have to be down, the
time in which all the others were. So an exclusion never takes out less of the month than of the downtime, the two are equal where the
component was down throughout, and what still counts is always time of the month.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import reduce

from sla_id.availability import downtime
from sla_id.availability.downtime import ComponentRule, Level, Outage
from sla_id.availability.spans import Span, difference, intersection, union


class Decision(StrEnum):
	"""What became of a claim that a time doesn't count (000 §5.2). Until it is decided both figures are shown."""

	GRANTED = "granted"
	REFUSED = "refused"
	OPEN = "open"


@dataclass(frozen=True, slots=True)
class Exclusion:
	"""A claim for [start, end) in microseconds since 1970 UTC. A part grant is one of its own.

	`component` None: for the whole service. `name`: only for what of the component is called so, or is `within` what is called so;
	empty: for all of the component.
	"""

	start: int
	end: int
	decision: Decision = Decision.GRANTED
	component: str | None = None
	name: str = ""

	def covers(self, outage: Outage) -> bool:
		"""Whether it takes an outage out, as far as its time goes."""
		return self.component is None or _names(self.name or self.component, outage.component, outage.within)


Part = tuple[str, str]
"""A component, and the name by which its outages are covered."""


@dataclass(frozen=True, slots=True)
class Excluded:
	"""One reading of the exclusions: when the whole service is excluded, and when parts of it are."""

	whole: Sequence[Span]
	parts: Mapping[Part, Sequence[Span]]

	@classmethod
	def of(cls, exclusions: Iterable[Exclusion], *decisions: Decision) -> "Excluded":
		"""The exclusions that were decided so."""
		whole, parts = [], defaultdict(list)
		for entry in exclusions:
			if entry.decision not in decisions:
				continue
			if entry.component is None:
				whole.append((entry.start, entry.end))
			else:
				parts[entry.component, entry.name or entry.component].append((entry.start, entry.end))
		return cls(union(whole), {part: union(spans) for part, spans in parts.items()})

	def plus(self, whole: Sequence[Span], parts: Mapping[Part, Sequence[Span]]) -> "Excluded":
		"""This reading and more."""
		both = {
			part: union((*self.parts.get(part, ()), *parts.get(part, ())))
			for part in dict.fromkeys((*self.parts, *parts))
		}
		return Excluded(union((*self.whole, *whole)), both)

	def within(self, spans: Sequence[Span]) -> list[Span]:
		"""The time in those spans in which parts are excluded, and the whole service isn't."""
		of_parts = union(span for excluded in self.parts.values() for span in excluded)
		return difference(intersection(of_parts, spans), self.whole)


def excused(exclusions: Sequence[Exclusion], outages: Sequence[Outage]) -> list[Span]:
	"""When granted exclusions cover each of some outages."""
	covered = [
		union(
			(entry.start, entry.end)
			for entry in exclusions
			if entry.decision is Decision.GRANTED and entry.covers(outage)
		)
		for outage in outages
	]
	return reduce(intersection, covered) if covered else []


class ComponentDowntime:
	"""The downtime of a service's components one by one, to be set against exclusions of some of them."""

	def __init__(
		self, outages: Iterable[Outage], components: ComponentRule, known: set[str], counting: Sequence[Span]
	) -> None:
		self._components = components
		self._known = known
		found: dict[tuple[str | None, frozenset[str], Fraction], list[Span]] = defaultdict(list)
		for outage in outages:
			if (
				outage.end is not None
				and outage.impact
				and (outage.component is None or outage.component in known)
			):
				found[outage.component, outage.within, outage.impact].append((outage.start, outage.end))
		self._spans = {key: intersection(union(spans), counting) for key, spans in found.items()}

	def part_down(self, part: Part) -> list[Span]:
		"""When what an exclusion of that part would cover was down."""
		return union(
			span
			for (component, within, _impact), spans in self._spans.items()
			if _names(part[1], component, within)
			for span in spans
		)

	def left(self, excluded: Excluded, inside: Sequence[Span]) -> list[Level]:
		"""How far the service was down in some spans, without what exclusions of parts cover."""
		return self._combine(self._outages(inside, excluded.parts), self._known)

	def at_most(self, excluded: Excluded, inside: Sequence[Span]) -> list[Level]:
		"""How far it would have been down in some spans, had everything that is excluded been down all the while."""
		known = set(self._known)
		if self._components.rule == "any" and not self._components.weights:
			known |= {component for component, _name in excluded.parts}
		more = [
			Outage(start, end, component)
			for (component, _name), spans in excluded.parts.items()
			for start, end in intersection(spans, inside)
		]
		return self._combine([*self._outages(inside, {}), *more], known)

	def _outages(self, inside: Sequence[Span], without: Mapping[Part, Sequence[Span]]) -> list[Outage]:
		found = []
		for (component, within, impact), spans in self._spans.items():
			rest = intersection(spans, inside)
			for (_component, name), excluded in without.items():
				if _names(name, component, within):
					rest = difference(rest, excluded)
			found += [Outage(start, end, component, impact) for start, end in rest]
		return found

	def _combine(self, outages: Sequence[Outage], known: set[str]) -> list[Level]:
		last = max((outage.end or 0 for outage in outages), default=0)
		return downtime.downtime(outages, self._components, last, known)


def _names(name: str, component: str | None, within: Collection[str]) -> bool:
	"""Whether a name is that of a component's outage, or of something that it is within."""
	return component is not None and (name == component or name in within)
