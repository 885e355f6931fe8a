"""Writes a calendar to which people subscribe (RFC 5545, RFC 7986): events of which each keeps its UID, in UTC. No frappe.

It is written the same, byte for byte, as long as nothing of it changes. The `icalendar` library escapes and folds. Anyone may call it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone

from icalendar import Calendar, Event

from sla_id.notify.calendar_invitation import plain_text

TENTATIVE, CONFIRMED, OFF = "TENTATIVE", "CONFIRMED", "CANCELLED"


@dataclass(frozen=True, slots=True)
class FeedEvent:
	"""One event. Instants are aware; `ends` itself isn't part of it. `changed` is when it was last written.

	`sequence` is 0 at first and higher with each change. Raises ValueError for a naive time or an end that isn't after the start.
	"""

	uid: str
	sequence: int
	starts: datetime
	ends: datetime
	changed: datetime
	summary: str
	description: str = ""
	url: str = ""
	status: str = CONFIRMED

	def __post_init__(self) -> None:
		for at in (self.starts, self.ends, self.changed):
			if at.utcoffset() is None:
				raise ValueError(f"{at!r} has no time zone; give an aware datetime")
		if self.ends <= self.starts:
			raise ValueError(f"the event ends at {self.ends}, which isn't after its start {self.starts}")


def write_feed(name: str, events: Iterable[FeedEvent]) -> bytes:
	"""The .ics file of a calendar of that name, with CRLF at the end of every line."""
	calendar = Calendar()
	calendar.add("version", "2.0")
	calendar.add("prodid", "-//sla_id//SLA ID//EN")
	calendar.add("calscale", "GREGORIAN")
	calendar.add("method", "PUBLISH")
	for field in ("name", "x-wr-calname"):
		calendar.add(field, plain_text(name))
	calendar.add("x-published-ttl", "PT1H")
	for event in events:
		calendar.add_component(_event(event))
	return bytes(calendar.to_ical(sorted=False))


def _event(said: FeedEvent) -> Event:
	event = Event()
	event.add("uid", plain_text(said.uid))
	event.add("sequence", said.sequence)
	for field, at in (
		*(("dtstamp", said.changed), ("last-modified", said.changed)),
		*(("dtstart", said.starts), ("dtend", said.ends)),
	):
		event.add(field, at.astimezone(timezone.utc).replace(microsecond=0))
	event.add("summary", plain_text(said.summary))
	if said.description:
		event.add("description", plain_text(said.description))
	if said.url:
		event.add("url", said.url)
	event.add("status", said.status)
	event.add("transp", "TRANSPARENT")
	return event
