"""Complete months in which the availability that an agreement promises was missed: for its termination (002 §6).

A month counts once it is decided: while an open claim could still save it, it isn't missed. hooks.py names `missed_months` under
`sla_id_missed_months`.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timezone

from frappe.utils import getdate

from sla_id.agreements.levels import Rows, approved_heads, chain_of
from sla_id.availability.guarantee import first_of_next
from sla_id.outages.read_outages import read_outages
from sla_id.outages.service_month import ServiceMonth, month_bounds, partner_months
from sla_id.outages.touched import enabled_partners

LOOKED_BACK = 60
"""Months: an agreement can't ask for more of them in a row."""


def missed_months(agreement_code: str, before: date) -> Iterator[date]:
	"""The first days of the months, complete before that day, in which a service of one of its partners was below its promise."""
	heads = approved_heads()
	own = [head for head in heads if head.agreement_code == agreement_code]
	firsts = _complete_months(min((getdate(head.effective_from) for head in own), default=before), before)
	if not firsts:
		return
	names, outages = {head.name for head in own}, read_outages(*month_bounds(firsts))
	missed: set[date] = set()
	for partner in _partners(own):
		months = partner_months(partner, firsts, heads=heads, outages=outages)
		missed |= {month.month for month in months if _is_missed(month, names, heads)}
	yield from sorted(missed)


def _complete_months(first: date, before: date) -> list[date]:
	months, month = [], first.replace(day=1)
	while (following := first_of_next(month)) <= before:
		months.append(month)
		month = following
	return months[-LOOKED_BACK:]


def _partners(own: Rows) -> Sequence[str]:
	"""The partners whose agreement it is: all of them where it names none, or is what others are based on."""
	named = {head.partner for head in own}
	return enabled_partners() if None in named or "" in named else sorted(named)


def _is_missed(month: ServiceMonth, names: set[str], heads: Rows) -> bool:
	at = datetime.combine(month.month, time(12), timezone.utc)
	return any(
		version.figures is not None
		and version.figures.met is False
		and not names.isdisjoint(chain_of(version.agreement, at, heads))
		for version in month.versions
	)
