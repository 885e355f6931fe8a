"""Each outage's share of the downtime: the column adds up, against brute force."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as some

from sla_id.availability.downtime import ComponentRule, Level, Outage, downtime, weight_of, within
from sla_id.statements.attributed_time import OutageStretch, attribute

spans = some.tuples(some.integers(0, 30), some.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))


def by_hand(course: list[Level], outages: list[OutageStretch]) -> tuple[dict[str, Fraction], Fraction]:
	shares, nobodys = {entry.key: Fraction(0) for entry in outages}, Fraction(0)
	for start, end, level in course:
		for tick in range(start, end):
			lasting = [one for one in outages if one.start <= tick and (one.end is None or tick < one.end)]
			if lasting:
				shares[min(lasting, key=lambda one: (one.start, one.key)).key] += level
			else:
				nobodys += level
	return shares, nobodys


@given(some.lists(spans, max_size=7), some.lists(spans, max_size=3), some.booleans())
def test_against_brute_force(
	down: list[tuple[int, int]], counting: list[tuple[int, int]], lasts: bool
) -> None:
	outages = [OutageStretch(f"OUT-{number}", *span) for number, span in enumerate(down)]
	if lasts and outages:
		outages[-1] = OutageStretch(outages[-1].key, outages[-1].start, None)
	known = [Outage(entry.start, entry.end, None, Fraction(1, 2)) for entry in outages]
	course = downtime(known, ComponentRule(), 40)
	counted = within(course, sorted(counting)[:1])
	for pieces in (course, counted):
		shares, nobodys = attribute(pieces, outages)
		assert (shares, nobodys) == by_hand(pieces, outages)
		assert sum(shares.values(), Fraction(0)) + nobodys == weight_of(pieces)


def test_time_of_nobody() -> None:
	assert attribute([(0, 10, Fraction(1))], [OutageStretch("A", 2, 4), OutageStretch("B", 3, 6)]) == (
		{"A": Fraction(2), "B": Fraction(2)},
		Fraction(6),
	)
