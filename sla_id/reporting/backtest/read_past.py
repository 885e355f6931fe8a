"""Rows into past tickets, by a mapping. A row that can't be read is refused with its reason; none is lost."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache

from sla_id.engine import Event, EventType
from sla_id.reporting.backtest.column_mapping import (
	CLASSES,
	FEATURES,
	INSTANTS,
	ColumnMapping,
	UnreadableValue,
)
from sla_id.reporting.backtest.csv_rows import CsvFile, CsvRow
from sla_id.reporting.backtest.past_ticket import Classified, PastReading, PastTicket, RefusedRow
from sla_id.reporting.backtest.state_log import StateLog
from sla_id.reporting.reporting_error import ReportingError

_TRUE = frozenset(("true", "yes", "ya", "1", "met", "terpenuhi", "y"))
_FALSE = frozenset(("false", "no", "tidak", "0", "missed", "dilanggar", "n", "breached"))


def read_past(file: CsvFile, mapping: ColumnMapping, name: str) -> PastReading:
	"""The tickets of a file. Raises ReportingError where a column that the mapping names isn't there."""
	lacking = [column for column in mapping.named_columns if column not in file.columns]
	if lacking:
		raise ReportingError(name, f"has no column {lacking[0]!r}; it has {', '.join(file.columns)}")
	reader = _Reader(mapping)
	if mapping.rows == "states":
		reader.read_states(file.rows)
	else:
		reader.read_tickets(file.rows)
	tickets = sorted(reader.tickets, key=lambda ticket: ticket.line)
	refused = sorted(reader.refused, key=lambda row: row.line)
	return PastReading(tuple(tickets), tuple(refused), len(file.rows))


class _Reader:
	"""One mapping, and what was read and refused by it so far."""

	def __init__(self, mapping: ColumnMapping) -> None:
		self.mapping = mapping
		self.tickets: list[PastTicket] = []
		self.refused: list[RefusedRow] = []
		self.instant = cache(mapping.instant)

	def refuse(self, row: CsvRow, reason: str) -> None:
		self.refused.append(RefusedRow(row.line, self.value(row, "id") or "", reason))

	def value(self, row: CsvRow, ours: str) -> str | None:
		"""The first known value of the columns that hold it, or None."""
		for column in self.mapping.columns.get(ours, ()):
			text = row.values.get(column, "")
			if self.mapping.is_known(text):
				return text
		return None

	def code(self, row: CsvRow, ours: str) -> str | None:
		text = self.value(row, ours)
		return None if text is None else self.mapping.code(ours, text)

	def time(self, row: CsvRow, ours: str) -> datetime | None:
		text = self.value(row, ours)
		try:
			return None if text is None else self.instant(text)
		except UnreadableValue as problem:
			raise UnreadableValue(f"{ours}: {problem}") from None

	def usable(self, rows: Iterable[CsvRow]) -> Iterable[tuple[CsvRow, str]]:
		"""The rows that have the header's columns and name a ticket, with its id."""
		for row in rows:
			name = None if row.problem else self.value(row, "id")
			if name is None:
				self.refuse(row, row.problem or "names no ticket (id)")
			else:
				yield row, name

	def read_tickets(self, rows: Iterable[CsvRow]) -> None:
		"""One row a ticket."""
		lines: dict[str, int] = {}
		for row, name in self.usable(rows):
			if name in lines:
				self.refuse(row, f"is a second row of this ticket, which is read from line {lines[name]}")
				continue
			try:
				self.tickets.append(self.ticket(row, name))
				lines[name] = row.line
			except UnreadableValue as problem:
				self.refuse(row, str(problem))

	def ticket(self, row: CsvRow, name: str) -> PastTicket:
		received = self.time(row, "received")
		if received is None:
			raise UnreadableValue("received: is not known")
		events = [Event(EventType.RECEIVED, received)]
		for ours, kind in INSTANTS.items():
			at = self.time(row, ours)
			if at is not None and at < received:
				raise UnreadableValue(f"{ours}: lies before received")
			if at is not None:
				events.append(Event(kind, at))
		events += self.pauses(row, received)
		classes = Classified(received, *(self.code(row, ours) for ours in CLASSES))
		return self.finished(row, name, 1, received, events, (classes,))

	def finished(
		self,
		row: CsvRow,
		name: str,
		rows: int,
		received: datetime,
		events: Iterable[Event],
		classes: tuple[Classified, ...],
	) -> PastTicket:
		"""A ticket with what its first row says of it."""
		features = {ours: self.code(row, ours) or self.mapping.always.get(ours) for ours in FEATURES}
		features["kind"] = features["kind"] or "incident"
		team = self.code(row, "team") if self.mapping.rows == "tickets" else None
		ordered = sorted(events, key=lambda event: event.at)
		if features["kind"] == "request":
			ordered = [
				replace(event, type=EventType.FULFILLED) if event.type is EventType.FIXED else event
				for event in ordered
			]
		if team and not any(event.type is EventType.TEAM_ASSIGNED for event in ordered):
			ordered.insert(1, Event(EventType.TEAM_ASSIGNED, received, team=team))
		elif team:
			ordered = [
				replace(event, team=team) if event.type is EventType.TEAM_ASSIGNED else event
				for event in ordered
			]
		return PastTicket(
			name,
			row.line,
			rows,
			received,
			tuple(ordered),
			classes,
			recorded=self.recorded(row),
			**features,  # type: ignore[arg-type]
		)

	def pauses(self, row: CsvRow, received: datetime) -> Iterable[Event]:
		for begin, end in self.mapping.pauses:
			since, until = (row.values.get(column, "") for column in (begin, end))
			if not self.mapping.is_known(since):
				continue
			start = self.instant(since)
			if start < received:
				raise UnreadableValue(f"{begin}: lies before received")
			yield Event(EventType.PAUSED, start)
			if self.mapping.is_known(until):
				if self.instant(until) < start:
					raise UnreadableValue(f"{end}: lies before {begin}")
				yield Event(EventType.RESUMED, self.instant(until))

	def recorded(self, row: CsvRow) -> dict[str, bool]:
		found = {}
		for clock, column in self.mapping.recorded.items():
			text = row.values.get(column, "").lower()
			if text in _TRUE or text in _FALSE:
				found[clock] = text in _TRUE
		return found

	def read_states(self, rows: Iterable[CsvRow]) -> None:
		"""Several rows a ticket, each one state of it."""
		grouped: dict[str, list[CsvRow]] = {}
		for row, name in self.usable(rows):
			grouped.setdefault(name, []).append(row)
		for name, own in grouped.items():
			self.states_of(name, own)

	def states_of(self, name: str, rows: list[CsvRow]) -> None:
		received = self.first_opening(rows)
		if received is None:
			for row in rows:
				self.refuse(row, "the ticket's opening (received) isn't known in any of its rows")
			return
		log, used, latest = StateLog(received), [], -1
		for at, row in sorted(self.timed(rows), key=lambda pair: pair[0]):
			try:
				latest = self.in_turn(row, at, received, latest)
				state = self.value(row, "state")
				meanings = self.mapping.meaning(state) if state is not None else None
				classes = [self.code(row, ours) for ours in CLASSES]
				log.take(at, meanings, classes, self.code(row, "team"))
				used.append(row)
			except UnreadableValue as problem:
				self.refuse(row, str(problem))
		if used:
			first = min(used, key=lambda row: row.line)
			whole = self.merged(used, first)
			ticket = self.finished(whole, name, len(used), received, log.events, log.classes)
			self.tickets.append(ticket)

	def first_opening(self, rows: list[CsvRow]) -> datetime | None:
		"""The first column of those for the opening that any row knows, in the order of the mapping."""
		for column in self.mapping.columns["received"]:
			for row in rows:
				text = row.values.get(column, "")
				try:
					if self.mapping.is_known(text):
						return self.instant(text)
				except UnreadableValue:
					continue
		return None

	def timed(self, rows: list[CsvRow]) -> Iterable[tuple[datetime, CsvRow]]:
		for row in rows:
			try:
				at = self.time(row, "at")
			except UnreadableValue as problem:
				self.refuse(row, str(problem))
				continue
			if at is None:
				self.refuse(row, "at: is not known")
			else:
				yield at, row

	def in_turn(self, row: CsvRow, at: datetime, received: datetime, latest: int) -> int:
		"""The revision so far. Raises UnreadableValue for a row that belongs before what was read already."""
		if at < received:
			raise UnreadableValue("was written before the ticket was opened")
		text = self.value(row, "revision")
		revision = int(text) if text and text.isdecimal() else latest
		if revision < latest:
			raise UnreadableValue(f"is revision {revision}, written after revision {latest}")
		return revision

	def merged(self, rows: list[CsvRow], first: CsvRow) -> CsvRow:
		"""The first row with what only later rows know of the ticket's features; what was recorded is the last row's."""
		values = dict(first.values)
		for ours in FEATURES:
			for column in self.mapping.columns.get(ours, ()):
				known = (row.values[column] for row in rows if self.mapping.is_known(row.values[column]))
				values[column] = next(known, "")
		for column in self.mapping.recorded.values():
			values[column] = rows[-1].values[column]
		return CsvRow(first.line, values)
