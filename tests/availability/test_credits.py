"""Credits: schemes, caps, rounding, lines that add up, words, and until when they are claimed."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sla_id.availability import AvailabilityError, ClaimWindow, claim_until, share_out, terbilang
from sla_id.availability.claim_window import WindowKind
from sla_id.availability.credit_question import answer_credit
from sla_id.availability.month_question import answer_month
from sla_id.availability.rupiah import round_rupiah, say_rupiah
from sla_id.engine import WorkingCalendar
from tests.availability.cases import WIB, credit, down_for

STEPS = [
	{"below": "99.9", "percent": "10"},
	{"below": "99.0", "percent": "25"},
	{"below": "95.0", "percent": "100"},
]


def test_a_figure_on_an_edge_belongs_to_the_better_step() -> None:
	fee = "25000000"
	assert credit(fee, down_for(129_600), kind="steps", steps=STEPS) == ("6250000.00", "6250000.00")
	assert credit(fee, down_for(129_601), kind="steps", steps=STEPS) == ("25000000.00", "25000000.00")
	assert credit(fee, down_for(0), kind="steps", steps=STEPS) == ("0.00", "0.00")


@pytest.mark.parametrize(("month", "amount"), [("2026-04", "167504.19"), ("2026-03", "162100.83")])
def test_proportional_to_the_time_down(month: str, amount: str) -> None:
	"""(X · Y) / (Z · 0.995), X 10,000,000, Y 12 hours, Z the month's hours."""
	outage = {"start": f"{month}-10T00:00:00+07:00", "end": f"{month}-10T12:00:00+07:00"}
	figures = answer_month({"month": month, "target_percent": "99.5", "outages": [outage]})
	assert (
		credit("10000000", figures, kind="proportional", downtime="all", divide_by_target=True)[0] == amount
	)


def test_never_more_than_the_fee() -> None:
	figures = down_for(30 * 86_400, target_percent="99.5")
	scheme = {"kind": "proportional", "downtime": "all", "divide_by_target": True}
	assert credit("10000000", figures, **scheme) == ("10000000.00", "10050251.26")


def test_only_the_excess_and_only_when_missed() -> None:
	figures = down_for(129_600 + 25_920)
	assert credit("10000000", figures, kind="proportional", downtime="excess")[0] == "100000.00"
	assert credit("10000000", down_for(3600), kind="proportional", downtime="all")[0] == "13888.89"
	assert credit("10000000", down_for(3600), kind="proportional", only_when_missed=True)[0] == "0.00"


@pytest.mark.parametrize(
	("seconds", "amount"), [(0, "0.00"), (1, "2000000.00"), (86_400, "2000000.00"), (86_401, "4000000.00")]
)
def test_a_period_counts_once_it_has_begun(seconds: int, amount: str) -> None:
	scheme = {"kind": "per_begun_period", "period_seconds": 86_400, "daily_fees": "2", "days": 30}
	assert credit("30000000", down_for(seconds), **scheme)[0] == amount


def test_a_day_of_the_month_it_is() -> None:
	march = answer_month(
		{
			"month": "2026-03",
			"outages": [{"start": "2026-03-01T00:00:00+07:00", "end": "2026-03-01T01:00:00+07:00"}],
		}
	)
	scheme = {"kind": "per_begun_period", "period_seconds": 86_400, "daily_fees": "1", "days": "month"}
	assert credit("31000000", march, **scheme)[0] == "1000000.00"


def test_missed_targets_and_both_amounts() -> None:
	question = {
		"fee": "8000000",
		"month": down_for(129_601),
		"missed_targets": 2,
		"scheme": {
			"kind": "per_missed_target",
			"each": "500000",
			"percent_of_fee": "10",
			"cap_percent": "20",
		},
	}
	answer = answer_credit(question)
	assert (answer["before_cap"], answer["amount"]) == ("1800000.00", "1600000.00")
	assert answer["words"] == "satu juta enam ratus ribu rupiah"


def test_half_a_sen_is_rounded_up() -> None:
	assert round_rupiah(Fraction(5, 1000)) == Decimal("0.01")
	assert round_rupiah(Fraction(-5, 1000)) == Decimal("-0.01")
	assert round_rupiah(Fraction(25, 1000)) == Decimal("0.03")


def test_lines_add_up_and_the_last_takes_the_rest() -> None:
	assert share_out(Decimal("100000"), [Fraction(1)] * 3) == [
		Decimal(text) for text in ("33333.33", "33333.33", "33333.34")
	]


@given(
	some.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False),
	some.lists(some.fractions(min_value=0, max_value=100), min_size=1, max_size=12).filter(any),
)
def test_lines_always_add_up(total: Decimal, shares: list[Fraction]) -> None:
	lines = share_out(total, shares)
	assert sum(lines) == total and len(lines) == len(shares)
	assert all(line >= 0 for line in lines)


@pytest.mark.parametrize(
	("number", "words"),
	[
		(0, "nol"),
		(11, "sebelas"),
		(1_000, "seribu"),
		(1_001, "seribu satu"),
		(1_100, "seribu seratus"),
		(212_111, "dua ratus dua belas ribu seratus sebelas"),
		(1_001_000, "satu juta seribu"),
		(101_000, "seratus satu ribu"),
		(1_000_000_000, "satu miliar"),
	],
)
def test_amounts_in_words(number: int, words: str) -> None:
	assert terbilang(number) == words


UNITS = {
	"satu": 1,
	"dua": 2,
	"tiga": 3,
	"empat": 4,
	"lima": 5,
	"enam": 6,
	"tujuh": 7,
	"delapan": 8,
	"sembilan": 9,
}
POWERS = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12, "kuadriliun": 10**15}


def read_words(words: str) -> int:
	"""The number that Indonesian words say, by another road than the one that wrote them."""
	total = group = unit = 0
	for word in words.replace("seribu", "satu ribu").replace("seratus", "satu ratus").split():
		if word in UNITS:
			unit = UNITS[word]
			group += unit
		elif word in ("sepuluh", "sebelas"):
			group += {"sepuluh": 10, "sebelas": 11}[word]
		elif word in ("belas", "puluh", "ratus"):
			group += {"belas": 10, "puluh": 9 * unit, "ratus": 99 * unit}[word]
		elif word in POWERS:
			total, group = total + group * POWERS[word], 0
	return total + group


@given(some.integers(min_value=1, max_value=10**18 - 1))
def test_words_say_the_number(number: int) -> None:
	assert read_words(terbilang(number)) == number


def test_sen_in_words() -> None:
	assert say_rupiah(Decimal("167504.19")).endswith("lima ratus empat rupiah sembilan belas sen")


APRIL = date(2026, 4, 1)
OFFICE = WorkingCalendar.from_dict(
	{
		"time_zone": "Asia/Jakarta",
		"hours": {day: [["08:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
		"holidays": ["2026-05-01"],
	}
)


@pytest.mark.parametrize(
	("window", "last"),
	[
		(ClaimWindow(WindowKind.DAYS, 30), "2026-05-30T23:59:59+07:00"),
		(ClaimWindow(WindowKind.WORKING_DAYS, 5, OFFICE), "2026-05-08T23:59:59+07:00"),
		(ClaimWindow(WindowKind.MONTHS, 0), "2026-04-30T23:59:59+07:00"),
		(ClaimWindow(WindowKind.MONTHS, 1), "2026-05-31T23:59:59+07:00"),
	],
)
def test_until_when_a_credit_is_claimed(window: ClaimWindow, last: str) -> None:
	assert claim_until(APRIL, window, WIB).isoformat() == last


@pytest.mark.parametrize(
	("scheme", "place"),
	[
		(None, "scheme.kind"),
		({"kind": "gift"}, "scheme.kind"),
		({"kind": "steps"}, "scheme.steps"),
		({"kind": "steps", "steps": STEPS, "cap_percent": "120"}, "scheme.cap_percent"),
		({"kind": "proportional", "downtime": "some"}, "scheme.downtime"),
		({"kind": "per_begun_period", "period_seconds": 0}, "scheme.period_seconds"),
		({"kind": "per_begun_period", "days": 0}, "scheme.days"),
		({"kind": "per_missed_target", "each": "-1"}, "scheme.each"),
	],
)
def test_a_scheme_that_cannot_be_read_is_named(scheme: object, place: str) -> None:
	with pytest.raises(AvailabilityError) as refused:
		answer_credit({"fee": "1", "month": down_for(0), "scheme": scheme})
	assert refused.value.field == place
