"""Tiers of escalation with who answers, what brings them in, and how they talk (000 §4.1, §4.2).

Used by `assemble`. Tiers come from tables or from "Level 2: …" lines with "PIC:", "Pemicu:" below.
"""

import re
from dataclasses import dataclass, field

from sla_id.agreements.draft.document import SourceText, key_value
from sla_id.agreements.draft.found import Plain, Sourced, assumed, clean, given, wording
from sla_id.agreements.draft.found_levels import Level, level_number, runs_on
from sla_id.agreements.draft.lines import Piece, of_match
from sla_id.agreements.draft.numbers import Length, lengths, percentages
from sla_id.agreements.draft.structure import SourceSection
from sla_id.agreements.draft.target_rows import plain_calendar
from sla_id.agreements.draft.vocabulary import W, column_of, slug

_LIST = re.compile(r"(?:^|(?<=[.;!?)]))\s*[-•;]\s+|\s*;\s*|\.\s+(?=[A-Z])")
_OR = re.compile(r"\s*,\s*(?:atau\s+|or\s+|dan\s+|and\s+)?|\s+atau\s+|\s+or\s+")


@dataclass(slots=True)
class FoundTier:
	"""A tier as found."""

	level: Plain
	title: Plain
	responsible: Plain = None
	protocol: Plain = None
	triggers: list[dict[str, Plain]] = field(default_factory=list)
	asked: bool = False


def read_tiers(document: SourceText, levels: list[Level], rows: list[Plain]) -> list[FoundTier]:
	"""The tiers by level. `levels` and the targets say whether "after 8 h" is the breach itself."""
	tiers: dict[int, FoundTier] = {}
	for table in document.tables:
		if (
			table.has("level")
			and (table.has("responsible") or table.has("trigger"))
			and not table.has("description")
		):
			for row in table.rows:
				at = table.cell(row, "level")
				tier = _tier(at, tiers) if at else None
				if tier is not None:
					for column in ("responsible", "protocol", "trigger"):
						cell = table.cell(row, column)
						if cell:
							_take(tier, column, cell, levels, rows)
	for section in document.about("escalation"):
		_from_lines(document, section, tiers, levels, rows)
	found = [tiers[level] for level in sorted(tiers)]
	_manual(document, found)
	return found


def _tier(at: Piece, tiers: dict[int, FoundTier]) -> FoundTier | None:
	match, level = at.match(W.level_start), level_number(at.text)
	if match is None or level is None or not 1 <= level <= 20 or runs_on(at.text):
		return None
	title = at.part(match.end(), at.end)
	if level not in tiers:
		number = Piece(at.line, match.start("n"), match.end("n"))
		tiers[level] = FoundTier(given(level, number), given(clean(title.text) or at.text, title or at))
	return tiers[level]


def _from_lines(
	document: SourceText,
	section: SourceSection,
	tiers: dict[int, FoundTier],
	levels: list[Level],
	rows: list[Plain],
) -> None:
	taken = {cell.line.number for table in document.tables for row in table.rows for cell in row}
	current: FoundTier | None = None
	for body in section.bodies:
		line = body.line
		if line.number in taken:
			continue
		if body.match(W.level_start):
			current = _tier_line(body, tiers, levels, rows)
			continue
		pair = key_value(line)
		column = column_of(pair[0].text) if pair else None
		if current and pair and pair[1] and column in ("responsible", "protocol", "trigger"):
			_take(current, column, pair[1], levels, rows)


def _tier_line(
	body: Piece, tiers: dict[int, FoundTier], levels: list[Level], rows: list[Plain]
) -> FoundTier | None:
	"""A tier's heading; "Level 2 - Manajer: setelah 4 jam" holds its trigger as well."""
	found = lengths(body)
	edge = body.search(re.compile(r"[:,;(]\s")) if found else None
	if edge and body.match(W.level_start) and edge.start() > body.start + 8:
		tier = _tier(body.part(body.start, edge.start()), tiers)
		rest = body.part(edge.end(), body.end)
	else:
		tier, rest = _tier(body, tiers), body
	if tier and found and not tier.triggers:
		_take(tier, "trigger", rest, levels, rows)
	return tier


def _take(tier: FoundTier, column: str, cell: Piece, levels: list[Level], rows: list[Plain]) -> None:
	if column == "responsible" and tier.responsible is None:
		tier.responsible = wording(cell)
	elif column == "protocol" and tier.protocol is None:
		tier.protocol = given(cell.text, cell)
	elif column == "trigger":
		for part in cell.split(_LIST):
			_add(tier, part, levels, rows)


def _add(tier: FoundTier, part: Piece, levels: list[Level], rows: list[Plain]) -> None:
	trigger = _trigger(part, levels, rows)
	if trigger is not None:
		tier.triggers.append(trigger)
		return
	tier.asked = tier.asked or bool(W.on_request.search(part.text))
	_reason(tier, part)


def _reason(tier: FoundTier, part: Piece) -> None:
	manual = next((trigger for trigger in tier.triggers if trigger["on"] == "manual"), None)
	if manual is None:
		manual = {"on": "manual", "reasons": []}
		tier.triggers.append(manual)
	codes = [reason["code"] for reason in manual["reasons"]]
	text = clean(part.text)
	manual["reasons"].append({"code": slug(text, codes), "label": given(text[:1].upper() + text[1:], part)})


def _trigger(part: Piece, levels: list[Level], rows: list[Plain]) -> dict[str, Plain] | None:
	"""What the sweep can watch; None is left to people."""
	text = part.text
	codes = [level.code for level in levels if re.search(rf"\b{re.escape(level.code)}\b", text)]
	scope: dict[str, Plain] = {"priorities": codes} if codes else {}
	clock = "response" if W.clock.search(text) else "resolution"
	found = [length for length in lengths(part) if length.duration]
	if found:
		return {**_timed(part, found[0], clock, codes, rows), **scope}
	shares = percentages(part)
	if shares and shares[0][0] == int(shares[0][0]):
		return {"on": "percent", "clock": clock, "value": given(int(shares[0][0]), shares[0][1]), **scope}
	if massive := part.search(W.massive):
		return {"on": given("massive_impact", of_match(part, massive)), **scope}
	if W.near.search(text):
		near = part.search(W.near)
		on: Plain = given("percent", of_match(part, near)) if near else "percent"
		return {"on": on, "clock": clock, "value": assumed(75, "at_risk"), **scope}
	if W.breach.search(text):
		return {"on": given("breach", part), "clock": clock, **scope}
	if W.reported.search(text):
		return {"on": given("reported", part), **scope}
	return None


def _timed(part: Piece, length: Length, clock: str, codes: list[str], rows: list[Plain]) -> dict[str, Plain]:
	target = (length.duration or "").removeprefix("> ")
	if W.before.search(part.line.text[length.piece.end : part.end]):
		return {"on": "before_due", "clock": clock, "value": given(target, length.piece)}
	mine = [row for row in rows if row.get("priority") in codes and row["clock"] == clock]
	if codes and any(row["target"].value == target for row in mine):
		return {"on": given("breach", length.piece), "clock": clock}
	on = "without_workaround" if W.workaround.search(part.text) else "after"
	always = not length.working and any(plain_calendar(row) == "always" for row in mine)
	calendar = {"calendar": "always"} if always else {}
	return {"on": on, "after": given(target, length.piece), **calendar}


def _manual(document: SourceText, tiers: list[FoundTier]) -> None:
	"""Reasons for which a party may ask: they belong to the tier that takes such requests, else to the second."""
	if not tiers:
		return
	asked = next((tier for tier in tiers if tier.asked), tiers[min(1, len(tiers) - 1)])
	for section in document.about("escalation"):
		for line in section.lines:
			if line.is_row or not W.manual.search(line.text):
				continue
			match = line.body.search(W.on_condition)
			if match:
				for part in line.body.part(match.end(), line.body.end).split(_OR):
					_reason(asked, part)


def automatic(document: SourceText) -> list[Piece]:
	"""Sentences that escalate by themselves near a limit; they confirm the percent triggers."""
	found = []
	for section in document.about("escalation"):
		for line in section.lines:
			if not line.is_row and (match := line.body.search(W.near)):
				found.append(of_match(line.body, match))
	return found


def escalation_section(tiers: list[FoundTier]) -> Plain:
	"""The `escalation` section."""
	return {
		"tiers": [
			{
				"level": tier.level,
				"title": tier.title,
				"responsible": tier.responsible or Sourced(_text(tier.title), (), "responsible"),
				"protocol": tier.protocol,
				"triggers": tier.triggers,
			}
			for tier in tiers
		]
	}


def _text(value: Plain) -> str:
	return str(value.value) if isinstance(value, Sourced) else str(value)
