"""A second opinion on escalation: a state machine that lives through a ticket minute by minute.

It knows no deadlines, only counters that go up in every minute that counts; events fall on whole minutes. Imports the
engine's vocabulary and calendars' `is_open`, nothing of how it decides.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from sla_id.engine import Event, EventType, Tier, TriggerKind, WorkingCalendar

MINUTE = timedelta(minutes=1)


@cache
def is_open(calendar: WorkingCalendar, at: datetime) -> bool:
	"""Asked over and over for the same few days."""
	return calendar.is_open(at)


@dataclass
class Fired:
	"""One escalation as it was lived through."""

	level: int
	at: datetime
	trigger: TriggerKind
	tellings: list[datetime] = field(default_factory=list)
	since_told: int = 0
	unanswered: int | None = None
	closed: bool = False


@dataclass
class Life:
	"""A ticket with one resolution clock on `calendar`, living through its events."""

	tiers: Sequence[Tier]
	calendar: WorkingCalendar
	events: Sequence[Event]
	target: int
	"""Minutes of the resolution."""
	fired: list[Fired] = field(default_factory=list)
	started: bool = False
	solved: bool = False
	helped: bool = False
	held: bool = False
	worked: int = 0
	taken_over: int = 0
	"""The highest level that somebody took over in this minute: of what fires in it, too, nobody is told."""
	waited: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))

	def live(self, start: datetime, end: datetime) -> list[Fired]:
		"""All that fires from `start` to `end`."""
		at = start
		by_minute: dict[datetime, list[Event]] = defaultdict(list)
		for event in self.events:
			by_minute[event.at].append(event)
		while at <= end:
			self.taken_over = 0
			for event in by_minute[at]:
				self.take(event, at)
			self.look(at)
			self.pass_minute(at)
			at += MINUTE
		return self.fired

	def take(self, event: Event, at: datetime) -> None:
		kind = event.type
		if kind is EventType.RECEIVED:
			self.started = True
			self._fire_by(TriggerKind.REPORTED, at)
		elif kind is EventType.PAUSED and not self.solved:
			self.held = True
		elif kind is EventType.RESUMED:
			self.held = False
		elif kind is EventType.REOPENED:
			self.held = self.solved = self.helped = False
		elif kind is EventType.FIXED:
			self.held, self.solved = False, True
			self._close(lambda fired: True)
		elif kind is EventType.WORKAROUND_APPLIED:
			self.helped = True
			self._close(lambda fired: fired.trigger is TriggerKind.WITHOUT_WORKAROUND)
		elif kind is EventType.ACKNOWLEDGED:
			self.taken_over = max(self.taken_over, event.level)
			self._close(lambda fired: event.level >= fired.level)
		elif kind is EventType.MASSIVE_IMPACT and not self.solved:
			self._fire_by(TriggerKind.MASSIVE_IMPACT, at)
		elif kind is EventType.SEVERAL_PARTNERS and not self.solved:
			self._fire_by(TriggerKind.SEVERAL_PARTNERS, at, event.partners)
		if kind in (
			EventType.RECEIVED,
			EventType.CONFIRMED,
			EventType.UPDATE_SENT,
			EventType.WORKAROUND_APPLIED,
			EventType.REOPENED,
		):
			self._begin_anew()

	def _begin_anew(self) -> None:
		"""What waits for an update waits anew."""
		for tier in self.tiers:
			for number, trigger in enumerate(tier.triggers):
				if trigger.on is TriggerKind.STAGNATION:
					self.waited[tier.level, number] = 0

	def _close(self, which: Callable[[Fired], bool]) -> None:
		for fired in self.fired:
			if which(fired):
				fired.closed = True

	def _fire_by(self, kind: TriggerKind, at: datetime, partners: int = 0) -> None:
		for tier in self.tiers:
			if any(trigger.on is kind and partners >= trigger.count for trigger in tier.triggers):
				self.fire(tier, kind, at)

	def fire(self, tier: Tier, kind: TriggerKind, at: datetime) -> None:
		if all(fired.level != tier.level for fired in self.fired):
			self.fired.append(Fired(tier.level, at, kind, closed=tier.level <= self.taken_over))

	def look(self, at: datetime) -> None:
		"""What is due in this minute, from the lowest tier up, and who is told."""
		for tier in self.tiers:
			for number, trigger in enumerate(tier.triggers):
				if self.started and not self.solved and self._is_due(tier, number):
					self.fire(tier, trigger.on, at)
			fired = next((fired for fired in self.fired if fired.level == tier.level), None)
			if fired is None:
				continue
			if not fired.closed:
				self._tell(tier, fired, at)
			unanswered = fired.unanswered is not None and fired.unanswered * 60 >= tier.acknowledge_seconds
			if tier.acknowledge_seconds and unanswered and not fired.closed:
				above = next((other for other in self.tiers if other.level > tier.level), None)
				if above is not None:
					self.fire(above, TriggerKind.UNACKNOWLEDGED, at)

	def _is_due(self, tier: Tier, number: int) -> bool:
		trigger = tier.triggers[number]
		if trigger.on is TriggerKind.PERCENT:
			return self.worked * 100 >= self.target * trigger.percent
		if trigger.on is TriggerKind.BREACH:
			return self.worked >= self.target
		if trigger.on is TriggerKind.WITHOUT_WORKAROUND:
			return not self.helped and self.waited[tier.level, number] * 60 >= trigger.seconds
		if trigger.on is TriggerKind.STAGNATION:
			return self.waited[tier.level, number] * 60 >= trigger.seconds
		return False

	def _tell(self, tier: Tier, fired: Fired, at: datetime) -> None:
		if not fired.tellings:
			if tier.hours is None or is_open(tier.hours, at):
				self._note_telling(fired, at)
		elif tier.repeat_seconds and fired.since_told * 60 >= tier.repeat_seconds:
			self._note_telling(fired, at)

	def _note_telling(self, fired: Fired, at: datetime) -> None:
		fired.tellings.append(at)
		fired.since_told = 0
		if fired.unanswered is None:
			fired.unanswered = 0

	def pass_minute(self, at: datetime) -> None:
		"""The counters go up where the minute that begins counts."""
		counts = self.started and not self.held and not self.solved
		if counts and is_open(self.calendar, at):
			self.worked += 1
		for tier in self.tiers:
			for number, trigger in enumerate(tier.triggers):
				if counts and is_open(trigger.calendar or self.calendar, at):
					self.waited[tier.level, number] += 1
		for fired in self.fired:
			tier = next(tier for tier in self.tiers if tier.level == fired.level)
			if fired.tellings and not self.held and (tier.hours is None or is_open(tier.hours, at)):
				fired.since_told += 1
				if fired.unanswered is not None:
					fired.unanswered += 1
