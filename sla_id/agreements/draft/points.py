"""What a person must fill in, check, or decide because the document contradicts itself.

Used by `assemble`.
"""

import re
from datetime import date
from typing import Any

from sla_id.agreements.draft import title_page
from sla_id.agreements.draft.document import SourceText
from sla_id.agreements.draft.draft_value import OpenPoint
from sla_id.agreements.draft.found import UNDECIDED, Sourced, leaves
from sla_id.agreements.draft.gather import Gathered, day_length_of
from sla_id.agreements.draft.hours import hours_per_day
from sla_id.agreements.draft.items import formula_missing
from sla_id.agreements.draft.lines import masked
from sla_id.agreements.draft.messages import say
from sla_id.agreements.draft.services import MOST
from sla_id.agreements.draft.vocabulary import W
from sla_id.agreements.file import AgreementFileError

_NEEDED = (
	("agreement.title", "fill_title"),
	("agreement.code", "fill_code"),
	("agreement.provider", "fill_provider"),
	("agreement.effective_from", "fill_start"),
	("calendars", "fill_calendars"),
	("priorities", "fill_priorities"),
)


def to_fill(
	found: Gathered, values: dict[str, Any], error: AgreementFileError | None, language: str
) -> list[OpenPoint]:
	"""What `parse` would refuse: what is undecided and missing fields by name, anything else in the words of the parser."""
	points = _to_decide(found, language)
	for path, message in _NEEDED:
		node: Any = values
		for name in path.split("."):
			node = node.get(name) if isinstance(node, dict) else None
		if not node:
			points.append(OpenPoint("fill", path, say(message, language)))
	named = {point.path for point in points} | {"agreement.version", "default_calendar", "default_priority"}
	for problem in error.problems if error else ():
		if not points or not any(problem.field.startswith(path) for path in named):
			text = say("fill_other", language, problem=problem.problem, advice=problem.advice)
			points.append(OpenPoint("fill", problem.field, text))
	return points


def _to_decide(found: Gathered, language: str) -> list[OpenPoint]:
	"""What the text speaks of in words that nobody understands."""
	return [
		OpenPoint(
			"fill",
			path.partition("[")[0],
			say("undecided_holidays" if ".holidays" in path else "undecided_zone", language),
			leaf.pieces[0].number,
		)
		for path, leaf in leaves(found.tree)
		if leaf.value == UNDECIDED
	]


def to_check(document: SourceText, found: Gathered, language: str, today: date | None) -> list[OpenPoint]:
	"""Everything that was assumed or read one of two ways."""
	points: list[OpenPoint] = []
	seen: set[str] = set()
	for path, leaf in leaves(found.tree):
		if leaf.why and leaf.why not in seen:
			seen.add(leaf.why)
			points.append(OpenPoint("check", path, say(leaf.why, language)))
	points += _of_targets(found, language)
	points += _of_hours(found, language)
	points += _of_channels(found, language)
	if line := formula_missing(document):
		points.append(OpenPoint("check", "availability.formula", say("formula", language), line.number))
	points += _of_availability(found, language)
	points += _of_dates(found, language, today)
	if not found.tree["targets"]:
		points.append(OpenPoint("check", "targets", say("no_targets", language)))
	if len(found.catalogue.top) >= MOST:
		points.append(OpenPoint("check", "services", say("too_many", language, most=MOST)))
	return points


def _of_dates(found: Gathered, language: str, today: date | None) -> list[OpenPoint]:
	"""A start that is only a year, a review that is past."""
	points: list[OpenPoint] = []
	start = found.tree["agreement"]["effective_from"]
	if start and start.pieces and start.pieces[0].text.isdigit():
		line = start.pieces[0].number
		points.append(OpenPoint("check", "agreement.effective_from", say("year_start", language), line))
	review = found.tree["agreement"]["review"]
	following = review["next"] if review else None
	if today and following and following.value < today:
		text = say("overdue", language, day=following.value.isoformat())
		points.append(OpenPoint("check", "agreement.review.next", text, following.pieces[0].number))
	return points


def _of_targets(found: Gathered, language: str) -> list[OpenPoint]:
	points: list[OpenPoint] = []
	said: set[tuple[int, str]] = set()
	handled = {level.code for level in found.levels if level.always}
	for promise in found.targets.promises:
		piece = promise.target.pieces[0]
		if (piece.number, piece.text) in said or not re.match(r">? ?\d", str(promise.target.value)):
			continue
		said.add((piece.number, piece.text))
		text = None
		if promise.plain_days:
			text = say("plain_days", language, figure=piece.text)
		elif promise.hours == "unsaid":
			around = promise.level in handled or found.tree["default_calendar"] == "always"
			reading = "24x7" if around else say("working_hours", language)
			text = say("unsaid_hours", language, figure=piece.text, reading=reading)
		if text:
			points.append(OpenPoint("check", "targets", text, piece.number))
	return points


def _of_hours(found: Gathered, language: str) -> list[OpenPoint]:
	calendar = found.tree["calendars"].get("business")
	if calendar is None or calendar["holidays"]:
		return []
	return [OpenPoint("check", "calendars.business.holidays", say("holidays", language))]


def _of_availability(found: Gathered, language: str) -> list[OpenPoint]:
	"""A sentence that leaves out what no list names."""
	told = found.tree["availability"]
	if not told or told["exclusions"]:
		return []
	lines = [piece.line for piece in told["target_percent"].pieces]
	return [
		OpenPoint("check", "availability.exclusions", say("unread_exclusions", language), line.number)
		for line in lines
		if W.not_counted.search(line.text) or W.hours_left_out.search(line.text)
	][:1]


def _of_channels(found: Gathered, language: str) -> list[OpenPoint]:
	points: list[OpenPoint] = []
	provider = found.tree["agreement"]["provider"]
	words = [word.lower() for word in re.findall(r"[A-Za-z]{3,}", str(provider.value))] if provider else []
	for n, channel in enumerate(found.channels):
		path = f"channels[{n}]"
		if channel.personal:
			line = channel.personal.pieces[0].number
			points.append(
				OpenPoint("check", f"{path}.personal_number", say("personal_number", language), line)
			)
		if channel.notice and channel.notice_in == "calendar_days":
			piece = channel.notice.pieces[0]
			text = say("notice_days", language, figure=piece.text)
			points.append(OpenPoint("check", f"{path}.notice_in", text, piece.number))
		for address in channel.address:
			text = str(address.value).lower()
			if "@" in text[1:] and words and not any(word in text for word in words):
				text = say("domain", language, address=address.value)
				points.append(OpenPoint("check", f"{path}.address", text, address.pieces[0].number))
	return points


def contradictions(document: SourceText, found: Gathered, language: str) -> list[OpenPoint]:
	"""Where the document says two things."""
	points = [
		OpenPoint(
			"contradiction",
			"targets",
			say("two_languages", language, governing=one.governing.body.text, other=one.other.body.text),
			one.governing.number,
		)
		for one in document.differences
	]
	for kept, other in found.targets.differing:
		points += _two(kept.target, other.target, language)
	every, numbers = title_page.intervals(document), title_page.numbers(document)
	for path, same in (("agreement.review.months", every), ("agreement.number", numbers)):
		for one in same[1:]:
			points += _two(same[0], one, language, path)
	return points + _hours_differ(found, language) + _days_differ(found, language)


def _two(first: Sourced, second: Sourced, language: str, path: str = "targets") -> list[OpenPoint]:
	if first.value == second.value:
		return []
	text = say("two_figures", language, first=first.pieces[0].text, second=second.pieces[0].text)
	return [OpenPoint("contradiction", path, text, second.pieces[0].number)]


def _hours_differ(found: Gathered, language: str) -> list[OpenPoint]:
	"""Other hours than those that were taken; all of them where none was."""
	return [
		OpenPoint(
			"contradiction", "calendars.business.hours", say("two_hours", language, other=sentence), line
		)
		for line, sentence in {
			(piece.number, masked(piece.line.body.text)): None
			for week in found.hours.others
			for piece in week.pieces
			if re.search(r"\d", piece.text)
		}
	]


def _days_differ(found: Gathered, language: str) -> list[OpenPoint]:
	per_day = found.tree["agreement"]["hours_per_day"]
	if per_day is None:
		return []
	points: list[OpenPoint] = []
	stated = False
	for promise in found.targets.promises:
		length = day_length_of(promise)
		stated = stated or length is not None
		if length and promise.days and length[0] != per_day.value:
			text = say(
				"day_length",
				language,
				days=promise.days.pieces[0].text,
				hours=promise.target.pieces[0].text,
				per_day=per_day.value,
			)
			points.append(
				OpenPoint("contradiction", "agreement.hours_per_day", text, promise.target.pieces[0].number)
			)
	window = hours_per_day(found.hours)
	if stated and window and window.value != per_day.value:
		text = say("day_length_window", language, per_day=per_day.value, window=window.value)
		points.append(OpenPoint("contradiction", "agreement.hours_per_day", text, window.pieces[0].number))
	return points
