"""Turns a choice into the engine's terms: the target row for each clock (`rules/winning_row.py`), and the
tiers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.choose import Choice
from sla_id.agreements.engine_target import engine_target
from sla_id.agreements.file import AgreedTarget as Written
from sla_id.agreements.file import TargetRow
from sla_id.agreements.file import TierRow as AgreedTier
from sla_id.agreements.file import TriggerRow as AgreedTrigger
from sla_id.agreements.file.model import KINDS, STAGES_SHOWN, Label, PauseReason
from sla_id.agreements.records.row_pieces import code_of
from sla_id.agreements.rules.effective_agreement import TIMED, EffectiveAgreement
from sla_id.agreements.rules.winning_row import Scope, applies, winner
from sla_id.agreements.ticket_catalogue import catalogue_of
from sla_id.agreements.tiers import is_meant_for
from sla_id.agreements.words.length_words import say_length
from sla_id.agreements.working_calendars import agreed_calendar, calendars_in_use
from sla_id.engine import (
	ClockKind,
	ClockTerms,
	EventType,
	Named,
	NeverOpens,
	PauseTerms,
	Target,
	TargetKind,
	Terms,
	Tier,
	Trigger,
	TriggerKind,
)

DISTANT = float("inf")
CHOSEN = ("partner", "priority", "channel", "kind", "stage", "service")
"""What of a choice, besides its agreement, says which terms hold."""


def build_terms(
	choice: Choice,
	received: datetime,
	since: datetime | None = None,
	*,
	release: datetime | None = None,
	estimate: str | None = None,
) -> Terms:
	"""The clocks and tiers that `choice` gives a ticket received then. None without an agreement.

	Raises InvalidTarget or InvalidCalendar for a record that can't be computed.
	"""
	if not choice.agreement:
		return Terms((), since=since)
	built = _built(choice, received, release, estimate)
	return Terms(built.clocks, built.tiers, since, built.pauses)


@dataclass(frozen=True, slots=True)
class _Built:
	"""What was built for one choice, and of what: it holds while this request reads the same agreement and calendars."""

	agreement: EffectiveAgreement
	calendars: object
	clocks: tuple[ClockTerms, ...]
	tiers: tuple[Tier, ...]
	pauses: tuple[PauseTerms, ...]
	compares: bool
	"""Whether two rows were compared from the report on, so that another report may have other clocks: built for each."""


def _built(choice: Choice, received: datetime, release: datetime | None, estimate: str | None) -> _Built:
	"""Build the terms of a choice, once a request for all tickets that were chosen alike."""
	kept: dict[tuple[Any, ...], _Built] | None = getattr(frappe.local, "sla_id_terms", None)
	if kept is None:
		kept = frappe.local.sla_id_terms = {}
	agreement = effective_agreement(choice.all_levels)
	alike = tuple(getattr(choice, name) for name in CHOSEN)
	key = (choice.all_levels, *alike, release, estimate)
	found = kept.get(key)
	if (
		found
		and not found.compares
		and found.agreement is agreement
		and found.calendars is calendars_in_use()
	):
		return found
	builder = _Builder(agreement, choice, received, release, estimate)
	clocks, tiers, pauses = tuple(builder.clocks()), tuple(builder.tiers()), pause_terms(agreement)
	found = _Built(agreement, calendars_in_use(), clocks, tiers, pauses, builder.compares)
	kept[key] = found
	return found


def pause_terms(agreement: EffectiveAgreement) -> tuple[PauseTerms, ...]:
	"""The reasons for which an agreement lets clocks pause. Empty: it leaves that to the helpdesk's statuses.

	Raises InvalidTarget or InvalidCalendar for one that can't be computed.
	"""
	return tuple(
		PauseTerms(
			reason.code,
			named(reason.label, agreement.language),
			needs_approval=reason.approval,
			longest=engine_target(reason.longest, hours_per_day=agreement.hours_per_day)
			if reason.longest
			else None,
			calendar=agreed_calendar(agreement, reason.calendar) if reason.longest else None,
			promise=_say_longest(agreement, reason),
		)
		for reason in agreement.file.pause_reasons
	)


def named(label: Label, language: str) -> Named:
	"""An agreement's wording as the engine keeps it: a text in one language that knows the others."""
	return Named(label.get(language), {code: label.get(code) for code in ("id", "en")})


def _say_longest(agreement: EffectiveAgreement, reason: PauseReason) -> str:
	if reason.longest is None:
		return ""
	said = [say_length(agreement.file, reason.longest, reason.calendar, code) for code in ("id", "en")]
	return named(Label(*said), agreement.language)


class _Builder:
	"""One agreement and one choice, so that they needn't be passed to each step below."""

	def __init__(
		self,
		agreement: EffectiveAgreement,
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
		self.compares = False
		catalogue = catalogue_of(agreement)
		self.ticket = Scope(
			choice.priority,
			choice.channel,
			code_of(KINDS, choice.kind),
			code_of(STAGES_SHOWN, choice.stage),
			catalogue.path(choice.service),
			catalogue.supporting(choice.service),
		)

	def clocks(self) -> Iterable[ClockTerms]:
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
			calendar=agreed_calendar(self.agreement, row.calendar),
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

	def tiers(self) -> Iterable[Tier]:
		for tier in self.agreement.file.tiers:
			# two ways to ask for one tier are one trigger to the engine
			triggers = tuple(
				dict.fromkeys(self._trigger(row) for row in tier.triggers if self._concerns(row))
			)
			# one without any trigger of its own comes in when nobody acknowledges the one below
			if triggers or not tier.triggers:
				yield self._tier(tier, triggers)

	def _tier(self, tier: AgreedTier, triggers: tuple[Trigger, ...]) -> Tier:
		woken = self.choice.priority in tier.wakes_for
		return Tier(
			tier.level,
			triggers,
			acknowledge_seconds=_seconds(tier.acknowledge_within),
			repeat_seconds=_seconds(tier.repeat_every),
			hours=agreed_calendar(self.agreement, tier.hours) if tier.hours and not woken else None,
		)

	def _concerns(self, trigger: AgreedTrigger) -> bool:
		return is_meant_for(trigger, self.choice.priority, self.ticket.services, self.choice.partner)

	def _trigger(self, trigger: AgreedTrigger) -> Trigger:
		counted = trigger.calendar if trigger.on in TIMED else None
		return Trigger(
			TriggerKind(trigger.on),
			clock=ClockKind(trigger.clock) if trigger.clock else None,
			percent=float(trigger.percent or 0),
			seconds=_seconds(trigger.length),
			calendar=agreed_calendar(self.agreement, counted) if counted else None,
			count=trigger.partners_hit or 0,
		)


def _seconds(length: Written | None) -> int:
	return (length.seconds or 0) if length else 0
