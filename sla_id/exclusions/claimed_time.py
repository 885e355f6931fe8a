"""The time that claims take out of a month, for the figures of `outages/` (hook `sla_id_availability_exclusions`).

A claim takes it from exactly the services that an outage of the claim's services takes down, and where they are a part of one, from that
part. What was granted counts as granted, an open claim as open: both figures are shown until it is decided. A time that maintenance or
another claim excludes too is excluded once.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.levels import approved_heads
from sla_id.availability import Decision, Exclusion
from sla_id.availability.spans import instant_of
from sla_id.exclusions.claim_values import GRANTED, OPEN, PARTLY
from sla_id.exclusions.read_claims import ClaimRow, claims_between
from sla_id.outages.partner_versions import levels_at
from sla_id.outages.registered_spans import ServiceExclusion
from sla_id.outages.touched import Reach


def claimed_exclusions(
	partner: str, services: Sequence[str], start: datetime, end: datetime
) -> list[ServiceExclusion]:
	"""What claims say of a partner's services between two instants."""
	claims = [
		claim for claim in claims_between(partner, start, end) if claim.status in (OPEN, GRANTED, PARTLY)
	]
	if not claims:
		return []
	heads = approved_heads()
	found: list[ServiceExclusion] = []
	for claim in claims:
		levels = levels_at(partner, claim.start_utc, heads)
		if not levels:
			continue
		agreement = effective_agreement(levels)
		for service in services or (None,):
			reach = Reach(agreement, service)
			found += [ServiceExclusion(service, exclusion) for exclusion in exclusions_of(claim, reach)]
	return found


def exclusions_of(claim: ClaimRow, reach: Reach) -> list[Exclusion]:
	"""What a claim says of one service, as the arithmetic takes it."""
	if claim.down is None:
		return []
	return [part for exclusion in _decided(claim) for part in reach.excluded_of(exclusion, (claim.down,))]


def _decided(claim: ClaimRow) -> Iterator[Exclusion]:
	if claim.status == OPEN:
		yield Exclusion(instant_of(claim.start_utc), instant_of(claim.end_utc), Decision.OPEN)
	for start, end in claim.granted:
		yield Exclusion(instant_of(start), instant_of(end), Decision.GRANTED)
