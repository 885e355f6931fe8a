"""The calendar file of an invitation (RFC 5545, 5546), read back by icalendar and by vobject, which Frappe brings."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from sla_id.notify.calendar_invitation import Attendee, Invitation, write_calendar

WIB = ZoneInfo("Asia/Jakarta")
CALL = Invitation(
	uid="abc@sla.localhost",
	sequence=0,
	starts=datetime(2026, 3, 15, 6, 30, tzinfo=WIB),
	ends=datetime(2026, 3, 15, 7, 0, tzinfo=WIB),
	written=datetime(2026, 3, 15, 6, 5, 7, tzinfo=WIB),
	summary="Panggilan darurat: sistem mati; transaksi gagal, sejak 22.00",
	organizer=Attendee("lead@provider.example", "Lead"),
	attendees=(
		Attendee("chief@provider.example", 'Kepala "Layanan"; Ketua'),
		Attendee("direktur@maju.example"),
	),
	description="Strategi resolusi\nC:\\data\r\nJembatan: https://meet.example/x?a=1;b=2",
	location="https://meet.example/x",
)


def read(text: str) -> Any:
	import vobject

	return vobject.readOne(text)


def lines(text: str) -> list[str]:
	"""The content lines of a file, unfolded."""
	assert text.endswith("\r\n")
	return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_an_invitation_is_read_back_as_it_was_meant() -> None:
	calendar = read(write_calendar(CALL))
	event = calendar.vevent
	assert calendar.method.value == "REQUEST"
	assert event.uid.value == "abc@sla.localhost"
	assert event.sequence.value == "0"
	assert event.dtstart.value == datetime(2026, 3, 14, 23, 30, tzinfo=timezone.utc)
	assert event.dtend.value == datetime(2026, 3, 15, 0, 0, tzinfo=timezone.utc)
	assert event.summary.value == CALL.summary
	assert event.description.value == CALL.description.replace("\r\n", "\n")
	assert event.location.value == CALL.location
	assert event.status.value == "CONFIRMED"
	assert event.organizer.value == "mailto:lead@provider.example"
	assert [entry.value for entry in event.attendee_list] == [
		"mailto:chief@provider.example",
		"mailto:direktur@maju.example",
	]
	assert event.attendee_list[0].params["CN"] == ["Kepala 'Layanan'; Ketua"]
	assert event.attendee_list[0].params["RSVP"] == ["TRUE"]
	assert CALL.content_type == "text/calendar; method=REQUEST"


def test_icalendar_reads_it_as_one_valid_event() -> None:
	"""Another reader than vobject: nothing is malformed, and every property has its type."""
	calendar = icalendar.Calendar.from_ical(write_calendar(CALL))
	(event,) = calendar.walk("VEVENT")
	assert not calendar.errors
	assert not event.errors
	assert (calendar["VERSION"], calendar["CALSCALE"], calendar["METHOD"]) == ("2.0", "GREGORIAN", "REQUEST")
	assert (event["UID"], event["SEQUENCE"], event["SUMMARY"]) == (CALL.uid, 0, CALL.summary)
	assert [event.decoded(name) for name in ("DTSTART", "DTEND", "DTSTAMP")] == [
		CALL.starts,
		CALL.ends,
		CALL.written,
	]
	assert event["ORGANIZER"].params == {"CN": "Lead"}
	first, second = event["ATTENDEE"]
	assert first.params == {
		"CN": "Kepala 'Layanan'; Ketua",
		"ROLE": "REQ-PARTICIPANT",
		"PARTSTAT": "NEEDS-ACTION",
		"RSVP": "TRUE",
	}
	assert (second, "CN" in second.params) == ("mailto:direktur@maju.example", False)


def test_times_are_in_utc_whatever_zone_they_come_in() -> None:
	found = lines(write_calendar(replace(CALL, starts=CALL.starts.astimezone(ZoneInfo("Asia/Jayapura")))))
	assert "DTSTART:20260314T233000Z" in found
	assert "DTEND:20260315T000000Z" in found
	assert "DTSTAMP:20260314T230507Z" in found


def test_a_cancellation_keeps_the_uid_and_asks_nobody() -> None:
	cancelled = replace(CALL, sequence=2, cancelled=True)
	calendar = read(write_calendar(cancelled))
	assert calendar.method.value == "CANCEL"
	assert calendar.vevent.status.value == "CANCELLED"
	assert calendar.vevent.uid.value == CALL.uid
	assert calendar.vevent.sequence.value == "2"
	assert "RSVP" not in write_calendar(cancelled)
	assert cancelled.content_type == "text/calendar; method=CANCEL"


def test_a_text_breaks_out_of_its_line_nowhere() -> None:
	"""Somebody else's words can't add an attendee or end the event."""
	evil = "x\r\nATTENDEE:mailto:evil@example.com\nEND:VEVENT\x00\x0b"
	calendar = read(
		write_calendar(replace(CALL, summary=evil, location=evil, attendees=(Attendee("a@b.example", evil),)))
	)
	assert [entry.value for entry in calendar.vevent.attendee_list] == ["mailto:a@b.example"]
	assert calendar.vevent.summary.value == "x\nATTENDEE:mailto:evil@example.com\nEND:VEVENT"
	assert "SUMMARY:a\\,b\\;c\\\\d\\ne" in lines(write_calendar(replace(CALL, summary="a,b;c\\d\r\ne")))


@pytest.mark.parametrize(
	"address", ["", "budi", "a@b\r\nX:1", "a b@c.example", "a@b@c", '"x"@y', "<a@b.example>"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
	with pytest.raises(ValueError, match="no e-mail address"):
		Attendee(address)


def test_times_that_make_no_sense_are_refused() -> None:
	with pytest.raises(ValueError, match="no time zone"):
		replace(CALL, starts=datetime(2026, 3, 15, 6, 30))  # noqa: DTZ001
	with pytest.raises(ValueError, match="isn't after its start"):
		replace(CALL, ends=CALL.starts)


def test_lines_are_folded_at_75_octets_and_never_within_a_character() -> None:
	summary = "é漢🚨a" * 40
	written = write_calendar(replace(CALL, summary=summary))
	assert f"SUMMARY:{summary}" in lines(written)
	first = written.index("SUMMARY:")
	pieces = written[first : written.index("\r\nDESCRIPTION")].split("\r\n")
	assert len(pieces) > 4
	assert all(len(piece.encode()) > 70 for piece in pieces[:-1])
	assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))


def test_any_text_comes_back() -> None:
	hypothesis = pytest.importorskip("hypothesis")
	from hypothesis import strategies as st

	words = st.text(st.characters(blacklist_categories=("Cs", "Cc"), whitelist_characters="\n"), max_size=300)

	@hypothesis.settings(deadline=None, max_examples=60)
	@hypothesis.given(words, words, st.integers(1, 600))
	def comes_back(summary: str, description: str, minutes: int) -> None:
		text = write_calendar(
			replace(
				CALL,
				summary=f"S{summary}S",
				description=f"D{description}D",
				ends=CALL.starts + timedelta(minutes=minutes),
			)
		)
		assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
		event = read(text).vevent
		assert (event.summary.value, event.description.value) == (f"S{summary}S", f"D{description}D")
		assert event.dtend.value - event.dtstart.value == timedelta(minutes=minutes)

	comes_back()
