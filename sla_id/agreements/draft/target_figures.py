"""Targets: one rule for every cell with labels (labelled_cells.py), whether it stands in a table, a list or a sentence.

Used by `gather`. A cell is placed where its labels, the nearest first, name exactly one clock and one level, service or
channel, and where its length is an upper limit. Where they name two, or none that is known, the line is listed. What
two places promise differently is taken from the better place (a table, then a list, then running text) or, at the same
place, not at all.
"""

import re
from dataclasses import replace
from typing import TypeVar

from sla_id.agreements.draft.certain import Gate, certain
from sla_id.agreements.draft.clauses import (
	cleared,
	cut,
	distinct,
	hours_of,
	hours_of_head,
	in_unit_of,
	is_bare,
	left_over,
	same_in_days,
)
from sla_id.agreements.draft.document import SourceText
from sla_id.agreements.draft.found import Sourced, given
from sla_id.agreements.draft.found_channels import FoundChannel, named_in
from sla_id.agreements.draft.found_levels import Level, Levels, ends_in_level, is_label, keys_are_levels
from sla_id.agreements.draft.hours import Hours
from sla_id.agreements.draft.labelled_cells import Cells, LabelledCell, units
from sla_id.agreements.draft.lines import Piece, of_match
from sla_id.agreements.draft.numbers import Length, lengths, percentages, special
from sla_id.agreements.draft.services import FoundCatalogue
from sla_id.agreements.draft.target_rows import KEY, PROSE, TABLE, Promise, Scope, Targets, equal, settled
from sla_id.agreements.draft.vocabulary import GENERIC, W, asks, clocks_in, language_of

_MARK = re.compile(
	r"\[[\da-z*]{1,2}\]|[¹²³⁴⁵†‡]|\*{1,3}(?![\w*])(?=\)?\s|\)?$)|(?<=\d )\*{1,3}|\([\da-z*]{1,2}\)$"
)
"""What points at a footnote, and what one begins with."""
_One = TypeVar("_One")
_Scoped = tuple[LabelledCell, FoundChannel | None]


def read_targets(
	document: SourceText,
	levels: Levels,
	channels: list[FoundChannel],
	catalogue: FoundCatalogue,
	hours: Hours,
) -> Targets:
	"""All targets that are certain, one for each scope."""
	gate = Gate(document, hours)
	found = _Reader(document, levels, channels, catalogue).read(gate)
	_always_said(document, levels)
	targets = settled(certain(document, levels, found, hours.always is not None))
	targets.staged = next(
		(of_match(line.body, m) for line in document.lines if (m := line.body.search(W.hand_over))), None
	)
	return targets


class _Reader:
	def __init__(
		self, document: SourceText, levels: Levels, channels: list[FoundChannel], catalogue: FoundCatalogue
	) -> None:
		self.document, self.levels, self.channels, self.catalogue = document, levels, channels, catalogue
		self.footnotes = {
			match[0].strip(" ()[]"): line.body
			for line in document.lines
			if not line.is_row and (match := _MARK.match(line.text.lstrip()))
		}
		self.found: list[Promise] = []
		self.all_levels_known = len(levels.found) > 1
		languages = [language_of(line.text) for line in document.lines]
		self.english = languages.count("en") > languages.count("id")

	def read(self, gate: Gate) -> list[Promise]:
		"""Every unit. Where two of them promise the same thing in different times, neither is placed."""
		read: list[list[Promise]] = []
		cells = Cells(self.document, self.levels, self.catalogue)
		for unit in units(self.document):
			self.found = []
			for cell in cells.of(unit):
				self._place(cell)
			read.append(self.found)
		gate.learn(self.levels)
		kept: list[Promise] = []
		for n, promises in enumerate(read):
			mine = {one.scope: one for one in promises if not one.service and one.rank < PROSE}
			others = (one for k, unit in enumerate(read) if k != n for one in unit)
			rivals = any(_rival(mine, one) for one in others)
			kept += [one for one in promises if (one.service or not rivals) and gate.passes(one)]
		return kept

	# What a cell is for -----------------------------------------------------------------------------------------

	def _place(self, cell: LabelledCell) -> None:
		wordings = (cell.value, *cell.near, *((cell.intro,) if cell.intro else ()))
		if cell.rank > TABLE and any(map(self._names_a_stranger, wordings)):
			return
		for scoped, channel in self._of_sentence(cell) if cell.rank == PROSE else self._of_label(cell):
			self._figures(scoped, channel)

	def _of_label(self, cell: LabelledCell) -> list[_Scoped]:
		"""The cell with what its label names: a level, a channel, a clock or a service; none where nobody knows it."""
		label, keyed = cell.label, cell.kind == "key"
		if label is None:
			return [(cell, None)]
		if keyed and W.hours.search(label.text):
			return []
		if keyed and is_label(label.text):
			level = self.levels.get(label.text)
			return [(replace(cell, label=None, level=level, service=None), None)] if level else []
		hits = named_in(label.text, self.channels)
		if cell.kind == "channel" or (keyed and hits and len(label.text.split()) <= 4):
			free = replace(cell, label=None, level=None, service=None) if keyed else cell
			return [(free, one) for one in hits[:1]]
		if clocks_in(label.text) and not (cell.head and clocks_in(cell.head.text)) and cell.kind != "service":
			mentioned = _one(self._mentions(label))
			if is_bare(label) or (mentioned if keyed else cell.level):
				level = (mentioned or cell.level) if keyed else (cell.level or mentioned)
				channel = self._channel_of(cell) if keyed else None
				return [(replace(cell, kind="clock", level=level), channel)]
		if keyed:
			named = replace(cell, label=None, level=None, service=label)
			return [(named, None)] if self._is_catalogue(cell, label) else []
		is_service = cell.level is None or cell.kind == "service"
		return [(replace(cell, service=label) if is_service else cell, None)]

	def _is_catalogue(self, cell: LabelledCell, key: Piece) -> bool:
		"""Whether the keys of a list are services: at least two with times, under a heading about requests or clocks."""
		about = any(asks(piece.text) for piece in cell.caption)
		foreign = any(W.hours.search(piece.text) for piece in cell.caption)
		if ends_in_level(key.text) or keys_are_levels(cell.section) or foreign or percentages(cell.value):
			return False
		return cell.siblings > 1 and about

	def _channel_of(self, cell: LabelledCell) -> FoundChannel | None:
		"""The channel whose heading a key stands below, else the only one that its value names."""
		own = [one for one in self.channels if one.place is cell.section.title]
		return _one(own[:1] or named_in(cell.value.text, self.channels))

	def _of_sentence(self, cell: LabelledCell) -> list[_Scoped]:
		"""The parts of a sentence with their levels, its channels, or the kind of request that its heading names."""
		sentence = cell.value
		if self._is_request(cell):
			return [(replace(cell, label=cell.section.title, service=cell.section.title, level=None), None)]
		named, mentions = clocks_in(W.since.sub("", sentence.text)), self._mentions(sentence)
		intro = clocks_in(cell.intro.text) if cell.intro else {}
		if not (named or intro or mentions or cell.level) or not (
			named or any(clocks_in(piece.text) for piece in cell.caption)
		):
			return []
		own = [one for one in self.channels if one.place is cell.section.title]
		channels = named_in(sentence.text, self.channels) or own[:1]
		if channels and not self.levels.mentioned(sentence):
			return [(replace(cell, level=None, intro=cell.intro), one) for one in channels]
		told = W.ticket.search(sentence.text) or W.targets_measured.search(W.since.sub("", sentence.text))
		if not (told or channels or mentions or cell.level) or not lengths(sentence):
			return []
		return [(part, None) for part in self._parts(cell)]

	def _is_request(self, cell: LabelledCell) -> bool:
		"""A sentence that says in what time, or by estimate, the kind of request in its heading is met."""
		title, found, named = cell.section.title, lengths(cell.value), special(cell.value)
		if title is None or not W.kind_of_request.search(title.text) or clocks_in(title.text):
			return False
		others = set(clocks_in(cell.value.text)) - {"fulfilment", "resolution"}
		if others or cell.section.about("channels") or not left_over(title):
			return False
		met = len(found) == 1 and W.limit.search(cell.value.text) and W.given.search(cell.value.text)
		return bool(met) or (not found and named is not None and named[0] == "by estimate")

	def _parts(self, cell: LabelledCell) -> list[LabelledCell]:
		"""The parts of a sentence or cell that have one length each, with their own clock and level or the only ones of the
		whole; a part that speaks of something else is left out."""
		said, whole = clocks_in(W.since.sub("", cell.value.text)), self._mentions(cell.value)
		prose = cell.rank == PROSE
		found = []
		for part in cut(cell.value):
			own, levels = clocks_in(W.since.sub("", part.text)), self._mentions(part)
			if not own and (len(said) > 1 or not (levels or prose)):
				continue
			levels = levels or (whole if prose else [])
			if len(levels) > 1 or (cell.rank != KEY and cell.level and levels and levels != [cell.level]):
				continue
			level = levels[0] if levels else cell.level
			if prose and not levels and not is_bare(part):
				continue
			named = replace(cell, value=part, level=level)
			if prose or said:  # the labels were those of the whole
				clock = None if prose else _one(list(own or said))
				named = replace(named, head=None, label=cell.value if prose else None, kind=None, clock=clock)
			found.append(named)
		return found

	def _mentions(self, piece: Piece) -> list[Level]:
		"""The levels of a clause; one that stands next to "gangguan" or "priority" is added."""
		for match in piece.finditer(W.level_mention):
			name = next(group for group in ("ranked", "after", "before", "code") if match[group])
			at = of_match(piece, match, name)
			if not (self.all_levels_known or self._known(at, match[0]) or left_over(piece)):
				self.levels.add(at if not at.text.isdigit() else of_match(piece, match))
		return self.levels.mentioned(piece)

	def _known(self, at: Piece, whole: str) -> Level | None:
		return self.levels.get(at.text) or self.levels.get(whole)

	def _names_a_stranger(self, piece: Piece) -> bool:
		"""Whether a clause is about a level that no table, key or heading knows, though they know several."""
		return self.all_levels_known and any(
			self._known(of_match(piece, match, name), match[0]) is None and match[name].lower() not in GENERIC
			for match in piece.finditer(W.level_mention)
			for name in ("ranked", "after", "before", "code")
			if match[name]
		)

	# What it promises -------------------------------------------------------------------------------------------

	def _figures(self, cell: LabelledCell, channel: FoundChannel | None) -> None:
		"""Place the figure of a cell that has one reading; of several, each part with its own clock or level."""
		piece = cell.value
		found = distinct([cleared(length, cell.rank < PROSE, self.english) for length in lengths(piece)])
		head = cell.head or cell.label
		if not found and cell.rank == TABLE and head and (bare := in_unit_of(head.text, piece)):
			found = [bare]
		pair = same_in_days(found)
		if len(found) > 1 and pair is None:
			for part in self._parts(cell) if cell.rank < PROSE else ():
				if len(lengths(part.value)) == 1:
					self._figures(part, channel)
			return
		clock = cell.clock or self._clock(cell)
		if clock is None or percentages(piece) or (cell.rank == PROSE and W.ahead_of.search(piece.text)):
			return
		length = pair[0] if pair else found[0] if found else None
		named = special(piece) if length is None and clock != "next_update" else None
		target = length.target if length and length.unit != "second" else None
		if target is None and named is None:
			return
		service = self._service(cell, clock)
		if cell.service and service is None:
			return
		value = given(target, length.piece) if length else given(*named)  # type: ignore[misc]
		days = given(pair[1].target, pair[1].piece) if pair else None
		self.found.append(self._promise(cell, clock, value, length, service, channel, days))

	def _promise(
		self,
		cell: LabelledCell,
		clock: str,
		target: Sourced,
		length: Length | None,
		service: str | None,
		channel: FoundChannel | None,
		days: Sourced | None,
	) -> Promise:
		hours, around = hours_of(cell.value, length)
		heads = [*(cell.near[:1] if cell.rank == TABLE else ()), *cell.section.path[:1]]
		for head in heads if hours == "unsaid" and length else ():
			hours, around = (hours, around) if hours != "unsaid" else hours_of_head(head, around)
		texts = [piece.text for piece in (cell.intro, cell.value) if piece]
		return Promise(
			clock,
			target,
			hours,
			cell.rank,
			cell.section.number,
			cell.level.code if cell.level else None,
			service,
			channel.code if channel else None,
			channel is not None and any(W.first_line.search(text) for text in texts),
			around,
			days,
			length is not None and length.unit == "day" and length.working is None,
			cell.merged,
			(cell.value, *cell.near),
			(cell.intro, cell.service, *self._notes(cell.value)),
			cell.section.path,
			cell.beside,
		)

	def _service(self, cell: LabelledCell, clock: str) -> str | None:
		"""The code of the service that a cell is for; None where its name is a level's or something nobody calls a service."""
		name = cell.service
		if name is None or W.level_mention.search(name.text) or self.levels.mentioned(name):
			return None
		about = [one for one in (name, cell.over, cell.intro, *cell.section.path) if one]
		if clock != "fulfilment" and not any(
			asks(one.text) or W.is_service.search(W.of_an_agreement.sub("", one.text)) for one in about
		):
			return None
		if (
			W.no_service.search(name.text)
			or not W.name.search(name.text)
			or (cell.rank == KEY and W.no_name.match(name.text))
		):
			return None
		return self.catalogue.service(name, cell.section, cell.merged)

	def _notes(self, piece: Piece) -> list[Piece]:
		"""The footnotes that a cell or clause points at."""
		marks = [match[0].strip("()[]") for match in _MARK.finditer(piece.raw)]
		return [self.footnotes[mark] for mark in marks if mark in self.footnotes]

	def _clock(self, cell: LabelledCell) -> str | None:
		"""The clock that the nearest evidence names; services without any are fulfilled."""
		if cell.service is not None and cell.service is cell.section.title:
			return "fulfilment"
		own = (cell.label,) if cell.kind == "clock" else ()
		for at in filter(None, (cell.head, *own, cell.value, cell.label, cell.intro, *cell.section.path)):
			if cell.rank < PROSE and lengths(at) and at is cell.intro:
				continue
			part = at is cell.value or cell.rank == PROSE
			names = clocks_in(W.since.sub("", at.text) if part else at.text)
			if names:
				return next(iter(names)) if len(names) == 1 else None
		about = (cell.service, cell.over, *cell.near, cell.intro, *cell.section.path[:2])
		return "fulfilment" if cell.service and any(asks(one.text) for one in about if one) else None


def _one(found: list[_One]) -> _One | None:
	return found[0] if len(found) == 1 else None


def _rival(mine: dict[Scope, Promise], other: Promise) -> bool:
	"""Whether another table or list promises one of ours in a different time."""
	return (
		other.scope in mine and other.rank == mine[other.scope].rank and not equal(mine[other.scope], other)
	)


def _always_said(document: SourceText, levels: Levels) -> None:
	"""Levels that a sentence says are handled around the clock."""
	for section, _, sentence in document.sentences():
		match = None if section.about("escalation") else sentence.search(W.round_the_clock)
		if match:
			named = levels.mentioned(sentence)
			if len(named) == 1:
				named[0].always = named[0].always or of_match(sentence, match)
