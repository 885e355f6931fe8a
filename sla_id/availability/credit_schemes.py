"""What a provider owes for a month that was missed: schemes as data, amounts exact and rounded once, at the end.

No document of the five names a figure (002 §5 asks for consequences), so every scheme here is one that the parties choose.
A credit is never more than its cap; without one, never more than the fee.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sla_id.availability.json_fields import Fields
from sla_id.availability.rupiah import round_rupiah

DAY = 86_400


@dataclass(frozen=True, slots=True)
class MonthResult:
	"""What a scheme needs of a month; lengths in seconds. `met` None: not decided yet. `missed_targets`: how many."""

	availability: Fraction | None
	met: bool | None
	month_seconds: Fraction
	counted_seconds: Fraction
	allowance_seconds: Fraction
	target: Fraction
	days: int
	missed_targets: int


@dataclass(frozen=True, slots=True)
class Credit:
	"""Rupiah to two places: what the scheme says, and what its cap leaves of it. Both are kept."""

	amount: Decimal
	before_cap: Decimal


Owed = Callable[[Fraction, MonthResult], Fraction]
"""What a scheme says for a month's fee, before its cap."""


@dataclass(frozen=True, slots=True)
class Scheme:
	"""A credit scheme. `cap` is a share of the fee; `most` an amount, None: none."""

	kind: str
	owed: Owed
	cap: Fraction
	most: Fraction | None = None
	only_when_missed: bool = False


def credit_for(fee: Decimal, scheme: Scheme, month: MonthResult) -> Credit:
	"""The credit for a month of that fee."""
	exact = Fraction(fee)
	owed = Fraction(0) if scheme.only_when_missed and month.met is not False else scheme.owed(exact, month)
	most = exact * scheme.cap if scheme.most is None else min(exact * scheme.cap, scheme.most)
	return Credit(round_rupiah(min(owed, most)), round_rupiah(owed))


def parse_scheme(value: Any, where: str = "scheme") -> Scheme:
	"""A scheme from its JSON form. Raises AvailabilityError, which names the field."""
	kind = Fields(value if isinstance(value, Mapping) else {}, where).choice("kind", KINDS)
	known, parse = KINDS[kind]
	fields = Fields.of(value, where, ("kind", *known, "cap_percent", "cap_amount", "only_when_missed"))
	most = fields.read("cap_amount", Fields.amount, None)
	return Scheme(
		kind,
		parse(fields),
		fields.read("cap_percent", Fields.share, Fraction(1)),
		None if most is None else Fraction(most),
		_flag(fields, "only_when_missed"),
	)


def _steps(fields: Fields) -> Owed:
	"""A share of the fee by how low the availability lies; a figure on an edge belongs to the better step."""
	rows = fields.rows("steps", ("below", "percent"))
	if not rows:
		raise fields.fail("steps", 'a list, e.g. [{"below": "99.9", "percent": "10"}]')
	steps = sorted((row.share("below"), row.share("percent")) for row in rows)

	def owed(fee: Fraction, month: MonthResult) -> Fraction:
		if month.availability is None:
			return Fraction(0)
		return next((fee * share for below, share in steps if month.availability < below), Fraction(0))

	return owed


def _proportional(fields: Fields) -> Owed:
	"""(X · Y) / (Z · target): the fee's share of the time down, over the time promised."""
	excess = (
		fields.values.get("downtime") is not None and fields.choice("downtime", ("all", "excess")) == "excess"
	)
	by_target = _flag(fields, "divide_by_target")

	def owed(fee: Fraction, month: MonthResult) -> Fraction:
		down = month.counted_seconds
		if excess:
			down = max(down - month.allowance_seconds, Fraction(0))
		promised = month.month_seconds * (month.target if by_target else 1)
		return fee * down / promised if promised else Fraction(0)

	return owed


def _per_begun_period(fields: Fields) -> Owed:
	"""So many daily fees for each period of downtime that has begun."""
	period = (
		Fraction(fields.amount("period_seconds"))
		if fields.values.get("period_seconds") is not None
		else Fraction(DAY)
	)
	if not period:
		raise fields.fail("period_seconds", "a length above 0, e.g. 86400")
	daily_fees = Fraction(fields.read("daily_fees", Fields.amount, Decimal(1)))
	days = fields.values.get("days", "month")
	fixed = None if days in (None, "month") else Fraction(fields.amount("days"))
	if fixed == 0:
		raise fields.fail("days", '"month", or the days that a month counts, e.g. 30')

	def owed(fee: Fraction, month: MonthResult) -> Fraction:
		begun = -(-month.counted_seconds // period)
		return fee / (fixed or month.days) * daily_fees * begun

	return owed


def _per_missed_target(fields: Fields) -> Owed:
	"""An amount for each target that was missed, and a share of the fee once any was."""
	each = Fraction(fields.read("each", Fields.amount, Decimal(0)))
	share = fields.read("percent_of_fee", Fields.share, Fraction(0))
	missed = fields.read("missed", Fields.amount, None)

	def owed(fee: Fraction, month: MonthResult) -> Fraction:
		count = month.missed_targets if missed is None else Fraction(missed)
		return each * count + fee * share if count else Fraction(0)

	return owed


KINDS: Mapping[str, tuple[tuple[str, ...], Callable[[Fields], Owed]]] = {
	"steps": (("steps",), _steps),
	"proportional": (("downtime", "divide_by_target"), _proportional),
	"per_begun_period": (("period_seconds", "daily_fees", "days"), _per_begun_period),
	"per_missed_target": (("each", "percent_of_fee", "missed"), _per_missed_target),
}
"""Each kind of scheme: its fields, and how it is read."""


def _flag(fields: Fields, name: str) -> bool:
	value = fields.values.get(name, False)
	if not isinstance(value, bool):
		raise fields.fail(name, "true or false")
	return value
