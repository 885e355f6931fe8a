"""What isn't to count on a line of a statement, by what it is: claims with their decisions, and maintenance announced in time."""

from collections.abc import Sequence
from datetime import datetime

from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.availability.spans import instant_of
from sla_id.maintenance.unaccounted_time import ExcludedMaintenance, excluded_maintenance
from sla_id.outages.service_month import VersionMonth
from sla_id.statements.service_line import LineExclusion

MAINTENANCE = "maintenance"
GRANTED = "Granted"


class ToldExclusions:
	"""What was claimed and what was announced for a partner between two instants, read once for all its lines."""

	def __init__(self, partner: str, services: Sequence[str], start: datetime, end: datetime) -> None:
		self._maintenance = excluded_maintenance(partner, services, start, end)

	def of_line(
		self, agreement: EffectiveAgreement, service: str | None, version: VersionMonth
	) -> list[LineExclusion]:
		"""What of it concerns a service on the days of a version, by its start."""
		counting = version.guarantee.counting(version.figures.first) if version.figures else []
		if not counting:
			return []
		first, last = counting[0][0], counting[-1][1]
		found = [_of_maintenance(entry) for entry in self._maintenance if entry.service in (None, service)]
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
