"""A service's availability in a calendar month, from the records: version by version of its partner's agreement.

Where a version begins or ends within the month, each has its figures. However many services a partner has, their outages,
exclusions and blind times are each read once.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from frappe import _

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.levels import SERVICE_LEVEL, Rows, approved_heads
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.agreements.ticket_catalogue import catalogue_of
from sla_id.availability import (
	AvailabilityError,
	DaysInForce,
	Decision,
	Exclusion,
	Guarantee,
	MonthFigures,
	Observed,
	month_figures,
)
from sla_id.availability.guarantee import first_of_next
from sla_id.availability.spans import Span, instant_of
from sla_id.instants import utc_now
from sla_id.outages.outage_values import OutageRow
from sla_id.outages.partner_versions import HeldVersion, versions_between
from sla_id.outages.promised_guarantee import counted_start, guarantee_of, services_with_figures
from sla_id.outages.read_outages import read_outages
from sla_id.outages.registered_spans import (
	BlindTime,
	ServiceExclusion,
	read_blind_times,
	read_exclusions,
)
from sla_id.outages.touched import Reach

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class VersionMonth:
	"""What one version of an agreement says of a service in a month, on the days from `first` to `last`.

	`figures` None: they can't be computed, and `problem` says why. `outages` are those that touch the service.
	"""

	agreement: str
	first: date
	last: date
	guarantee: Guarantee
	observed: Observed
	outages: tuple[OutageRow, ...]
	figures: MonthFigures | None
	problem: str = ""
	levels: tuple[str, ...] = ()
	"""The agreements that make the version, the broadest first."""


@dataclass(frozen=True, slots=True)
class ServiceMonth:
	"""A service of a partner in the month that begins with `month`; without versions, nothing is promised for it."""

	partner: str
	service: str | None
	month: date
	versions: tuple[VersionMonth, ...]


@dataclass(frozen=True, slots=True)
class _Known:
	"""What was read for a partner, once for all its services."""

	heads: Rows
	outages: Sequence[OutageRow]
	exclusions: Sequence[ServiceExclusion]
	blind: Sequence[BlindTime]
	now: datetime


def service_month(
	partner: str, service: str | None, month: date, now: datetime | None = None
) -> ServiceMonth:
	"""The figures of one service in the month of a date; `service` None: of everything that is promised, as one service."""
	found = partner_months(partner, [month], services=[service], now=now)
	return found[0] if found else ServiceMonth(partner, service, month.replace(day=1), ())


def partner_months(
	partner: str,
	months: Sequence[date],
	*,
	services: Collection[str | None] | None = None,
	heads: Rows | None = None,
	outages: Sequence[OutageRow] | None = None,
	now: datetime | None = None,
) -> list[ServiceMonth]:
	"""The figures of a partner's services (`services_with_figures`), or of those given, by month and then as the catalogue has them.

	`heads` (`approved_heads`) and `outages` (of all the months, a day around them) may have been read for several partners.
	"""
	firsts = sorted({month.replace(day=1) for month in months})
	if not firsts:
		return []
	heads = approved_heads() if heads is None else heads
	versions = {first: _versions(partner, first, heads) for first in firsts}
	start, end = month_bounds(firsts)
	wanted = {
		first: _services(held) if services is None else list(services) for first, held in versions.items()
	}
	codes = list(dict.fromkeys(code for found in wanted.values() for code in found if code is not None))
	read = read_outages(start, end) if outages is None else outages
	known = _Known(
		heads,
		[outage for outage in read if outage.concerns(partner)],
		read_exclusions(partner, codes, start, end),
		read_blind_times(codes, start, end),
		now or utc_now(),
	)
	return [
		ServiceMonth(
			partner, service, first, tuple(_version_months(partner, service, first, versions[first], known))
		)
		for first, found in wanted.items()
		for service in found
	]


def open_claims(version: VersionMonth, month: date) -> list[Exclusion]:
	"""The claims that wait for a decision and are at a time that counts in the month: while there are any, both figures are shown."""
	waiting = [claim for claim in version.observed.exclusions if claim.decision is Decision.OPEN]
	counting = version.guarantee.counting(month) if waiting else []
	return [claim for claim in waiting if _overlaps(counting, claim.start, claim.end)]


def with_shares(guarantee: Guarantee, exclusions: Iterable[Exclusion]) -> list[Exclusion]:
	"""The exclusions without those of parts that the guarantee gives no share: nothing is promised for them."""
	weights = guarantee.components.weights
	return [
		entry for entry in exclusions if not weights or entry.component is None or entry.component in weights
	]


def month_bounds(firsts: Sequence[date]) -> tuple[datetime, datetime]:
	"""What is read for those months: a day more on either side, for any zone, and for outages that meet at midnight."""
	start = datetime(firsts[0].year, firsts[0].month, 1, tzinfo=timezone.utc)
	end = first_of_next(firsts[-1])
	return start - _A_DAY, datetime(end.year, end.month, end.day, tzinfo=timezone.utc) + _A_DAY


def _versions(partner: str, first: date, heads: Rows) -> list[HeldVersion]:
	return versions_between(partner, first, first_of_next(first) - _A_DAY, heads)


def _services(held: Sequence[HeldVersion]) -> list[str | None]:
	codes = [code for version in held for code in services_with_figures(effective_agreement(version.levels))]
	return list(dict.fromkeys(codes))


def _version_months(
	partner: str, service: str | None, first: date, held: Sequence[HeldVersion], known: _Known
) -> Iterator[VersionMonth]:
	for version in _with_service_levels(partner, service, held, known.heads):
		agreement = effective_agreement(version.levels)
		if service is not None and service not in agreement.nodes:
			continue
		guarantee = guarantee_of(agreement, service, _days(version, first))
		if guarantee is not None:
			yield _version_month(agreement, guarantee, service, first, version, known)


def _with_service_levels(
	partner: str, service: str | None, held: Sequence[HeldVersion], heads: Rows
) -> Iterator[HeldVersion]:
	"""The versions for one service: with the levels of 002 that hold for it or for what it is part of."""
	has_levels = any(head.level == SERVICE_LEVEL for head in heads)
	for version in held:
		if service is None or not has_levels:
			yield version
			continue
		path = catalogue_of(effective_agreement(version.levels)).path(service)
		yield from versions_between(partner, version.first, version.last, heads, path)


def _days(version: HeldVersion, first: date) -> DaysInForce:
	"""The days of a version where it doesn't hold for the whole month."""
	last = first_of_next(first) - _A_DAY
	return DaysInForce(
		version.first if version.first > first else None, version.last if version.last < last else None
	)


def _version_month(
	agreement: EffectiveAgreement,
	guarantee: Guarantee,
	service: str | None,
	first: date,
	version: HeldVersion,
	known: _Known,
) -> VersionMonth:
	reach, down, touching = Reach(agreement, service), [], []
	weights, counting = guarantee.components.weights, guarantee.counting(first)
	for row in known.outages:
		start, end = instant_of(counted_start(agreement, row)), instant_of(row.ended) if row.ended else None
		# a sub-service that the guarantee gives no share carries none; a part that nobody knows is a problem to be told
		parts = [
			entry
			for entry in reach.outages_of(row, start, end)
			if not weights
			or entry.component is None
			or entry.component in weights
			or entry.component not in agreement.nodes
		]
		down += parts
		if parts and _overlaps(counting, start, end):
			touching.append(row)
	observed = Observed(
		down,
		with_shares(
			guarantee, (claim.exclusion for claim in known.exclusions if claim.service in (None, service))
		),
		[time.span for time in known.blind if time.service in (None, service)],
		instant_of(known.now),
	)
	figures, problem = None, ""
	try:
		figures = month_figures(guarantee, first, observed)
	except AvailabilityError as error:
		problem = _("The figures can't be computed: {0}").format(error)
	return VersionMonth(
		agreement.name,
		version.first,
		version.last,
		guarantee,
		observed,
		tuple(touching),
		figures,
		problem,
		version.levels,
	)


def _overlaps(counting: Sequence[Span], start: int, end: int | None) -> bool:
	"""Whether an outage overlaps what of a month counts under a guarantee: sorted spans, many where service hours are promised."""
	after = bisect_right(counting, start, key=lambda span: span[1])
	return after < len(counting) and (end is None or counting[after][0] < end)
