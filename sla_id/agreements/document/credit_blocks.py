"""The block on service credits: the scheme in words, its limits, until when it may be claimed, and a worked example (002 §5).

Only credits that are agreed are printed.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from sla_id.agreements.document.print_context import Paper
from sla_id.agreements.document.printed_values import (
	Block,
	Listing,
	Paragraph,
	PrintedTable,
	PrintedText,
	Row,
)
from sla_id.agreements.file.model import AgreedScheme, CreditTerms, Label
from sla_id.agreements.words import code_names, say_amount, say_number, say_percent
from sla_id.availability import Credit, MonthResult, credit_for, parse_scheme, say_rupiah
from sla_id.availability.month_question import percent as four_decimals
from sla_id.engine.words import say_duration

DAY = 86_400
EXAMPLE_DAYS = 30
EXAMPLE_FEE = Decimal(10_000_000)
EXAMPLE_TARGET = Decimal("99.9")
"""The fee and the target of an example where the agreement names none."""
_TIMES_OVER = (2, 5, 10, 25, 1000)
"""The downtime of the example, as so many times what is allowed: the first that costs something."""
_OWED = Label(
	"Bila Ketersediaan yang dijanjikan tidak tercapai dalam suatu bulan, {} memberikan restitusi.",
	"Where the promised availability is missed in a month, {} gives a credit.",
)
_OWED_PER_TARGET = Label(
	"Bila target tidak tercapai dalam suatu bulan, {} memberikan restitusi.",
	"Where targets are missed in a month, {} gives a credit.",
)
_FEE = Label("Biaya per bulan: {}.", "Monthly fee: {}.")
_STEPS = (
	Label("Ketersediaan dalam bulan", "Availability of the month"),
	Label("Restitusi dari biaya per bulan", "Credit of the monthly fee"),
)
_BELOW = Label("di bawah {}", "below {}")
_EDGE = Label(
	"Tepat pada batas berlaku tingkat yang lebih baik.", "Exactly at an edge the better step holds."
)
_SHARE = Label("Restitusi = biaya per bulan × {} ÷ {}.", "Credit = monthly fee × {} ÷ {}.")
_ALL_DOWN = Label("Waktu Henti yang dihitung", "counted downtime")
_EXCESS = Label(
	"(Waktu Henti yang dihitung − Waktu Henti yang diizinkan)", "(counted downtime − allowed downtime)"
)
_MONTH = Label("lamanya bulan", "length of the month")
_MONTH_OVER_TARGET = Label(
	"(lamanya bulan × Ketersediaan yang dijanjikan)", "(length of the month × promised availability)"
)
_PERIOD = Label(
	"Untuk setiap {} Waktu Henti yang dimulai: {} kali biaya harian, yaitu biaya per bulan dibagi {}.",
	"For each begun {} of downtime: {} times the daily fee, which is the monthly fee divided by {}.",
)
_DAYS = Label("{} hari", "{} days")
_OWN_DAYS = Label("jumlah hari bulan itu", "the days of that month")
_EACH = Label("Untuk setiap target yang tidak tercapai: {}.", "For each missed target: {}.")
_OF_FEE = Label(
	"Bila ada target yang tidak tercapai, ditambah {} dari biaya per bulan.",
	"Once any target is missed, also {} of the monthly fee.",
)
_ONLY_MISSED = Label(
	"Restitusi hanya diberikan bila target bulan itu tidak tercapai.",
	"A credit is given only where the month's target is missed.",
)
_CAP = Label("Restitusi paling banyak {} dari biaya per bulan.", "A credit is at most {} of the monthly fee.")
_CAP_AMOUNT = Label("Restitusi paling banyak {}.", "A credit is at most {}.")
_WINDOW = {
	"days": Label(
		"Restitusi dapat diklaim sampai {} hari setelah akhir bulan itu.",
		"A credit may be claimed up to {} days after the end of the month.",
	),
	"working_days": Label(
		"Restitusi dapat diklaim sampai {} Hari Kerja setelah akhir bulan itu.",
		"A credit may be claimed up to {} business days after the end of the month.",
	),
	"months": Label(
		"Restitusi dapat diklaim sampai akhir bulan ke-{} setelah bulan itu.",
		"A credit may be claimed until the end of month {} after it.",
	),
	"this_month": Label(
		"Restitusi dapat diklaim sampai akhir bulan itu sendiri.",
		"A credit may be claimed until the end of the month itself.",
	),
}
_EXAMPLE = Label(
	"Contoh: dalam bulan {days} hari layanan terhenti {down} yang dihitung, jadi Ketersediaannya {figure} (target {target}).",
	"Example: in a month of {days} days {down} of downtime count, so availability is {figure} (target {target}).",
)
_EXAMPLE_WITHIN = Label(
	"Contoh: dalam bulan dengan {days} yang dijanjikan layanan terhenti {down} yang dihitung, jadi Ketersediaannya {figure} (target {target}).",
	"Example: in a month with {days} of promised hours {down} of downtime count, so availability is {figure} (target {target}).",
)
_EXAMPLE_TARGETS = Label(
	"Contoh: {count} target tidak tercapai dalam suatu bulan.",
	"Example: {count} targets are missed in a month.",
)
_OF_A_FEE = Label(
	"Dari biaya {fee} per bulan, restitusinya {amount}.", "Of a fee of {fee} a month the credit is {amount}."
)
_IN_WORDS = Label("{amount} ({words})", "{amount}")
_BEFORE_CAP = Label(" Tanpa batas itu {amount}.", " Without the limit it would be {amount}.")


def credits(paper: Paper) -> tuple[Block, ...]:
	"""What is owed for a missed month."""
	terms = paper.file.credit
	if terms is None or not terms.enabled or terms.scheme is None:
		return ()
	owed = _OWED_PER_TARGET if terms.scheme.kind == "per_missed_target" else _OWED
	fee = f" {paper.say(_FEE).format(say_amount(terms.fee, paper.language))}" if terms.fee is not None else ""
	rules = tuple(PrintedText(sentence) for sentence in _rules(paper, terms, terms.scheme))
	return (
		Paragraph(paper.text(paper.say(owed).format(paper.party("provider")) + fee, "credit")),
		*_steps(paper, terms.scheme),
		*((Listing(rules),) if len(rules) > 1 else tuple(Paragraph(rule) for rule in rules)),
		Paragraph(PrintedText(_example(paper, terms, terms.scheme)), "note"),
	)


def _steps(paper: Paper, scheme: AgreedScheme) -> tuple[Block, ...]:
	if not scheme.steps:
		return ()
	rows = tuple(
		Row(
			(
				paper.cell(paper.say(_BELOW).format(say_percent(step.below, paper.language))),
				paper.cell(say_percent(step.percent, paper.language)),
			)
		)
		for step in scheme.steps
	)
	name = paper.name(code_names.BLOCKS, "credits")
	return (PrintedTable(name, tuple(map(paper.say, _STEPS)), rows, (paper.say(_EDGE),)),)


def _rules(paper: Paper, terms: CreditTerms, scheme: AgreedScheme) -> Iterator[str]:
	"""The scheme and its limits, a sentence each."""
	say, language = paper.say, paper.language
	if scheme.kind == "proportional":
		down = _EXCESS if scheme.downtime == "excess" else _ALL_DOWN
		month = _MONTH_OVER_TARGET if scheme.divide_by_target else _MONTH
		yield say(_SHARE).format(say(down), say(month))
	elif scheme.kind == "per_begun_period":
		period = _length(paper, scheme.period_seconds or DAY)
		days = say(_DAYS).format(scheme.days) if scheme.days else say(_OWN_DAYS)
		yield say(_PERIOD).format(period, say_number(scheme.daily_fees or Decimal(1), language), days)
	if scheme.each:
		yield say(_EACH).format(say_amount(scheme.each, language))
	if scheme.percent_of_fee:
		yield say(_OF_FEE).format(say_percent(scheme.percent_of_fee, language))
	if scheme.only_when_missed:
		yield say(_ONLY_MISSED)
	yield say(_CAP).format(say_percent(scheme.cap_percent or Decimal(100), language))
	if scheme.cap_amount is not None:
		yield say(_CAP_AMOUNT).format(say_amount(scheme.cap_amount, language))
	if terms.window:
		kind = "this_month" if terms.window.kind == "months" and not terms.window.count else terms.window.kind
		yield say(_WINDOW[kind]).format(terms.window.count)


def _length(paper: Paper, seconds: int) -> str:
	return say_duration(seconds, "id" if paper.language.startswith("id") else "en")


def _example(paper: Paper, terms: CreditTerms, scheme: AgreedScheme) -> str:
	"""A month's credit with its sum: the first downtime of some that costs anything."""
	promise = paper.file.availability
	target = Fraction(promise.target_percent if promise else EXAMPLE_TARGET) / 100
	fee = terms.fee if terms.fee is not None else EXAMPLE_FEE
	month = _example_month(paper)
	results = [_missed_by(times, target, month) for times in _TIMES_OVER]
	credits_ = [credit_for(fee, parse_scheme(scheme.as_json()), result) for result in results]
	result, credit = next(
		(pair for pair in zip(results, credits_, strict=True) if pair[1].amount), (results[-1], credits_[-1])
	)
	return f"{_case(paper, scheme, result)} {_amount(paper, fee, credit)}"


def _example_month(paper: Paper) -> Fraction:
	"""The length of the example's month in seconds: 30 days, or four weeks of the hours that are promised."""
	promise = paper.file.availability
	codes = {entry.code: entry.week for entry in paper.file.calendars}
	week = codes.get(promise.calendar) if promise and promise.calendar else None
	if week is None or week.always:
		return Fraction(EXAMPLE_DAYS * DAY)
	return Fraction(4 * sum(_seconds(start, end) for _day, windows in week.days for start, end in windows))


def _seconds(start: str, end: str) -> int:
	"""A window's length; one that ends before it starts goes on past midnight."""
	first, last = ((int(text[:2]) * 60 + int(text[3:])) * 60 for text in (start, end))
	return last - first if last > first else last - first + DAY


def _missed_by(times: int, target: Fraction, month: Fraction) -> MonthResult:
	"""A month in which the service was down so many times the allowance, at most all of it."""
	allowed = month * (1 - target)
	down = min(Fraction(-(-(allowed * times) // 60) * 60 or 3600), month)
	figure = (month - down) / month
	return MonthResult(figure, figure >= target, month, down, allowed, target, EXAMPLE_DAYS, times)


def _case(paper: Paper, scheme: AgreedScheme, result: MonthResult) -> str:
	if scheme.kind == "per_missed_target":
		return paper.say(_EXAMPLE_TARGETS).format(count=result.missed_targets)
	assert result.availability is not None
	figure = Decimal(four_decimals(result.availability, result.target) or 0)
	within = result.month_seconds != EXAMPLE_DAYS * DAY
	length = _length(paper, int(result.month_seconds)) if within else str(result.days)
	return paper.say(_EXAMPLE_WITHIN if within else _EXAMPLE).format(
		days=length,
		down=_length(paper, int(result.counted_seconds)),
		figure=f"{_mark(paper, f'{figure:.4f}')}%",
		target=say_percent(
			Decimal(result.target.numerator * 100) / result.target.denominator, paper.language
		),
	)


def _mark(paper: Paper, number: str) -> str:
	return number.replace(".", ",") if paper.language.startswith("id") else number


def _amount(paper: Paper, fee: Decimal, credit: Credit) -> str:
	said = paper.say(_IN_WORDS).format(
		amount=say_amount(credit.amount, paper.language), words=say_rupiah(credit.amount)
	)
	text = paper.say(_OF_A_FEE).format(fee=say_amount(fee, paper.language), amount=said)
	if credit.before_cap == credit.amount:
		return text
	return text + paper.say(_BEFORE_CAP).format(amount=say_amount(credit.before_cap, paper.language))
