"""What some tickets came to under two agreements, as plain values: counted, listed, and added up in order.

Everything is JSON, so that a shard that is done can be kept and read again.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sla_id.reporting.backtest.past_ticket import PastTicket
from sla_id.reporting.backtest.replay_ticket import MISSED_CLASS, NONE, Replay, ReplayedClock

SIDES = ("before", "after")


@dataclass(slots=True)
class ShardResult:
	"""Sums and rows of some tickets.

	`outcomes` are side → clock → outcome → number; `missed_by_month` side → month → number, in the agreement's zone and
	without teams; `tiers` side → level → tickets; `changes` the clocks whose outcome differs, `moved` those of which only
	the due time does. `extra` and `fewer` are tiers that only the second or only the first calls; `by_hour` counts the extra
	ones, Monday 00:00 first. `identity` are clocks that differ when the first agreement is written out, read again and run
	again; `recorded` clock → [as recorded, otherwise].
	"""

	tickets: int = 0
	run_again: int = 0
	outcomes: dict[str, dict[str, dict[str, int]]] = field(
		default_factory=lambda: {side: {} for side in SIDES}
	)
	missed_by_month: dict[str, dict[str, int]] = field(default_factory=lambda: {side: {} for side in SIDES})
	tiers: dict[str, dict[str, int]] = field(default_factory=lambda: {side: {} for side in SIDES})
	changes: list[dict[str, Any]] = field(default_factory=list)
	moved: int = 0
	extra: list[dict[str, Any]] = field(default_factory=list)
	fewer: list[dict[str, Any]] = field(default_factory=list)
	by_hour: list[int] = field(default_factory=lambda: [0] * 168)
	identity: list[dict[str, Any]] = field(default_factory=list)
	recorded: dict[str, list[int]] = field(default_factory=dict)
	foreign: dict[str, int] = field(default_factory=dict)
	failed: list[dict[str, Any]] = field(default_factory=list)

	def as_json(self) -> dict[str, Any]:
		"""Its values."""
		return asdict(self)

	@classmethod
	def from_json(cls, values: dict[str, Any]) -> "ShardResult":
		"""Read it again. Raises TypeError or AttributeError for values of another form."""
		return cls(**values)


def compared(before: Replay, after: Replay) -> Iterator[tuple[str, ReplayedClock, ReplayedClock]]:
	"""Each clock that either has, under both."""
	for clock in sorted({*before.clocks, *after.clocks}):
		yield clock, before.clocks.get(clock, NONE), after.clocks.get(clock, NONE)


def add_ticket(
	result: ShardResult, ticket: PastTicket, before: Replay, after: Replay, zones: tuple[ZoneInfo, ZoneInfo]
) -> None:
	"""Count a ticket, and list what differs."""
	result.tickets += 1
	for clock, one, other in compared(before, after):
		for side, zone, found in zip(SIDES, zones, (one, other), strict=True):
			_count(result, side, clock, found, zone)
		if one.class_of != other.class_of:
			result.changes.append(_change(ticket, clock, one, other))
		elif one.due != other.due:
			result.moved += 1
	for side, replay in zip(SIDES, (before, after), strict=True):
		_add_counts(result.tiers[side], {str(level): 1 for level in replay.tiers})
	for rows, own, others in ((result.extra, after, before), (result.fewer, before, after)):
		for level in sorted(own.tiers.keys() - others.tiers.keys()):
			rows.append(
				{"ticket": ticket.id, "line": ticket.line, "level": level, "at": own.tiers[level].isoformat()}
			)
	for level in after.tiers.keys() - before.tiers.keys():
		at = after.tiers[level].astimezone(zones[1])
		result.by_hour[at.weekday() * 24 + at.hour] += 1
	for clock, met in ticket.recorded.items():
		_hold_against_record(result, clock, met, before.clocks.get(clock, NONE))


def add_identity(result: ShardResult, ticket: PastTicket, first: Replay, again: Replay) -> None:
	"""List the clocks that differ between two runs of one agreement."""
	result.run_again += 1
	for clock, one, other in compared(first, again):
		if one != other:
			result.identity.append(_change(ticket, clock, one, other))
	if first.tiers != again.tiers:
		result.identity.append({"ticket": ticket.id, "line": ticket.line, "clock": "escalation"})


def pool_results(results: Iterable[ShardResult]) -> ShardResult:
	"""Several shards as one, rows in their order."""
	whole = ShardResult()
	for each in results:
		whole.tickets += each.tickets
		whole.run_again += each.run_again
		whole.moved += each.moved
		whole.by_hour = [one + other for one, other in zip(whole.by_hour, each.by_hour, strict=True)]
		for side in SIDES:
			for clock, counts in each.outcomes[side].items():
				_add_counts(whole.outcomes[side].setdefault(clock, {}), counts)
			_add_counts(whole.missed_by_month[side], each.missed_by_month[side])
			_add_counts(whole.tiers[side], each.tiers[side])
		_add_counts(whole.foreign, each.foreign)
		for clock, (same, otherwise) in each.recorded.items():
			row = whole.recorded.setdefault(clock, [0, 0])
			row[0], row[1] = row[0] + same, row[1] + otherwise
		for rows in ("changes", "extra", "fewer", "identity", "failed"):
			getattr(whole, rows).extend(getattr(each, rows))
	return whole


def _count(result: ShardResult, side: str, clock: str, found: ReplayedClock, zone: ZoneInfo) -> None:
	_add_counts(result.outcomes[side].setdefault(clock, {}), {found.outcome: 1})
	if found.class_of == MISSED_CLASS and found.due is not None and not clock.startswith("ola"):
		_add_counts(result.missed_by_month[side], {found.due.astimezone(zone).strftime("%Y-%m"): 1})


def _hold_against_record(result: ShardResult, clock: str, met: bool, found: ReplayedClock) -> None:
	if found.class_of in ("met", MISSED_CLASS):
		row = result.recorded.setdefault(clock, [0, 0])
		row[int((found.class_of == "met") != met)] += 1


def _change(ticket: PastTicket, clock: str, one: ReplayedClock, other: ReplayedClock) -> dict[str, Any]:
	return {
		"ticket": ticket.id,
		"line": ticket.line,
		"clock": clock,
		"before": one.outcome,
		"after": other.outcome,
		"due_before": _iso(one.due),
		"due_after": _iso(other.due),
		"stopped": _iso(one.stopped or other.stopped),
	}


def _iso(at: datetime | None) -> str | None:
	return None if at is None else at.isoformat()


def _add_counts(into: dict[str, int], counts: dict[str, int]) -> None:
	for name, number in Counter(counts).items():
		into[name] = into.get(name, 0) + number
