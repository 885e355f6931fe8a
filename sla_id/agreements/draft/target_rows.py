"""Targets with their scope, one for each, and their rows in the file.

Used by `target_figures`, `gather` and `points`.
"""

from dataclasses import dataclass, field, replace

from sla_id.agreements.draft.found import Plain, Sourced, given
from sla_id.agreements.draft.found_channels import FoundChannel
from sla_id.agreements.draft.found_levels import Level
from sla_id.agreements.draft.lines import Piece
from sla_id.agreements.draft.vocabulary import TABLES
from sla_id.engine.terms import MET_BY as USUAL

TABLE, KEY, PROSE = 0, 1, 2
"""Where a figure stands, the better place first."""
Scope = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Promise:
	"""A target with its scope. `hours` says whether the text names working hours, 24x7 or neither; `around` is where it
	says 24x7, `days` a second figure that says the same in days. `said` is what stands next to it, `headings` what stands above,
	`beside` what its row says under heads that nobody knows.
	"""

	clock: str
	target: Sourced
	hours: str
	rank: int
	source: str
	level: str | None = None
	service: str | None = None
	channel: str | None = None
	first_line: bool = False
	around: Piece | None = None
	days: Sourced | None = None
	plain_days: bool = False
	merged: bool = False
	said: tuple[Piece, ...] = ()
	free: tuple[Piece | None, ...] = ()
	headings: tuple[Piece, ...] = ()
	beside: tuple[Piece, ...] = ()

	@property
	def scope(self) -> Scope:
		"""What it holds for."""
		return (self.clock, self.level, self.service, self.channel, "first" if self.first_line else None)


@dataclass(slots=True)
class Targets:
	"""What was placed, and pairs of figures that say different things of one scope (the first of them was kept, or
	None)."""

	promises: list[Promise] = field(default_factory=list)
	differing: list[tuple[Promise, Promise]] = field(default_factory=list)
	staged: Piece | None = None


def settled(found: list[Promise]) -> Targets:
	"""One promise for each scope; equal ones confirm it, and of different ones that of the better place stays."""
	result = Targets()
	scopes: dict[Scope, list[Promise]] = {}
	for promise in found:
		scopes.setdefault(promise.scope, []).append(promise)
	for same in scopes.values():
		best = [one for one in same if one.rank == min(other.rank for other in same)]
		first = next((one for one in best if one.hours != "unsaid"), best[0])
		clash = next((one for one in best if not equal(one, first)), None)
		if clash is not None:
			result.differing.append((first, clash))
			continue
		again = [
			piece for one in same if one is not first and equal(one, first) for piece in one.target.pieces
		]
		result.promises.append(replace(first, target=first.target.confirmed_by(*again)))
		result.differing += [(first, one) for one in same if not equal(one, first)]
	return result


def equal(one: Promise, other: Promise) -> bool:
	return one.target.value == other.target.value and ({one.hours, other.hours} != {"business", "always"})


Met = dict[str, tuple[Plain, str]]
"""What meets a clock, and whether all or any of it."""
MET_BY: Met = {clock.value: ([event.value for event in events], "all") for clock, events in USUAL.items()} | {
	"workaround": (["workaround_applied", "fixed"], "any")
}


def target_rows(
	targets: Targets, levels: list[Level], channels: list[FoundChannel], met: Met, default: str | None
) -> list[Plain]:
	"""The `targets` section. Where some channels have a response target, the others are said to have none."""
	staged = targets.staged is not None and any(one.first_line for one in targets.promises)
	always = {level.code: level.always for level in levels if level.always}
	rows = []
	for one in targets.promises:
		around = one.around or (always.get(one.level or "") if one.hours == "unsaid" else None)
		row: dict[str, Plain] = {"clock": one.clock, "target": one.target}
		if one.hours == "always" or around is not None:
			if default != "always":
				row["calendar"] = given("always", around) if around else "always"
		elif one.hours == "business" and not one.plain_days and default == "always":
			row["calendar"] = "business"
		names, when = met.get(one.clock, MET_BY[one.clock])
		row["met_by"] = names
		if len(names.value if isinstance(names, Sourced) else names) > 1:
			row["met_when"] = when
		row |= {
			"source": one.source or None,
			"priority": one.level,
			"channel": one.channel,
			"service": one.service,
		}
		if staged and one.clock == "fulfilment":
			row["stage"] = "first_line" if one.first_line else "handed_over"
		if one.days:
			row["note"] = Sourced(f"= {one.days.value}", one.days.pieces)
		elif one.merged:
			row["note"] = Sourced("merged", (), "merged")
		rows.append({key: value for key, value in row.items() if value is not None})
	rows += _without_target(targets, channels, met)
	return sorted(rows, key=lambda row: row.get("service") is not None)


def _without_target(targets: Targets, channels: list[FoundChannel], met: Met) -> list[Plain]:
	"""The channels that have no response target where others have one."""
	said = {one.channel for one in targets.promises if one.clock == "response" and one.channel}
	none = Sourced("none", (), "no_channel_target")
	met_by = met.get("response", MET_BY["response"])[0]
	return [
		{"clock": "response", "target": none, "met_by": met_by, "channel": channel.code, "assumed": True}
		for channel in channels
		if said and channel.code not in said
	]


def plain_calendar(row: dict[str, Plain]) -> str | None:
	"""The calendar that a row names."""
	calendar = row.get("calendar")
	return calendar.value if isinstance(calendar, Sourced) else calendar


def clock_starts(targets: Targets) -> dict[str, Sourced]:
	"""When a channel's clock starts, where its target says so (001 §6.4: a call once it enters the centre)."""
	found: dict[str, Sourced] = {}
	for one in targets.promises:
		line = one.target.pieces[0].line
		for start, pattern in TABLES["starts"].items():
			if one.channel and one.clock == "response" and (match := pattern.search(line.text)):
				found.setdefault(one.channel, given(start, Piece(line, match.start(), match.end())))
	return found
