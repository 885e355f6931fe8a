"""What happens to a ticket, as far as its clocks care: the vocabulary of the ledger."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sla_id.engine.errors import InvalidEvent


class EventType(StrEnum):
	"""The kinds of events; DESIGN, "The engine"."""

	REPORTED = "reported"
	RECEIVED = "received"
	"""Received through an official channel: clocks start here (000 §3.1, X18)."""
	CONFIRMED = "confirmed"
	"""A person answered the reporter: a public reply by an agent."""
	TEAM_ASSIGNED = "team_assigned"
	HANDED_OVER = "handed_over"
	"""The first line passed it on for further handling (001 §6.4)."""
	PAUSED = "paused"
	RESUMED = "resumed"
	WORKAROUND_APPLIED = "workaround_applied"
	FIXED = "fixed"
	FULFILLED = "fulfilled"
	REOPENED = "reopened"
	RECLASSIFIED = "reclassified"
	UPDATE_SENT = "update_sent"
	PARTNER_REPLIED = "partner_replied"
	OUT_OF_SCOPE = "out_of_scope"
	IN_SCOPE = "in_scope"
	EXCLUSION_APPROVED = "exclusion_approved"
	INFORMATION_MISSING = "information_missing"
	"""The report lacks a required fact and the agreement lets its clocks wait (000 §3.2)."""
	INFORMATION_COMPLETE = "information_complete"
	CANCELLED = "cancelled"
	MERGED = "merged"


STOPS_EVERYTHING = frozenset({EventType.FIXED, EventType.FULFILLED})
"""An answer that solves the matter closes every clock, the response too (X12)."""

LEAVES_THE_AGREEMENT = frozenset({EventType.OUT_OF_SCOPE, EventType.CANCELLED, EventType.MERGED})


@dataclass(frozen=True, slots=True)
class Event:
	"""One thing that happened at one instant (aware). `team` for an assignment, `until` for an exclusion
	(which then runs from `at` to `until`), `reason` for the receipt. Raises InvalidEvent for a naive time."""

	type: EventType
	at: datetime
	reason: str = ""
	team: str = ""
	until: datetime | None = None

	def __post_init__(self) -> None:
		if self.at.tzinfo is None:
			raise InvalidEvent(f"the event {self.type} at {self.at} has no time zone; give an aware datetime")
		if self.type is EventType.EXCLUSION_APPROVED and (self.until is None or self.until < self.at):
			raise InvalidEvent(f"the exclusion from {self.at} needs an end after its start")
