"""How much of a month's downtime each outage accounts for, so that the column adds up to the month's figure. No frappe.

Where outages overlap, the time is that of the one that began first: it is counted once. Time that no outage covers was
without monitoring, and counts as down because the agreement says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush

from sla_id.availability.downtime import Level


@dataclass(frozen=True, slots=True)
class OutageStretch:
	"""When an outage lasted, in microseconds since 1970 UTC; `end` None: on past the month."""

	key: str
	start: int
	end: int | None


def attribute(
	course: Sequence[Level], outages: Sequence[OutageStretch]
) -> tuple[dict[str, Fraction], Fraction]:
	"""The weighted microseconds of each outage by its key, and those of none; together they are the whole course."""
	waiting = sorted(outages, key=lambda entry: (entry.start, entry.key), reverse=True)
	lasting: list[tuple[int, str, int | None]] = []
	shares: dict[str, Fraction] = {entry.key: Fraction(0) for entry in outages}
	nobodys = Fraction(0)
	for start, end, level in course:
		at = start
		while at < end:
			while waiting and waiting[-1].start <= at:
				begun = waiting.pop()
				heappush(lasting, (begun.start, begun.key, begun.end))
			while lasting and (ends := lasting[0][2]) is not None and ends <= at:
				heappop(lasting)
			until = min(end, waiting[-1].start) if waiting else end
			if lasting:
				_began, key, ends = lasting[0]
				until = min(end, ends) if ends is not None else end
				shares[key] += (until - at) * level
			else:
				nobodys += (until - at) * level
			at = until
	return shares, nobodys
