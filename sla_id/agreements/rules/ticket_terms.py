"""The engine's terms for one ticket under one agreement: the target row of each clock, and the tiers that concern it.

`agreements/build_terms.py` asks with a site's calendars, the back-test with those of a file.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from sla_id.agreements.engine_target import engine_target
from sla_id.agreements.file import AgreedTarget, TargetRow, TierRow, TriggerRow
from sla_id.agreements.rules.effective_agreement import TIMED, EffectiveAgreement
from sla_id.agreements.rules.winning_row import Scope, applies, winner
from sla_id.engine import (
	ClockKind,
	ClockTerms,
	EventType,
	NeverOpens,
	Target,
	TargetKind,
	Tier,
	Trigger,
	TriggerKind,
	WorkingCalendar,
)

DISTANT = float("inf")


def is_meant_for(
	trigger: TriggerRow, priority: str | None, services: Sequence[str], partner: str | None
) -> bool:
	"""Whether a trigger is for a ticket: of its priority, its partner, and one of its services.

	`services` are the ticket's own and those above it: a service that is named stands for those below it.
	"""
	limits = ((trigger.priorities, [priority]), (trigger.services, services), (trigger.partners, [partner]))
	return all(not named or bool({*named} & {*own}) for named, own in limits)


class TermsBuilder:
	"""One agreement and one ticket, so that they needn't be passed to each step below.

	`calendars` compiles a calendar by the agreement's code, None for its default. After `clocks()` was used up, `compares`
	says whether two rows were compared from the report on, so that another report may have other clocks.
	"""

	def __init__(
		self,
		agreement: EffectiveAgreement,
		ticket: Scope,
		received: datetime,
		calendars: Callable[[str | None], WorkingCalendar],
		*,
		partner: str | None = None,
		release: datetime | None = None,
		estimate: str | None = None,
	) -> None:
		self.agreement = agreement
		self.ticket = ticket
		self.received = received
		self.calendars = calendars
		self.partner = partner
		self.release = release
		self.estimate = estimate
		self.compares = False

	def clocks(self) -> Iterator[ClockTerms]:
		"""A clock for each kind and team of which a row applies."""
		grouped: dict[tuple[str, str | None], list[TargetRow]] = {}
		for row in self.agreement.file.targets:
			if applies(row, self.ticket):
				grouped.setdefault((row.clock, row.team), []).append(row)
		for rows in grouped.values():
			held = winner(rows, self.ticket, self.agreement.head, self._is_stricter)
			if held is not None:
				yield self._clock(held)

	def _is_stricter(self, one: TargetRow, two: TargetRow) -> bool:
		self.compares = True
		return self._allows(one) < self._allows(two)

	def _allows(self, row: TargetRow) -> float:
		"""Seconds from the report to the row's due time, to find the stricter of two rows on any two
		calendars.
		"""
		clock = self._clock(row)
		if not clock.target.breaches:
			return DISTANT
		if clock.target.release is not None:
			return (clock.target.release - self.received).total_seconds()
		try:
			length = clock.target.working_seconds(clock.calendar, self.received)
			due = clock.calendar.deadline(self.received, length or 0)
		except NeverOpens:
			return DISTANT
		return (due - self.received).total_seconds()

	def _clock(self, row: TargetRow) -> ClockTerms:
		return ClockTerms(
			kind=ClockKind(row.clock),
			target=self._target(row),
			calendar=self.calendars(row.calendar),
			met_by=tuple(EventType(code) for code in row.met_by),
			needs_all=row.met_when == "all",
			starts_on=EventType(row.starts_on),
			team=row.team or "",
			at_risk_percent=self.agreement.head.at_risk_percent,
			source=row.source or "",
			promise=str(row.target),
		)

	def _target(self, row: TargetRow) -> Target:
		target = engine_target(
			row.target,
			hours_per_day=self.agreement.hours_per_day,
			release=self.release,
			estimate=self.estimate,
		)
		if row.stage == "first_line" and target.kind is TargetKind.DURATION and not target.seconds:
			# 001 §6.4: on the phone and in chat an answer is given at once or the ticket is handed over,
			# and then the service's own time holds: nothing here can be late.
			return Target(TargetKind.NONE)
		return target

	def tiers(self) -> Iterator[Tier]:
		"""The tiers with the triggers that concern the ticket."""
		for tier in self.agreement.file.tiers:
			# two ways to ask for one tier are one trigger to the engine
			triggers = tuple(
				dict.fromkeys(self._trigger(row) for row in tier.triggers if self._concerns(row))
			)
			# one without any trigger of its own comes in when nobody acknowledges the one below
			if triggers or not tier.triggers:
				yield self._tier(tier, triggers)

	def _tier(self, tier: TierRow, triggers: tuple[Trigger, ...]) -> Tier:
		woken = self.ticket.priority in tier.wakes_for
		return Tier(
			tier.level,
			triggers,
			acknowledge_seconds=_seconds(tier.acknowledge_within),
			repeat_seconds=_seconds(tier.repeat_every),
			hours=self.calendars(tier.hours) if tier.hours and not woken else None,
		)

	def _concerns(self, trigger: TriggerRow) -> bool:
		return is_meant_for(trigger, self.ticket.priority, self.ticket.services, self.partner)

	def _trigger(self, trigger: TriggerRow) -> Trigger:
		counted = trigger.calendar if trigger.on in TIMED else None
		return Trigger(
			TriggerKind(trigger.on),
			clock=ClockKind(trigger.clock) if trigger.clock else None,
			percent=float(trigger.percent or 0),
			seconds=_seconds(trigger.length),
			calendar=self.calendars(counted) if counted else None,
			count=trigger.partners_hit or 0,
		)


def _seconds(length: AgreedTarget | None) -> int:
	return (length.seconds or 0) if length else 0
