"""Histories and held-out clocks from past tickets, each as it was known at its moment: no outcome and no later class leaks in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sla_id.engine import Clock, ClockState, evaluate
from sla_id.reporting.backtest.past_ticket import PastTicket
from sla_id.reporting.backtest.replayed_agreement import ReplayedAgreement
from sla_id.reporting.forecast.breach_chance import pooled_chance
from sla_id.reporting.forecast.held_out import Forecasted
from sla_id.reporting.forecast.survival_curve import ObservedLength, SurvivalCurve, survival_curve

EVERYTHING = "*"
AGES = (0.0, 0.25, 0.5, 0.75)
"""Shares of the target that are used when a chance is asked for."""


@dataclass(frozen=True, slots=True)
class History:
	"""The curves of one kind of clock, by priority and of all, as of an instant; `base_rate` is the chance at the start."""

	kind: str
	as_of: datetime
	count: int
	curves: dict[str, SurvivalCurve]
	base_rate: float | None


def learn_history(
	tickets: Iterable[PastTicket], agreement: ReplayedAgreement, kind: str, as_of: datetime
) -> History:
	"""What was known at an instant: closed clocks with their used time, open ones with what they had used by then.

	The base rate is the share of clocks that the curve of all lets miss their own targets.
	"""
	groups: dict[str, list[ObservedLength]] = {EVERYTHING: []}
	targets: list[float] = []
	for ticket in tickets:
		if ticket.received >= as_of:
			continue
		clock = clock_at(ticket, agreement, kind, as_of)
		if clock is None or clock.target_seconds is None or clock.state is ClockState.EXCLUDED:
			continue
		observed = ObservedLength(clock.elapsed, clock.stopped is not None)
		priority = agreement.priority([c for c in ticket.classes if c.since <= as_of][-1]) or ""
		for group in (EVERYTHING, priority):
			groups.setdefault(group, []).append(observed)
		targets.append(clock.target_seconds)
	curves = {group: survival_curve(observed) for group, observed in groups.items()}
	whole = curves[EVERYTHING]
	rate = sum(map(whole.share_after, targets)) / len(targets) if targets else None
	return History(kind, as_of, len(targets), curves, rate)


def hold_out(
	tickets: Sequence[PastTicket],
	agreement: ReplayedAgreement,
	history: History,
	read_at: datetime,
	ages: Sequence[float] = AGES,
) -> Iterator[Forecasted]:
	"""What the history says of tickets that came after it, at each age at which they were still open, and what became of them.

	Priority and target are those of the report; the outcome is known at `read_at`. A clock whose outcome isn't is left out.
	"""
	for ticket in tickets:
		if ticket.received < history.as_of:
			continue
		first = next((c for c in agreement.timeline(ticket)[0].clocks if str(c.kind) == history.kind), None)
		length = None if first is None else first.target.working_seconds(first.calendar, ticket.received)
		clock = clock_at(ticket, agreement, history.kind, read_at)
		if not length or clock is None or clock.target_seconds is None or clock.state is ClockState.EXCLUDED:
			continue
		missed = clock.elapsed > clock.target_seconds
		if clock.stopped is None and not missed:
			continue
		priority = agreement.priority(ticket.classes[0]) or ""
		for age in ages:
			if clock.elapsed > age * length:
				found = pooled_chance(history.curves, (priority, EVERYTHING), age * length, length)
				yield Forecasted(found.chance, missed, priority, age)


def clock_at(ticket: PastTicket, agreement: ReplayedAgreement, kind: str, at: datetime) -> Clock | None:
	"""A clock as it was known at an instant: the engine takes no later event and no later class."""
	found = evaluate(agreement.timeline(ticket), ticket.events, at)
	return next((clock for clock in found.clocks if str(clock.kind) == kind and clock.started), None)
