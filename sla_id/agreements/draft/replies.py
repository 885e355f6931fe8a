"""Targets by channel, told in sentences or in the channel's own section (001 §6.4, 004 §1 and §2a).

Used by `assemble`. "Waktu normal pemenuhan" is the first line where the text goes on to a hand-over.
"""

import re
from dataclasses import dataclass

from sla_id.agreements.draft.channels import Channel, named_in
from sla_id.agreements.draft.document import Document
from sla_id.agreements.draft.found import Found, Plain, given
from sla_id.agreements.draft.lines import Line, Piece
from sla_id.agreements.draft.outline import Section
from sla_id.agreements.draft.promises import Met, Promise, clock_of, promises, read_promise, target_row

HAND_OVER = re.compile(
	r"penanganan\s+lebih\s+lanjut|further\s+handling|diteruskan\s+ke|handed\s+over|tidak\s+dapat\s+dipenuhi\s+langsung",
	re.IGNORECASE,
)
_NORMAL = re.compile(r"waktu\s+normal|normal\s+(?:fulfil|time)|lini\s+pertama|first[\s-]line", re.IGNORECASE)
_ENTERS = re.compile(r"panggilan\s+masuk|call\s+(?:enters|is\s+answered)", re.IGNORECASE)
_APPEARS = re.compile(r"muncul\s+pada|appears\s+(?:on|to)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
	"""A target of one channel."""

	channel: Channel
	clock: str
	promise: Promise
	source: str
	first_line: bool


def hand_over(document: Document) -> Piece | None:
	"""Where the text says that a request needing more work is handed over."""
	for line in document.lines:
		if match := HAND_OVER.search(line.text):
			return Piece(line, match.start(), match.end())
	return None


def read_replies(document: Document, channels: list[Channel]) -> tuple[list[Reply], list[Reply]]:
	"""The targets by channel, and those that say the same thing again."""
	first: dict[tuple[str, str, bool], Reply] = {}
	again: list[Reply] = []
	for section in document.sections:
		if section.about("escalation", "facts", "procedure"):
			continue
		for reply in _of_section(section, channels):
			key = (reply.channel.code, reply.clock, reply.first_line)
			if key in first:
				again.append(reply)
			else:
				first[key] = reply
	_from_tables(document, channels, first)
	return list(first.values()), again


def _of_section(section: Section, channels: list[Channel]) -> list[Reply]:
	own = next((channel for channel in channels if channel.lines and channel.place is section.title), None)
	replies: list[Reply] = []
	clock: str | None = None
	normal = False
	for line in section.lines:
		if line.is_row:
			continue
		if line.text.rstrip().endswith(":") and clock_of(line.body):
			clock, normal = clock_of(line.body), bool(_NORMAL.search(line.text))
			continue
		named = named_in(line.text, channels) or ([own] if own else [])
		for channel in named:
			for promise in _promises(line, clock if line.marker else None):
				stage = (normal and bool(line.marker)) or bool(_NORMAL.search(line.text))
				replies.append(Reply(channel, promise.clock or "response", promise, section.number, stage))
	return replies


def _promises(line: Line, clock: str | None) -> list[Promise]:
	found = [promise for sentence in line.body.sentences() for promise in promises(sentence)]
	if found or clock is None:
		return found
	promise = read_promise(line.body, clock)
	return [promise] if promise and promise.target.value != "none" else []


def _from_tables(
	document: Document, channels: list[Channel], first: dict[tuple[str, str, bool], Reply]
) -> None:
	for table in document.tables:
		if not table.has("channel"):
			continue
		for row in table.rows:
			at = table.cell(row, "channel")
			for channel in named_in(at.text, channels)[:1] if at else []:
				for clock in ("response", "resolution", "fulfilment"):
					cell = table.cell(row, clock)
					promise = read_promise(cell, clock) if cell else None
					if promise:
						reply = Reply(channel, clock, promise, table.section.number, False)
						first.setdefault((channel.code, clock, False), reply)


def clock_starts(replies: list[Reply]) -> dict[str, Found]:
	"""When a channel's clock starts, where its target says so (001 §6.4: a call once it enters the centre)."""
	found: dict[str, Found] = {}
	for reply in replies:
		line = reply.promise.target.pieces[0].line
		for pattern, start in ((_ENTERS, "queue_answered"), (_APPEARS, "agent_screen")):
			if reply.clock == "response" and (match := pattern.search(line.text)):
				found.setdefault(reply.channel.code, given(start, Piece(line, match.start(), match.end())))
	return found


def reply_rows(replies: list[Reply], channels: list[Channel], staged: bool, met: Met) -> list[Plain]:
	"""Their rows, and assumed ones for the channels that the text says nothing about."""
	rows: list[Plain] = []
	for clock, first_line in (
		("response", False),
		("resolution", False),
		("fulfilment", False),
		("fulfilment", True),
	):
		said = {
			reply.channel.code: reply
			for reply in replies
			if (reply.clock, reply.first_line) == (clock, first_line)
		}
		for channel in channels:
			reply = said.get(channel.code) or (_like_the_portal(said) if clock != "resolution" else None)
			if said and (reply or clock == "response"):
				assumed_row = channel.code not in said
				rows.append(_row(channel, clock, reply, assumed_row, first_line and staged, met))
	return rows


def _like_the_portal(said: dict[str, Reply]) -> Reply | None:
	"""A desk that promises a time for its portal is read to mean it for the channels it doesn't name (001 §6.4)."""
	return said.get("portal")


def _row(
	channel: Channel,
	clock: str,
	reply: Reply | None,
	assumed_row: bool,
	first_line: bool,
	met: Met,
) -> dict[str, Plain]:
	if reply is None:
		target: Plain = Found("none", (), "no_channel_target")
		row: dict[str, Plain] = {
			"clock": clock,
			"target": target,
			"met_by": met.get(clock, (["confirmed"], ""))[0],
		}
	else:
		row = target_row(reply.promise, clock, reply.source, met)
		if assumed_row:
			row["target"] = Found(reply.promise.target.value, (), "as_the_portal")
	row["channel"] = channel.code
	if first_line:
		row["stage"] = "first_line"
	if assumed_row:
		row["assumed"] = True
	return row
