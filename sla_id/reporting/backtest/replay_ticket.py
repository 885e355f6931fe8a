"""One past ticket under one agreement: what became of each clock, and which tiers came in. "Had people acted the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sla_id.availability.spans import instant_of
from sla_id.engine import Clock, ClockState, Terms, evaluate
from sla_id.reporting.backtest.past_ticket import PastTicket
from sla_id.reporting.backtest.replayed_agreement import ReplayedAgreement
from sla_id.reporting.compliance import MISSED, ClockFacts, ClockOutcome, outcome_of

CANT_SAY = "cant_say"
"""What meets the clock isn't in the file, and without it the clock isn't met."""
NO_CLOCK = "no_clock"
"""The agreement promises the ticket no such clock, or it never started."""
MET, MISSED_CLASS = "met", "missed"
CLASS_OF = {
	**{str(outcome): str(outcome) for outcome in ClockOutcome},
	**dict.fromkeys(map(str, MISSED), MISSED_CLASS),
}
"""Closed and still open ones are both missed."""


@dataclass(frozen=True, slots=True)
class ReplayedClock:
	"""What became of a clock: a ClockOutcome, CANT_SAY or NO_CLOCK."""

	outcome: str
	due: datetime | None = None
	stopped: datetime | None = None

	@property
	def class_of(self) -> str:
		"""Its outcome, closed and open misses being one."""
		return CLASS_OF.get(self.outcome, self.outcome)


NONE = ReplayedClock(NO_CLOCK)


@dataclass(frozen=True, slots=True)
class Replay:
	"""Clocks by "resolution" or, of a team, "ola: Network"; the first firing of each tier by level."""

	clocks: dict[str, ReplayedClock]
	tiers: dict[int, datetime]


def replay_ticket(
	ticket: PastTicket, agreement: ReplayedAgreement, timeline: Sequence[Terms], read_at: datetime
) -> Replay:
	"""What is known of a ticket at an instant, by the agreement's terms for it. Raises EngineError."""
	found = evaluate(timeline, ticket.events, read_at)
	instant = instant_of(read_at)
	clocks = {
		f"{clock.kind}: {clock.team}" if clock.team else str(clock.kind): _replayed(clock, agreement, instant)
		for clock in found.clocks
	}
	tiers: dict[int, datetime] = {}
	for entry in found.escalations:
		tiers.setdefault(entry.level, entry.at)
	return Replay(clocks, tiers)


def _replayed(clock: Clock, agreement: ReplayedAgreement, read_at: int) -> ReplayedClock:
	lacking = agreement.lacks(clock.terms)
	if clock.started is None:
		return ReplayedClock(CANT_SAY) if lacking else NONE
	facts = ClockFacts(
		created=instant_of(clock.started),
		due=None if clock.due is None else instant_of(clock.due),
		stopped=None if clock.stopped is None else instant_of(clock.stopped),
		paused_since=None if clock.paused_since is None else instant_of(clock.paused_since),
		excluded=clock.state is ClockState.EXCLUDED,
		late_before=bool(clock.missed_cycles),
	)
	outcome = outcome_of(facts, read_at)
	if outcome is None:
		return NONE
	if lacking and (outcome in MISSED or outcome is ClockOutcome.PENDING):
		return ReplayedClock(CANT_SAY, clock.due, None)
	return ReplayedClock(str(outcome), clock.due, clock.stopped)
