"""The events of a ticket that affect its clocks. They are the vocabulary of the ledger."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sla_id.engine.errors import InvalidEvent
from sla_id.engine.sentences import Sentence


class EventType(StrEnum):
	"""The kinds of events."""

	REPORTED = "reported"
	RECEIVED = "received"
	"""Received through an official channel: clocks start here (000 §3.1, X18)."""
	NOT_RECEIVED = "not_received"
	"""It came through a channel that starts no clock, as is known by now: takes back what was received before."""
	CONFIRMED = "confirmed"
	"""A person answered the reporter: a public reply by an agent."""
	TEAM_ASSIGNED = "team_assigned"
	TEAM_CLEARED = "team_cleared"
	"""The team that had it was taken off and no other put on."""
	HANDED_OVER = "handed_over"
	"""The first line passed it on for further handling (001 §6.4)."""
	PAUSED = "paused"
	RESUMED = "resumed"
	PAUSE_NAMED = "pause_named"
	"""The pause that began at this instant has the reason in `code`; that was said at `until`. The last naming holds."""
	PAUSE_APPROVED = "pause_approved"
	"""The reason of the pause that began at this instant was approved by another person."""
	PAUSE_REFUSED = "pause_refused"
	"""It was refused: the clocks never paused."""
	WORKAROUND_APPLIED = "workaround_applied"
	FIXED = "fixed"
	FULFILLED = "fulfilled"
	REOPENED = "reopened"
	RECLASSIFIED = "reclassified"
	UPDATE_SENT = "update_sent"
	NOT_DELIVERED = "not_delivered"
	"""The mail of the answer with the same `key` never left: takes that answer back."""
	PARTNER_REPLIED = "partner_replied"
	OUT_OF_SCOPE = "out_of_scope"
	IN_SCOPE = "in_scope"
	EXCLUSION_APPROVED = "exclusion_approved"
	EXCLUSION_REVOKED = "exclusion_revoked"
	"""What was approved with the same `key` was a mistake: takes that exclusion back."""
	BREACH_EXPLAINED = "breach_explained"
	"""The owner of a missed target said why it was missed: for the audit, no clock depends on it."""
	INFORMATION_MISSING = "information_missing"
	"""The report lacks a required fact and the agreement lets its clocks wait (000 §3.2)."""
	INFORMATION_COMPLETE = "information_complete"
	ACKNOWLEDGED = "acknowledged"
	"""Somebody has taken over the tier in `level`, and with it every one below."""
	ESCALATION_REQUESTED = "escalation_requested"
	"""A partner asks for the tier in `level` (000 §4.1); undecided by `until` it counts as valid."""
	REQUEST_ACCEPTED = "request_accepted"
	"""The request of the same `key` is valid. An agent's and a management's are accepted as they are made."""
	REQUEST_REFUSED = "request_refused"
	MASSIVE_IMPACT = "massive_impact"
	"""The business impact was found to be massive (000 §4.2, L3)."""
	SEVERAL_PARTNERS = "several_partners"
	"""A major incident groups the ticket with others, of `partners` partners in all."""
	DUE_MOVED = "due_moved"
	"""A calendar, a holiday list or a release was changed: said for the audit, no clock depends on it."""
	CANCELLED = "cancelled"
	MERGED = "merged"


STOPS_EVERYTHING = frozenset({EventType.FIXED, EventType.FULFILLED})
"""An answer that solves the matter closes every clock, the response too (X12)."""

LEAVES_THE_AGREEMENT = frozenset({EventType.OUT_OF_SCOPE, EventType.CANCELLED, EventType.MERGED})


@dataclass(frozen=True, slots=True)
class Event:
	"""One thing that happened at one instant (aware).

	`team` for an assignment, `reason` for the receipt; `until` for an exclusion, which then runs from `at` to
	`until`, and for a request, by when it is to be decided; `level` is the tier of an acknowledgement or a request,
	`key` tells one request, one answer or one claim from another, `partners` is how many a major incident hits, `code` is the
	agreement's code of a pause's reason. Raises InvalidEvent for a naive time and an unknown kind.
	"""

	type: EventType
	at: datetime
	reason: str = ""
	team: str = ""
	until: datetime | None = None
	level: int = 0
	key: str = ""
	partners: int = 0
	code: str = ""

	def __post_init__(self) -> None:
		if type(self.type) is not EventType:
			object.__setattr__(self, "type", read_event_type(self.type))
		self._check_time(self.at)
		if self.until is not None:
			self._check_time(self.until)
		if self.type is EventType.EXCLUSION_APPROVED and (self.until is None or self.until < self.at):
			raise InvalidEvent(Sentence("the exclusion from {at} needs an end after its start", at=self.at))

	def _check_time(self, at: object) -> None:
		if not isinstance(at, datetime) or at.tzinfo is None:
			raise InvalidEvent(
				Sentence(
					"the event {type} at {at} has no time zone; give an aware datetime", type=self.type, at=at
				)
			)


def read_event_type(name: object) -> EventType:
	"""The kind of event of that name. Raises InvalidEvent."""
	try:
		return EventType(name)  # type: ignore[arg-type]
	except ValueError:
		raise InvalidEvent(
			Sentence(
				"{name!r} is no kind of event; use one of {known}", name=name, known=", ".join(EventType)
			)
		) from None
