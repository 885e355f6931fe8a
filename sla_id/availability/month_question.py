"""A month's availability asked and answered as JSON: what `python -m sla_id.availability month` reads and prints."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sla_id.availability.availability_error import AvailabilityError
from sla_id.availability.downtime import FULL, RULES, ComponentRule, Outage
from sla_id.availability.excluded_time import Decision, Exclusion
from sla_id.availability.guarantee import (
	DaysInForce,
	Denominator,
	Guarantee,
	PartMonth,
	UnknownTime,
	first_of_next,
)
from sla_id.availability.json_fields import Fields
from sla_id.availability.month_figures import MonthFigures, Observed, month_figures
from sla_id.availability.spans import SECOND, Span
from sla_id.engine.errors import InvalidCalendar
from sla_id.engine.working_calendar import WorkingCalendar

JAKARTA = ZoneInfo("Asia/Jakarta")
FIELDS = (
	*("month", "time_zone", "now", "target_percent", "denominator", "unknown_counts_as", "minimum_seconds"),
	*("in_force", "service_hours", "components", "outages", "exclusions", "unknown"),
)


def answer_month(question: Any) -> dict[str, Any]:
	"""The figures of the month that a JSON object asks for. Raises AvailabilityError, which names the field."""
	fields = Fields.of(question, "", FIELDS)
	first = fields.month("month")
	return plain(month_figures(parse_guarantee(fields), first, parse_observed(fields)))


def parse_guarantee(fields: Fields) -> Guarantee:
	"""What is promised; without a target 100 %, in WIB, round the clock. Raises AvailabilityError."""
	zone = fields.read("time_zone", Fields.zone, JAKARTA)
	target = fields.read("target_percent", Fields.share, FULL)
	if not target:
		raise AvailabilityError("target_percent", "is 0, which can't be missed; write a percentage above 0")
	return Guarantee(
		zone=zone,
		target=target,
		denominator=fields.option("denominator", Denominator.WHOLE_MONTH),
		unknown=fields.option("unknown_counts_as", UnknownTime.UP),
		minimum=fields.read("minimum_seconds", Fields.microseconds, 0),
		components=_parse_components(fields),
		service_hours=_parse_service_hours(fields.values.get("service_hours"), zone),
		in_force=_parse_in_force(fields),
	)


def parse_observed(fields: Fields) -> Observed:
	"""Outages, exclusions and blind times. Raises AvailabilityError."""
	outages = fields.rows("outages", ("start", "end", "component", "impact_percent"))
	exclusions = fields.rows("exclusions", ("start", "end", "decision", "component"))
	return Observed(
		[_parse_outage(row) for row in outages],
		[_parse_exclusion(row) for row in exclusions],
		[_closed(row) for row in fields.rows("unknown", ("start", "end"))],
		fields.read("now", Fields.instant, None),
	)


def plain(figures: MonthFigures) -> dict[str, Any]:
	"""The figures as they are printed: seconds, percentages with four decimals, fractions as texts."""
	whole = figures.whole
	wished = figures.if_all_granted
	return {
		"month": figures.first.strftime("%Y-%m"),
		"days_in_month": (first_of_next(figures.first) - figures.first).days,
		"target_percent": exact_text(figures.guarantee.target * 100),
		"month_seconds": seconds(Fraction(figures.month)),
		"denominator_seconds": seconds(whole.denominator),
		"down_seconds": seconds(whole.down),
		"counted_seconds": seconds(whole.counted),
		"excluded_seconds": seconds(whole.excluded),
		"exclusion_seconds": seconds(whole.exclusions),
		"unknown_seconds": seconds(whole.unknown),
		"availability": percent(whole.availability, figures.guarantee.target),
		"availability_fraction": None if whole.availability is None else str(whole.availability),
		"met": figures.met,
		"allowance_seconds": exact_text(figures.allowance / SECOND),
		"left_seconds": exact_text(figures.left / SECOND),
		"so_far": figures.so_far
		and percent(figures.so_far.availability, figures.guarantee.target, so_far=True),
		"burn_rate": None if figures.burn_rate is None else f"{float(figures.burn_rate):.4f}",
		"if_all_granted": {
			"availability": percent(wished.availability, figures.guarantee.target),
			"met": figures.met_if_all_granted,
		},
	}


def percent(availability: Fraction | None, target: Fraction, *, so_far: bool = False) -> str | None:
	"""A percentage with four decimals, rounded half up, that never reaches a target which it misses.

	A month's figure below its target is rounded down. One of a month so far is only where rounding would reach the target.
	"""
	if availability is None:
		return None
	ten_thousandths = availability * 1_000_000
	down, nearest = ten_thousandths.__floor__(), (ten_thousandths + Fraction(1, 2)).__floor__()
	is_below = availability < target and (not so_far or nearest >= target * 1_000_000)
	whole = down if is_below else nearest
	return f"{whole // 10_000}.{whole % 10_000:04d}"


def seconds(microseconds: Fraction) -> int | float:
	"""Seconds as a JSON number, whole where they are."""
	value = microseconds / SECOND
	return int(value) if value.denominator == 1 else float(value)


def exact_text(value: Fraction) -> str:
	"""A number as text without loss: a decimal where there is a finite one, else a fraction."""
	places, rest = 0, value.denominator
	for prime in (2, 5):
		count = 0
		while rest % prime == 0:
			rest //= prime
			count += 1
		places = max(places, count)
	if rest != 1:
		return str(value)
	whole = abs(value.numerator) * 10**places // value.denominator
	digits = f"{whole:0{places + 1}d}"
	sign = "-" if value < 0 else ""
	return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def _closed(row: Fields) -> Span:
	start, end = row.span(may_last=False)
	assert end is not None
	return start, end


def _parse_outage(row: Fields) -> Outage:
	return Outage(
		*row.span(may_last=True),
		row.read("component", Fields.text, None),
		row.read("impact_percent", Fields.share, FULL),
	)


def _parse_exclusion(row: Fields) -> Exclusion:
	return Exclusion(
		*_closed(row),
		row.option("decision", Decision.GRANTED),
		row.read("component", Fields.text, None),
	)


def _parse_components(fields: Fields) -> ComponentRule:
	if fields.values.get("components") is None:
		return ComponentRule()
	components = Fields.of(fields.values["components"], "components", ("rule", "weights"))
	weights = components.values.get("weights") or {}
	if not isinstance(weights, Mapping):
		raise components.fail("weights", 'an object, e.g. {"A": "0.7", "B": "0.3"}')
	shares = Fields(weights, "components.weights")
	read = {name: Fraction(shares.amount(name)) for name in weights}
	rule = components.choice("rule", RULES) if components.values.get("rule") is not None else "any"
	if rule == "weighted" and sum(read.values()) > 1:
		raise AvailabilityError(
			"components.weights", "are more than 1 together; make them shares of the service"
		)
	return ComponentRule(rule, read)


def _parse_service_hours(definition: Any, zone: ZoneInfo) -> WorkingCalendar | None:
	"""The hours of a calendar; in the month's zone where they name none."""
	if definition is None:
		return None
	if isinstance(definition, Mapping):
		definition = {"time_zone": zone.key, **definition}
	try:
		return WorkingCalendar.from_dict(definition)
	except InvalidCalendar as problem:
		raise AvailabilityError("service_hours", str(problem)) from None


def _parse_in_force(fields: Fields) -> DaysInForce:
	if fields.values.get("in_force") is None:
		return DaysInForce()
	row = Fields.of(fields.values["in_force"], "in_force", ("from", "to", "denominator_is"))
	first: date | None = row.read("from", Fields.day, None)
	last: date | None = row.read("to", Fields.day, None)
	if first and last and last < first:
		raise AvailabilityError("in_force.to", "lies before from; exchange them, or correct one")
	return DaysInForce(first, last, row.option("denominator_is", PartMonth.WHOLE_MONTH))
