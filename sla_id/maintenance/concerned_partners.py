"""The partners whom maintenance concerns: those whose agreement, in force at the planned time, covers a service that it touches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.levels import approved_heads
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.instants import from_utc
from sla_id.maintenance.announced_time import ToldPlan
from sla_id.maintenance.maintenance_values import ANNOUNCED, CANCELLED, CHANGED, planned_span, services_of
from sla_id.maintenance.notice_terms import Notice, notice_of
from sla_id.maintenance.service_branches import with_parts
from sla_id.outages.outage_values import DownService
from sla_id.outages.partner_versions import levels_at
from sla_id.outages.touched import touched_partners

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class ConcernedPartner:
	"""A partner, the agreement in force, the services of it that are touched, and the notice that it demands."""

	partner: str
	agreement: EffectiveAgreement
	services: tuple[str, ...]
	notice: Notice


def concerned_partners(
	services: Sequence[DownService], start: datetime, end: datetime, partners: Sequence[str] = ()
) -> list[ConcernedPartner]:
	"""Exactly those whom maintenance concerns, by name.

	Where an agreement begins or ends while it lasts, whoever is covered at either end is concerned, by the version at the start first.
	With `partners` only those are looked at.
	"""
	heads, touched = approved_heads(), with_parts(services)
	found: dict[str, ConcernedPartner] = {}
	for at in (start, end - _INSTANT):
		for entry in touched_partners(touched, at, partners):
			if entry.partner not in found:
				agreement = effective_agreement(levels_at(entry.partner, at, heads))
				found[entry.partner] = ConcernedPartner(
					entry.partner, agreement, entry.services, notice_of(agreement)
				)
	return [found[partner] for partner in sorted(found)]


def concerned_by(doc: Any) -> list[ConcernedPartner]:
	"""The partners whom maintenance concerns as it is planned."""
	return concerned_partners(services_of(doc), *planned_span(doc), [row.partner for row in doc.partners])


def services_to_say(services: Sequence[DownService], entry: ConcernedPartner) -> list[str]:
	"""The services as a partner knows them: those that are worked on, where the agreement has them, or else those that they touch."""
	named = list(dict.fromkeys(down.service for down in services))
	return [code for code in named if code in entry.services] or list(entry.services) or named


def tellings_to(doc: Any, partner: str) -> list[ToldPlan]:
	"""The plans that a partner was told, in order."""
	found = []
	for row in doc.announcements:
		told, start, end = map(from_utc, (row.told_utc, row.planned_start_utc, row.planned_end_utc))
		if row.partner == partner and row.kind in (ANNOUNCED, CHANGED) and told and start and end:
			found.append(ToldPlan(told, start, end))
	return found


def still_told(doc: Any) -> list[ConcernedPartner]:
	"""The partners who know of it and for whom it wasn't cancelled, in the order in which they were told.

	One whose agreement has ended since is among them, by the version under which it was told.
	"""
	last = {row.partner: row for row in doc.announcements}
	now_concerned = {entry.partner: entry for entry in concerned_by(doc)}
	return [
		now_concerned.get(partner) or _as_told(row) for partner, row in last.items() if row.kind != CANCELLED
	]


def _as_told(row: Any) -> ConcernedPartner:
	agreement = effective_agreement((row.agreement,))
	return ConcernedPartner(row.partner, agreement, (), notice_of(agreement))
