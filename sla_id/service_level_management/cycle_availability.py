"""The availability of a semester in its report: each partner's services, their months pooled, and the credits (003 V.11).

Seconds are added, percentages never averaged. Credits are those of notes that were approved, less what was taken back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import frappe
from frappe import _
from frappe.utils import getdate

from sla_id.agreements.levels import approved_heads
from sla_id.agreements.words.scope_words import say_amount, say_percent
from sla_id.availability.guarantee import first_of_next
from sla_id.availability.month_question import percent
from sla_id.availability.spans import SECOND
from sla_id.engine.words import say_duration
from sla_id.outages.pooled_months import PeriodFigures, pool_months
from sla_id.outages.read_outages import read_outages
from sla_id.outages.service_month import ServiceMonth, month_bounds, partner_months
from sla_id.outages.touched import enabled_partners


@dataclass(frozen=True, slots=True)
class PromisedService:
	"""A service of a partner in the months of a semester. `figures` None: they can't be computed. `service` None: all as one."""

	partner: str
	service: str | None
	targets: tuple[Fraction, ...]
	months_missed: int
	figures: PeriodFigures | None


def promised_services(first: date, last: date) -> Iterator[PromisedService]:
	"""Each service whose availability is promised in the months from `first` to `last`, partner by partner."""
	firsts = list(_months(first, last))
	heads, outages = approved_heads(), read_outages(*month_bounds(firsts))
	for partner in enabled_partners():
		months = partner_months(partner, firsts, heads=heads, outages=outages)
		for service in dict.fromkeys(month.service for month in months):
			mine = [month for month in months if month.service == service and month.versions]
			if mine:
				yield _promised(partner, service, mine)


def availability_rows(first: date, last: date, language: str) -> list[tuple[object, ...]]:
	"""Partner, service, target, availability, downtime that counted and was allowed, months missed, as the report shows them."""
	names = dict(frappe.get_all("SLA Partner", fields=["name", "partner_name"], as_list=True))
	return [
		(
			names.get(held.partner) or held.partner,
			held.service or _("Everything agreed", language),
			" / ".join(_say_target(target, language) for target in held.targets),
			*_say_figures(held.figures, language),
			held.months_missed,
		)
		for held in promised_services(first, last)
	]


def credit_lines(first: date, last: date, language: str) -> list[str]:
	"""A sentence for each partner with approved credits for the months of the semester."""
	sums: dict[str, Decimal] = {}
	for row in frappe.get_all(
		"SLA Credit Note",
		filters={"state": "Approved", "month": ["between", [first, last]]},
		fields=["partner", "amount"],
		order_by="partner",
	):
		sums[row.partner] = sums.get(row.partner, Decimal(0)) + Decimal(str(row.amount or 0))
	return [
		_("{0}: credits of {1} approved", language).format(partner, say_amount(amount, language))
		for partner, amount in sums.items()
		if amount
	]


def _months(first: date, last: date) -> Iterator[date]:
	month = getdate(first).replace(day=1)
	while month <= getdate(last):
		yield month
		month = first_of_next(month)


def _promised(partner: str, service: str | None, months: Sequence[ServiceMonth]) -> PromisedService:
	versions = [version for month in months for version in month.versions]
	missed = sum(
		any(version.figures is not None and version.figures.met is False for version in month.versions)
		for month in months
	)
	targets = tuple(sorted({version.guarantee.target for version in versions}))
	return PromisedService(partner, service, targets, missed, pool_months(months))


def _say_target(target: Fraction, language: str) -> str:
	percents = target * 100
	return say_percent(Decimal(percents.numerator) / percents.denominator, language)


def _say_figures(figures: PeriodFigures | None, language: str) -> tuple[str, str, str]:
	if figures is None:
		return ("–", "–", "–")
	read = figures.so_far or figures.whole
	allowance = figures.allowance_so_far if figures.so_far else figures.allowance
	target = 1 - allowance / read.denominator if read.denominator else Fraction(1)
	share = percent(read.availability, target)
	if language == "id" and share:
		share = share.replace(".", ",")
	return (
		f"{share}%" if share else "–",
		say_duration(round(read.counted / SECOND), language),
		say_duration(round(allowance / SECOND), language),
	)
