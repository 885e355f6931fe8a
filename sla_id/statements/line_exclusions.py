"""What isn't to count on a line of a statement, by what it is: claims with their decisions, and maintenance announced in time."""

from collections.abc import Sequence
from datetime import datetime

from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.availability.spans import instant_of
from sla_id.exclusions.claim_values import GRANTED, WITHDRAWN
from sla_id.exclusions.read_claims import ClaimRow, claims_between
from sla_id.maintenance.unaccounted_time import ExcludedMaintenance, excluded_maintenance
from sla_id.outages.service_month import VersionMonth
from sla_id.outages.touched import Reach
from sla_id.statements.service_line import LineExclusion, instant_text

CLAIM, MAINTENANCE = "claim", "maintenance"


class ToldExclusions:
	"""What was claimed and what was announced for a partner between two instants, read once for all its lines."""

	def __init__(self, partner: str, services: Sequence[str], start: datetime, end: datetime) -> None:
		self._maintenance = excluded_maintenance(partner, services, start, end)
		self._claims = [claim for claim in claims_between(partner, start, end) if claim.status != WITHDRAWN]

	def of_line(
		self, agreement: EffectiveAgreement, service: str | None, version: VersionMonth
	) -> list[LineExclusion]:
		"""What of it concerns a service on the days of a version, by its start."""
		counting = version.guarantee.counting(version.figures.first) if version.figures else []
		if not counting:
			return []
		first, last = counting[0][0], counting[-1][1]
		reach = Reach(agreement, service)
		found = [_of_maintenance(entry) for entry in self._maintenance if entry.service in (None, service)]
		found += list(
			{
				claim.name: _of_claim(claim)
				for claim in self._claims
				if claim.down is not None and reach.parts_down((claim.down,))
			}.values()
		)
		return sorted(
			(entry for entry in found if entry.start < last and first < entry.end),
			key=lambda entry: (entry.start, entry.key),
		)


def _of_maintenance(entry: ExcludedMaintenance) -> LineExclusion:
	return LineExclusion(
		key=entry.name,
		kind=MAINTENANCE,
		label={"id": entry.title, "en": entry.title_en or entry.title},
		status=GRANTED,
		start=instant_of(entry.planned[0]),
		end=instant_of(entry.planned[1]),
		granted=entry.spans,
	)


def _of_claim(claim: ClaimRow) -> LineExclusion:
	return LineExclusion(
		key=claim.name,
		kind=CLAIM,
		label={"id": claim.class_label, "en": claim.class_label_en},
		status=claim.status,
		start=instant_of(claim.start_utc),
		end=instant_of(claim.end_utc),
		granted=tuple((instant_of(start), instant_of(end)) for start, end in claim.granted),
		decided=instant_text(instant_of(claim.decided_utc)) if claim.decided_utc else "",
		reason=claim.objection_answer or claim.reason,
		late=claim.late,
	)
