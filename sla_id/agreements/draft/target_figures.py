"""Targets: every length of time in a table, list, key or sentence, with the clock, level, service and channel that
the nearest structure gives it.

Used by `gather`. Evidence is asked in one order: the head of the column, the label of the row (or the key of the
line), the clause itself, then the headings from the inside outwards. The nearest that names exactly one clock
decides; where it names two, where no scope fits, or where the length is no upper limit, nothing is placed: the line
is listed. A scope that is promised two different times is taken from the better place (a table, then a list, then
running text) or, at the same place, not at all.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sla_id.agreements.draft.certain import certain, is_of_the_past
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
	subject_of,
)
from sla_id.agreements.draft.document import SourceText, lead_value
from sla_id.agreements.draft.found import given
from sla_id.agreements.draft.found_channels import FoundChannel, named_in
from sla_id.agreements.draft.found_levels import (
	Level,
	Levels,
	ends_in_level,
	heads_keys,
	in_doubt,
	is_label,
	keys_are_levels,
	level_column,
	level_headings,
	level_heads,
	level_label,
)
from sla_id.agreements.draft.lines import Piece, SourceLine, of_match
from sla_id.agreements.draft.numbers import lengths, percentages, special
from sla_id.agreements.draft.services import FoundCatalogue, FoundService
from sla_id.agreements.draft.structure import SourceSection, SourceTable
from sla_id.agreements.draft.target_rows import KEY, PROSE, TABLE, Promise, Scope, Targets, equal, settled
from sla_id.agreements.draft.vocabulary import TABLES, W, asks, clocks_in, column_of, language_of


@dataclass(frozen=True, slots=True)
class _Place:
	"""Where a figure stands: the wordings around it, nearest first, and what they are labels of."""

	section: SourceSection
	near: tuple[Piece, ...]
	rank: int
	level: Level | None = None
	service: Piece | None = None
	channel: FoundChannel | None = None
	first_line: bool = False
	labelled: bool = False
	intro: Piece | None = None
	over: Piece | None = None

	@property
	def wordings(self) -> tuple[Piece, ...]:
		"""What stands near, the line that introduces it last."""
		return (*self.near, self.intro) if self.intro else self.near


class _Reader:
	def __init__(
		self, document: SourceText, levels: Levels, channels: list[FoundChannel], catalogue: FoundCatalogue
	) -> None:
		self.document, self.levels, self.channels, self.catalogue = document, levels, channels, catalogue
		self.empty_is_above = any(W.empty_is_above.search(line.text) for line in document.lines)
		self.footnotes = {
			match[0].strip(" ()[]"): line.body
			for line in document.lines
			if not line.is_row and (match := _MARK.match(line.text.lstrip()))
		}
		self.found: list[Promise] = []
		self.all_levels_known = len(levels.found) > 1
		languages = [language_of(line.text) for line in document.lines]
		self.english = languages.count("en") > languages.count("id")

	# Tables -----------------------------------------------------------------------------------------------------

	def read(self) -> None:
		"""All tables and sections. Where two of them promise the same thing in different times, each is for what stands
		above it; if that names nothing, neither is placed."""
		units: list[tuple[Piece | None, SourceSection, list[Promise]]] = []
		for table in self.document.tables:
			units.append(
				(table.intro or table.section.title, table.section, self._collect(self.table, table))
			)
		for section in self.document.sections:
			units.append((section.title, section, self._collect(self.section, section)))
		for n, (above, section, promises) in enumerate(units):
			mine = {one.scope: one for one in promises if not one.service and one.rank < PROSE}
			rivals = [
				k for k, unit in enumerate(units) if k != n and any(_rival(mine, one) for one in unit[2])
			]
			names = [_service_above(units[k][0]) for k in (n, *rivals)]
			if not rivals:
				self.found += promises
			elif all(names) and len({name.text for name in names if name}) == len(names) and above:
				service = self.catalogue.service(names[0] or above, section)
				self.found += [one if one.service else replace(one, service=service) for one in promises]

	def _collect(self, reader: Callable[[Any], None], unit: Any) -> list[Promise]:
		before, self.found = self.found, []
		reader(unit)
		collected, self.found = self.found, before
		return [one for one in collected if not is_of_the_past(one)]

	def table(self, table: SourceTable) -> None:
		if table.section.about("escalation") or table.has("trigger") or self._foreign(table):
			return
		if not table.heads:
			for row in table.rows:
				full = [cell for cell in row if cell]
				if len(full) == 2:
					self._pair(table.section, full[0], full[1], table.intro, len(table.rows))
			return
		if pair := _key_values(table):
			service = _service_above(table.section.title)
			for row in table.rows:
				if pair[1] < len(row) and row[pair[0]] and row[pair[1]]:
					self._pair(table.section, row[pair[0]], row[pair[1]], table.intro, 1, service=service)
			return
		level_at, heads = level_column(table), level_heads(table)
		if (not heads and in_doubt(table)) or _is_ragged(table):
			return
		above: dict[int, Piece] = {}
		parent: FoundService | None = None
		last: Level | None = None
		for row in table.rows:
			level = (
				self.levels.get(row[level_at].text)
				if level_at is not None and level_at < len(row) and row[level_at]
				else None
			)
			if level_at is not None and level is None:
				level = last if _names_clock(table, row) else None
			last = level
			if level_at is not None and level is None:
				above.clear()
				continue
			if level_at is not None and self._is_narrowed(table, row, level_at):
				continue
			self._coverage(table, row, level, heads)
			label = self._label(table, row, level_at)
			if label is None and level is None and not heads and len(table.rows) > 1:
				continue
			if level_at is None and label is not None:
				parent, fresh = self.catalogue.row(label, parent, table)
				if fresh:
					above.clear()
			for n, name in enumerate(table.columns):
				if n >= len(row) or n == level_at or row[n] is label:
					continue
				if n not in heads and name not in TABLES["clocks"] and name != "target":
					continue
				cell = self._value(
					row[n],
					above.get(n),
					label is not None and parent is not None and self.catalogue.is_child(label),
				)
				if cell is None:
					continue
				above[n] = cell
				where = level or (self.levels.get(table.heads[n].text) if n in heads else None)
				self._cell(table, row, cell, n, where, label, merged=cell is not row[n])

	def _foreign(self, table: SourceTable) -> bool:
		"""A table about credits, maintenance and the like, by its own heads, intro or heading."""
		title = table.section.title
		near = [table.intro] if table.intro and len(table.intro.text.split()) <= 6 else []
		if any(clocks_in(head.text) for head in table.heads):
			return False
		near += [title] if title and not clocks_in(title.text) else []
		return any(W.no_ticket.search(piece.text) for piece in (*near, *table.heads))

	def _is_narrowed(self, table: SourceTable, row: tuple[Piece, ...], level_at: int) -> bool:
		"""Whether a cell beside a level says for whom, where or when its times hold, under a head that nobody knows."""
		named = [one[level_at].text for one in table.rows if level_at < len(one) and one[level_at]]
		if len(set(named)) == len(named):
			return False  # each level has one row: what else stands there describes it
		keys = [key for level in self.levels.found for key in level.keys]
		return any(
			cell
			and n != level_at
			and n not in _figured(table)
			and not clocks_in(cell.text)
			and left_over(cell, keys)
			for n, (cell, name) in enumerate(zip(row, table.columns, strict=False))
			if name in (None, "category", "target", "date", "role", "address", "required")
		)

	def _label(self, table: SourceTable, row: tuple[Piece, ...], level_at: int | None) -> Piece | None:
		"""The cell that names a service, a channel or a clock: it stands in a column without figures."""
		figured = _figured(table)
		for kind in ("service", "channel", "category", None, "description"):
			for n, name in enumerate(table.columns):
				if (
					name == kind
					and n != level_at
					and n < len(row)
					and row[n]
					and n not in figured
					and not W.index.fullmatch(table.heads[n].text)
				):
					if (
						level_at is not None
						and kind not in ("service", "channel")
						and not clocks_in(row[n].text)
					):
						continue
					return row[n] if not lengths(row[n]) or kind == "service" else None
		return None

	def _value(self, cell: Piece, above: Piece | None, child: bool) -> Piece | None:
		"""A cell, or the one above where the document merges the two."""
		if cell:
			return cell
		return (
			above
			if above is not None and (child or self.empty_is_above or cell.line.is_merged(cell))
			else None
		)

	def _coverage(
		self, table: SourceTable, row: tuple[Piece, ...], level: Level | None, heads: list[int]
	) -> None:
		"""A column, or under levels a row, that says which of them are handled around the clock."""
		cells: list[tuple[Level | None, Piece | None]] = [(level, table.cell(row, "hours"))] if level else []
		if heads and any(cell and column_of(cell.text) == "hours" for cell in row[: heads[0]]):
			cells += [(self.levels.get(table.heads[n].text), row[n]) for n in heads if n < len(row)]
		for one, cell in cells:
			if one and cell and (match := cell.search(W.round_the_clock)):
				one.always = of_match(cell, match)

	def _cell(
		self,
		table: SourceTable,
		row: tuple[Piece, ...],
		cell: Piece,
		n: int,
		level: Level | None,
		label: Piece | None,
		merged: bool,
	) -> None:
		near = [table.heads[n]] if level is None or table.heads[n].text != level.name else []
		channel = service = None
		labelled = False
		if label is not None:
			near.append(label)
			names = clocks_in(label.text) if not clocks_in(table.heads[n].text) else {}
			service_head = any(name == "service" for name in table.columns)
			if table.has("channel") and label is table.cell(row, "channel"):
				hits = named_in(label.text, self.channels)
				if not hits:
					return
				channel = hits[0]
			elif names and not service_head and (level is not None or is_bare(label)):
				labelled = True
				level = level or self._one(self._mentions(label))
			elif level is None or service_head:
				service = label
		over = next(
			(table.heads[k] for k, one in enumerate(row) if one is label and k < len(table.heads)), None
		)
		place = _Place(
			table.section,
			tuple(near),
			TABLE,
			level,
			service,
			channel,
			labelled=labelled,
			intro=table.intro,
			over=over,
		)
		clock = "permanent_fix" if _is_second_fix(table, n) else None
		self._figures(place, cell, merged, clock)

	def _one(self, levels: list[Level]) -> Level | None:
		return levels[0] if len(levels) == 1 else None

	# Lines ------------------------------------------------------------------------------------------------------

	def section(self, section: SourceSection) -> None:
		if section.about("escalation", "facts", "procedure"):
			return
		level = next(level_headings(section, self.levels), None)
		own = next((one for one in self.channels if one.place is section.title), None)
		intro: Piece | None = None
		keyed, levels_keyed = self._keyed(section), keys_are_levels(section)
		for line in section.lines:
			if line.is_row or line.number in self.document.table_lines:
				continue
			label = level_label(line.body, line, levels_keyed, heads_keys(section, line))
			named = self.levels.get(label.text) if label else None
			if named and not lengths(line.body):
				level = named
				continue
			if line.text.rstrip().endswith(":"):
				intro = line.body
				continue
			pair = lead_value(line)
			if not line.marker and not pair and len(line.body.text.split()) > 8:
				intro = None
				level = level if section.title and is_label(section.title.text) else None
			if named and label is not None:
				self._figures(
					_Place(section, (), KEY, named, intro=intro), line.body.part(label.end, line.body.end)
				)
			elif (pair and pair[1] and lengths(pair[1])) or (
				pair and special(pair[1]) and clocks_in(pair[0].text)
			):
				assert pair is not None
				self._pair(section, pair[0], pair[1], intro, keyed, level, own)
			else:
				self._prose(section, line, intro, level, own)

	def _keyed(self, section: SourceSection) -> int:
		pairs = (lead_value(line) for line in section.lines if not line.is_row)
		return sum(bool(pair and lengths(pair[1])) for pair in pairs)

	def _pair(
		self,
		section: SourceSection,
		key: Piece,
		value: Piece,
		intro: Piece | None,
		siblings: int,
		level: Level | None = None,
		channel: FoundChannel | None = None,
		service: Piece | None = None,
	) -> None:
		"""A key with a value: the key is a clock, a level, a channel or, in a list of them, a service."""
		above = [piece for piece in (intro, section.title) if piece]
		if W.no_ticket.search(key.text) and not any(clocks_in(piece.text) for piece in above):
			return
		if W.hours.search(key.text) or (
			intro and W.no_ticket.search(intro.text) and not clocks_in(intro.text)
		):
			return
		first = intro is not None and W.first_line.search(intro.text) is not None
		if is_label(key.text):
			named = self.levels.get(key.text)
			if named is None:
				return
			place = _Place(section, (), KEY, named, intro=intro)
		elif hits := [one for one in named_in(key.text, self.channels) if len(key.text.split()) <= 4]:
			place = _Place(section, (), KEY, None, None, hits[0], first, intro=intro)
		elif clocks_in(key.text):
			mentioned = self._one(self._mentions(key))
			if mentioned or is_bare(key):
				own = channel or self._channel_of(value)
				place = _Place(
					section, (key,), KEY, mentioned or level, service, own, labelled=True, intro=intro
				)
			elif self._is_catalogue(section, intro, key, value, siblings):
				place = _Place(section, (), KEY, None, key, intro=intro)
			else:
				return
		elif self._is_catalogue(section, intro, key, value, siblings):
			place = _Place(section, (), KEY, None, key, intro=intro)
		else:
			return
		self._figures(place, value)

	def _is_catalogue(
		self, section: SourceSection, intro: Piece | None, key: Piece, value: Piece, siblings: int
	) -> bool:
		"""Whether the keys of a list are services: at least two with times, under a heading about requests or clocks."""
		above = [piece for piece in (intro, section.title) if piece]
		about = any(asks(piece.text) or clocks_in(piece.text) for piece in above) or clocks_in(value.text)
		foreign = any(W.no_ticket.search(piece.text) or W.hours.search(piece.text) for piece in above)
		if ends_in_level(key.text) or keys_are_levels(section):
			return False
		return siblings > 1 and bool(about) and not foreign and not percentages(value)

	def _channel_of(self, value: Piece) -> FoundChannel | None:
		hits = named_in(value.text, self.channels)
		return hits[0] if len(hits) == 1 else None

	def _prose(
		self,
		section: SourceSection,
		line: SourceLine,
		intro: Piece | None,
		level: Level | None,
		own: FoundChannel | None,
	) -> None:
		for n, sentence in enumerate(line.body.sentences()):
			if not n and len(sentence.text.split()) <= 3 and len(clocks_in(sentence.text)) == 1:
				intro = sentence  # "Response. Class A: 30 minutes. Class B: 2 hours."
			before = W.since.sub("", sentence.text)
			if W.no_ticket.search(before) or percentages(sentence) or W.of_customer.search(before):
				continue
			if not lengths(sentence) and not special(sentence):
				continue
			channels = named_in(sentence.text, self.channels) or ([own] if own else [])
			above = (*([intro] if intro else []), *section.path[:1])
			if self._request(section, sentence):
				continue
			named = clocks_in(before)
			mentions = self._mentions(sentence)
			told = named or (intro and clocks_in(intro.text)) or mentions or level
			if not told or (not named and not any(clocks_in(piece.text) for piece in above)):
				continue
			if not (
				W.ticket.search(sentence.text)
				or channels
				or W.targets_measured.search(before)
				or mentions
				or level
			):
				continue
			first = bool((intro and W.first_line.search(intro.text)) or W.first_line.search(sentence.text))
			if channels and not self.levels.mentioned(sentence):
				for channel in channels:
					place = _Place(section, (), PROSE, None, None, channel, first, intro=intro)
					self._figures(place, sentence)
			elif not special(sentence) or lengths(sentence):
				self._segments(section, sentence, intro, level)

	def _request(self, section: SourceSection, sentence: Piece) -> bool:
		"""A section about one kind of request, with the time in which it is met."""
		title, found = section.title, lengths(sentence)
		if set(clocks_in(sentence.text)) - {"fulfilment", "resolution"}:
			return False
		if (
			title is None
			or not W.kind_of_request.search(title.text)
			or clocks_in(title.text)
			or section.about("channels")
		):
			return False
		named = special(sentence)
		if subject_of(sentence, any_subject=True) and not is_bare(sentence):
			return False
		if (len(found) == 1 and W.limit.search(sentence.text) and W.given.search(sentence.text)) or (
			named and named[0] == "by estimate" and not found
		):
			self._figures(_Place(section, (title,), PROSE, service=title), sentence)
			return True
		return False

	def _segments(
		self, section: SourceSection, sentence: Piece, intro: Piece | None, level: Level | None
	) -> None:
		"""A sentence cut so that each part has one length; a part has its own clock and level, or the sentence's only one."""
		parts = cut(sentence)
		mentioned = self._mentions(sentence)
		clocks = clocks_in(W.since.sub("", sentence.text))
		for part in parts:
			levels = self._mentions(part) or mentioned
			if len(levels) > 1 or (level and levels and levels != [level]):
				continue
			own = clocks_in(W.since.sub("", part.text))
			if not own and len(clocks) > 1:
				continue
			subject = None
			if not levels and level is not None and not is_bare(part):
				continue
			if not levels and level is None and not is_bare(part):
				subject = subject_of(part)
				if subject is None:
					continue
			one = levels[0] if levels else level
			self._figures(_Place(section, (sentence,), PROSE, one, subject, intro=intro), part)

	def _mentions(self, piece: Piece) -> list[Level]:
		"""The levels of a clause; one that stands next to "gangguan" or "priority" is added."""
		for match in piece.finditer(W.level_mention):
			name = next(group for group in ("ranked", "after", "before", "code") if match[group])
			at = of_match(piece, match, name)
			if not self.all_levels_known and not self._known(at, match[0]):
				self.levels.add(at if not at.text.isdigit() else of_match(piece, match))
		return self.levels.mentioned(piece)

	def _known(self, at: Piece, whole: str) -> Level | None:
		return self.levels.get(at.text) or self.levels.get(whole)

	def _names_a_stranger(self, piece: Piece) -> bool:
		"""Whether a clause is about a level that no table, key or heading knows, though they know several."""
		return self.all_levels_known and any(
			self._known(of_match(piece, match, name), match[0]) is None
			for match in piece.finditer(W.level_mention)
			for name in ("ranked", "after", "before", "code")
			if match[name]
		)

	# Figures ----------------------------------------------------------------------------------------------------

	def _figures(self, place: _Place, piece: Piece, merged: bool = False, clock: str | None = None) -> None:
		"""Place the figure of a cell or clause, if it has one reading."""
		if place.rank > TABLE and any(map(self._names_a_stranger, (piece, *place.wordings))):
			return
		found = distinct([cleared(length, place.rank < PROSE, self.english) for length in lengths(piece)])
		head = place.near[0].text if place.rank == TABLE and place.near else ""
		if not found and (bare := in_unit_of(head, piece)):
			found = [bare]
		pair = same_in_days(found)
		if len(found) > 1 and pair is None:
			self._parts(place, piece)
			return
		clock = clock or self._clock(place, piece)
		if clock is None or percentages(piece) or (place.rank == PROSE and W.ahead_of.search(piece.text)):
			return
		if clock == "next_update" and not found:
			return
		length = pair[0] if pair else found[0] if found else None
		named = special(piece) if length is None else None
		if (length is None or length.target is None or length.unit == "second") and named is None:
			return
		if place.service and (
			W.level_mention.search(place.service.text) or self.levels.mentioned(place.service)
		):
			return
		if place.service and clock != "fulfilment" and not self._is_service(place, clock):
			return
		service = self.catalogue.service(place.service, place.section, merged) if place.service else None
		if place.service and (service is None or not W.name.search(place.service.text)):
			return
		if place.service and place.rank == KEY and W.no_name.match(place.service.text):
			return
		target = given(length.target, length.piece) if length else given(named[0], named[1])  # type: ignore[index]
		hours, around = hours_of(piece, length)
		if hours == "unsaid" and place.rank == TABLE and length:
			hours, around = hours_of_head(place.near[0], around) if place.near else (hours, around)
		self.found.append(
			Promise(
				clock,
				target,
				hours,
				place.rank,
				place.section.number,
				place.level.code if place.level else None,
				service,
				place.channel.code if place.channel else None,
				place.first_line,
				around,
				given(pair[1].target, pair[1].piece) if pair else None,
				length is not None and length.unit == "day" and length.working is None,
				merged,
				(piece, *place.near),
				(
					place.intro,
					place.service,
					*self._notes(piece),
					*([piece] if place.service and place.service is place.section.title else []),
				),
				place.section.path,
			)
		)

	def _is_service(self, place: _Place, clock: str) -> bool:
		"""Whether something around a name says that it is a service, not a kind of incident that nobody knows."""
		about = [place.service, place.over, place.intro, *place.section.path]
		return any(
			asks(one.text) or W.is_service.search(W.of_an_agreement.sub("", one.text)) for one in about if one
		)

	def _notes(self, piece: Piece) -> list[Piece]:
		"""The footnotes that a cell or clause points at."""
		marks = [match[0].strip("()[]") for match in _MARK.finditer(piece.raw)]
		return [self.footnotes[mark] for mark in marks if mark in self.footnotes]

	def _parts(self, place: _Place, piece: Piece) -> None:
		"""A cell or value with several times: each part with one of them needs a clock or a level of its own."""
		said = clocks_in(piece.text)
		for part in cut(piece) if place.rank < PROSE else ():
			own, levels = clocks_in(part.text), self._mentions(part)
			if len(lengths(part)) == 1 and (len(own) == 1 or (levels and len(said) < 2)) and len(levels) <= 1:
				level = levels[0] if levels else place.level
				clock = next(iter(own or said), None)
				self._figures(
					replace(place, level=level, near=() if clock else place.near), part, clock=clock
				)

	def _clock(self, place: _Place, piece: Piece) -> str | None:
		"""The clock that the nearest evidence names; services without any are fulfilled."""
		first = 1 if place.rank == TABLE else 0
		near = [*place.near[:first], piece, *place.wordings[first:]]
		if place.rank == KEY and place.labelled:
			near = [*place.wordings, piece]
		if place.service is not None and place.service is place.section.title:
			return "fulfilment"
		for at in (*near, *place.section.path):
			if place.rank < PROSE and at is place.intro and lengths(at):
				continue
			names = clocks_in(W.since.sub("", at.text) if at is piece or place.rank == PROSE else at.text)
			if len(names) == 1:
				return next(iter(names))
			if len(names) > 1:
				return None
		if place.service is not None or (
			place.channel is None and place.level is None and not place.labelled
		):
			about = [place.service, place.over, *place.wordings, *place.section.path[:2]]
			return "fulfilment" if place.service and any(asks(one.text) for one in about if one) else None
		return None

	def always_said(self) -> None:
		"""Levels that a sentence says are handled around the clock."""
		for section in self.document.sections:
			for line in section.lines:
				if line.is_row or section.about("escalation"):
					continue
				for sentence in line.body.sentences():
					match = sentence.search(W.round_the_clock)
					if (
						match
						and not W.no_hours.search(sentence.text)
						and len(levels := self.levels.mentioned(sentence)) == 1
					):
						levels[0].always = levels[0].always or of_match(sentence, match)


_MARK = re.compile(
	r"\[[\da-z*]{1,2}\]|[¹²³⁴⁵†‡]|\*{1,3}(?![\w*])(?=\)?\s|\)?$)|(?<=\d )\*{1,3}|\([\da-z*]{1,2}\)$"
)
"""What points at a footnote, and what one begins with."""


def _is_ragged(table: SourceTable) -> bool:
	"""Whether rows have cells beyond the heads, so that nobody knows which head is whose."""
	last = next(head.line for head in reversed(table.heads) if head)
	return last.is_row and len(last.cells) < max(len(row) for row in table.rows)


def _is_second_fix(table: SourceTable, n: int) -> bool:
	"""Whether a column is the fix beside a temporary one, whatever it is called."""
	return (
		table.has("workaround")
		and table.columns[n] == "resolution"
		and bool(W.fix.search(table.heads[n].text))
	)


def _names_clock(table: SourceTable, row: tuple[Piece, ...]) -> bool:
	"""Whether a row without a level goes on with the level above: a cell of it names a clock."""
	return any(
		cell and clocks_in(cell.text) and not lengths(cell)
		for n, cell in enumerate(row)
		if table.columns[n] is None or table.columns[n] == "category"
	)


def _figured(table: SourceTable) -> set[int]:
	"""The columns that hold times; a service may have one in its name."""
	return {
		n
		for n, name in enumerate(table.columns)
		if name != "service" and any(n < len(row) and lengths(row[n]) for row in table.rows)
	}


def _key_values(table: SourceTable) -> tuple[int, int] | None:
	"""The columns of a table that is a list of keys and values, such as "Komponen" and "Uraian": its heads name neither
	clocks nor levels, its rows do."""
	columns = [n for n, head in enumerate(table.heads) if head and not W.index.fullmatch(head.text)]
	if len(columns) != 2 or {*TABLES["clocks"], "target", "level", "hours"} & set(table.columns):
		return None
	keys = [row[columns[0]].text for row in table.rows if columns[0] < len(row)]
	named = any(len(clocks_in(key)) == 1 for key in keys)
	return (columns[0], columns[1]) if named and columns[0] not in _figured(table) else None


def read_targets(
	document: SourceText,
	levels: Levels,
	channels: list[FoundChannel],
	catalogue: FoundCatalogue,
	around: bool,
) -> Targets:
	"""All targets that are certain, one for each scope; `around` says whether the desk serves all day."""
	reader = _Reader(document, levels, channels, catalogue)
	reader.read()
	reader.always_said()
	targets = settled(certain(document, levels, reader.found, around))
	targets.staged = next(
		(of_match(line.body, m) for line in document.lines if (m := line.body.search(W.hand_over))), None
	)
	return targets


def _rival(mine: dict[Scope, Promise], other: Promise) -> bool:
	"""Whether another table or list promises one of ours in a different time."""
	return (
		other.scope in mine and other.rank == mine[other.scope].rank and not equal(mine[other.scope], other)
	)


def _service_above(name: Piece | None) -> Piece | None:
	"""The name that stands above a table or list, if it can be a service's."""
	if name is None or len(name.text.split()) > 8 or W.hours.search(name.text):
		return None
	if clocks_in(name.text) and not W.names_one.match(name.text):
		return None
	about = W.of_an_agreement.sub("", name.text)
	if lengths(name) or is_label(name.text) or not W.is_service.search(about):
		return None
	return name.part(name.start, name.end - 1) if name.raw.endswith(":") else name
