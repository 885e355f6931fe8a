"""A choice to the engine's terms: which target row of the agreement holds for each clock, and the tiers.

The rules are the source documents': the most specific row wins; where a service and a priority both promise
something, the agreement says which holds (X11: the stricter for incidents, the service's for requests).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sla_id.agreements.calendars import get_calendar
from sla_id.agreements.catalogue import service_path, supporting_services
from sla_id.agreements.choose import Choice
from sla_id.agreements.file import default_met_by, default_met_when
from sla_id.agreements.levels import get_agreement
from sla_id.agreements.records.rows import codes_of
from sla_id.agreements.targets import engine_target, length_seconds
from sla_id.agreements.tiers import is_meant_for, policy_of
from sla_id.engine import (
	ClockKind,
	ClockTerms,
	EventType,
	NeverOpens,
	Target,
	TargetKind,
	Terms,
	Tier,
	Trigger,
	TriggerKind,
)

DISTANT = float("inf")
TIMED = (TriggerKind.BEFORE_DUE, TriggerKind.AFTER, TriggerKind.WITHOUT_WORKAROUND, TriggerKind.STAGNATION)
"""Triggers that are a length of time."""


def build_terms(
	choice: Choice,
	received: datetime,
	since: datetime | None = None,
	*,
	release: datetime | None = None,
	estimate: str | None = None,
) -> Terms:
	"""The clocks and tiers that `choice` gives a ticket received then. Without an agreement: none.

	Raises InvalidTarget or InvalidCalendar for a record that can't be computed with.
	"""
	if not choice.agreement:
		return Terms((), since=since)
	agreement = get_agreement(choice.all_levels)
	builder = _Builder(agreement, choice, received, release, estimate)
	return Terms(tuple(builder.clocks()), tuple(builder.tiers()), since)


class _Builder:
	"""One agreement and one choice, so that the steps below need not pass them around."""

	def __init__(
		self,
		agreement: Any,
		choice: Choice,
		received: datetime,
		release: datetime | None,
		estimate: str | None,
	) -> None:
		self.agreement = agreement
		self.choice = choice
		self.received = received
		self.release = release
		self.estimate = estimate
		self.services = service_path(choice.service, agreement)
		self.supporting = supporting_services(choice.service, agreement)

	def clocks(self) -> Iterable[ClockTerms]:
		grouped: dict[tuple[str, str], list[Any]] = {}
		for row in self.agreement.targets:
			if self._applies(row):
				grouped.setdefault((row.clock, row.team or ""), []).append(row)
		for rows in grouped.values():
			yield self._clock(self._winner(rows))

	def _applies(self, row: Any) -> bool:
		choice = self.choice
		return (
			row.priority in (None, "", choice.priority)
			and row.channel in (None, "", choice.channel)
			and row.kind in (None, "", choice.kind)
			and row.stage in (None, "", choice.stage)
			and (
				not row.service
				or row.service in self.services
				or (row.clock == ClockKind.OLA and row.service in self.supporting)
			)
		)

	def _winner(self, rows: list[Any]) -> Any:
		by_service = [row for row in rows if row.service]
		others = [row for row in rows if not row.service]
		service = max(by_service, key=self._service_rank, default=None)
		other = max(others, key=_specificity, default=None)
		if service is None or other is None:
			return service or other
		if not other.priority:
			return service
		request = self.choice.kind == "Service Request"
		policy = self.agreement.requests_use if request else self.agreement.service_or_priority
		if policy == "Service":
			return service
		if policy == "Priority":
			return other
		return service if self._allows(service) < self._allows(other) else other

	def _service_rank(self, row: Any) -> tuple[int, int]:
		"""Nearest first; what a supporting service promises comes after the service's own."""
		chain = [*self.services, *self.supporting]
		return -chain.index(row.service), _specificity(row)

	def _allows(self, row: Any) -> float:
		"""Seconds from the report to the row's due time, to tell the stricter of two on any two calendars."""
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

	def _clock(self, row: Any) -> ClockTerms:
		starts_on = row.starts_on or str(EventType.RECEIVED)
		return ClockTerms(
			kind=ClockKind(row.clock),
			target=self._target(row),
			calendar=get_calendar(row.calendar or self.agreement.default_calendar),
			met_by=_met_by(row),
			needs_all=(row.met_when or default_met_when(row.clock, starts_on)) == "all",
			starts_on=EventType(starts_on),
			team=row.team or "",
			at_risk_percent=self.agreement.at_risk_percent or 100,
			source=row.source or "",
			promise=row.target or "",
		)

	def _target(self, row: Any) -> Target:
		target = engine_target(
			row.target,
			hours_per_day=self._hours_per_day(),
			release=self.release,
			estimate=self.estimate,
		)
		if row.stage == "First Line" and target.kind is TargetKind.DURATION and not target.seconds:
			# 001 §6.4: on the phone and in chat an answer is given at once or the ticket is handed over,
			# and then the service's own time holds: nothing here can be late.
			return Target(TargetKind.NONE)
		return target

	def _hours_per_day(self) -> float | None:
		return self.agreement.hours_per_day if self.agreement.working_day == "Hours per Day" else None

	def tiers(self) -> Iterable[Tier]:
		policy = policy_of(self.agreement)
		if policy is None:
			return
		for tier in sorted(policy.tiers, key=lambda row: row.level):
			rows = [row for row in policy.triggers if row.level == tier.level]
			# two ways to ask for one tier are one trigger to the engine
			triggers = tuple(dict.fromkeys(self._trigger(row) for row in rows if self._concerns(row)))
			# one without any trigger of its own comes in when nobody acknowledges the one below
			if triggers or not rows:
				yield self._tier(tier, triggers)

	def _tier(self, row: Any, triggers: tuple[Trigger, ...]) -> Tier:
		woken = self.choice.priority in codes_of(row.wakes_for)
		return Tier(
			row.level,
			triggers,
			acknowledge_seconds=length_seconds(row.acknowledge_within) if row.acknowledge_within else 0,
			repeat_seconds=length_seconds(row.repeat_every) if row.repeat_every else 0,
			hours=get_calendar(row.hours) if row.hours and not woken else None,
		)

	def _concerns(self, row: Any) -> bool:
		return is_meant_for(row, self.choice.priority, self.services, self.choice.partner)

	def _trigger(self, row: Any) -> Trigger:
		on = TriggerKind(row.trigger_on)
		timed = on in TIMED
		return Trigger(
			on,
			clock=ClockKind(row.clock) if row.clock else None,
			percent=float(row.value) if on is TriggerKind.PERCENT else 0,
			seconds=length_seconds(row.value) if timed else 0,
			calendar=get_calendar(row.calendar) if row.calendar and timed else None,
			count=int(row.value) if on is TriggerKind.SEVERAL_PARTNERS else 0,
		)


def _specificity(row: Any) -> int:
	return sum(bool(row.get(field)) for field in ("priority", "channel", "kind", "stage"))


def _met_by(row: Any) -> tuple[EventType, ...]:
	"""The events that meet a row's clock; where it names none, those that its text, as it is signed, says."""
	return _events(row.met_by) or _events(",".join(default_met_by(row.clock, row.starts_on or "received")))


def _events(text: str | None) -> tuple[EventType, ...]:
	return tuple(EventType(code) for code in codes_of(text))
