"""Invitations that every calendar reads: an RFC 5545 calendar with one event, sent by RFC 5546's rules. No frappe.

The same UID all along, a SEQUENCE that is raised by every change and by a cancellation, times in UTC, lines folded at
75 octets. Anyone may call it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone

LONGEST_LINE = 75
"""Octets of a line without its line break (RFC 5545 §3.1)."""
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
	return "".join(f"{fold(line)}\r\n" for line in _lines(invitation))


def fold(line: str) -> str:
	"""A content line in pieces of at most 75 octets, never within a character; the next piece begins with a space."""
	pieces, piece, length = [], "", 0
	for character in line:
		size = len(character.encode())
		if length + size > LONGEST_LINE:
			pieces.append(piece)
			# the space that begins the next piece counts as well
			piece, length = "", 1
		piece += character
		length += size
	return "\r\n ".join([*pieces, piece])


def escape_text(text: str) -> str:
	"""A TEXT value (§3.3.11): backslash, semicolon, comma and line breaks escaped, other control characters left out."""
	plain = _CONTROL.sub("", re.sub(r"\r\n?|\n", "\n", text))
	return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", "\\n")


def _lines(invitation: Invitation) -> Iterator[str]:
	yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//sla_id//SLA ID//EN", "CALSCALE:GREGORIAN")
	yield f"METHOD:{invitation.method}"
	yield "BEGIN:VEVENT"
	yield f"UID:{escape_text(invitation.uid)}"
	yield f"SEQUENCE:{invitation.sequence}"
	yield f"DTSTAMP:{_utc(invitation.written)}"
	yield f"DTSTART:{_utc(invitation.starts)}"
	yield f"DTEND:{_utc(invitation.ends)}"
	yield f"SUMMARY:{escape_text(invitation.summary)}"
	if invitation.description:
		yield f"DESCRIPTION:{escape_text(invitation.description)}"
	if invitation.location:
		yield f"LOCATION:{escape_text(invitation.location)}"
	yield f"ORGANIZER{_common_name(invitation.organizer)}:mailto:{invitation.organizer.email}"
	asked = "" if invitation.cancelled else ";PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
	for attendee in invitation.attendees:
		yield f"ATTENDEE{_common_name(attendee)};ROLE=REQ-PARTICIPANT{asked}:mailto:{attendee.email}"
	yield f"STATUS:{'CANCELLED' if invitation.cancelled else 'CONFIRMED'}"
	yield from ("TRANSP:OPAQUE", "END:VEVENT", "END:VCALENDAR")


def _common_name(attendee: Attendee) -> str:
	"""The CN parameter: always quoted, and a quoted value can hold no quotation mark (§3.2)."""
	name = re.sub(r"[\x00-\x1f\x7f]", " ", attendee.name).replace('"', "'").strip()
	return f';CN="{name}"' if name else ""


def _utc(at: datetime) -> str:
	return at.astimezone(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
