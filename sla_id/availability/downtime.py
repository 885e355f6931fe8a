"""Outages of a service's components as one course: how far the service was down, and when.

Outages of one component that overlap count once, with the heaviest of their impacts. An outage that names no component
is one of the whole service.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from sla_id.availability.availability_error import AvailabilityError
from sla_id.availability.spans import Span, union

Level = tuple[int, int, Fraction]
"""A span in microseconds and how far the service was down in it, above 0 and at most 1."""
FULL = Fraction(1)


@dataclass(frozen=True, slots=True)
class Outage:
	"""Microseconds since 1970 UTC; `end` None while it lasts. `component` None: the whole service. `impact` 0 to 1."""

	start: int
	end: int | None
	component: str | None = None
	impact: Fraction = FULL


@dataclass(frozen=True, slots=True)
class ComponentRule:
	"""How components make the service: "any" of them down, "all" of them, or "weighted" by their share.

	`weights` names the components of the service. One with weight 0 carries no guarantee. Without weights they are those
	that the outages name. Under "weighted" the weights are at most 1 together, and each component has one.
	"""

	rule: str = "any"
	weights: Mapping[str, Fraction] = field(default_factory=dict)


RULES = ("any", "all", "weighted")


def downtime(outages: Sequence[Outage], components: ComponentRule, until: int) -> list[Level]:
	"""When the service was down, and how far, in order, up to `until`. Neighbours of one level are one.

	Raises AvailabilityError where a weight is missing.
	"""
	known = _components(outages, components)
	changes = _changes(outages, known, until)
	combine = _combining(components, known)
	active: dict[str | None, Counter[Fraction]] = defaultdict(Counter)
	course: list[Level] = []
	for instant, following in pairwise([*sorted(changes), until]):
		for component, impact, step in changes[instant]:
			active[component][impact] += step
			if not active[component][impact]:
				del active[component][impact]
		heaviest = {component: max(impacts) for component, impacts in active.items() if impacts}
		_append(course, instant, following, max(heaviest.get(None, Fraction(0)), combine(heaviest)))
	return course


def long_enough(course: Sequence[Level], minimum: int) -> list[Level]:
	"""The course without the times down that didn't last longer than `minimum` microseconds, impacts regardless."""
	long = [(start, end) for start, end in spans_of(course) if end - start > minimum]
	return within(course, long)


def spans_of(course: Iterable[Level]) -> list[Span]:
	"""When the service was down at all."""
	return union((start, end) for start, end, _level in course)


def within(course: Sequence[Level], spans: Sequence[Span]) -> list[Level]:
	"""What of the course lies in the spans."""
	inside: list[Level] = []
	number = 0
	for start, end, level in course:
		while number < len(spans) and spans[number][1] <= start:
			number += 1
		at = number
		while at < len(spans) and spans[at][0] < end:
			inside.append((max(start, spans[at][0]), min(end, spans[at][1]), level))
			at += 1
	return inside


def weight_of(course: Iterable[Level]) -> Fraction:
	"""The course's length in microseconds, each part by how far the service was down."""
	lengths: Counter[tuple[int, int]] = (
		Counter()
	)  # fractions are added once a level: there are few, however long the course
	for start, end, level in course:
		lengths[level.numerator, level.denominator] += end - start
	return sum((whole * Fraction(*level) for level, whole in lengths.items()), Fraction(0))


def with_full(course: Sequence[Level], spans: Sequence[Span]) -> list[Level]:
	"""The course with spans added in which the service counts as down altogether."""
	outages = [Outage(start, end, None, level) for start, end, level in course]
	outages += [Outage(start, end) for start, end in spans]
	last = max((outage.end or 0 for outage in outages), default=0)
	return downtime(outages, ComponentRule(), last)


def _components(outages: Iterable[Outage], components: ComponentRule) -> set[str]:
	"""The components that count. Raises AvailabilityError where an outage names one that the weights don't."""
	named = {outage.component for outage in outages if outage.component is not None}
	if not components.weights:
		if components.rule == "weighted":
			raise AvailabilityError(
				"components.weights", 'is missing; give each component its share, e.g. "0.7"'
			)
		return named
	for component in sorted(named - set(components.weights)):
		raise AvailabilityError(
			"components.weights",
			f"says nothing of {component}; give it a share, 0 if nothing is guaranteed for it",
		)
	return {component for component, weight in components.weights.items() if weight}


Changes = dict[int, list[tuple[str | None, Fraction, int]]]


def _changes(outages: Iterable[Outage], known: set[str], until: int) -> Changes:
	changes: Changes = defaultdict(list)
	for outage in outages:
		end = until if outage.end is None else min(outage.end, until)
		if outage.start < end and outage.impact and (outage.component is None or outage.component in known):
			changes[outage.start].append((outage.component, outage.impact, 1))
			changes[end].append((outage.component, outage.impact, -1))
	return changes


def _combining(
	components: ComponentRule, known: set[str]
) -> Callable[[Mapping[str | None, Fraction]], Fraction]:
	"""How far the service is down, by how far each of its components is."""
	nothing = Fraction(0)

	def any_of(down: Mapping[str | None, Fraction]) -> Fraction:
		return max((down.get(name, nothing) for name in known), default=nothing)

	def all_of(down: Mapping[str | None, Fraction]) -> Fraction:
		return min((down.get(name, nothing) for name in known), default=nothing)

	def weighted(down: Mapping[str | None, Fraction]) -> Fraction:
		return sum((components.weights[name] * down.get(name, nothing) for name in known), nothing)

	return {"any": any_of, "all": all_of, "weighted": weighted}[components.rule]


def _append(course: list[Level], start: int, end: int, level: Fraction) -> None:
	if start >= end or not level:
		return
	if course and course[-1][1] == start and course[-1][2] == level:
		course[-1] = (course[-1][0], end, level)
	else:
		course.append((start, end, level))
