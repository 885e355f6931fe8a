"""A partner's statement of a month as it follows from the records now: lines, credits, the versions that it rests on.

It reads and writes nothing else; the same call makes a draft, its revision, and what a sealed statement is compared with.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import frappe

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.file.model import CreditTerms
from sla_id.agreements.levels import Rows, approved_heads
from sla_id.agreements.rules.availability_guarantee import (
	claim_window_of,
	hours_of_guarantee,
	owed_credit,
)
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.agreements.words.calendar_words import say_calendar
from sla_id.agreements.working_calendars import agreed_calendar
from sla_id.availability import MonthResult, claim_until
from sla_id.availability.excluded_time import excused
from sla_id.availability.guarantee import first_of_next
from sla_id.availability.spans import instant_of
from sla_id.engine import NeverOpens
from sla_id.instants import utc_now
from sla_id.outages.outage_values import OutageRow
from sla_id.outages.partner_versions import HeldVersion, versions_between
from sla_id.outages.pooled_months import figures_by_days
from sla_id.outages.promised_guarantee import counted_start
from sla_id.outages.service_month import ServiceMonth, VersionMonth, month_bounds, partner_months
from sla_id.outages.touched import Reach
from sla_id.statements.credit_sums import (
	PER_TARGET,
	Priced,
	VersionCredit,
	VersionTerms,
	result_of,
	version_credit,
)
from sla_id.statements.line_exclusions import ToldExclusions
from sla_id.statements.missed_in_month import MissedClock, missed_in_month
from sla_id.statements.seal_chain import Content
from sla_id.statements.service_line import (
	Line,
	LineHead,
	LineOutage,
	build_line,
	instant_text,
	line_key,
)

CURRENCY = "IDR"
TARGETS = "targets"
"""The key of a credit's line for missed targets."""
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Computed:
	"""What a month says. `main` is the version in force at its end, by which times are counted."""

	content: Content
	main: EffectiveAgreement
	ends: datetime


@dataclass(frozen=True, slots=True)
class _Measured:
	"""A line with what it was built from."""

	line: Line
	month: ServiceMonth
	version: VersionMonth
	agreement: EffectiveAgreement


def compute_statement(
	partner: str, month: date, now: datetime | None = None, *, heads: Rows | None = None
) -> Computed | None:
	"""The statement of the month of a date; None where nothing was promised in it and no credit agreed."""
	first = month.replace(day=1)
	last = first_of_next(first) - _A_DAY
	heads = approved_heads() if heads is None else heads
	held = versions_between(partner, first, last, heads)
	if not held:
		return None
	agreements = [effective_agreement(version.levels) for version in held]
	if not any(one.file.availability or owed_credit(one) for one in agreements):
		return None
	months = partner_months(partner, [first], heads=heads, now=now or utc_now())
	measured = list(_lines(partner, first, months))
	main = agreements[-1]
	content: Content = {
		"partner": partner,
		"month": first.strftime("%Y-%m"),
		"zone": main.zone.key,
		"currency": CURRENCY,
		"lines": [entry.line for entry in measured],
		"credits": list(_credits(partner, first, held, measured)),
	}
	return Computed(content, main, month_end(measured, main, first))


def month_end(measured: Iterable[_Measured], main: EffectiveAgreement, first: date) -> datetime:
	"""The instant at which the month is over in every zone that a line is counted in."""
	from sla_id.availability.guarantee import midnight

	following = first_of_next(first)
	zones = {main.zone, *(entry.version.guarantee.zone for entry in measured)}
	return max(midnight(following, zone) for zone in zones)


def _lines(partner: str, first: date, months: Sequence[ServiceMonth]) -> Iterator[_Measured]:
	services = [month.service for month in months if month.service is not None]
	told = ToldExclusions(partner, services, *month_bounds([first]))
	seals = _seals({name for month in months for version in month.versions for name in version.levels})
	for month in months:
		for version in month.versions:
			agreement = effective_agreement(version.levels)
			yield _Measured(_line(month, version, agreement, told, seals), month, version, agreement)


def _line(
	month: ServiceMonth,
	version: VersionMonth,
	agreement: EffectiveAgreement,
	told: ToldExclusions,
	seals: Mapping[str, str],
) -> Line:
	service = month.service
	hours = hours_of_guarantee(agreement, service)
	head = LineHead(
		service,
		_names(agreement, service),
		version.agreement,
		tuple((name, seals.get(name, "")) for name in version.levels),
		version.first,
		version.last,
		{code: say_calendar(agreement.file, hours, code) for code in ("id", "en")} if hours else {},
	)
	return build_line(
		head,
		version.guarantee,
		version.observed,
		version.figures,
		[_outage(agreement, service, version, row) for row in version.outages],
		told.of_line(agreement, service, version),
		version.problem,
	)


def _names(agreement: EffectiveAgreement, service: str | None) -> dict[str, str]:
	if service is None:
		return {}
	found = next((entry for entry, _above in agreement.file.all_services() if entry.code == service), None)
	return {"id": found.name.id, "en": found.name.en} if found else {"id": service, "en": service}


def _outage(
	agreement: EffectiveAgreement, service: str | None, version: VersionMonth, row: OutageRow
) -> LineOutage:
	reach = Reach(agreement, service)
	parts = reach.parts_down(row.services)
	weights = version.guarantee.components.weights
	start, end = instant_of(counted_start(agreement, row)), instant_of(row.ended) if row.ended else None
	counting = [
		outage
		for outage in reach.outages_of(row, start, end)
		if outage.component is None or not weights or weights.get(outage.component)
	]
	return LineOutage(
		row.name,
		row.title,
		row.cause,
		start,
		end,
		row.impact,
		tuple(part for part in parts if part is not None),
		bool(counting),
		tuple(excused(version.observed.exclusions, counting)),
	)


def _seals(names: set[str]) -> dict[str, str]:
	"""The hashes of what was signed, by agreement."""
	if not names:
		return {}
	rows = frappe.get_all(
		"SLA Agreement", filters={"name": ["in", sorted(names)]}, fields=["name", "content_hash"]
	)
	return {row.name: row.content_hash or "" for row in rows}


def _credits(
	partner: str, first: date, held: Sequence[HeldVersion], measured: Sequence[_Measured]
) -> Iterator[dict[str, Any]]:
	"""The credits of each version that agrees on any, by the days on which it held; service levels may agree on others."""
	for version in held:
		agreement = effective_agreement(version.levels)
		mine = [entry for entry in measured if version.first <= entry.version.first <= version.last]
		own = owed_credit(agreement)
		terms = list(dict.fromkeys([own, *(owed_credit(entry.agreement) for entry in mine)]))
		for number, agreed in enumerate(terms):
			if agreed is None:
				continue
			priced = [entry for entry in mine if owed_credit(entry.agreement) == agreed]
			yield _credit(partner, first, version, agreement, agreed, priced, number)


def _credit(
	partner: str,
	first: date,
	version: HeldVersion,
	agreement: EffectiveAgreement,
	agreed: CreditTerms,
	measured: Sequence[_Measured],
	number: int,
) -> dict[str, Any]:
	assert agreed.scheme is not None
	month_days = (first_of_next(first) - first).days
	days = (version.last - version.first).days + 1
	missed: list[MissedClock] = []
	if agreed.scheme.kind == PER_TARGET:
		missed = missed_in_month(partner, version.first, version.last, agreement.zone)
		priced = [Priced(TARGETS, days, _of_targets(len(missed), month_days))]
	else:
		priced = [
			_priced(entry, first, month_days) for entry in measured if entry.version.figures is not None
		]
	scheme = agreed.scheme.as_json()
	found = version_credit(VersionTerms(agreed.fee, scheme, days, month_days), priced)
	return {
		"key": f"{agreement.name}/{version.first.isoformat()}" + (f"/{number + 1}" if number else ""),
		"agreement": agreement.name,
		"first": version.first.isoformat(),
		"last": version.last.isoformat(),
		"scheme": scheme,
		"claim_until": _claim_until(agreement, agreed, first),
		**_credit_numbers(found),
		"missed": [
			{
				"key": f"{clock.ticket}/{clock.clock}/{instant_text(instant_of(clock.due))}",
				"ticket": clock.ticket,
				"clock": clock.clock,
				"due": instant_text(instant_of(clock.due)),
			}
			for clock in missed
		],
	}


def _credit_numbers(found: VersionCredit) -> dict[str, Any]:
	return {
		"before_cap": str(found.before_cap),
		"cap": None if found.cap is None else str(found.cap),
		"amount": str(found.amount),
		"problem": found.problem,
		"lines": [
			{
				"key": line.key,
				"before_cap": str(line.before_cap),
				"amount": str(line.amount),
				"sum": line.sum,
			}
			for line in found.lines
		],
	}


def _priced(entry: _Measured, first: date, month_days: int) -> Priced:
	"""A line as its credit is computed: by its printed figure, and the lengths of its own days."""
	version = entry.version
	assert version.figures is not None
	days = (version.last - version.first).days + 1
	own = figures_by_days(version, first)
	key = line_key(entry.month.service, version.agreement, version.first)
	return Priced(key, days, result_of(version.figures, own, month_days))


def _of_targets(count: int, month_days: int) -> MonthResult:
	nothing = Fraction(0)
	return MonthResult(None, None, nothing, nothing, nothing, Fraction(1), month_days, count)


def _claim_until(agreement: EffectiveAgreement, agreed: CreditTerms, first: date) -> str | None:
	"""Until when it may be claimed; None for ever, and where its working days never come."""
	window = claim_window_of(agreed, agreed_calendar(agreement) if agreed.window else None)
	if window is None:
		return None
	try:
		return instant_text(instant_of(claim_until(first, window, agreement.zone)))
	except NeverOpens:
		return None
