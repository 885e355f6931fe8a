"""Outages of a service's components as one course: how far the service was down, and when.

Outages of one component that overlap count once, with the heaviest of their impacts. An outage that names no component
is one of the whole service.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
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
	"""Microseconds since 1970 UTC; `end` None while it lasts. `component` None: the whole service. `impact` 0 to 1.

	`within` are names of what it is part of, besides its component: an exclusion of any of them covers it.
	"""

	start: int
	end: int | None
	component: str | None = None
	impact: Fraction = FULL
	within: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ComponentRule:
	"""How components make the service: "any" of them down, "all" of them, or "weighted" by their share.

	`weights` names the components of the service. One with weight 0 carries no guarantee. Without weights they are those
	that the outages name. Under "weighted" the weights are at most 1 together, and each component has one.
	"""

	rule: str = "any"
	weights: Mapping[str, Fraction] = field(default_factory=dict)


RULES = ("any", "all", "weighted")


def downtime(
	outages: Sequence[Outage], components: ComponentRule, until: int, known: Collection[str] | None = None
) -> list[Level]:
	"""When the service was down, and how far, in order, up to `until`. Neighbours of one level are one.

	`known` are the components that count; None: `components_of` the outages. Raises AvailabilityError where a weight is missing.
	"""
	if known is None:
		known = components_of(outages, components)
	impacts = [Fraction(0), *sorted({outage.impact for outage in outages})]
	changes = _changes(outages, known, until, {impact: rank for rank, impact in enumerate(impacts)})
	combine = _combining(components, known)
	active: dict[str | None, Counter[int]] = defaultdict(Counter)
	heaviest: dict[str | None, int] = {}
	levels: dict[tuple[tuple[str | None, int], ...], Fraction] = {}  # fractions are compared once a state
	course: list[Level] = []
	for instant, following in pairwise([*sorted(changes), until]):
		for component, rank, step in changes[instant]:
			active[component][rank] += step
			if not active[component][rank]:
				del active[component][rank]
			heaviest[component] = max(active[component], default=0)
		state = tuple(heaviest.items())
		if state not in levels:
			down = {component: impacts[rank] for component, rank in state}
			levels[state] = max(down.get(None, impacts[0]), combine(down))
		_append(course, instant, following, levels[state])
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


def without(course: Sequence[Level], taken: Sequence[Level]) -> list[Level]:
	"""What is left of the course once a lower one is taken from it."""
	rest: list[Level] = []
	number = 0
	for start, end, level in course:
		while number < len(taken) and taken[number][1] <= start:
			number += 1
		at = number
		while at < len(taken) and taken[at][0] < end:
			begin, until = max(start, taken[at][0]), min(end, taken[at][1])
			_append(rest, start, begin, level)
			_append(rest, begin, until, level - taken[at][2])
			start, at = until, at + 1
		_append(rest, start, end, level)
	return rest


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


def components_of(
	outages: Iterable[Outage], components: ComponentRule, excluded: Iterable[str] = ()
) -> set[str]:
	"""The components that count: those with a weight, else those that outages name.

	Raises AvailabilityError where an outage, or an exclusion of a component (`excluded`), names one that the weights don't.
	"""
	named = {outage.component for outage in outages if outage.component is not None}
	if not components.weights:
		if components.rule == "weighted":
			raise AvailabilityError(
				"components.weights", 'is missing; give each component its share, e.g. "0.7"'
			)
		return named
	for component in sorted({*named, *excluded} - set(components.weights)):
		raise AvailabilityError(
			"components.weights",
			f"says nothing of {component}; give it a share, 0 if nothing is guaranteed for it",
		)
	return {component for component, weight in components.weights.items() if weight}


Changes = dict[int, list[tuple[str | None, int, int]]]


def _changes(
	outages: Iterable[Outage], known: Collection[str], until: int, ranks: Mapping[Fraction, int]
) -> Changes:
	"""By instant: the component, the rank of the impact among all impacts, and whether it begins (1) or ends (-1)."""
	changes: Changes = defaultdict(list)
	for outage in outages:
		end = until if outage.end is None else min(outage.end, until)
		if outage.start < end and outage.impact and (outage.component is None or outage.component in known):
			rank = ranks[outage.impact]
			changes[outage.start].append((outage.component, rank, 1))
			changes[end].append((outage.component, rank, -1))
	return changes


def _combining(
	components: ComponentRule, known: Collection[str]
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
