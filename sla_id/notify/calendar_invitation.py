"""Writes invitations for any calendar: an RFC 5545 calendar with one event, sent by RFC 5546's rules. No
frappe.

The UID stays the same, every change and a cancellation raise the SEQUENCE, and times are UTC. The `icalendar`
library escapes and folds. Anyone may call it.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timezone

from icalendar import Calendar, Event, vCalAddress

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ADDRESS = re.compile(r"[^\s@<>\"\x00-\x1f\x7f]+@[^\s@<>\"\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Attendee:
	"""Somebody with an address."""

	email: str
	name: str = ""

	def __post_init__(self) -> None:
		if not _ADDRESS.fullmatch(self.email):
			raise ValueError(f"{self.email!r} is no e-mail address")


@dataclass(frozen=True, slots=True)
class Invitation:
	"""One meeting as its calendar entry says it; all instants are aware.

	`sequence` is 0 at first and higher with each change; `cancelled` takes the meeting back. Raises ValueError for a
	naive time or an end that isn't after the start.
	"""

	uid: str
	sequence: int
	starts: datetime
	ends: datetime
	written: datetime
	summary: str
	organizer: Attendee
	attendees: tuple[Attendee, ...]
	description: str = ""
	location: str = ""
	cancelled: bool = False

	def __post_init__(self) -> None:
		for at in (self.starts, self.ends, self.written):
			if at.utcoffset() is None:
				raise ValueError(f"{at!r} has no time zone; give an aware datetime")
		if self.ends <= self.starts:
			raise ValueError(f"the meeting ends at {self.ends}, which isn't after its start {self.starts}")

	@property
	def method(self) -> str:
		"""What the receiving calendar is to do (RFC 5546 §1.4): it goes into the e-mail's content type too."""
		return "CANCEL" if self.cancelled else "REQUEST"

	@property
	def content_type(self) -> str:
		"""Of the file; the charset is added where it is put into an e-mail."""
		return f"text/calendar; method={self.method}"


def write_calendar(invitation: Invitation) -> str:
	"""The text of the .ics file, with CRLF at the end of every line."""
	calendar = Calendar()
	calendar.add("version", "2.0")
	calendar.add("prodid", "-//sla_id//SLA ID//EN")
	calendar.add("calscale", "GREGORIAN")
	calendar.add("method", invitation.method)
	calendar.add_component(_event(invitation))
	return calendar.to_ical(sorted=False).decode()


def _event(invitation: Invitation) -> Event:
	event = Event()
	event.add("uid", plain_text(invitation.uid))
	event.add("sequence", invitation.sequence)
	event.add("dtstamp", invitation.written.astimezone(timezone.utc))
	event.add("dtstart", invitation.starts.astimezone(timezone.utc))
	event.add("dtend", invitation.ends.astimezone(timezone.utc))
	event.add("summary", plain_text(invitation.summary))
	for name in ("description", "location"):
		if text := plain_text(getattr(invitation, name)):
			event.add(name, text)
	event.add("organizer", _address(invitation.organizer))
	asked = {} if invitation.cancelled else {"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
	for attendee in invitation.attendees:
		event.add("attendee", _address(attendee, ROLE="REQ-PARTICIPANT", **asked))
	event.add("status", "CANCELLED" if invitation.cancelled else "CONFIRMED")
	event.add("transp", "OPAQUE")
	return event


def _address(person: Attendee, **parameters: str) -> vCalAddress:
	address = vCalAddress(f"mailto:{person.email}")
	# A parameter can hold neither a line break nor a quotation mark (RFC 5545 §3.2).
	name = re.sub(r"[\x00-\x1f\x7f]", " ", person.name).replace('"', "'").strip()
	if name:
		address.params["CN"] = name
	for parameter, value in parameters.items():
		address.params[parameter] = value
	return address


def plain_text(text: str) -> str:
	"""What may stand in a calendar: a text without control characters, its line breaks one kind."""
	return _CONTROL.sub("", re.sub(r"\r\n?|\n", "\n", text))
