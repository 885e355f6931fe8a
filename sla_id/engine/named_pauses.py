"""The pauses of a ticket with the reasons that were named for them: which of them count, until when, and in whose words.

A pause begins with the event PAUSED and lasts until work resumes. Its reason may be named later; PAUSE_NAMED and what was decided
about it carry the instant at which the pause began, so they change the past as well. Called by `history`; the app asks it which pauses
lack a reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sla_id.engine.events import STOPS_EVERYTHING, Event, EventType
from sla_id.engine.sentences import Sentence
from sla_id.engine.terms import PauseTerms, Terms, terms_at

_ENDS = frozenset({EventType.RESUMED, EventType.REOPENED, *STOPS_EVERYTHING})
_DECISIONS = {EventType.PAUSE_APPROVED: True, EventType.PAUSE_REFUSED: False}


@dataclass(frozen=True, slots=True)
class Naming:
	"""A reason that was named for the pause that began at `start`. `approved` None: not decided."""

	start: datetime
	code: str
	asked: datetime
	label: str = ""
	approved: bool | None = None
	terms: PauseTerms | None = None
	"""What the agreement says of the reason. None: it no longer names it, so nothing limits the pause."""

	@property
	def is_open(self) -> bool:
		"""Whether it waits for a decision."""
		return bool(self.terms and self.terms.needs_approval) and self.approved is None


@dataclass(frozen=True, slots=True)
class Pause:
	"""One pause, as the helpdesk's status began it. `end` None: it lasts."""

	start: datetime
	end: datetime | None
	status: str
	"""What the event says: a status of the helpdesk."""
	naming: Naming | None = None
	carried: bool = False
	"""Its reason is that of the pause which it continues without a break: another status that pauses too."""

	@property
	def refused(self) -> bool:
		"""Whether its reason was refused, so that nothing was paused."""
		return self.naming is not None and self.naming.approved is False

	@property
	def longest_end(self) -> datetime | None:
		"""When it ends by itself because it has lasted as long as its reason allows. None: never."""
		naming = self.naming
		return naming.terms.ends_by_itself(naming.start) if naming and naming.terms else None

	def ended_by_itself(self, now: datetime) -> datetime | None:
		"""When it ended by itself although the helpdesk still paused, or pauses, the ticket. None if it didn't."""
		end = self.longest_end
		return end if end is not None and not self.refused and end <= (self.end or now) else None

	@property
	def limit(self) -> datetime | None:
		"""The instant from which it doesn't count: the end of its longest time, or since when its reason waits for a decision."""
		limits = [self.longest_end, self.naming.asked if self.naming and self.naming.is_open else None]
		return min((limit for limit in limits if limit is not None), default=None)

	def note(self, end: datetime | None) -> str:
		"""What a receipt says of it, where it counts until `end`."""
		naming = self.naming
		if naming is None:
			return self.status
		label = naming.terms.label if naming.terms else naming.label or naming.code
		over = end is not None and end == self.longest_end and naming.terms
		if naming.is_open:
			return Sentence("{reason}, waits for a decision", reason=label)
		if over and naming.approved:
			return Sentence(
				"{reason}, approved, ended by itself after {length}", reason=label, length=over.promise
			)
		if over:
			return Sentence("{reason}, ended by itself after {length}", reason=label, length=over.promise)
		return Sentence("{reason}, approved", reason=label) if naming.approved else label


def say_exclusion(event: Event) -> str:
	"""What a receipt says of an approved exclusion."""
	if not event.key:
		return event.reason
	return Sentence("excluded afterwards: {reason} ({claim})", reason=event.reason, claim=event.key)


def read_pauses(events: Sequence[Event], timeline: Sequence[Terms]) -> list[Pause]:
	"""The pauses of ordered events. A fix ends a pause, a second pause replaces the first and keeps its reason."""
	named = _namings(events, timeline)
	pauses: list[Pause] = []
	since: Event | None = None
	naming: Naming | None = None
	for event in events:
		if event.type is not EventType.PAUSED and event.type not in _ENDS:
			continue
		if since is not None:
			pauses.append(_pause(since, event.at, naming))
		if event.type is EventType.PAUSED:
			since, naming = event, named.get(event.at) or naming
		else:
			since = naming = None
	if since is not None:
		pauses.append(_pause(since, None, naming))
	return pauses


def _pause(since: Event, end: datetime | None, naming: Naming | None) -> Pause:
	return Pause(since.at, end, since.reason, naming, naming is not None and naming.start != since.at)


def _namings(events: Sequence[Event], timeline: Sequence[Terms]) -> dict[datetime, Naming]:
	"""The last naming of each pause, by the instant at which the pause began."""
	found: dict[datetime, Naming] = {}
	for event in events:
		if event.type is EventType.PAUSE_NAMED:
			terms = _terms_of(event, timeline)
			asked = max(event.until or event.at, event.at)
			found[event.at] = Naming(event.at, event.code, asked, event.reason, terms=terms)
		elif event.type in _DECISIONS and event.at in found:
			known = found[event.at]
			approved = _DECISIONS[event.type]
			found[event.at] = Naming(known.start, known.code, known.asked, known.label, approved, known.terms)
	return found


def _terms_of(event: Event, timeline: Sequence[Terms]) -> PauseTerms | None:
	"""What the agreement said of a reason when the pause began, or else the first of the ticket's classifications that names it."""
	if not timeline:
		return None
	for terms in (terms_at(timeline, event.at), *timeline):
		for pause in terms.pauses:
			if pause.code == event.code:
				return pause
	return None
