"""Turns a choice into the engine's terms by the site's calendars and catalogue (`rules/ticket_terms.py` has the rules)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.choose import Choice
from sla_id.agreements.engine_target import engine_target
from sla_id.agreements.file.model import KINDS, STAGES_SHOWN, Label, PauseReason
from sla_id.agreements.records.row_pieces import code_of
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.agreements.rules.ticket_terms import TermsBuilder
from sla_id.agreements.rules.winning_row import Scope
from sla_id.agreements.ticket_catalogue import catalogue_of
from sla_id.agreements.words.length_words import say_length
from sla_id.agreements.working_calendars import agreed_calendar, calendars_in_use
from sla_id.engine import ClockTerms, Named, PauseTerms, Terms, Tier

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
	builder = TermsBuilder(
		agreement,
		_scope(agreement, choice),
		received,
		lambda code: agreed_calendar(agreement, code),
		partner=choice.partner,
		release=release,
		estimate=estimate,
	)
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


def _scope(agreement: EffectiveAgreement, choice: Choice) -> Scope:
	"""What the agreement's rows distinguish about a ticket that was chosen so."""
	catalogue = catalogue_of(agreement)
	return Scope(
		choice.priority,
		choice.channel,
		code_of(KINDS, choice.kind),
		code_of(STAGES_SHOWN, choice.stage),
		catalogue.path(choice.service),
		catalogue.supporting(choice.service),
	)
