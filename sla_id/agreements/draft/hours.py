"""Service hours: days, times of day, breaks, holidays and zone, from lines, lists and tables.

Used by `gather` and `found_channels`. All that one section or table says makes a week; the week of the place that speaks
of service hours is taken. Two such weeks that differ, or times that can't be told apart, are left to a person.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from sla_id.agreements.draft.clauses import left_over
from sla_id.agreements.draft.day_times import (
	SINGLE,
	TIME,
	TOKEN,
	WORKING_DAYS,
	Statement,
	Window,
	Windows,
	cuts,
	has_all_day,
	minutes_of,
	read_statement,
	written,
)
from sla_id.agreements.draft.document import SourceText, key_value
from sla_id.agreements.draft.found import Plain, Sourced, assumed, given, undecided
from sla_id.agreements.draft.lines import Piece, SourceLine, of_match
from sla_id.agreements.draft.structure import SourceSection, SourceTable
from sla_id.agreements.draft.title_page import own_words
from sla_id.agreements.draft.vocabulary import ABOVE, BESIDE_HOURS, TABLES, W, any_of, clocks_in, column_of

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ZONES = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura"}
_ZONE = re.compile(r"\b(WIB|WITA|WIT)\b")
_OPENED = any_of(r"\b(?:buka|tersedia|beroperasi|bekerja|bertugas|open|available|staffed|operates?)\b")
"""What anything may be or do at its hours: it doesn't say that they are the service's."""


@dataclass(slots=True)
class FoundWeek:
	"""Windows by weekday (0 is Monday), breaks cut out."""

	days: dict[int, list[Window]] = field(default_factory=dict)
	pieces: list[Piece] = field(default_factory=list)
	workdays: bool = False

	def plain(self) -> dict[str, Windows]:
		"""Windows by the file's names of the days."""
		return {WEEK[day]: tuple(sorted(set(self.days[day]))) for day in sorted(self.days)}


@dataclass(frozen=True, slots=True)
class Hours:
	"""The hours of the agreement; `business` is None where the text gives none, or two that differ."""

	business: FoundWeek | None = None
	always: Piece | None = None
	holidays: tuple[Sourced, ...] = ()
	zone: Sourced | None = None
	others: tuple[FoundWeek, ...] = ()


@dataclass(slots=True)
class _Place:
	"""The statements of one section or table, and how surely they are about service hours (3 by name, 2 by a word
	such as "melayani", 1 by days and times alone)."""

	statements: list[Statement] = field(default_factory=list)
	rank: int = 0
	all_day: bool = False


def read_hours(document: SourceText) -> Hours:
	"""The hours that the document gives for its service."""
	places = list(_places(document))
	defined = _working_days(document)
	weeks = [(place.rank, week) for place in places if (week := _week(place.statements, defined))]
	always = _always(document)
	best = max((rank for rank, _ in weeks), default=0)
	named = [week for rank, week in weeks if rank == best and rank > 1]
	differ = any(week.plain() != named[0].plain() for week in named) or (always is not None and bool(named))
	main = named[0] if named and not differ else None
	if main and _is_whole(main):
		always, main, named = main.pieces[-1], None, []
	if main:
		same = [week for _, week in weeks if week is not main and week.plain() == main.plain()]
		main.pieces += [piece for week in same for piece in week.pieces]
	return Hours(
		business=main,
		always=always if not named else None,
		holidays=_holidays(document),
		zone=_zone(document, main),
		others=tuple(week for _, week in weeks if main is None or week.plain() != main.plain()),
	)


def _places(document: SourceText) -> Iterator[_Place]:
	for section in document.sections:
		place = _Place()
		intro: Piece | None = None
		for line in section.lines:
			if line.is_row or line.number in document.table_lines:
				continue
			if line.text.rstrip().endswith(":"):
				intro = line.body
			for sentence in line.sentences:
				_take(document, place, section, sentence, intro)
			if not line.marker and not line.text.rstrip().endswith(":") and key_value(line) is None:
				intro = intro if read_statement(line.body).open else None
		for table in document.tables:
			if table.section is section and (timed := _of_table(document, table)).statements:
				place.statements = [*timed.statements, *place.statements]
				place.rank = max(place.rank, timed.rank)
		for one in place.statements if place.all_day else ():
			one.unclear = one.unclear or any(W.shift.search(piece.line.text) for piece in one.pieces)
		yield place


def _working_days(document: SourceText) -> frozenset[int] | None:
	"""The days that a line defines as working days."""
	for line in document.lines:
		for sentence in line.sentences:
			if any(match["work"] for match in sentence.finditer(TOKEN)):
				if days := read_statement(sentence).open - {WORKING_DAYS}:
					return frozenset(days)
	return None


def _take(
	document: SourceText, place: _Place, section: SourceSection, sentence: Piece, intro: Piece | None
) -> None:
	title = section.title
	about = title is not None and W.hours.search(title.text) is not None
	statement = read_statement(sentence)
	lends = intro if not (about or W.hours.search(sentence.text) or W.serves.search(sentence.text)) else None
	understood = all(_is_understood(document, one) for one in (sentence, title, lends) if one)
	if (
		understood
		and not statement.windows
		and has_all_day(sentence)
		and (about or W.serves.search(sentence.text))
	):
		place.all_day = True
	if about and not understood and not statement.breaks and _rests(sentence):
		statement.unclear = True  # it speaks of a break that nobody knows
		place.statements.append(statement)
		return
	if not (statement.windows or statement.breaks or statement.open):
		return
	near = f"{sentence.text} {intro.text if intro else ''}"
	if about or W.hours.search(near):
		statement.rank = 3
	elif W.serves.search(f"{_OPENED.sub(' ', near)} {title.text if title else ''}") or W.people.search(near):
		statement.rank = 2
	else:
		statement.rank = 1
	if section.about("channels") and not about:
		statement.rank = 1
	statement.foreign = not understood
	if understood or about:
		place.statements.append(statement)
		place.rank = max(place.rank, statement.rank) if statement.windows and understood else place.rank


def _is_understood(document: SourceText, sentence: Piece) -> bool:
	"""Whether every word of a sentence speaks of the service, of the people who serve, or of days and times."""
	known = (
		TIME,
		SINGLE,
		TOKEN,
		W.serves,
		W.people,
		W.open,
		W.provider,
		*TABLES["classes"].values(),
		W.excepted,
		W.open_too,
	)
	own = BESIDE_HOURS | ABOVE | own_words(document)
	return not left_over(sentence, own, W.by_decree, *known)


def _of_table(document: SourceText, table: SourceTable) -> _Place:
	"""Rows that begin with days, columns headed by days, or a column of hours beside the levels."""
	pieces = [piece for piece in (table.section.title, table.intro, *table.heads) if piece]
	near = " ".join(piece.text for piece in pieces)
	if not all(_is_understood(document, piece) for piece in pieces):
		return _Place()
	place = _Place(rank=3 if table.has("day") or W.hours.search(near) else 2 if W.serves.search(near) else 1)
	day_heads = [n for n, head in enumerate(table.heads) if read_statement(head).open]
	if len(day_heads) > 1:
		crossed = [_cross(table, row, n) for row in table.rows for n in day_heads if n < len(row)]
		place.statements = [one for one in crossed if one.windows or one.breaks]
	elif "day" not in table.columns and _has_scope(table):
		cells = [table.cell(row, "hours") for row in table.rows if "level" in table.columns]
		place.statements = [one for cell in cells if cell and (one := read_statement(cell)).windows]
		place.rank = 2
		desks = [_joined([("", cell) for cell in row[1:]]) for row in table.rows if _is_hours_key(row[0])]
		if desks := [one for one in desks if one.windows]:
			place.statements, place.rank = desks, 3
	else:
		place.statements = [said for row in table.rows if (said := _of_row(table, row)) is not None]
		if any(W.hours.search(row[0].text) and read_statement(row[-1]).windows for row in table.rows):
			place.rank = 3
	return place


def _cross(table: SourceTable, row: tuple[Piece, ...], n: int) -> Statement:
	return _joined([("", row[n])], read_statement(table.heads[n]), _rests(row[0]))


def _rests(label: Piece) -> bool:
	return any(match["rest"] for match in label.finditer(TOKEN))


def _of_row(table: SourceTable, row: tuple[Piece, ...]) -> Statement | None:
	first = next((cell for cell in row if cell), None)
	days = read_statement(first) if first else None
	if first is None or days is None or not days.open or days.windows:
		told = [said for cell in row if cell and (said := read_statement(cell)).windows and said.open]
		for one in told[:1]:  # columns with hours of their own are for plans, places or teams
			one.unclear = one.unclear or any(other.windows != one.windows for other in told)
		return told[0] if told else None
	heads = [*(head.text for head in table.heads), *[""] * len(row)]
	cells = [(head, cell) for head, cell in zip(heads, row, strict=False) if cell and cell is not first]
	return _joined(cells, days, _rests(first))


def _joined(
	cells: list[tuple[str, Piece]], days: Statement | None = None, resting: bool = False
) -> Statement:
	"""What cells with their heads say together, for the days that their row or column names; times under the head of a
	break, or in a row of breaks, are breaks."""
	found = Statement(open=set(days.open), pieces=list(days.pieces)) if days else Statement()
	edges: list[tuple[str, Piece]] = []
	for head, cell in cells:
		said = read_statement(cell)
		rests = resting or column_of(head) == "break"
		for windows, kept in (
			(said.windows, found.breaks if rests else found.windows),
			(said.breaks, found.breaks),
		):
			kept += [(frozenset(days.open) if days else own, window) for own, window in windows]
		found.pieces += said.pieces
		if days is None:
			found.open |= said.open
			found.unclear = found.unclear or said.unclear
		elif (single := cell.search(SINGLE)) and not said.windows and not said.breaks:
			edges.append((head, of_match(cell, single)))
	found.windows += _from_edges(edges, frozenset(found.open), found)
	return found


def _from_edges(
	edges: list[tuple[str, Piece]], days: frozenset[int], found: Statement
) -> list[tuple[frozenset[int], Window]]:
	"""Opening and closing in columns of their own."""
	if len(edges) != 2 or not (W.opens.search(edges[0][0]) and W.shuts.search(edges[1][0])):
		found.unclear = found.unclear or bool(edges)
		return []
	found.pieces += [piece for _, piece in edges]
	start, end = (minutes_of(m[1], m[2], m[3]) if (m := piece.match(SINGLE)) else None for _, piece in edges)
	return (
		[(days, (written(start), written(end)))]
		if start is not None and end is not None and start != end
		else []
	)


def _week(statements: list[Statement], definition: frozenset[int] | None) -> FoundWeek | None:
	"""The statements of one place as a week; None where they contradict each other or can't be told apart. Working days
	that no line defines are Monday to Friday, and said to be assumed."""
	defined = definition or frozenset(range(5))
	others = {
		day
		for one in statements
		if one.foreign
		for days, _ in one.windows
		for day in _expanded(days, defined)
	}
	rests = any(one.foreign and one.breaks for one in statements)
	statements = [one for one in statements if not one.foreign]
	if any(statement.unclear for statement in statements):
		return None
	bare = [one for one in statements if any(not days for days, _ in one.windows)]
	week = _by_days(statements, defined, definition is None)
	if week is not None and not week.days and bare:
		week = _of_bare_times(statements, bare, defined, definition is None)
	if week is None:
		return None
	spans = {window for windows in week.days.values() for window in windows}
	if any(window not in spans for one in bare for days, window in one.windows if not days and one.rank > 1):
		return None
	_cut_breaks(week, statements, defined)
	return week if week.days and not (rests or others & set(week.days)) else None


def _by_days(statements: list[Statement], defined: frozenset[int], assumed_days: bool) -> FoundWeek | None:
	"""The windows that have days of their own."""
	week = FoundWeek()
	for statement in statements:
		mine: dict[int, list[Window]] = {}
		for days, window in statement.windows:
			for day in _expanded(days, defined):
				mine.setdefault(day, []).append(window)
		for day, windows in mine.items():
			if (day in week.days and sorted(week.days[day]) != sorted(windows)) or _overlap(sorted(windows)):
				return None
			week.days[day] = windows
		if mine:
			week.pieces += statement.pieces
			week.workdays = week.workdays or (assumed_days and WORKING_DAYS in statement.open)
	return week


def _of_bare_times(
	statements: list[Statement], bare: list[Statement], defined: frozenset[int], assumed_days: bool
) -> FoundWeek | None:
	"""Times without days, for the days that stand beside them or on lines of their own."""
	named = [one for one in statements if not one.windows and not one.breaks and one.open]
	opened = _expanded(bare[0].open or {day for one in named for day in one.open}, defined)
	windows = [window for _, window in bare[0].windows]
	others = any([window for _, window in one.windows] != windows for one in bare[1:])
	if not opened or _overlap(sorted(windows)) or others:
		return None
	return FoundWeek(
		days={day: list(windows) for day in opened},
		pieces=[piece for one in (*named, *bare) for piece in one.pieces],
		workdays=assumed_days and any(one.open == {WORKING_DAYS} for one in (*named, *bare)),
	)


def _overlap(windows: list[Window]) -> bool:
	"""Whether times of one day overlap, or are shifts that fill it."""
	filled = len(windows) > 1 and sum(_length(window) for window in windows) >= 24 * 60
	return filled or any(first[1] > second[0] for first, second in pairwise(windows))


def _length(window: Window) -> int:
	start, end = map(_minutes, window)
	return end - start + (1440 if end <= start else 0)


def _expanded(days: Iterable[int], defined: frozenset[int]) -> set[int]:
	return {day for one in days for day in (defined if one == WORKING_DAYS else (one,))}


def _cut_breaks(week: FoundWeek, statements: list[Statement], defined: frozenset[int]) -> None:
	rests = [(_expanded(days, defined), window, one) for one in statements for days, window in one.breaks]
	own = {day for days, _, _ in rests for day in days}
	for days, rest, statement in rests:
		for day in days or (set(week.days) - own):
			week.days[day] = [part for window in week.days.get(day, []) for part in _without(window, rest)]
			if not week.days[day]:
				del week.days[day]
		week.pieces += [piece for piece in statement.pieces if piece not in week.pieces]


def _without(window: Window, rest: Window) -> list[Window]:
	start, end = window
	return [(start, rest[0]), (rest[1], end)] if cuts(window, rest) else [window]


def _always(document: SourceText) -> Piece | None:
	"""Where the text says that the service itself, with its people, is there around the clock, and no word more."""
	cells = [
		(row[0], row[1])
		for table in document.tables
		for row in table.rows
		if len(row) > 1 and not _has_scope(table)
	]
	told = [value for key, value in cells if _is_hours_key(key)]
	for section, line, sentence in document.sentences():
		about = section.title is not None and W.hours.search(section.title.text)
		pair = key_value(line)
		people = W.people.search(sentence.text) and (about or W.open.search(sentence.text))
		if (
			people
			or W.hours.search(sentence.text)
			or (about and W.serves.search(sentence.text))
			or (pair and _is_hours_key(pair[0]))
		):
			told.append(sentence)
	for sentence in told:
		match = sentence.search(W.round_the_clock)
		scoped = W.level_mention.search(sentence.text) or clocks_in(sentence.text)
		if match and not scoped and _is_understood(document, sentence):
			return of_match(sentence, match)
	return None


def _has_scope(table: SourceTable) -> bool:
	return bool({"level", "service", "channel"} & set(table.columns))


def _is_hours_key(key: Piece) -> bool:
	return (W.hours.search(key.text) or W.desk.search(key.text)) is not None


def _is_whole(week: FoundWeek) -> bool:
	"""Whether a week is open all day long."""
	return all(week.days.get(day) == [("00:00", "24:00")] for day in range(7))


def _holidays(document: SourceText) -> tuple[Sourced, ...]:
	"""The classes of holidays that the text closes; none where it says nothing, or that work goes on. Beside hours a
	holiday is closed unless the sentence includes it; elsewhere it has to be left out in so many words. Undecided
	where nothing closes and a sentence names holidays in words that aren't understood."""
	found: dict[str, Sourced] = {}
	dark: list[Piece] = []
	for section in document.sections:
		for line in [*([section.title.line] if section.title else []), *section.lines]:
			for sentence in line.wordings:
				whole = line.text if line.is_row else sentence.raw
				dark += _named_darkly(document, sentence)
				beside = section.about("hours") or W.hours.search(whole) or sentence.search(TOKEN)
				near = (
					beside
					or W.people.search(whole)
					or W.serves.search(whole)
					or W.hours_counted.search(whole)
				)
				if W.open_too.search(whole) and W.shut.search(whole):
					found |= _by_clause(sentence)
					continue
				if (
					W.open_too.search(W.hours_left_out.sub("", whole))
					or W.none_left_out.search(whole)
					or not near
				):
					continue
				if W.excepted.search(whole) or beside:
					for name, pattern in TABLES["classes"].items():
						if match := sentence.search(pattern):
							found.setdefault(name, given(name, of_match(sentence, match)))
	order = ("national", "cuti_bersama", "regional")
	closed = tuple(found[name] for name in order if name in found)
	return closed or tuple(map(undecided, dark[:1]))


def _named_darkly(document: SourceText, sentence: Piece) -> list[Piece]:
	"""Where a sentence that isn't understood, or is about one level only, names holidays."""
	names = [of_match(sentence, m) for one in TABLES["classes"].values() if (m := sentence.search(one))]
	scoped = W.level_mention.search(sentence.text) or W.ticket.search(sentence.text)
	return names[:1] if names and (scoped or not _is_understood(document, sentence)) else []


def _by_clause(sentence: Piece) -> dict[str, Sourced]:
	"""The classes that a sentence closes, where it says of others that work goes on."""
	return {
		name: given(name, of_match(clause, match))
		for clause in sentence.split(W.clauses)
		if W.shut.search(clause.text) and not W.open_too.search(clause.text)
		for name, pattern in TABLES["classes"].items()
		if (match := clause.search(pattern))
	}


def _zone(document: SourceText, main: FoundWeek | None) -> Sourced:
	"""The zone beside the hours, else that of the text; undecided where there are several, or one that isn't known."""
	lines: list[SourceLine] = [piece.line for piece in main.pieces] if main else []
	for place in (lines, document.lines):
		named = [of_match(line.body, match) for line in place for match in line.body.finditer(_ZONE)]
		if named:
			same = len({one.text for one in named}) == 1
			return given(_ZONES[named[0].text.lower()], named[0]) if same else undecided(named[0])
		others = [of_match(line.body, m) for line in place if (m := line.body.search(W.other_zone))]
		if others:
			return undecided(others[0])
	return assumed("Asia/Jakarta", "zone")


def calendars(hours: Hours, always_used: bool) -> dict[str, Plain]:
	"""The `calendars` section."""
	found: dict[str, Plain] = {}
	if hours.business:
		pieces = tuple(hours.business.pieces)
		why = "workdays" if hours.business.workdays else ""
		days = {
			day: Sourced([list(w) for w in windows], pieces, why)
			for day, windows in hours.business.plain().items()
		}
		found["business"] = {"hours": days, "holidays": list(hours.holidays)}
		if any(holiday.value == "regional" for holiday in hours.holidays):
			found["business"]["region"] = assumed("ID", "region")
	if hours.always:
		found["always"] = {"hours": given("24x7", hours.always)}
	elif always_used:
		found["always"] = {"hours": assumed("24x7", "calendar_days")}
	return found


def hours_per_day(hours: Hours) -> Sourced | None:
	"""The length of the first open day, break left out."""
	if hours.business is None:
		return assumed(24, "around_the_clock") if hours.always else None
	windows = hours.business.days[min(hours.business.days)]
	minutes = sum(map(_length, windows))
	value = minutes // 60 if minutes % 60 == 0 else round(minutes / 60, 2)
	return given(value, *[piece for piece in hours.business.pieces if re.search(r"\d", piece.text)])


def _minutes(time: str) -> int:
	return int(time[:2]) * 60 + int(time[3:])
