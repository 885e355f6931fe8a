"""Files of past tickets as they come: encodings, delimiters, forms of dates, gaps, disorder. No row is lost."""

import csv
import io
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sla_id.engine import EventType
from sla_id.reporting.backtest.column_mapping import parse_mapping
from sla_id.reporting.backtest.csv_rows import read_csv
from sla_id.reporting.reporting_error import ReportingError
from tests.reporting.backtest.past import mapped, read, reasons, table

UTC = timezone.utc
STATES = {
	"rows": "states",
	"unknown": ["?"],
	"columns": {
		"id": "number", "received": ["opened", "created"], "at": "at", "state": "state", "revision": "rev",
		"urgency": "urgency", "team": "group",
	},
	"states": {"New": "open", "Active": "answered", "Awaiting *": ["answered", "paused"], "Resolved": "solved"},
}  # fmt: skip
LOG = ("number", "opened", "created", "at", "state", "rev", "urgency", "group")


def test_a_row_is_a_ticket() -> None:
	"""Times without an offset are in the mapping's zone."""
	reading = read(table([("T1", "2026-04-10T09:00", "2026-04-10T10:00+08:00", "2026-04-10 16:30", "P1")]))
	[ticket] = reading.tickets
	assert ticket.received == datetime(2026, 4, 10, 2, tzinfo=UTC)
	assert [(str(event.type), event.at.hour, event.at.minute) for event in ticket.events] == [
		("received", 2, 0), ("confirmed", 2, 0), ("fixed", 9, 30),
	]  # fmt: skip
	assert (ticket.line, ticket.classes[0].priority, reading.row_count) == (2, "P1", 1)


def test_what_can_not_be_read_is_refused_with_its_line_and_reason() -> None:
	good = ("T1", "2026-04-10T09:00", "", "2026-04-10T10:00")
	content = table(
		[
			good,
			("", "2026-04-10T09:00"),
			("T3", ""),
			("T4", "10/04/2026 09:00"),
			("T5", "2026-04-10T09:00", "", "2026-04-09T09:00"),
			("T6", "2026-04-10"),
			good,
			("T8", "1900-01-01T00:00"),
		]
	)
	reading = read(content + b'T9,"2026-04-10T09:00",,\n\n   \nT10,2026-04-10T09:00,,,P1,more\n')
	assert reasons(reading) == {
		3: "names no ticket (id)",
		4: "received: is not known",
		5: "received: '10/04/2026 09:00' is no time in the form of `dates`, or ISO 8601",
		6: "resolved: lies before received",
		7: "received: '2026-04-10' has no time of day; give one, or its form under `dates`",
		8: "is a second row of this ticket, which is read from line 2",
		9: "received: '1900-01-01T00:00' lies outside the years 1970 to 2199",
		10: "has 4 values, the header 5",
		13: "has 6 values, the header 5",
	}
	assert (len(reading.tickets), reading.rows_read, reading.row_count) == (1, 1, 10)


def test_a_line_is_the_one_on_which_a_row_begins() -> None:
	content = b'id,received,priority\nT1,2026-04-10T09:00,"P1\nurgent"\nT2,never,P1\n'
	assert list(reasons(read(content))) == [4]


@pytest.mark.parametrize(
	("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", "|")]
)
def test_encoding_and_delimiter_are_found(encoding: str, delimiter: str) -> None:
	text = f"id{delimiter}received{delimiter}priority\nTikét{delimiter}2026-04-10T09:00{delimiter}P1\n"
	[ticket] = read(text.encode(encoding)).tickets
	assert (ticket.id, ticket.classes[0].priority) == ("Tikét", "P1")


def test_an_encoding_that_is_named_has_to_hold() -> None:
	with pytest.raises(
		ReportingError, match=r"tickets.csv: isn't in ascii; name its encoding in the mapping"
	):
		read_csv("id,received\né,2026".encode(), "tickets.csv", "ascii")


def test_forms_of_dates_and_values_of_theirs() -> None:
	mapping = mapped(
		dates=["%d-%m-%Y %H:%M", "%d/%m/%Y"],
		unknown=["?", "-"],
		columns={"id": "no", "received": "opened", "resolved": "closed", "priority": "prio", "kind": "type"},
		values={"priority": {"1 - Critical": "P1"}, "kind": {"Permintaan": "request"}},
		always={"channel": "portal"},
	)
	content = table(
		[("1", "29-02-2016 01:16", "01/03/2016", "1 - Critical", "Permintaan"), ("2", "?", "-"), ("3", "29-02-2016 01:16", "-", "?", "Keluhan")],
		("no", "opened", "closed", "prio", "type"),
	)  # fmt: skip
	reading = read(content, mapping)
	[ticket] = reading.tickets
	assert ticket.received == datetime(2016, 2, 28, 18, 16, tzinfo=UTC)
	assert [str(event.type) for event in ticket.events] == ["received", "fulfilled"]
	assert (ticket.classes[0].priority, ticket.kind, ticket.channel) == ("P1", "request", "portal")
	assert reasons(reading)[4] == "'Keluhan' is no kind; map it under `values` to incident or request"


def test_pauses_are_kept() -> None:
	mapping = mapped(columns={"id": "id", "received": "received"}, pauses=[{"from": "p", "to": "q"}])
	rows = [
		("T1", "2026-04-10T09:00", "2026-04-10T10:00", "2026-04-10T12:00"),
		("T2", "2026-04-10T09:00", "2026-04-10T10:00", ""),
		("T3", "2026-04-10T09:00", "2026-04-10T10:00", "2026-04-10T09:30"),
	]
	reading = read(table(rows, ("id", "received", "p", "q")), mapping)
	kinds = [[str(event.type) for event in ticket.events] for ticket in reading.tickets]
	assert kinds == [["received", "paused", "resumed"], ["received", "paused"]]
	assert reasons(reading) == {4: "q: lies before p"}


def log_of(*rows: tuple[str, ...]) -> Any:
	return read(table(list(rows), LOG), mapped(**STATES))


def story(reading: Any) -> list[tuple[str, int]]:
	[ticket] = reading.tickets
	return [(str(event.type), event.at.astimezone(UTC).hour + 7) for event in ticket.events]


def test_states_become_events() -> None:
	"""Answered once, paused, solved, reopened, solved: what changes from row to row is what happened."""
	at = "2026-04-10T{}:00"
	rows = [
		("1", at.format("09"), "", at.format(hour), state, str(number), urgency, "Net")
		for number, (hour, state, urgency) in enumerate(
			[
				*(("09", "New", "H"), ("10", "Active", "?"), ("11", "Awaiting User", "L")),
				*(("12", "Awaiting Vendor", "L"), ("13", "Active", "L"), ("14", "?", "L")),
				*(("15", "Resolved", "L"), ("16", "Active", "L"), ("17", "Resolved", "L")),
			]
		)
	]
	reading = log_of(*rows)
	assert story(reading) == [
		("received", 9), ("team_assigned", 9), ("confirmed", 10), ("paused", 11), ("resumed", 13), ("fixed", 15),
		("reopened", 16), ("fixed", 17),
	]  # fmt: skip
	[ticket] = reading.tickets
	assert [(entry.urgency, entry.since.hour + 7) for entry in ticket.classes] == [("H", 9), ("L", 11)]
	assert reading.rows_read == 9


def test_a_solution_ends_a_pause_and_a_revision_may_repeat() -> None:
	at = "2026-04-10T{}:00"
	states = [("10", "Awaiting X", "1"), ("11", "Resolved", "1"), ("12", "Active", "2")]
	reading = log_of(
		*(("1", at.format("09"), "", at.format(hour), state, rev) for hour, state, rev in states)
	)
	assert story(reading) == [
		*(("received", 9), ("confirmed", 10), ("paused", 10), ("fixed", 11), ("reopened", 12)),
	]
	assert reading.rows_read == 3


def test_untidy_logs_are_read_as_far_as_they_can_be() -> None:
	"""Rows out of order, an old revision, before the opening, without a time, in a state nobody mapped, without opening."""
	at = "2026-04-10T{}:00"
	reading = log_of(
		("1", "?", at.format("09"), at.format("12"), "Resolved", "3", "H", ""),
		("1", "?", at.format("09"), at.format("10"), "Active", "2", "H", ""),
		("1", "?", at.format("09"), at.format("11"), "Active", "1", "H", ""),
		("1", "?", at.format("09"), at.format("08"), "New", "0", "H", ""),
		("1", "?", at.format("09"), "?", "New", "0", "H", ""),
		("1", "?", at.format("09"), at.format("13"), "-100", "4", "H", ""),
		("2", "?", "?", at.format("13"), "New", "0", "H", ""),
		("?", "?", "?", at.format("13"), "New", "0", "H", ""),
	)
	assert story(reading) == [("received", 9), ("confirmed", 10), ("fixed", 12)]
	assert reasons(reading) == {
		4: "is revision 1, written after revision 2",
		5: "was written before the ticket was opened",
		6: "at: is not known",
		7: "the state '-100' isn't mapped under `states`",
		8: "the ticket's opening (received) isn't known in any of its rows",
		9: "names no ticket (id)",
	}
	assert reading.rows_read + len(reading.refused) == reading.row_count == 8


CELLS = some.sampled_from(
	["", "?", "1", "2", "3", "2026-04-10T09:00", "2026-04-09T09:00", "New", "Active", "Resolved", "Awaiting X", "x\ny", '"', "é"]
)  # fmt: skip


@given(some.lists(some.lists(CELLS, min_size=1, max_size=9), max_size=15), some.booleans())
def test_rows_read_and_refused_are_the_rows_of_the_file(rows: list[list[str]], as_states: bool) -> None:
	text = io.StringIO()
	writer = csv.writer(text)
	writer.writerow(LOG)
	writer.writerows(rows)
	content = text.getvalue().encode()
	columns = {"id": "number", "received": "opened", "resolved": "at"}
	reading = read(content, mapped(**STATES) if as_states else mapped(columns=columns, unknown=["?"]))
	assert reading.row_count == sum(any(cell.strip() for cell in row) for row in rows)
	assert reading.rows_read + len(reading.refused) == reading.row_count
	assert len({row.line for row in reading.refused}) == len(reading.refused)
	for ticket in reading.tickets:
		assert ticket.events[0].type is EventType.RECEIVED
		assert [event.at for event in ticket.events] == sorted(event.at for event in ticket.events)


@pytest.mark.parametrize(
	("text", "said"),
	[
		("[", "map.yaml: not YAML"),
		("- a", "map.yaml: must be an object with the fields format"),
		("rows: tickets", "map.yaml: format: is missing; write sla_id/tickets@1"),
		("format: sla_id/tickets@1\ntime_zone: Mars", "map.yaml: time_zone: 'Mars' can't be read"),
		("format: sla_id/tickets@1\ntime_zone: UTC", "map.yaml: columns.id: is missing; name the column that holds it"),
		("format: sla_id/tickets@1\ntime_zone: UTC\ncolumns: {id: a, opened: b}", "map.yaml: columns.opened: is unknown"),
		("format: sla_id/tickets@1\ntime_zone: UTC\nrows: states\ncolumns: {id: a, received: b, at: c, state: d}", "states: is missing"),
		("format: sla_id/tickets@1\ntime_zone: UTC\nstates: {New: fresh}", "map.yaml: states.New: 'fresh' can't be read; write one or more of open"),
		("format: sla_id/tickets@1\ntime_zone: UTC\ndelimiter: ';;'", "map.yaml: delimiter: ';;' can't be read; write one character"),
		("format: sla_id/tickets@1\ntime_zone: UTC\nencoding: klingon", "map.yaml: encoding: 'klingon' can't be read"),
		("format: sla_id/tickets@1\ntime_zone: UTC\nalways: {kind: ticket}", "map.yaml: always.kind: 'ticket' can't be read; write one of incident"),
	],
)  # fmt: skip
def test_what_a_mapping_may_not_say(text: str, said: str) -> None:
	with pytest.raises(ReportingError) as problem:
		parse_mapping(text, "map.yaml")
	assert said in str(problem.value)


def test_a_column_that_is_not_there_is_named() -> None:
	with pytest.raises(ReportingError, match="has no column 'opened'; it has id, received"):
		read(b"id,received\n", mapped(columns={"id": "id", "received": "opened"}))
	with pytest.raises(ReportingError, match="no column id and no column received; say with --mapping"):
		read(b"a,b\n")
	with pytest.raises(ReportingError, match="is empty"):
		read_csv(b"\n \n", "tickets.csv")
	with pytest.raises(ReportingError, match="two columns 'id'"):
		read_csv(b"id,id\n", "tickets.csv")
