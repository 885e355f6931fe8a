"""Which agreement versions hold for a partner on which days of a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from frappe.utils import getdate

from sla_id.agreements.choose import choose_agreement
from sla_id.agreements.levels import Rows, chain_of, with_service_levels
from sla_id.agreements.signing.versions import last_day

_ONE_DAY = timedelta(days=1)
_SAME_DAY_EVERYWHERE = time(11, tzinfo=timezone.utc)
"""A time of day at which all zones from -11 to +12 have the same date."""


@dataclass(frozen=True, slots=True)
class HeldVersion:
	"""The levels of an agreement that hold for a partner from `first` to `last`, both included; empty: none does."""

	levels: tuple[str, ...]
	first: date
	last: date


def levels_at(partner: str, at: datetime, heads: Rows, services: Sequence[str] = ()) -> tuple[str, ...]:
	"""The levels that hold for a partner at an instant, the broadest first; empty without an agreement.

	With `services`, a service and what it is part of, service levels are among them.
	"""
	name, _why = choose_agreement(partner, at, heads)
	if name is None:
		return ()
	chain = chain_of(name, at, heads)
	return with_service_levels(chain, services, partner, at, heads) if services else chain


def versions_between(
	partner: str, first: date, last: date, heads: Rows, services: Sequence[str] = ()
) -> list[HeldVersion]:
	"""The versions that hold for a partner on the days from `first` to `last`, in order, without the days on which none does."""
	found: list[HeldVersion] = []
	days = _days_of_change(heads, first, last)
	for day, following in zip(days, [*days[1:], last + _ONE_DAY], strict=True):
		levels = levels_at(partner, datetime.combine(day, _SAME_DAY_EVERYWHERE), heads, services)
		end = following - _ONE_DAY
		if found and found[-1].levels == levels:
			found[-1] = HeldVersion(levels, found[-1].first, end)
		else:
			found.append(HeldVersion(levels, day, end))
	return [held for held in found if held.levels]


def _days_of_change(heads: Rows, first: date, last: date) -> list[date]:
	"""The first day, and those in between on which any version begins or the one before has ended."""
	days = {first}
	for row in heads:
		end = last_day(row)
		days |= {getdate(row.effective_from)} | ({end + _ONE_DAY} if end else set())
	return sorted(day for day in days if first <= day <= last)
