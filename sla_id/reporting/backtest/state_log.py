"""A ticket's states, row by row, as events: what changed from one row to the next is what happened."""

from collections.abc import Iterable
from datetime import datetime

from sla_id.engine import Event, EventType
from sla_id.reporting.backtest.past_ticket import Classified


class StateLog:
	"""The events of one ticket so far. Rows are taken in order of time."""

	def __init__(self, received: datetime) -> None:
		self.received = received
		self.events = [Event(EventType.RECEIVED, received)]
		self._classes: list[Classified] = []
		self._seen: set[EventType] = set()
		self._paused = self._solved = False
		self._team: str | None = None

	@property
	def classes(self) -> tuple[Classified, ...]:
		"""What it was classified as, from its opening on."""
		return tuple(self._classes)

	def take(
		self,
		at: datetime,
		meanings: frozenset[str] | None,
		classes: Iterable[str | None],
		team: str | None,
	) -> None:
		"""One row. `meanings` None: its state isn't known, and the one before holds."""
		self._classify(at, tuple(classes))
		if team and team != self._team:
			self._team = team
			self.events.append(Event(EventType.TEAM_ASSIGNED, at, team=team))
		if meanings is not None:
			self._enter(at, meanings)

	def _classify(self, at: datetime, named: tuple[str | None, ...]) -> None:
		"""A class that a row doesn't know stays what it was; the first row's holds from the opening."""
		if not self._classes:
			self._classes.append(Classified(self.received, *named))
			return
		last = self._classes[-1]
		now = [new or old for new, old in zip(named, (last.priority, last.urgency, last.impact), strict=True)]
		if now != [last.priority, last.urgency, last.impact]:
			self._classes.append(Classified(at, *now))

	def _enter(self, at: datetime, meanings: frozenset[str]) -> None:
		if "answered" in meanings:
			self._once(EventType.CONFIRMED, at)
		if "cancelled" in meanings:
			self._once(EventType.CANCELLED, at)
		if "solved" in meanings:
			if not self._solved:
				self.events.append(Event(EventType.FIXED, at))
			self._solved, self._paused = True, False
			return
		if self._solved:
			self.events.append(Event(EventType.REOPENED, at))
			self._solved = False
		if ("paused" in meanings) != self._paused:
			self._paused = "paused" in meanings
			self.events.append(Event(EventType.PAUSED if self._paused else EventType.RESUMED, at))

	def _once(self, kind: EventType, at: datetime) -> None:
		if kind not in self._seen:
			self._seen.add(kind)
			self.events.append(Event(kind, at))
