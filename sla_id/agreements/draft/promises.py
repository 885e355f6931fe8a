"""Targets in cells and sentences: which clock, how long, on which hours.

Used by `priorities`, `replies` and `services`.
"""

from dataclasses import dataclass
from typing import Literal

from sla_id.agreements.draft.found import Found, Plain, given
from sla_id.agreements.draft.lines import Piece, of_match
from sla_id.agreements.draft.numbers import ROUND_THE_CLOCK, Length, first_target, lengths, special
from sla_id.agreements.draft.words import CLOCKS

Hours = Literal["business", "always", "unsaid"]


@dataclass(frozen=True, slots=True)
class Promise:
	"""A target; `hours` says whether the text names working hours, 24x7, or leaves it open."""

	clock: str | None
	target: Found
	hours: Hours
	around: Piece | None = None
	days: Found | None = None
	plain_days: bool = False


def read_promise(piece: Piece, clock: str | None = None) -> Promise | None:
	"""The target of a cell. Lengths win over words such as "segera"; a dash is none."""
	found = lengths(piece)
	length = first_target(found)
	if length is not None:
		return _of_length(piece, length, found, clock)
	named = special(piece)
	if named is None:
		return None
	return Promise(clock, given(named[0], named[1]), "unsaid")


def _of_length(piece: Piece, length: Length, found: list[Length], clock: str | None) -> Promise:
	around = piece.search(ROUND_THE_CLOCK)
	hours: Hours = "unsaid"
	if length.working:
		hours = "business"
	elif around or length.working is False:
		hours = "always"
	elif length.unit == "day":
		hours = "business"
	days = next((one for one in found if one.unit == "day" and one.target and _beside(one, length)), None)
	ambiguous = length.unit == "day" and length.working is None
	return Promise(
		clock,
		given(length.target, length.piece),
		hours,
		of_match(piece, around) if around else None,
		given(days.target, days.piece)
		if days and length.unit == "hour" and days.more == length.more
		else None,
		ambiguous,
	)


def _beside(days: Length, hours: Length) -> bool:
	"""Whether the two are one target in both units: "1 hari kerja (8 jam kerja)"."""
	first, second = sorted((days.piece, hours.piece), key=lambda piece: piece.start)
	return days is not hours and first.line.text[first.end : second.start].strip() in (
		"(",
		"/",
		"=",
		"atau",
		"or",
	)


def on_always(row: dict[str, Plain]) -> bool:
	"""Whether a row of targets counts around the clock."""
	calendar = row.get("calendar")
	return bool((calendar.value if isinstance(calendar, Found) else calendar) == "always")


def promises(piece: Piece) -> list[Promise]:
	"""All targets of a sentence, each with the clock named last before it (or first after it)."""
	named = _clocks(piece)
	if not named:
		return []
	found: dict[str, Promise] = {}
	for part in _parts(piece, named):
		promise = read_promise(part[1], part[0])
		if promise and promise.target.value != "none":
			found.setdefault(part[0], promise)
	return list(found.values())


def _clocks(piece: Piece) -> list[tuple[int, str]]:
	"""Where each clock is named; one inside another ("penyelesaian permanen") is left out."""
	spans: list[tuple[int, int, str]] = []
	for clock, pattern in CLOCKS:
		for match in piece.finditer(pattern):
			if not any(start < match.end() and match.start() < end for start, end, _ in spans):
				spans.append((match.start(), match.end(), clock))
	return [(start, clock) for start, _, clock in sorted(spans)]


def _parts(piece: Piece, named: list[tuple[int, str]]) -> list[tuple[str, Piece]]:
	"""The text from each clock to the next; what stands before the first goes with it if no figure follows."""
	edges = [start for start, _ in named[1:]] + [piece.end]
	parts = [(clock, piece.part(start, end)) for (start, clock), end in zip(named, edges, strict=True)]
	if read_promise(parts[0][1]) is None:
		parts[0] = (parts[0][0], piece.part(piece.start, edges[0]))
	return parts


def clock_of(piece: Piece) -> str | None:
	"""The clock a sentence names first."""
	named = _clocks(piece)
	return named[0][1] if named else None


Met = dict[str, tuple[Plain, str]]
"""What meets a clock, and whether all or any of it."""
MET_BY: Met = {
	"response": (["confirmed"], "all"),
	"workaround": (["workaround_applied", "fixed"], "any"),
	"permanent_fix": (["fixed"], "all"),
	"resolution": (["fixed"], "all"),
	"fulfilment": (["fulfilled"], "all"),
	"next_update": (["update_sent"], "all"),
}


def target_row(promise: Promise, clock: str, source: str, met: Met) -> dict[str, Plain]:
	"""A row of `targets` without its scope; the caller adds priority, channel or service."""
	met_by, met_when = met.get(clock) or MET_BY.get(clock, (["fixed"], "all"))
	names = met_by.value if isinstance(met_by, Found) else met_by
	row: dict[str, Plain] = {"clock": clock, "target": promise.target}
	if promise.hours == "always":
		row["calendar"] = given("always", promise.around) if promise.around else "always"
	row["met_by"] = met_by if isinstance(met_by, Found) else list(names)
	if len(names) > 1:
		row["met_when"] = met_when
	row["source"] = source or None
	if promise.days:
		row["note"] = Found(f"= {promise.days.value}", promise.days.pieces)
	return row
