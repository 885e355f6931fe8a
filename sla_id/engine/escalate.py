"""Decides which tiers are due and when, whom to tell again, and which clocks need a warning. Called by
`evaluate`.

A tier fires at the earliest of its triggers, once in each cycle of the clock it watches (X2: one event, no
duplicate). A valid request always fires it, because a person asked. People are told of an escalation until
somebody acknowledges it. If nobody does, the tier above fires. All of this is derived from the events and
doesn't depend on when somebody looked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sla_id.engine.clocks import UTC, Clock
from sla_id.engine.errors import EngineError, NeverOpens
from sla_id.engine.events import STOPS_EVERYTHING, Event, EventType
from sla_id.engine.history import Hold, Run
from sla_id.engine.terms import WATCHED_BY_DEFAULT, ClockKind, Terms, Tier, Trigger, TriggerKind
from sla_id.engine.working_calendar import WorkingCalendar

MOST_TELLINGS = 100
"""So many of the times that people were told of one escalation are listed, each with its true number."""
_INSTANT = timedelta(microseconds=1)
ANY_HOUR = WorkingCalendar.from_dict({"time_zone": "UTC", "hours": "24x7"})
UPDATES = frozenset(
	{
		EventType.RECEIVED,
		EventType.CONFIRMED,
		EventType.UPDATE_SENT,
		EventType.WORKAROUND_APPLIED,
		EventType.REOPENED,
	}
)
"""What ends a standstill: the partner was told something, or a new one began."""

Key = tuple[ClockKind, str]
Measured = Sequence[tuple[Run, Clock]]
"""The cycles of one clock, each with where it stands."""


class AlertKind(StrEnum):
	"""What a clock's warning is about."""

	AT_RISK = "at_risk"
	BREACHED = "breached"


@dataclass(frozen=True, slots=True)
class Escalation:
	"""A tier that is due at `at` because of `trigger`, in one cycle of the clock.

	`request` is the key of the request that fired it, and empty for any other trigger. `closed` is when
	people no longer need to be told: it was acknowledged, what it waits for has come, or the ticket left the
	agreement. `acknowledge_by` is when the tier above fires. It is None if that never happens.
	"""

	level: int
	at: datetime
	trigger: TriggerKind
	clock: ClockKind | None = None
	cycle: int = 1
	request: str = ""
	closed: datetime | None = None
	acknowledge_by: datetime | None = None

	@property
	def identity(self) -> str:
		"""Identifies the escalation, whichever trigger came first."""
		asked = f":request {self.request}" if self.request else ""
		return f"level {self.level}:cycle {self.cycle}{asked}"


@dataclass(frozen=True, slots=True)
class Telling:
	"""People are to be told of an escalation at `at`. `number` is 1 the first time."""

	escalation: str
	level: int
	number: int
	at: datetime


@dataclass(frozen=True, slots=True)
class Alert:
	"""A cycle of a clock came into danger, or passed its due time, at `at`."""

	clock: ClockKind
	team: str
	cycle: int
	kind: AlertKind
	at: datetime

	@property
	def identity(self) -> str:
		"""Identifies the alert. A due time that moves doesn't cause a second warning."""
		return f"{self.clock}:{self.team}:{self.cycle}:{self.kind}"


@dataclass(frozen=True, slots=True)
class Outlook:
	"""What is due by now, each list in order of time, and the next instant at which more is due."""

	escalations: tuple[Escalation, ...] = ()
	tellings: tuple[Telling, ...] = ()
	alerts: tuple[Alert, ...] = ()
	next_at: datetime | None = None


@dataclass(slots=True)
class _Ticket:
	"""What the steps below look at."""

	terms: Terms
	measured: Mapping[Key, Measured]
	holds: Sequence[Hold]
	events: Sequence[Event]
	out: datetime | None
	now: datetime
	upcoming: list[datetime] = field(default_factory=list)


def look_out(
	terms: Terms,
	measured: Mapping[Key, Measured],
	holds: Sequence[Hold],
	events: Sequence[Event],
	out: datetime | None,
	now: datetime,
) -> Outlook:
	"""Find what is due by `now` (UTC) under `terms`.

	`events` are in order, and none is later than `now`. `out` is when the ticket left the agreement.
	"""
	ticket = _Ticket(terms, measured, holds, events, out, now)
	due: list[Escalation] = []
	tellings: list[Telling] = []
	unanswered: list[Escalation] = []
	for tier in sorted(terms.tiers, key=lambda tier: tier.level):
		fired = _firings(ticket, tier, unanswered)
		unanswered = []
		for entry in fired:
			if entry.at > now:
				ticket.upcoming.append(entry.at)
				continue
			due.append(entry)
			tellings += _tellings(ticket, tier, entry)
			if entry.acknowledge_by is not None:
				unanswered.append(entry)
	due.sort(key=lambda entry: (entry.at, entry.level))
	tellings.sort(key=lambda telling: (telling.at, telling.level))
	alerts = sorted(_alerts(ticket), key=lambda alert: alert.at)
	return Outlook(tuple(due), tuple(tellings), tuple(alerts), min(ticket.upcoming, default=None))


def _firings(ticket: _Ticket, tier: Tier, below: Sequence[Escalation]) -> list[Escalation]:
	"""Every firing of the tier, now or later, in order of time: the earliest in each cycle, and each request."""
	first: dict[int, Escalation] = {}
	asked: list[Escalation] = []
	for entry in (*_triggered(ticket, tier), *_unanswered(tier, below)):
		if ticket.out is not None and entry.at >= ticket.out:
			continue
		if entry.request:
			asked.append(entry)
		elif entry.cycle not in first or entry.at < first[entry.cycle].at:
			first[entry.cycle] = entry
	answered = min((entry.at for entry in asked), default=None)
	own = [entry for entry in first.values() if answered is None or entry.cycle > 1 or entry.at <= answered]
	return [_with_ends(ticket, tier, entry) for entry in sorted((*own, *asked), key=lambda entry: entry.at)]


def _triggered(ticket: _Ticket, tier: Tier) -> Iterator[Escalation]:
	for trigger in tier.triggers:
		found = _BY_EVENT.get(trigger.on)
		entries = found(ticket, tier, trigger) if found else _by_clock(ticket, tier, trigger)
		for entry in entries:
			# a tier that a later classification brought isn't due before that came
			since = ticket.terms.since
			at = (
				max(entry.at, since.astimezone(UTC))
				if since is not None and found is not _reported
				else entry.at
			)
			run = _run_of(ticket, trigger, entry)
			if not _met_before(trigger, run, ticket.events, at):
				yield _at(entry, at)


def _at(entry: Escalation, at: datetime) -> Escalation:
	return (
		entry
		if at == entry.at
		else Escalation(entry.level, at, entry.trigger, entry.clock, entry.cycle, entry.request)
	)


def _unanswered(tier: Tier, below: Sequence[Escalation]) -> Iterator[Escalation]:
	for entry in below:
		if entry.acknowledge_by is not None:
			yield Escalation(
				tier.level, entry.acknowledge_by, TriggerKind.UNACKNOWLEDGED, entry.clock, entry.cycle
			)


def _reported(ticket: _Ticket, tier: Tier, trigger: Trigger) -> Iterator[Escalation]:
	for event in ticket.events:
		if event.type is EventType.RECEIVED:
			yield Escalation(tier.level, event.at, trigger.on)
			return


def _massive(ticket: _Ticket, tier: Tier, trigger: Trigger) -> Iterator[Escalation]:
	for event in ticket.events:
		if event.type is EventType.MASSIVE_IMPACT:
			yield Escalation(tier.level, event.at, trigger.on)


def _several(ticket: _Ticket, tier: Tier, trigger: Trigger) -> Iterator[Escalation]:
	"""Every time, not the first alone: that may have come while the ticket was solved, and called nobody."""
	for event in ticket.events:
		if event.type is EventType.SEVERAL_PARTNERS and event.partners >= trigger.count:
			yield Escalation(tier.level, event.at, trigger.on)


def _asked(ticket: _Ticket, tier: Tier, trigger: Trigger) -> Iterator[Escalation]:
	"""The requests for the tier that count: accepted, or not decided in time (000 §4.2, "permintaan valid")."""
	for event in ticket.events:
		if event.type is not EventType.ESCALATION_REQUESTED or event.level != tier.level:
			continue
		decision = next(
			(
				later
				for later in ticket.events
				if later.key == event.key
				and later.type in (EventType.REQUEST_ACCEPTED, EventType.REQUEST_REFUSED)
			),
			None,
		)
		if decision is not None and (event.until is None or decision.at <= event.until):
			at = decision.at if decision.type is EventType.REQUEST_ACCEPTED else None
		else:
			at = event.until
		if at is not None:
			yield Escalation(tier.level, at, trigger.on, request=event.key)


def _standstill(ticket: _Ticket, tier: Tier, trigger: Trigger) -> Iterator[Escalation]:
	"""The first time that the partner heard nothing for so long while the ticket was open.

	A standstill that was over when a later classification brought the tier doesn't count.
	"""
	brought = ticket.terms.since
	watched = _watched(trigger, ticket.measured)
	calendar = trigger.calendar or (watched[-1][1].terms.calendar if watched else ANY_HOUR)
	spans = [(hold.start, hold.end) for hold in ticket.holds]
	since: datetime | None = None
	for event in (*ticket.events, None):
		over = event is None or event.type in UPDATES or event.type in STOPS_EVERYTHING
		if over and since is not None:
			try:
				at = calendar.deadline(since, trigger.seconds, spans).astimezone(UTC)
			except EngineError:
				at = None
			over_by_then = event is not None and brought is not None and event.at <= brought
			if at is not None and (event is None or at < event.at) and not over_by_then:
				yield Escalation(tier.level, at, trigger.on)
				return
		if event is not None and over:
			since = event.at if event.type in UPDATES else None


_BY_EVENT = {
	TriggerKind.REPORTED: _reported,
	TriggerKind.MASSIVE_IMPACT: _massive,
	TriggerKind.SEVERAL_PARTNERS: _several,
	TriggerKind.MANUAL: _asked,
	TriggerKind.STAGNATION: _standstill,
}
"""The triggers that an event brings; all others watch a clock."""


def _by_clock(ticket: _Ticket, tier: Tier, trigger: Trigger) -> Iterator[Escalation]:
	for run, clock in _watched(trigger, ticket.measured):
		due = _trigger_instant(trigger, clock, run, ticket.holds)
		if due is not None:
			at = due.astimezone(UTC)
			# met in the very instant, and reopened since: what was owed then is owed from the reopening
			at = next((gap.end for gap in run.gaps if gap.start == at and gap.end is not None), at)
			yield Escalation(tier.level, at, trigger.on, clock.kind, clock.cycle)


def _watched(trigger: Trigger, measured: Mapping[Key, Measured]) -> Measured:
	"""The cycles of the clock that a trigger watches.

	If it names no clock, that is the resolution clock or its substitute.
	"""
	wanted = (trigger.clock,) if trigger.clock else WATCHED_BY_DEFAULT
	for kind in wanted:
		for key, cycles in measured.items():
			if key[0] is kind:
				return cycles
	return ()


def _run_of(ticket: _Ticket, trigger: Trigger, entry: Escalation) -> Run | None:
	if entry.clock is None:
		return None
	return next(
		(run for run, clock in _watched(trigger, ticket.measured) if clock.cycle == entry.cycle), None
	)


def _trigger_instant(trigger: Trigger, clock: Clock, run: Run, holds: Sequence[Hold]) -> datetime | None:
	"""When the trigger is due, in working time.

	None if that can't be foreseen, e.g. during a pause that hasn't ended.
	"""
	spans = [(hold.start, hold.end) for hold in (*_holding(clock.kind, holds), *run.gaps)]
	own: WorkingCalendar = clock.terms.calendar
	try:
		if trigger.on in (TriggerKind.AFTER, TriggerKind.WITHOUT_WORKAROUND):
			return (trigger.calendar or own).deadline(run.start, trigger.seconds, spans)
		if clock.due is None or (clock.target_seconds is None and trigger.on is not TriggerKind.BREACH):
			return None
		if clock.target_seconds is None:
			# a date that no pause moves: while the ticket waits, nobody is called for it
			waits = clock.paused_since is not None and clock.paused_since < clock.due
			return None if waits else clock.due
		if trigger.on is TriggerKind.PERCENT:
			return own.deadline(run.start, clock.target_seconds * trigger.percent / 100, spans)
		due = own.deadline(run.start, clock.target_seconds, spans)
		if trigger.on is TriggerKind.BREACH:
			return due
		if trigger.on is TriggerKind.BEFORE_DUE:
			return max(own.before(due, trigger.seconds, spans).astimezone(UTC), run.start)
	except EngineError:
		return None
	return None


def _holding(kind: ClockKind | None, holds: Sequence[Hold]) -> list[Hold]:
	"""The holds that stop clocks of one kind. If no kind is given, all holds."""
	return [hold for hold in holds if kind not in hold.spares]


def _met_before(trigger: Trigger, run: Run | None, events: Sequence[Event], at: datetime) -> bool:
	"""Whether what the trigger waits for had come by then, so that it doesn't fire."""
	if run is not None and run.stop is not None and run.stop <= at:
		return True
	if run is None and trigger.on is not TriggerKind.REPORTED and _is_solved(events, at):
		return True
	if trigger.on is not TriggerKind.WITHOUT_WORKAROUND:
		return False
	held = False
	for event in events:
		if event.at > at:
			break
		if event.type is EventType.WORKAROUND_APPLIED:
			held = True
		elif event.type is EventType.REOPENED:
			held = False
	return held


def _is_solved(events: Sequence[Event], at: datetime) -> bool:
	solved = False
	for event in events:
		if event.at > at:
			break
		if event.type in STOPS_EVERYTHING:
			solved = True
		elif event.type is EventType.REOPENED:
			solved = False
	return solved


def _with_ends(ticket: _Ticket, tier: Tier, entry: Escalation) -> Escalation:
	"""Add to an entry when it is closed and by when it must be acknowledged."""
	closed = min(_closings(ticket, entry), default=None)
	by = None
	if tier.acknowledge_seconds:
		first = _first_telling(tier, entry)
		by = _later(tier.hours or ANY_HOUR, first, tier.acknowledge_seconds, ticket, entry)
		if by is not None and closed is not None and closed <= by:
			by = None
	return Escalation(
		entry.level, entry.at, entry.trigger, entry.clock, entry.cycle, entry.request, closed, by
	)


def _closings(ticket: _Ticket, entry: Escalation) -> Iterator[datetime]:
	"""The instants from which people no longer need to be told of an escalation.

	That may be the very instant at which it is due: nobody can take over what isn't there yet.
	"""
	if ticket.out is not None:
		yield ticket.out
	workaround = entry.trigger is TriggerKind.WITHOUT_WORKAROUND
	for event in ticket.events:
		if event.at < entry.at:
			continue
		taken = event.type is EventType.ACKNOWLEDGED and event.level >= entry.level
		helped = workaround and event.type is EventType.WORKAROUND_APPLIED
		if taken or helped or event.type in STOPS_EVERYTHING:
			yield event.at
	if entry.clock is None:
		return
	for (kind, _team), cycles in ticket.measured.items():
		if kind is not entry.clock:
			continue
		for run, clock in cycles:
			if clock.cycle == entry.cycle:
				stops = [run.stop, *(gap.start for gap in run.gaps)]
				yield from (stop for stop in stops if stop is not None and stop >= entry.at)


def _first_telling(tier: Tier, entry: Escalation) -> datetime:
	if tier.hours is None:
		return entry.at
	try:
		return tier.hours.next_opening(entry.at).astimezone(UTC)
	except NeverOpens:
		return entry.at  # late at night is better than never


def _later(
	calendar: WorkingCalendar, start: datetime, seconds: int, ticket: _Ticket, entry: Escalation
) -> datetime | None:
	"""The instant that long after `start`, not counting pauses: nobody is called while the ticket waits for
	the partner.
	"""
	spans = [(hold.start, hold.end) for hold in _holding(entry.clock, ticket.holds)]
	try:
		return calendar.deadline(start, seconds, spans).astimezone(UTC)
	except EngineError:
		return None


def _tellings(ticket: _Ticket, tier: Tier, entry: Escalation) -> Iterator[Telling]:
	"""The last `MOST_TELLINGS` times that people are told of an escalation by now.

	The next one is added to `upcoming`.
	"""
	first = _first_telling(tier, entry)
	if entry.closed is not None and first >= entry.closed:
		return
	if first > ticket.now:
		ticket.upcoming.append(first)
		return
	repeats = _repeats(ticket, tier, entry, first)
	for number in range(max(repeats - MOST_TELLINGS + 1, 0), repeats + 1):
		at = _repeated(ticket, tier, entry, first, number)
		assert at is not None
		yield Telling(entry.identity, entry.level, number + 1, at)
	following = _repeated(ticket, tier, entry, first, repeats + 1) if tier.repeat_seconds else None
	if following is not None and (entry.closed is None or following < entry.closed):
		ticket.upcoming.append(following)


def _repeats(ticket: _Ticket, tier: Tier, entry: Escalation, first: datetime) -> int:
	"""How many times people were told again by now.

	It is computed by division: stepping through a year of one-minute repeats would take a second.
	"""
	if not tier.repeat_seconds:
		return 0
	last = ticket.now
	if entry.closed is not None and entry.closed <= last:
		last = entry.closed - _INSTANT  # told at the very instant at which it was closed: not any more
	spans = [(hold.start, hold.end) for hold in _holding(entry.clock, ticket.holds)]
	waited = (tier.hours or ANY_HOUR).elapsed(first, last, spans)
	return round(waited * 1_000_000) // (tier.repeat_seconds * 1_000_000)


def _repeated(
	ticket: _Ticket, tier: Tier, entry: Escalation, first: datetime, number: int
) -> datetime | None:
	"""When people are told again for the `number`th time. 0 is the first telling itself."""
	if not number:
		return first
	return _later(tier.hours or ANY_HOUR, first, number * tier.repeat_seconds, ticket, entry)


def _alerts(ticket: _Ticket) -> Iterator[Alert]:
	"""Every cycle of a clock that came into danger or passed its due time by now while it ran."""
	for (kind, team), cycles in ticket.measured.items():
		for run, clock in cycles:
			ends: Iterable[datetime | None] = (ticket.now, run.stop, ticket.out, clock.paused_since)
			until = min(end for end in ends if end is not None)
			if clock.at_risk is not None and clock.at_risk != clock.due and clock.at_risk <= until:
				yield Alert(kind, team, clock.cycle, AlertKind.AT_RISK, clock.at_risk)
			if clock.due is not None and clock.due <= until and clock.due != run.stop:
				yield Alert(kind, team, clock.cycle, AlertKind.BREACHED, clock.due)
