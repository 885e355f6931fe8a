"""Both figures of a claim: a month as it stands, and as it would stand if the claim were decided so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.levels import approved_heads
from sla_id.availability import AvailabilityError, Exclusion, MonthFigures, month_figures
from sla_id.availability.guarantee import first_of_next
from sla_id.availability.spans import instant_of
from sla_id.exclusions.claim_rules import days_of
from sla_id.exclusions.claim_values import ClaimSpan, claimed_span, services_of
from sla_id.exclusions.claimed_time import exclusions_of
from sla_id.exclusions.read_claims import claims_between
from sla_id.outages.partner_versions import levels_at
from sla_id.outages.promised_guarantee import services_with_figures
from sla_id.outages.service_month import VersionMonth, partner_months, with_shares
from sla_id.outages.touched import Reach
from sla_id.record_types import ExclusionClaimRecord


@dataclass(frozen=True, slots=True)
class BothFigures:
	"""A service's month as it stands, and if the claim were decided so."""

	service: str | None
	month: date
	now: MonthFigures
	decided: MonthFigures


def figures_if_granted(doc: ExclusionClaimRecord, grant: Sequence[ClaimSpan]) -> list[BothFigures]:
	"""What deciding a claim so would give, for each service and month that it touches."""
	return list(_both(doc, [Exclusion(instant_of(start), instant_of(end)) for start, end in grant]))


def claimed_months(span: ClaimSpan, zone: ZoneInfo) -> list[date]:
	"""The first days of the months that a time touches in a zone."""
	first, last = (day.replace(day=1) for day in days_of(span, zone))
	months = [first]
	while months[-1] < last:
		months.append(first_of_next(months[-1]))
	return months


def touched_services(doc: ExclusionClaimRecord) -> list[str | None]:
	"""The services with figures of their own from which a claim takes time."""
	return [reach.service for reach in _reaches(doc)]


def _reaches(doc: ExclusionClaimRecord) -> list[Reach]:
	levels = levels_at(doc.partner, claimed_span(doc)[0], approved_heads())
	if not levels:
		return []
	agreement = effective_agreement(levels)
	reaches = [Reach(agreement, code) for code in services_with_figures(agreement)]
	return [reach for reach in reaches if reach.parts_down(services_of(doc))]


def _both(doc: ExclusionClaimRecord, granted: Sequence[Exclusion]) -> Iterator[BothFigures]:
	span, zone = claimed_span(doc), ZoneInfo(doc.time_zone or "UTC")
	first, last = days_of(span, zone)
	rows = [row for row in claims_between(doc.partner, *span) if row.name == doc.name]
	reaches = {reach.service: reach for reach in _reaches(doc)}
	for month in partner_months(doc.partner, claimed_months(span, zone), services=list(reaches)):
		reach = reaches[month.service]
		own = [exclusion for row in rows for exclusion in exclusions_of(row, reach)]
		instead = [part for entry in granted for part in reach.excluded_of(entry, services_of(doc))]
		for version in month.versions:
			if version.figures is None or version.last < first or version.first > last:
				continue
			decided = _decided(version, month.month, own, instead)
			if decided is not None:
				yield BothFigures(month.service, month.month, version.figures, decided)


def _decided(
	version: VersionMonth, month: date, own: Sequence[Exclusion], granted: Sequence[Exclusion]
) -> MonthFigures | None:
	"""A version's month with the claim's own exclusions replaced by what would be granted."""
	others = list(version.observed.exclusions)
	for exclusion in own:
		if exclusion in others:
			others.remove(exclusion)  # once: another claim may say the same
	exclusions = [*others, *with_shares(version.guarantee, granted)]
	try:
		return month_figures(version.guarantee, month, replace(version.observed, exclusions=exclusions))
	except AvailabilityError:
		return None
