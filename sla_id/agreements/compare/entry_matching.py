"""Finds which entry of the old list is which entry of the new one. Called by `compare_versions`.

Entries with a code are matched by it, others by a weaker sign (the party of a contact), wordings by similarity.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher
from typing import Any

from sla_id.agreements.file import model as m

LIKENESS = 0.5
"""From this ratio of difflib on, a wording counts as reworded, below it as another one."""
Pair = tuple[Any, Any]

_IDENTITY: dict[type, Callable[[Any], Hashable]] = {
	m.TargetRow: lambda row: row.scope,
	m.TierRow: lambda tier: tier.level,
	m.ShiftRow: lambda shift: shift.first,
	m.BreakRow: lambda entry: entry.day,
	m.VersionNote: lambda note: note.version,
	m.Party: lambda party: (party.party, party.name),
	m.Contact: lambda contact: (contact.party, contact.role),
	m.Signatory: lambda signatory: (signatory.party, signatory.role),
	m.Section: lambda section: (section.number, section.title),
	m.TriggerRow: lambda trigger: trigger,
	m.Duty: lambda duty: (duty.kind, duty.label),
	m.GuaranteeRow: lambda row: row.services,
	m.CreditStep: lambda step: step.below,
	m.Label: lambda label: label,
}
_WEAK: dict[type, Callable[[Any], Hashable]] = {
	m.Party: lambda party: party.party,
	m.Contact: lambda contact: contact.party,
	m.Signatory: lambda signatory: signatory.party,
	m.Section: lambda section: section.number,
	m.TriggerRow: lambda trigger: (trigger.on, trigger.clock),
	m.Duty: lambda duty: duty.kind,
}
UNORDERED = (
	*(m.Calendar, m.Priority, m.TargetRow, m.TierRow, m.ShiftRow, m.BreakRow),
	*(m.GuaranteeRow, m.CreditStep),
)
"""Entries whose place in the list means nothing: rank, level, date or scope says it."""


def pair(old: Sequence[Any], new: Sequence[Any]) -> list[Pair]:
	"""(old, new) for every entry, with None on the side that lacks it. In the new order, removed entries last."""
	kind = type((*old, *new)[0])
	identity = _IDENTITY.get(kind, lambda entry: entry.code)
	places = _by(old, new, list(range(len(old))), list(range(len(new))), identity)
	for weaker in [_WEAK[kind]] if kind in _WEAK else []:
		left = [place for place in range(len(old)) if place not in places.values()]
		free = [place for place in range(len(new)) if place not in places]
		places |= _by(old, new, left, free, weaker)
	if kind is m.Label:
		places |= _alike(old, new, places)
	matched: list[Pair] = [
		(old[places[place]] if place in places else None, entry) for place, entry in enumerate(new)
	]
	return [*matched, *((entry, None) for place, entry in enumerate(old) if place not in places.values())]


def reordered(old: Sequence[Any], new: Sequence[Any], pairs: Sequence[Pair]) -> bool:
	"""Whether the entries that both lists have changed their order, in a list whose order matters."""
	both = [(before, after) for before, after in pairs if before is not None and after is not None]
	if not both or isinstance(both[0][0], UNORDERED):
		return False
	free = list(range(len(old)))
	places = []
	for before, _ in both:
		place = next(place for place in free if old[place] is before or old[place] == before)
		free.remove(place)
		places.append(place)
	return places != sorted(places)


def same_codes(old: Sequence[str], new: Sequence[str]) -> bool:
	"""Whether two lists have the same codes, in any order."""
	return Counter(old) == Counter(new)


def _by(
	old: Sequence[Any], new: Sequence[Any], left: list[int], free: list[int], sign: Callable[[Any], Hashable]
) -> dict[int, int]:
	"""new place -> old place of entries with the same sign. The nth entry of a sign matches the nth."""
	known: dict[tuple[Hashable, int], int] = {}
	counts: Counter[Hashable] = Counter()
	for place in left:
		key = sign(old[place])
		known[key, counts[key]] = place
		counts[key] += 1
	found: dict[int, int] = {}
	counts = Counter()
	for place in free:
		key = sign(new[place])
		if (key, counts[key]) in known:
			found[place] = known[key, counts[key]]
		counts[key] += 1
	return found


def _alike(old: Sequence[m.Label], new: Sequence[m.Label], places: dict[int, int]) -> dict[int, int]:
	"""Match reworded entries, the most similar pair first."""
	taken = set(places.values())
	ratios = sorted(
		(
			(-SequenceMatcher(None, before.id, after.id).ratio(), there, here)
			for here, after in enumerate(new)
			if here not in places
			for there, before in enumerate(old)
			if there not in taken
		),
	)
	found: dict[int, int] = {}
	for ratio, there, here in ratios:
		if -ratio >= LIKENESS and here not in found and there not in found.values():
			found[here] = there
	return found
