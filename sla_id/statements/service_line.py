"""A statement's line: one service under one agreement version in a month, its figures, outages and exclusions as JSON holds them. No frappe.

Lengths are seconds as exact texts, instants ISO 8601 in UTC.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

from sla_id.availability import Guarantee, MonthFigures, Observed
from sla_id.availability.month_figures import excluded_and_counted
from sla_id.availability.month_question import exact_text, percent
from sla_id.availability.spans import SECOND, Span, difference
from sla_id.statements.attributed_time import OutageStretch, attribute

Line = dict[str, Any]
WITHOUT_MONITORING = "blind"
"""The key of the row for time that counts as down because nobody watched."""
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True, slots=True)
class LineOutage:
	"""An outage as a line tells it. Microseconds; `end` None while it lasts. `parts`: what of the service was down."""

	name: str
	title: str
	cause: str
	start: int
	end: int | None
	impact: Fraction
	parts: tuple[str, ...] = ()
	counts: bool = True
	"""Whether any of its parts is covered by the promise."""
	excused: tuple[Span, ...] = ()
	"""When all of it that is covered is excluded: what counts then is another outage's."""


@dataclass(frozen=True, slots=True)
class LineExclusion:
	"""Time that isn't to count: a claim or maintenance. `granted` is what of it was granted, microseconds."""

	key: str
	kind: str
	label: Mapping[str, str]
	status: str
	start: int
	end: int
	granted: tuple[Span, ...] = ()
	decided: str = ""
	reason: str = ""
	late: bool = False


@dataclass(frozen=True, slots=True)
class LineHead:
	"""What a line is about. `versions` are (agreement, hash of what was signed), the broadest first."""

	service: str | None
	names: Mapping[str, str]
	agreement: str
	versions: tuple[tuple[str, str], ...]
	first: date
	last: date
	hours: Mapping[str, str]
	"""In which hours the promise holds, in words by language; empty: round the clock."""


def line_key(service: str | None, agreement: str, first: date) -> str:
	"""What tells a line of a statement from its others."""
	return f"{service or '*'}/{agreement}/{first.isoformat()}"


def build_line(
	head: LineHead,
	guarantee: Guarantee,
	observed: Observed,
	figures: MonthFigures | None,
	outages: Sequence[LineOutage],
	exclusions: Sequence[LineExclusion],
	problem: str = "",
) -> Line:
	"""The line. `figures` None: they can't be computed, and `problem` says why."""
	line: Line = {
		"key": line_key(head.service, head.agreement, head.first),
		"service": head.service,
		"name": dict(head.names),
		"agreement": head.agreement,
		"versions": [{"key": name, "hash": seal} for name, seal in head.versions],
		"first": head.first.isoformat(),
		"last": head.last.isoformat(),
		"promise": {**_promise(guarantee), "hours": dict(head.hours)},
		"figures": None,
		"problem": problem,
		"outages": [],
		"exclusions": [_exclusion(entry) for entry in exclusions],
	}
	if figures is not None:
		line["figures"] = _figures(figures)
		line["outages"] = _outages(guarantee, observed, figures, outages)
	return line


def instant_text(microseconds: int) -> str:
	"""An instant as the content holds it."""
	at = _EPOCH + timedelta(microseconds=microseconds)
	return at.isoformat().replace("+00:00", "Z")


def read_instant_text(text: str) -> datetime:
	"""Such an instant, aware, UTC."""
	return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _promise(guarantee: Guarantee) -> dict[str, Any]:
	return {
		"target_percent": exact_text(guarantee.target * 100),
		"denominator": str(guarantee.denominator),
		"unknown": str(guarantee.unknown),
		"minimum_seconds": exact_text(Fraction(guarantee.minimum, SECOND)),
		"components": guarantee.components.rule,
		"weights": {
			code: exact_text(Fraction(weight)) for code, weight in guarantee.components.weights.items()
		},
		"part_month": str(guarantee.in_force.denominator_is),
		"in_part": guarantee.in_force.first is not None or guarantee.in_force.last is not None,
	}


def _figures(figures: MonthFigures) -> dict[str, Any]:
	whole, wished, target = figures.whole, figures.if_all_granted, figures.guarantee.target
	return {
		"month_seconds": _seconds(Fraction(figures.month)),
		"denominator_seconds": _seconds(whole.denominator),
		"down_seconds": _seconds(whole.down),
		"counted_seconds": _seconds(whole.counted),
		"excluded_seconds": _seconds(whole.excluded),
		"exclusion_seconds": _seconds(whole.exclusions),
		"unknown_seconds": _seconds(whole.unknown),
		"availability": percent(whole.availability, target),
		"fraction": None if whole.availability is None else str(whole.availability),
		"met": figures.met,
		"allowance_seconds": _seconds(figures.allowance),
		"left_seconds": _seconds(figures.left),
		"if_all_granted": percent(wished.availability, target),
		"met_if_all_granted": figures.met_if_all_granted,
	}


def _outages(
	guarantee: Guarantee, observed: Observed, figures: MonthFigures, outages: Sequence[LineOutage]
) -> list[dict[str, Any]]:
	"""The outages with what of the month each accounts for. One that lasts past the month has no end here."""
	excluded, counted = excluded_and_counted(guarantee, figures.first, observed)
	month_ends = guarantee.end_of(figures.first)
	stretches = [OutageStretch(entry.name, entry.start, entry.end) for entry in outages if entry.counts]
	of_excluded, blind_excluded = attribute(excluded, stretches)
	of_counted, blind_counted = attribute(counted, list(_counting_stretches(outages)))
	rows = [
		{
			"key": entry.name,
			"title": entry.title,
			"cause": entry.cause,
			"start": instant_text(entry.start),
			"end": None if entry.end is None or entry.end > month_ends else instant_text(entry.end),
			"parts": list(entry.parts),
			"impact_percent": exact_text(entry.impact * 100),
			"down_seconds": _seconds(
				of_excluded.get(entry.name, Fraction(0)) + of_counted.get(entry.name, Fraction(0))
			),
			"counted_seconds": _seconds(of_counted.get(entry.name, Fraction(0))),
		}
		for entry in sorted(outages, key=lambda entry: (entry.start, entry.name))
	]
	if blind_excluded or blind_counted:
		rows.append(
			{
				**dict.fromkeys(("title", "cause"), ""),
				**dict.fromkeys(("start", "end")),
				"key": WITHOUT_MONITORING,
				"parts": [],
				"impact_percent": "100",
				"down_seconds": _seconds(blind_excluded + blind_counted),
				"counted_seconds": _seconds(blind_counted),
			}
		)
	return rows


def _counting_stretches(outages: Sequence[LineOutage]) -> Iterator[OutageStretch]:
	"""When outages lasted without being excluded. A stretch of one that lasts on has no end."""
	for entry in outages:
		if not entry.counts:
			continue
		last = (
			entry.end
			if entry.end is not None
			else max((entry.start, *(end for _s, end in entry.excused))) + 1
		)
		for start, end in difference([(entry.start, last)], entry.excused):
			yield OutageStretch(entry.name, start, None if entry.end is None and end == last else end)


def _exclusion(entry: LineExclusion) -> dict[str, Any]:
	return {
		"key": entry.key,
		"kind": entry.kind,
		"label": dict(entry.label),
		"status": entry.status,
		"start": instant_text(entry.start),
		"end": instant_text(entry.end),
		"granted": [[instant_text(start), instant_text(end)] for start, end in entry.granted],
		"decided": entry.decided,
		"reason": entry.reason,
		"late": entry.late,
	}


def _seconds(microseconds: Fraction) -> str:
	return exact_text(microseconds / SECOND)
