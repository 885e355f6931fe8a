"""Compliance asked and answered as JSON: what `python -m sla_id.reporting compliance` reads and prints."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sla_id.availability.json_fields import Fields
from sla_id.availability.spans import instant_of
from sla_id.reporting.compliance import Basis, ClockFacts, Counts, Period, count_clocks
from sla_id.reporting.rates import say_rate
from sla_id.reporting.reporting_error import ReportingError

FIELDS = ("period", "time_zone", "read_at", "basis", "goal_percent", "clocks")
CLOCK_FIELDS = ("id", "created", "due", "stopped", "paused_since", "excluded")


def answer_compliance(question: Any) -> dict[str, Any]:
	"""The counts that a JSON object asks for. Raises ReportingError or AvailabilityError, which name clock and field."""
	fields = Fields.of(question, "", FIELDS)
	period = _parse_period(fields)
	goal: Fraction | None = fields.read("goal_percent", Fields.share, None)
	if fields.values.get("clocks") is None:
		raise ReportingError("clocks", "is missing; write a list, [] for none")
	rows = fields.rows("clocks", CLOCK_FIELDS)
	return plain_counts(count_clocks([_parse_clock(row) for row in rows], period), goal)


def plain_counts(counts: Counts, goal: Fraction | None) -> dict[str, Any]:
	"""The counts as they are printed. Without decided clocks the rate is null, and so is whether the goal is met."""
	return {
		"met": counts.met,
		"missed_closed": counts.missed_closed,
		"missed_open": counts.missed_open,
		"pending": counts.pending,
		"excluded": counts.excluded,
		"no_target": counts.no_target,
		"decided": counts.decided,
		"rate": say_rate(counts.rate, goal),
		"goal_met": None if goal is None else counts.meets(goal),
	}


def _parse_period(fields: Fields) -> Period:
	"""The days from the first up to, and without, the second, in the zone."""
	zone = fields.zone("time_zone")
	value = fields.values.get("period")
	if not isinstance(value, list) or len(value) != 2:
		raise fields.fail(
			"period", 'the first day and the day after the last, e.g. ["2026-04-01", "2026-05-01"]'
		)
	days = Fields({"[0]": value[0], "[1]": value[1]})
	first, after = (_day(days, name) for name in days.values)
	if after <= first:
		raise ReportingError(
			"period[1]",
			f"{after} doesn't lie after {first}; write the day after the last, e.g. the first of the next month",
		)
	return Period(
		_midnight(first, zone),
		_midnight(after, zone),
		fields.instant("read_at"),
		fields.option("basis", Basis.DUE),
	)


def _day(days: Fields, name: str) -> date:
	try:
		return days.day(name)
	except ValueError:
		raise ReportingError(
			f"period{name}", f"{days.values[name]!r} can't be read; write a date, e.g. 2026-04-01"
		) from None


def _midnight(day: date, zone: ZoneInfo) -> int:
	"""The first instant of a day: where clocks skip midnight, the one at which they do."""
	return instant_of(datetime(day.year, day.month, day.day, tzinfo=zone))


def _parse_clock(row: Fields) -> ClockFacts:
	name = row.values.get("id")
	row = Fields(row.values, f"{row.where} ({name})") if isinstance(name, str | int) else row
	if name is None or isinstance(name, bool) or not isinstance(name, str | int) or name == "":
		raise row.fail("id", "what the clock is called, e.g. T1")
	created = row.instant("created")
	stopped = row.read("stopped", Fields.instant, None)
	if stopped is not None and stopped < created:
		raise ReportingError(row.place("stopped"), "lies before created; correct one of them")
	excluded = row.values.get("excluded")
	excluded_at = None
	if excluded is not None and not isinstance(excluded, bool):
		excluded_at = _decided(row)
	return ClockFacts(
		created=created,
		due=row.read("due", Fields.instant, None),
		stopped=stopped,
		paused_since=row.read("paused_since", Fields.instant, None),
		excluded=excluded is not None and excluded is not False,
		excluded_at=excluded_at,
	)


def _decided(row: Fields) -> int:
	try:
		return row.instant("excluded")
	except ValueError:
		raise row.fail(
			"excluded", "true, false, or when that was decided, e.g. 2026-04-10T08:00:00+07:00"
		) from None
