"""What an agreement version requires for one ticket: the clocks and escalation tiers that apply to it.

`agreements/` builds these from records; the engine only reads them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sla_id.engine.errors import InvalidTarget, NeverOpens
from sla_id.engine.events import EventType, read_event_type
from sla_id.engine.pauses import micros
from sla_id.engine.sentences import Sentence
from sla_id.engine.targets import Target
from sla_id.engine.working_calendar import WorkingCalendar


class ClockKind(StrEnum):
	"""The promises a clock can measure; names as in the field."""

	RESPONSE = "response"
	NEXT_UPDATE = "next_update"
	WORKAROUND = "workaround"
	RESOLUTION = "resolution"
	PERMANENT_FIX = "permanent_fix"
	FULFILMENT = "fulfilment"
	OLA = "ola"


MET_BY: dict[ClockKind, tuple[EventType, ...]] = {
	ClockKind.RESPONSE: (EventType.CONFIRMED,),
	ClockKind.NEXT_UPDATE: (EventType.UPDATE_SENT,),
	ClockKind.WORKAROUND: (EventType.WORKAROUND_APPLIED,),
	ClockKind.RESOLUTION: (EventType.FIXED,),
	ClockKind.PERMANENT_FIX: (EventType.FIXED,),
	ClockKind.FULFILMENT: (EventType.FULFILLED,),
	ClockKind.OLA: (EventType.FIXED, EventType.FULFILLED),
}
ENDS_TICKET = (ClockKind.RESOLUTION, ClockKind.FULFILMENT, ClockKind.PERMANENT_FIX)
"""The clocks that end a ticket for the partner, the usual one first. A workaround doesn't end it."""
WATCHED_BY_DEFAULT = (
	ClockKind.RESOLUTION,
	ClockKind.FULFILMENT,
	ClockKind.WORKAROUND,
	ClockKind.PERMANENT_FIX,
)
"""A trigger that names no clock watches the first of these that the ticket has: without a resolution or fulfilment that
is the workaround, because what is out of order has to work again before it is fixed for good."""
_ANSWERS = (EventType.CONFIRMED, EventType.UPDATE_SENT)


def default_met_by(kind: ClockKind, starts_on: EventType = EventType.RECEIVED) -> tuple[EventType, ...]:
	"""The events that meet a clock if the agreement names none. A fix or a fulfilment meets every clock.

	Any answer meets the clock of a partner's message, including the first answer.
	"""
	return MET_BY[kind] if starts_on is EventType.RECEIVED else _ANSWERS


def default_needs_all(kind: ClockKind, starts_on: EventType = EventType.RECEIVED) -> bool:
	"""Whether all of those events are needed if the agreement doesn't say.

	Otherwise the first of them meets the clock.
	"""
	return kind is not ClockKind.OLA and starts_on is EventType.RECEIVED


@dataclass(frozen=True, slots=True)
class ClockTerms:
	"""One clock: what it measures, how long it may take and on which calendar.

	`met_by` are the events that meet it, all of them with `needs_all` (000 §1.3: confirmed and team
	assigned), else the first (000 §1.3: workaround or fix); a fix always does. `starts_on` begins it:
	received; or, for the next update, `received` repeats it after every update and `partner_replied` starts
	it at the oldest unanswered message. `team` is whose OLA it is. `at_risk_percent` of the target elapsed
	marks it at risk. `source` is the section of the agreement and `promise` its words, e.g. "3 days". A team's OLA runs while the team has the ticket, through whatever channel that came.
	Raises InvalidTarget for an unknown kind, InvalidEvent for an unknown event.
	"""

	kind: ClockKind
	target: Target
	calendar: WorkingCalendar
	met_by: tuple[EventType, ...] = ()
	needs_all: bool = False
	starts_on: EventType = EventType.RECEIVED
	team: str = ""
	at_risk_percent: float = 75
	source: str = ""
	promise: str = ""

	def __post_init__(self) -> None:
		if type(self.kind) is not ClockKind:
			object.__setattr__(self, "kind", _read_clock_kind(self.kind))
		if type(self.starts_on) is not EventType:
			object.__setattr__(self, "starts_on", read_event_type(self.starts_on))
		if any(type(kind) is not EventType for kind in self.met_by):
			object.__setattr__(self, "met_by", tuple(read_event_type(kind) for kind in self.met_by))

	@property
	def key(self) -> tuple[ClockKind, str]:
		"""What distinguishes this clock from the ticket's others."""
		return self.kind, self.team

	@property
	def meeting(self) -> tuple[EventType, ...]:
		"""The events that meet it: its own, or the default of its kind."""
		return self.met_by or default_met_by(self.kind, self.starts_on)


class TriggerKind(StrEnum):
	"""When a tier is due; 000 §4.1 and §4.2."""

	REPORTED = "reported"
	PERCENT = "percent"
	BEFORE_DUE = "before_due"
	AFTER = "after"
	WITHOUT_WORKAROUND = "without_workaround"
	BREACH = "breach"
	STAGNATION = "stagnation"
	"""No update for so long (000 §4.1, "progres stagnan")."""
	MASSIVE_IMPACT = "massive_impact"
	SEVERAL_PARTNERS = "several_partners"
	MANUAL = "manual"
	UNACKNOWLEDGED = "unacknowledged"
	"""Nobody acknowledged the tier below in time: no trigger of an agreement's, it follows from that tier."""


@dataclass(frozen=True, slots=True)
class Trigger:
	"""One condition of a tier. `percent` of the clock's target; `seconds` before its due time, or after its
	start or the last update on `calendar` (the clock's own where None); `count` of partners."""

	on: TriggerKind
	clock: ClockKind | None = None
	percent: float = 0
	seconds: int = 0
	calendar: WorkingCalendar | None = None
	count: int = 0


@dataclass(frozen=True, slots=True)
class Tier:
	"""An escalation level, due at the earliest of its triggers and only once (X2).

	People are told at once or, with `hours`, at their next opening. They are told again every
	`repeat_seconds` (0: never) until somebody acknowledges it. The next tier is due if nobody has within
	`acknowledge_seconds` (0: it never is). Both lengths are counted on `hours`, or at any hour without them.
	"""

	level: int
	triggers: tuple[Trigger, ...]
	acknowledge_seconds: int = 0
	repeat_seconds: int = 0
	hours: WorkingCalendar | None = None


@dataclass(frozen=True, slots=True)
class PauseTerms:
	"""One reason for which clocks may pause.

	With `needs_approval` a pause counts up to the instant at which its reason was named, and beyond it once another person has
	approved: from its beginning, so that who decides late costs the provider nothing. `longest` after its beginning, counted on
	`calendar`, the clocks resume by themselves; `promise` is that length in the agreement's words.
	"""

	code: str
	label: str
	needs_approval: bool = False
	longest: Target | None = None
	calendar: WorkingCalendar | None = None
	promise: str = ""

	def ends_by_itself(self, start: datetime) -> datetime | None:
		"""When the clocks of a pause that began at `start` resume by themselves. None: never."""
		if self.longest is None or self.calendar is None:
			return None
		try:
			length = self.longest.working_seconds(self.calendar, start)
			return None if length is None else self.calendar.deadline(start, length)
		except NeverOpens:
			return None


@dataclass(frozen=True, slots=True)
class Terms:
	"""The clocks, tiers and pause reasons of one classification of a ticket, in force from `since` (None: from the start).

	Raises NaiveTime.
	"""

	clocks: tuple[ClockTerms, ...]
	tiers: tuple[Tier, ...] = ()
	since: datetime | None = None
	pauses: tuple[PauseTerms, ...] = ()

	def __post_init__(self) -> None:
		if self.since is not None:
			micros(self.since)


def terms_at(timeline: Sequence[Terms], at: datetime) -> Terms:
	"""The classification in force at an instant."""
	current = timeline[0]
	for terms in timeline[1:]:
		if terms.since is None or terms.since <= at:
			current = terms
	return current


def _read_clock_kind(name: object) -> ClockKind:
	try:
		return ClockKind(name)  # type: ignore[arg-type]
	except ValueError:
		raise InvalidTarget(
			Sentence(
				"{name!r} is no kind of clock; use one of {known}", name=name, known=", ".join(ClockKind)
			)
		) from None
