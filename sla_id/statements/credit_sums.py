"""What a month costs under one agreement version, line by line, with each step of the sum. No frappe.

Every service that was missed owes by the scheme from the monthly fee; together they owe at most what the cap leaves, shared
out over the lines so that these add up, the remainder on the last. A version that held for a part of the month owes from
that part of the fee.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sla_id.availability import MonthFigures, MonthResult, parse_scheme, share_out
from sla_id.availability.credit_schemes import Scheme
from sla_id.availability.month_question import exact_text, percent
from sla_id.availability.rupiah import round_rupiah
from sla_id.availability.spans import SECOND

PER_TARGET, PER_PERIOD = "per_missed_target", "per_begun_period"
NO_FEE = "no_fee"
"""The problem of a credit that is a part of a fee which the agreement doesn't name."""
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Priced:
	"""What a line is priced by: its days of the month, and the month's figures; of missed targets, their number."""

	key: str
	days: int
	result: MonthResult


@dataclass(frozen=True, slots=True)
class VersionTerms:
	"""The credit terms of one version and the part of a month in which it held. `scheme` in its JSON form; `fee` a month."""

	fee: Decimal | None
	scheme: dict[str, Any]
	days: int
	month_days: int


@dataclass(frozen=True, slots=True)
class CreditLine:
	"""What one line owes; `sum` holds the numbers of its steps, as texts."""

	key: str
	before_cap: Decimal
	amount: Decimal
	sum: dict[str, Any]


@dataclass(frozen=True, slots=True)
class VersionCredit:
	"""What a version owes for a month. `cap` None: without a limit. `problem` names why nothing can be computed."""

	lines: tuple[CreditLine, ...]
	before_cap: Decimal
	cap: Decimal | None
	amount: Decimal
	problem: str = ""


def version_credit(terms: VersionTerms, priced: Sequence[Priced]) -> VersionCredit:
	"""The credit of one version for its lines. Raises AvailabilityError for a scheme that can't be read."""
	scheme = parse_scheme(terms.scheme)
	if terms.fee is None and _needs_fee(terms.scheme):
		return VersionCredit((), Decimal(0), None, Decimal(0), NO_FEE)
	owed = [_owed(terms, scheme, entry) for entry in priced]
	lines = [_line(terms, entry, exact) for entry, exact in zip(priced, owed, strict=True)]
	cap = _cap(terms, scheme)
	before = sum((line.before_cap for line in lines), Decimal(0)).quantize(CENT)
	amount = before if cap is None else min(before, cap)
	return VersionCredit(tuple(_shared(lines, before, amount)), before, cap, amount)


def fee_part(terms: VersionTerms, days: int) -> Decimal:
	"""The part of the monthly fee that falls on so many days, to the sen."""
	return round_rupiah(Fraction(terms.fee or 0) * days / terms.month_days)


def _needs_fee(scheme: dict[str, Any]) -> bool:
	return scheme.get("kind") != PER_TARGET or bool(
		Fraction(str(scheme.get("percent_of_fee") or 0)) or scheme.get("cap_percent")
	)


def _owed(terms: VersionTerms, scheme: Scheme, entry: Priced) -> Fraction:
	"""What a line owes exactly, before the cap. A begun period costs daily fees, which are parts of the whole month's."""
	if scheme.only_when_missed and entry.result.met is not False and scheme.kind != PER_TARGET:
		return Fraction(0)
	base = terms.fee or Decimal(0) if scheme.kind == PER_PERIOD else fee_part(terms, entry.days)
	return scheme.owed(Fraction(base), entry.result)


def _cap(terms: VersionTerms, scheme: Scheme) -> Decimal | None:
	caps = [] if scheme.most is None else [round_rupiah(scheme.most)]
	if terms.fee is not None:
		caps.append(round_rupiah(Fraction(fee_part(terms, terms.days)) * scheme.cap))
	return min(caps) if caps else None


def _line(terms: VersionTerms, entry: Priced, exact: Fraction) -> CreditLine:
	amount = round_rupiah(exact)
	return CreditLine(entry.key, amount, amount, _sum_of(terms, entry))


def _shared(lines: Sequence[CreditLine], before: Decimal, amount: Decimal) -> list[CreditLine]:
	"""The lines with the capped amount shared out over those that owe anything."""
	owing = [line for line in lines if line.before_cap]
	if amount == before or not owing:
		return list(lines)
	parts = share_out(amount, [Fraction(line.before_cap) for line in owing])
	shares = dict(zip((line.key for line in owing), parts, strict=True))
	return [replace(line, amount=shares.get(line.key, line.amount)) for line in lines]


def _sum_of(terms: VersionTerms, entry: Priced) -> dict[str, Any]:
	"""The numbers of a line's sum: what was put into the scheme, and what of the scheme applied."""
	result, scheme = entry.result, terms.scheme
	said: dict[str, Any] = {
		"kind": scheme["kind"],
		"fee": None if terms.fee is None else str(terms.fee.quantize(CENT)),
		"days": entry.days,
		"month_days": terms.month_days,
		"fee_part": str(fee_part(terms, entry.days)),
	}
	if scheme["kind"] == PER_TARGET:
		return {
			**said,
			"missed": result.missed_targets,
			"each": str(scheme.get("each") or "0"),
			"percent": str(scheme.get("percent_of_fee") or "0"),
		}
	said |= {
		"availability": percent(result.availability, result.target),
		"counted_seconds": exact_text(result.counted_seconds),
		"month_seconds": exact_text(result.month_seconds),
		"allowance_seconds": exact_text(result.allowance_seconds),
		"target_percent": exact_text(result.target * 100),
		"met": result.met,
		"only_when_missed": bool(scheme.get("only_when_missed")),
	}
	return {**said, **_step_of(scheme, result)}


def _step_of(scheme: dict[str, Any], result: MonthResult) -> dict[str, Any]:
	if scheme["kind"] == "steps":
		steps = sorted(scheme["steps"], key=lambda step: Fraction(str(step["below"])))
		hit = next(
			(
				step
				for step in steps
				if result.availability is not None
				and result.availability * 100 < Fraction(str(step["below"]))
			),
			None,
		)
		return {"below": str(hit["below"]) if hit else None, "percent": str(hit["percent"]) if hit else "0"}
	if scheme["kind"] == "proportional":
		return {
			"excess": scheme.get("downtime") == "excess",
			"by_target": bool(scheme.get("divide_by_target")),
		}
	period = Fraction(str(scheme.get("period_seconds") or 86_400))
	fixed = scheme.get("days")
	return {
		"period_seconds": exact_text(period),
		"begun": int(-(-result.counted_seconds // period)),
		"daily_fees": str(scheme.get("daily_fees") or "1"),
		"fee_days": str(fixed) if fixed not in (None, "month") else str(result.days),
	}


def result_of(figures: MonthFigures, own: MonthFigures, days: int) -> MonthResult:
	"""What a scheme needs of a line: its printed figure, and the lengths of its own days (`own`, figures of those alone)."""
	return MonthResult(
		availability=figures.whole.availability,
		met=figures.met,
		month_seconds=own.month / Fraction(SECOND),
		counted_seconds=own.whole.counted / SECOND,
		allowance_seconds=own.allowance / SECOND,
		target=figures.guarantee.target,
		days=days,
		missed_targets=0,
	)
