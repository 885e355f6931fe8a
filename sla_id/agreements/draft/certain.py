"""The gate before the draft: a target passes only where every word beside it is understood and nothing in the text speaks
against it, else it is left for the list.

Used by `target_figures`. The readers find candidates; here nothing is read anew, only doubted. What a text tells of the past,
of others, of an example or of a special case is no promise. A length without hours of its own could count on either
calendar where the text speaks of the whole day in words that can't be tied to it. And of levels whose times contradict
their order none is known.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from sla_id.agreements.draft import title_page
from sla_id.agreements.draft.clauses import left_over
from sla_id.agreements.draft.document import SourceText
from sla_id.agreements.draft.found_channels import KINDS
from sla_id.agreements.draft.found_levels import Level, Levels, in_order, urgencies
from sla_id.agreements.draft.lines import Piece, SourceLine
from sla_id.agreements.draft.numbers import lengths
from sla_id.agreements.draft.target_rows import Promise
from sla_id.agreements.draft.vocabulary import W, any_of, clocks_in

_AMOUNT = re.compile(r"(?:> )?([\d.]+) (s|min|h|days?)")
_WORKING = any_of(r"jam\s+(?:kerja|kantor)|(?:working|business|office)\s+hours")


def certain(document: SourceText, levels: Levels, found: list[Promise], around: bool) -> list[Promise]:
	"""The promises that nothing in the text speaks against; `around` says whether the desk serves all day."""
	clock = _Calendars(document, levels, found, around)
	names = {key for level in levels.found for key in level.keys if not key.startswith("#")}
	names |= {level.code.lower() for level in levels.found}
	provider = title_page.provider(document)
	names |= set(re.findall(r"\w{2,}", str(provider.value))) if provider else set()
	kept = [one for one in found if _is_understood(one, names) and not _is_narrowed(one, names)]
	kept = [one for one in kept if not (is_elsewhere(one) or _is_special(one) or clock.leaves_open(one))]
	if any(one.level or one.service for one in found):
		kept = [one for one in kept if not _is_one_kind(one)]
	doubted = {scope for scope, group in _by_scope(kept).items() if _is_disordered(group, levels.found)}
	return [one for one in kept if _scope(one) not in doubted]


def _is_understood(one: Promise, names: set[str]) -> bool:
	"""Whether every word next to the figure says something that the draft holds."""
	if not any(sign.isdigit() for sign in str(one.target.value)):
		return True
	known = set(names)
	for piece in one.free:
		known |= {piece.text, *re.findall(r"\w{3,}", piece.text)} if piece else set()
	if one.channel:
		known |= {
			match[0] for piece in one.said for _, _, kind in KINDS for match in kind.finditer(piece.text)
		}
	first, *others = one.said
	at = one.target.pieces[0]
	if at.line is first.line and not at.line.is_row:
		first = next((part for part in first.sentences() if part.start <= at.start < part.end), first)
	return not any(left_over(piece, known) for piece in (first, *others) if piece not in one.free)


# What is no promise -------------------------------------------------------------------------------------------


def is_elsewhere(one: Promise) -> bool:
	"""Whether the words around a figure, or a heading above, tell of something else than what is promised."""
	above = (title.text for title in one.headings[:2])
	return any(W.elsewhere.search(text) for text in (*_words_of(one), *above)) or is_of_the_past(one)


def is_of_the_past(one: Promise) -> bool:
	"""Whether a heading above, the line that introduces it or its own name says that it was, may come, or is an example."""
	intro, name = one.free[:2]
	above = [title for title in (*one.headings[:2], intro) if title and not clocks_in(title.text)]
	named = name is not None and W.past.search(name.text)
	return bool(named) or any(W.headed_elsewhere.search(title.text) for title in above)


def _is_narrowed(one: Promise, names: set[str]) -> bool:
	"""Whether a heading or the line that introduces a list says for whom or what it is, and nobody knows them."""
	if one.service:
		return False
	for piece in (*one.free[:1], *one.headings[:1]):
		match = piece.search(W.for_whom) if piece else None
		if match and piece and left_over(piece.part(match.end(), piece.end), names):
			return True
	return False


def _is_special(one: Promise) -> bool:
	return any(W.certain_special.search(W.certain_left_out.sub(" ", text)) for text in _words_of(one))


def _is_one_kind(one: Promise) -> bool:
	"""Whether what would hold for everything is said of one kind of message, such as complaints."""
	scoped = one.level or one.service or one.channel
	return not scoped and any(W.one_kind.search(piece.text) for piece in one.said)


def _words_of(one: Promise) -> Iterator[str]:
	"""What stands next to the figure: its cell, head, label and intro, or its sentence."""
	for piece in (*one.said, *one.free):
		if piece:
			yield piece.text
	at = one.target.pieces[0]
	if at.line.is_row:
		yield next((cell.text for cell in at.line.cells if cell), "")
	else:
		yield _sentence(at).text


def _sentence(at: Piece) -> Piece:
	body = at.line.body
	return next((one for one in body.sentences() if one.start <= at.start < one.end), body)


# Calendars ----------------------------------------------------------------------------------------------------


class _Calendars:
	"""What the text says of the whole day, and which figures it could mean."""

	def __init__(self, document: SourceText, levels: Levels, found: list[Promise], around: bool) -> None:
		self.levels, self.around = levels, around
		self.targets: dict[int, list[int]] = {}
		for at in (at for one in found for at in one.target.pieces):
			self.targets.setdefault(at.line.number, []).append(at.start)
		self.everything = False
		self.meant: dict[str, list[Piece]] = {}
		self.works = any(_WORKING.search(line.text) for line in document.lines)
		for line in document.lines:
			for sentence in line.sentences:
				self._read(line, sentence)

	def _read(self, line: SourceLine, sentence: Piece) -> None:
		own = self.targets.get(line.number, [])
		matches = [
			match
			for match in sentence.finditer(W.whole_day)
			if not any(match.start() <= at < match.end() for at in own)
		]
		if not matches or W.no_hours.search(sentence.text):
			return
		mentioned = self.levels.mentioned(sentence)
		named = [one for one in self.levels.found if one in mentioned or _is_named(one, sentence.text)]
		for level in named:
			self.meant.setdefault(level.code, []).append(sentence)
		treated = W.treated.search(sentence.text) and not W.by_way_of.search(sentence.text)
		if (
			not named
			and not own
			and treated
			and (W.refers.search(sentence.text) or W.ticket.search(sentence.text))
		):
			self.everything = True

	def leaves_open(self, one: Promise) -> bool:
		"""Whether a figure without hours of its own could count on another calendar than the draft gives it."""
		if one.hours != "unsaid":
			return False
		level = next((level for level in self.levels.found if level.code == one.level), None)
		own = " ".join(_words_of(one))
		for length in lengths(one.target.pieces[0]):
			own = own.replace(length.piece.text, " ")
		if level is not None and level.always is not None:
			return self._is_half_said(one, self.meant.get(level.code, []))
		if self.around:
			return self.works and not W.whole_day.search(own)
		return self.everything or bool(W.whole_day.search(own)) or (one.level in self.meant)

	def _is_half_said(self, one: Promise, sentences: list[Piece]) -> bool:
		"""Whether what makes a level be handled all day speaks of other clocks, or takes something back."""
		for sentence in sentences:
			text = W.exception.sub("", sentence.text)
			clocks = clocks_in(text)
			if (
				(clocks and one.clock not in clocks)
				or W.certain_negated.search(text)
				or _WORKING.search(text)
			):
				return True
		return False


def _is_named(level: Level, text: str) -> bool:
	small = f" {' '.join(''.join(sign if sign.isalnum() else ' ' for sign in text.lower()).split())} "
	names = {level.code.lower(), level.name.lower(), *(key for key in level.keys if not key.startswith("#"))}
	return any(f" {name} " in small for name in names if name)


# Order --------------------------------------------------------------------------------------------------------


def _scope(one: Promise) -> tuple[str | None, ...]:
	return one.clock, one.service, one.channel


def _by_scope(found: list[Promise]) -> dict[tuple[str | None, ...], list[Promise]]:
	groups: dict[tuple[str | None, ...], list[Promise]] = {}
	for one in found:
		if one.level is not None:
			groups.setdefault(_scope(one), []).append(one)
	return groups


def _is_disordered(group: list[Promise], levels: list[Level]) -> bool:
	"""Whether a more urgent level is given longer than a less urgent one. Levels whose names don't tell which of them
	is urgent may stand in either order."""
	named = urgencies([level for level in levels if any(one.level == level.code for one in group)])
	places = {level.code: n for n, level in enumerate(in_order(levels))}
	rank = named or places
	ranked = sorted((one for one in group if one.level in rank), key=lambda one: rank[one.level or ""])
	for calendar in (True, False):
		ordered = [one for one in ranked if (one.hours == "always") is calendar]
		steps = [_compare(first, second) for first, second in pairwise(ordered)]
		if (named and 1 in steps) or (1 in steps and -1 in steps):
			return True
	return False


def _compare(first: Promise, second: Promise) -> int:
	"""1 where the first is surely longer, -1 where it is shorter. A day's hours are known roughly."""
	one, other = _hours(first), _hours(second)
	if one is None or other is None or first.level == second.level:
		return 0
	slack = 1 if ("day" in str(first.target.value)) == ("day" in str(second.target.value)) else 1.5
	return (one > other * slack) - (other > one * slack)


def _hours(one: Promise) -> float | None:
	match = _AMOUNT.fullmatch(str(one.target.value))
	if match is None:
		return None
	day = 24 if one.hours == "always" else 8
	return float(match[1]) * {"s": 1 / 3600, "min": 1 / 60, "h": 1, "day": day, "days": day}[match[2]]
