"""The gate before the draft: a target passes only where every word around it is understood, else it is left for the list.

Used by `target_figures`. Nothing is read anew here. Each word of the figure's sentence or cell, of its labels, of the
line that introduces it and of every heading above must be one that narrows nothing (a clock, a ticket, hours, a generic
word), or be part of what the draft holds: the level, the service, the channel, the provider, the document's own subject.
So nobody has to list the ways in which a text tells of the past, of others, of an example or of a special case: it needs a
word for that. A length without hours of its own could count on either calendar where the text speaks of the whole day. And
of levels whose times contradict their order none is known.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from sla_id.agreements.draft.clauses import is_of_customer, left_over
from sla_id.agreements.draft.document import SourceText
from sla_id.agreements.draft.found_channels import KINDS
from sla_id.agreements.draft.found_levels import Level, Levels, in_order, urgencies
from sla_id.agreements.draft.hours import Hours
from sla_id.agreements.draft.lines import Piece
from sla_id.agreements.draft.numbers import lengths
from sla_id.agreements.draft.target_rows import Promise
from sla_id.agreements.draft.title_page import own_words
from sla_id.agreements.draft.vocabulary import ABOVE, W, any_of, clocks_in

_AMOUNT = re.compile(r"(?:> )?([\d.]+) (s|min|h|days?)")
_WORKING = any_of(r"jam\s+(?:kerja|kantor)|(?:working|business|office)\s+hours")


class Gate:
	"""The words that a document may use beside its figures."""

	def __init__(self, document: SourceText, hours: Hours) -> None:
		self.subject = own_words(document)
		placed = [
			*(hours.business.pieces if hours.business else ()),
			*([hours.always] if hours.always else []),
		]
		self.hours = {piece.line.number for piece in placed}

	def learn(self, levels: Levels) -> None:
		"""Take over the names of the levels, once all are known."""
		self.names = {key for level in levels.found for key in level.keys if not key.startswith("#")}
		self.names |= {level.code.lower() for level in levels.found}
		self.labels = {level.code: level.name for level in levels.found}
		self.above = self.names | self.subject | ABOVE

	def passes(self, one: Promise) -> bool:
		"""Whether every word around a figure says something that the draft holds."""
		if not any(sign.isdigit() for sign in str(one.target.value)):
			return True
		held = {word for piece in one.free[1:] if piece for word in (piece.text, *_words(piece.text, 3))}
		if one.channel:
			held |= {
				m[0]
				for piece in (*one.said, *one.headings)
				for _, _, kind in KINDS
				for m in kind.finditer(piece.text)
			}
		intro = [piece for piece in one.free[:1] if piece and piece.line.number not in self.hours]
		own = [_sentence(one.said[0], one), *one.said[1:]]
		own = [piece for piece in own if piece not in one.free and piece not in one.target.pieces]
		if any(is_of_customer(piece) for piece in (*own, *intro)):
			return False
		if (
			one.level is None
			and not one.service
			and any(self._names_level(title) for title in one.headings[:1])
		):
			return False
		return _understood((*own, *one.beside), self.names | held | _words_of(intro)) and _understood(
			(*intro, *(title for title in one.headings if not self._is_label(title, one))),
			self.above | held,
			W.heading_says_nothing,
		)

	def _names_level(self, title: Piece) -> bool:
		"""Whether a heading is about one of the levels, so that what stands below can't hold for all."""
		return bool(self.names & {word.lower() for word in _words(title.text)})

	def _is_label(self, title: Piece, one: Promise) -> bool:
		"""Whether a heading is the level's own label, with what it means behind it."""
		return one.level is not None and title.text.startswith(self.labels[one.level])


def _understood(pieces: Iterable[Piece | None], known: set[str], *others: "re.Pattern[str]") -> bool:
	return not any(left_over(piece, known, *others) for piece in pieces if piece)


def _words(text: str, least: int = 2) -> set[str]:
	return set(re.findall(rf"\w{{{least},}}", text))


def _words_of(pieces: Iterable[Piece | None]) -> set[str]:
	return {word for piece in pieces if piece for word in _words(piece.text, 3)}


def _sentence(said: Piece, one: Promise) -> Piece:
	"""What stands next to a figure, widened to its sentence outside tables."""
	at = one.target.pieces[0]
	if at.line.is_row or at.line is not said.line:
		return said
	return next((part for part in said.sentences() if part.start <= at.start < part.end), said)


def certain(document: SourceText, levels: Levels, found: list[Promise], around: bool) -> list[Promise]:
	"""The understood promises that nothing in the text speaks against; `around`: the desk serves all day."""
	days = _WholeDays(document, levels, found, around)
	kept = [one for one in found if not days.leave_open(one)]
	if any(one.level or one.service for one in found):
		kept = [one for one in kept if not _is_one_kind(one)]
	doubted = {scope for scope, group in _by_scope(kept).items() if _is_disordered(group, levels.found)}
	return [one for one in kept if _scope(one) not in doubted]


def _is_one_kind(one: Promise) -> bool:
	"""Whether what would hold for everything is said of one kind of message, such as complaints."""
	scoped = one.level or one.service or one.channel
	return not scoped and any(W.one_kind.search(piece.text) for piece in one.said)


# Calendars ----------------------------------------------------------------------------------------------------


class _WholeDays:
	"""What the text says of the whole day, and which figures it could mean: those of the levels that such a sentence names,
	else all."""

	def __init__(self, document: SourceText, levels: Levels, found: list[Promise], around: bool) -> None:
		self.levels, self.around = levels, around
		self.targets: dict[int, list[int]] = {}
		for at in (at for one in found for at in one.target.pieces):
			self.targets.setdefault(at.line.number, []).append(at.start)
		self.everything = False
		self.meant: dict[str, list[Piece]] = {}
		self.names = {key for level in levels.found for key in (level.code, level.name, *level.keys)}
		self.works = any(_WORKING.search(line.text) for line in document.lines)
		for line in document.lines:
			for sentence in line.sentences:
				self._read(sentence)

	def _read(self, sentence: Piece) -> None:
		own = self.targets.get(sentence.line.number, [])
		matches = [
			m for m in sentence.finditer(W.whole_day) if not any(m.start() <= at < m.end() for at in own)
		]
		if not matches:
			return
		mentioned = self.levels.mentioned(sentence)
		named = [one for one in self.levels.found if one in mentioned or _is_named(one, sentence.text)]
		for level in named:
			self.meant.setdefault(level.code, []).append(sentence)
		told = W.treated.search(sentence.text) and not W.by_way_of.search(sentence.text)
		about = W.refers.search(sentence.text) or W.ticket.search(sentence.text)
		self.everything |= not named and not own and bool(told and about)

	def leave_open(self, one: Promise) -> bool:
		"""Whether a figure without hours of its own could count on another calendar than the draft gives it."""
		if one.hours != "unsaid":
			return False
		level = next((level for level in self.levels.found if level.code == one.level), None)
		own = " ".join(piece.text for piece in one.said)
		for length in lengths(one.target.pieces[0]):
			own = own.replace(length.piece.text, " ")
		if level is not None and level.always is not None:
			return any(self._is_half_said(one, sentence) for sentence in self.meant.get(level.code, ()))
		if self.around:
			return self.works and not W.whole_day.search(own)
		return self.everything or bool(W.whole_day.search(own)) or one.level in self.meant

	def _is_half_said(self, one: Promise, sentence: Piece) -> bool:
		"""Whether what makes a level be handled all day speaks of other clocks, or holds words that nobody understands."""
		before = sentence.match(W.exception)
		said = sentence.part(before.end(), sentence.end) if before else sentence
		clocks = clocks_in(said.text)
		return bool(clocks and one.clock not in clocks) or bool(left_over(said, self.names, W.treated))


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
