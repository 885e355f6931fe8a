"""Credits by version: every line from the fee, the cap over all of them, parts of a month, lines that add up (AVAILABILITY's cases)."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sla_id.availability import MonthResult
from sla_id.statements.credit_sums import NO_FEE, Priced, VersionTerms, version_credit

STEPS = {
	"kind": "steps",
	"steps": [
		{"below": "99.9", "percent": "10"},
		{"below": "99.0", "percent": "25"},
		{"below": "95.0", "percent": "100"},
	],
}
MONTH = 30 * 86_400


def down(seconds: int, target: str = "0.95", *, days: int = 30) -> MonthResult:
	"""The result of a month, or of days of it, in which a service was down so long."""
	month, wanted = Fraction(days * 86_400), Fraction(target)
	share = (month - seconds) / month
	return MonthResult(share, share >= wanted, month, Fraction(seconds), month * (1 - wanted), wanted, 30, 0)


def terms(scheme: dict[str, Any], fee: str | None = "25000000", days: int = 30) -> VersionTerms:
	return VersionTerms(None if fee is None else Decimal(fee), scheme, days, 30)


def amounts(found: Any) -> list[str]:
	return [str(line.amount) for line in found.lines]


@pytest.mark.parametrize(
	("seconds", "amount"), [(129_600, "6250000.00"), (129_601, "25000000.00"), (0, "0.00")]
)
def test_the_lower_edge_belongs_to_the_better_step(seconds: int, amount: str) -> None:
	found = version_credit(terms(STEPS), [Priced("API", 30, down(seconds))])
	assert str(found.amount) == amount and amounts(found) == [amount]


def test_the_sum_names_the_step_that_holds() -> None:
	line = version_credit(terms(STEPS), [Priced("API", 30, down(129_601))]).lines[0]
	assert (line.sum["below"], line.sum["percent"]) == ("95.0", "100")
	assert line.sum["availability"] == "94.9999"  # never up to the target
	assert version_credit(terms(STEPS), [Priced("API", 30, down(0))]).lines[0].sum["below"] is None


def test_three_lines_under_a_cap_add_up() -> None:
	scheme = {**STEPS, "cap_amount": "100000"}
	priced = [Priced(code, 30, down(129_601)) for code in ("A", "B", "C")]
	found = version_credit(terms(scheme), priced)
	assert amounts(found) == ["33333.33", "33333.33", "33333.34"]
	assert (found.before_cap, found.amount) == (Decimal("75000000.00"), Decimal("100000.00"))


def test_the_remainder_never_goes_to_a_line_that_owes_nothing() -> None:
	priced = [Priced(code, 30, down(seconds)) for code, seconds in (("A", 129_601), ("B", 129_601), ("C", 0))]
	found = version_credit(terms({**STEPS, "cap_amount": "0.01"}), priced)
	assert amounts(found) == ["0.00", "0.01", "0.00"]


def test_together_never_more_than_the_fee() -> None:
	priced = [Priced(code, 30, down(MONTH)) for code in ("A", "B")]
	found = version_credit(terms(STEPS), priced)
	assert found.amount == Decimal("25000000.00") and amounts(found) == ["12500000.00", "12500000.00"]


def test_missed_targets() -> None:
	"""2 missed × 500.000 + 10 % of 8.000.000, cap 20 %: 1.800.000 and 1.600.000, both stored."""
	scheme = {"kind": "per_missed_target", "each": "500000", "percent_of_fee": "10", "cap_percent": "20"}
	result = MonthResult(None, None, Fraction(0), Fraction(0), Fraction(0), Fraction(1), 30, 2)
	found = version_credit(terms(scheme, "8000000"), [Priced("targets", 30, result)])
	assert (found.before_cap, found.amount) == (Decimal("1800000.00"), Decimal("1600000.00"))


def test_missed_targets_need_no_fee_where_nothing_is_a_part_of_it() -> None:
	result = MonthResult(None, None, Fraction(0), Fraction(0), Fraction(0), Fraction(1), 30, 3)
	priced = [Priced("targets", 30, result)]
	scheme = {"kind": "per_missed_target", "each": "500000"}
	found = version_credit(terms(scheme, None), priced)
	assert (found.amount, found.cap) == (Decimal("1500000.00"), None)
	assert version_credit(terms({**scheme, "percent_of_fee": "1"}, None), priced).problem == NO_FEE
	assert version_credit(terms(STEPS, None), [Priced("A", 30, down(9))]).problem == NO_FEE


def test_a_version_of_half_a_month_owes_from_half_the_fee() -> None:
	found = version_credit(terms(STEPS, days=15), [Priced("API", 15, down(15 * 86_400, days=15))])
	assert found.amount == Decimal("12500000.00")
	scheme = {"kind": "proportional", "downtime": "all"}
	part = version_credit(terms(scheme, "30000000", 15), [Priced("API", 15, down(43_200, days=15))])
	whole = version_credit(terms(scheme, "30000000"), [Priced("API", 30, down(43_200))])
	assert part.amount == whole.amount == Decimal("500000.00")  # half a day of thirty


def test_a_begun_day_costs_the_same_in_a_part_of_a_month() -> None:
	for days in ({"days": 30}, {}):
		scheme = {"kind": "per_begun_period", "period_seconds": 86_400, "daily_fees": "2", **days}
		for length in (15, 30):
			found = version_credit(
				terms(scheme, "30000000", length), [Priced("API", length, down(1, days=length))]
			)
			assert found.amount == Decimal("2000000.00"), (days, length)


def test_proportional_is_capped_at_the_fee() -> None:
	"""(X·Y)/(Z·0.995), down all month."""
	scheme = {"kind": "proportional", "downtime": "all", "divide_by_target": True}
	found = version_credit(terms(scheme, "10000000"), [Priced("API", 30, down(MONTH, "0.995"))])
	assert (found.before_cap, found.amount) == (Decimal("10050251.26"), Decimal("10000000.00"))


@given(
	some.lists(some.integers(0, MONTH), min_size=1, max_size=6),
	some.sampled_from(["1", "99.99", "33333.33", "1234567.89", "25000000"]),
	some.sampled_from([None, "0.01", "100", "77777.77"]),
	some.sampled_from(["10", "33", "100"]),
)
def test_lines_always_add_up(lengths: list[int], fee: str, most: str | None, percent: str) -> None:
	scheme = {**STEPS, "cap_percent": percent} | ({"cap_amount": most} if most else {})
	priced = [Priced(str(number), 30, down(length)) for number, length in enumerate(lengths)]
	found = version_credit(terms(scheme, fee), priced)
	assert sum((line.amount for line in found.lines), Decimal(0)) == found.amount
	assert sum((line.before_cap for line in found.lines), Decimal(0)) == found.before_cap
	assert found.cap is not None and 0 <= found.amount <= min(found.cap, found.before_cap)
	assert all(line.amount >= 0 and (line.before_cap or not line.amount) for line in found.lines)
