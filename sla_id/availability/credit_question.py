"""A credit asked and answered as JSON: what `python -m sla_id.availability credit` reads and prints."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from sla_id.availability.credit_schemes import MonthResult, credit_for, parse_scheme
from sla_id.availability.json_fields import Fields
from sla_id.availability.rupiah import say_rupiah

FIELDS = ("fee", "month", "scheme", "missed_targets", "target_percent")
DAY = 86_400


def answer_credit(question: Any) -> dict[str, Any]:
	"""What a JSON object with a fee, a month's figures and a scheme comes to. Raises AvailabilityError."""
	fields = Fields.of(question, "", FIELDS)
	credit = credit_for(
		fields.amount("fee"), parse_scheme(fields.values.get("scheme")), _parse_result(fields)
	)
	return {
		"amount": str(credit.amount),
		"before_cap": str(credit.before_cap),
		"words": say_rupiah(credit.amount),
	}


def _parse_result(fields: Fields) -> MonthResult:
	"""The month as `month` prints it; of what is missing, what the rest says."""
	month = fields.values.get("month")
	if not isinstance(month, dict):
		raise fields.fail("month", "the object that `month` prints")
	row = Fields(month, "month")
	seconds = Fraction(row.amount("month_seconds"))
	denominator = Fraction(row.read("denominator_seconds", Fields.amount, row.amount("month_seconds")))
	counted = Fraction(row.amount("counted_seconds"))
	target = _target(fields, row, denominator)
	availability = _availability(row, denominator, counted)
	met = row.values.get("met")
	missed = fields.read("missed_targets", Fields.amount, None)
	return MonthResult(
		availability=availability,
		met=met if isinstance(met, bool) or met is None else None,
		month_seconds=seconds,
		counted_seconds=counted,
		allowance_seconds=denominator * (1 - target),
		target=target,
		days=int(row.read("days_in_month", Fields.amount, Decimal(round(seconds / DAY)))),
		missed_targets=int(met is False) if missed is None else int(missed),
	)


def _availability(row: Fields, denominator: Fraction, counted: Fraction) -> Fraction | None:
	"""The exact figure: the fraction, else what the seconds give. The printed percentage is rounded and decides nothing."""
	given = row.values.get("availability_fraction")
	if given is None:
		return (denominator - counted) / denominator if denominator else None
	try:
		return Fraction(str(given))
	except (ValueError, ZeroDivisionError):
		raise row.fail("availability_fraction", 'a fraction, e.g. "19/20"') from None


def _target(fields: Fields, row: Fields, denominator: Fraction) -> Fraction:
	"""The target: named, or what the allowance leaves of the denominator."""
	for place in (fields, row):
		if place.values.get("target_percent") is not None:
			return place.share("target_percent")
	given = row.values.get("allowance_seconds")
	if given is None or not denominator:
		return Fraction(1)
	try:
		return 1 - Fraction(str(given)) / denominator
	except (ValueError, ZeroDivisionError):
		raise row.fail("allowance_seconds", 'seconds, e.g. "129600"') from None
