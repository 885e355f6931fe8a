"""Decides who is told of a tier and by which channels, when the tier fires. The escalation's row keeps the
result and the reasons.

Each of a tier's people is told by the tier's channels. If those can't reach a person, the next channel that
can is used. If none of the people can be told, the next person is told, then the SLA Managers (`on_call.py`).
A message that could not be delivered is sent by another channel.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.code_lists import text_of_codes
from sla_id.agreements.rules.effective_agreement import StaffedTier
from sla_id.agreements.tiers import ticket_tier
from sla_id.bulk import child_row, insert_rows
from sla_id.escalation.on_call import people_in_order
from sla_id.instants import to_utc, utc_now
from sla_id.notify.outbox.channels import personal_channels, usual_channels
from sla_id.notify.outbox.undelivered import GIVEN_UP
from sla_id.notify.outbox.ways_to_person import (
	LATE,
	UNDELIVERED,
	Way,
	messages_by,
	reach_person,
	say_channel,
	say_reason,
)
from sla_id.notify.outbox.write_messages import enqueue_all
from sla_id.record_types import EscalationRecord, EscalationTellingRow, OutboxRecord

DOCTYPE, CHILD = "SLA Escalation", "SLA Escalation Telling"
Reach = Callable[[str, tuple[str, ...]], list[Way]]
"""The ways to a person by those channels, or the next ones."""


def channels_of(tier: StaffedTier) -> list[str]:
	"""The channels by which a tier's people are told: the titles in `tell_by`, or the usual ones."""
	if not tier.tell_by:
		return list(usual_channels())
	known = personal_channels()
	return [known[code].title for code in tier.tell_by if code in known]


def reach_tier(
	tier: StaffedTier,
	at: datetime,
	failed: Mapping[tuple[str, str], str] = MappingProxyType({}),
	channels: Sequence[str] | None = None,
	reach: Reach | None = None,
) -> list[Way]:
	"""Every way tried to tell a tier's people at an instant, in order, up to the first group in which
	somebody is told.

	Without `channels` the tier's own are used. `failed` says why messages didn't arrive, by user and channel.
	`reach` finds each person's ways, so a caller that tells of many tiers can share it. If nobody can be
	told, no way in the result reaches anybody.
	"""
	tried: dict[str, list[Way]] = {}
	wanted = tuple(channels or channels_of(tier))
	for group in people_in_order(tier, at):
		for user in group:
			if user not in tried:
				tried[user] = reach(user, wanted) if reach else reach_person(user, wanted, failed)
		if told_users(way for ways in tried.values() for way in ways):
			break
	return [way for ways in tried.values() for way in ways]


def told_users(ways: Any) -> list[str]:
	"""The users whom at least one way reaches, in order of name."""
	return sorted({way.user for way in ways if not way.why_not})


def first_tellings(number: int, ways: Sequence[Way], at: datetime) -> list[dict[str, Any]]:
	"""The lines of an escalation's first telling, by its number: one for each person and channel."""
	return [_line(number, way, at) for way in ways]


def keep_tellings(escalation: str, number: int, ways: Sequence[Way], at: datetime) -> None:
	"""Write the result of a later telling, by its number, on the escalation's row."""
	lines = _lines(escalation)
	new = []
	for way in ways:
		line, values = lines.get((way.user, way.channel)), _line(number, way, at)
		if line is None:
			new.append(values)
		elif line.number != number or line.why_not != way.why_not:
			again = values["told"] if line.number != number or line.why_not else 0
			changed = {name: values[name] for name in ("number", "why_not", "last_utc")}
			frappe.db.set_value(
				CHILD, line.name, {**changed, "told": line.told + again}, update_modified=False
			)
	insert_rows(
		CHILD,
		[
			child_row((DOCTYPE, escalation), "tellings", len(lines) + place, row)
			for place, row in enumerate(new, 1)
		],
	)


def _line(number: int, way: Way, at: datetime) -> dict[str, Any]:
	return {
		"number": number,
		"user": way.user,
		"channel": way.channel,
		"told": 0 if way.why_not else 1,
		"why_not": way.why_not,
		"last_utc": to_utc(at),
	}


def say_tellings(escalations: Sequence[str]) -> dict[str, list[str]]:
	"""Who was told of escalations and how, and who wasn't and why.

	One line for each person, in the reader's language.
	"""
	rows = frappe.get_all(
		CHILD,
		filters={"parent": ["in", list(escalations)], "parenttype": DOCTYPE},
		fields=["parent", "user", "channel", "told", "why_not"],
		order_by="parent, idx",
	)
	people: dict[tuple[str, str], list[str]] = {}
	for row in rows:
		people.setdefault((row.parent, row.user), []).append(_say_line(row))
	said: dict[str, list[str]] = {}
	for (escalation, user), lines in people.items():
		name = frappe.get_cached_value("User", user, "full_name") or user
		said.setdefault(escalation, []).append(f"{name}: {'; '.join(lines)}")
	return said


def _say_line(row: EscalationTellingRow) -> str:
	if not row.channel:
		return _("not told ({0})").format(say_reason(row.why_not or ""))
	channel = say_channel(row.channel)
	if row.why_not and row.told:
		return _("{0} ({1} times), then not: {2}").format(channel, row.told, say_reason(row.why_not or ""))
	if row.why_not:
		return _("not by {0}: {1}").format(channel, say_reason(row.why_not or ""))
	return channel if row.told == 1 else _("{0} ({1} times)").format(channel, row.told)


def tell_otherwise(row: OutboxRecord) -> None:
	"""Use the next way when a message about an escalation could not be delivered, or not in time.

	Its reader is told by the next way, unless another has reached them. If there is no other way, the next
	person is told. The outbox calls this (`sla_id_undelivered` in hooks.py) once the message's row says so.
	If somebody has already taken the escalation over, only its row is corrected.
	"""
	context = json.loads(row.context or "{}")
	escalation = frappe.db.get_value(
		DOCTYPE,
		context.get("escalation"),
		["name", "sla_ticket", "level", "told", "closed_utc", "acknowledged_by"],
		as_dict=True,
		for_update=True,
	)
	if escalation is None or not row.user:
		return
	line = _lines(escalation.name).get((row.user, row.channel))
	number = context.get("telling")
	if line is None or line.number != number or line.why_not:
		# an earlier telling's message; the later one has its own
		return
	values = {"told": max(line.told - 1, 0), "why_not": UNDELIVERED if row.state in GIVEN_UP else LATE}
	frappe.db.set_value(CHILD, line.name, values, update_modified=False)
	over = escalation.closed_utc or escalation.acknowledged_by
	if not over and row.user not in _told_by(escalation.name, number):
		_tell_next(escalation, row, context, number)
	users = sorted(_told_by(escalation.name, number))
	told = escalation.told if users else max((escalation.told or 0) - 1, 0)
	values = {"notified": text_of_codes(users), "told": told}
	frappe.db.set_value(DOCTYPE, escalation.name, values, update_modified=False)
	if not users and not over:
		log_nobody(escalation.name)


def _tell_next(escalation: EscalationRecord, row: OutboxRecord, context: dict[str, Any], number: int) -> None:
	"""Tell the reader of a message by the next way.

	If there is none and nobody else was told, tell the next person.
	"""
	failed = {
		way: line.why_not
		for way, line in _lines(escalation.name).items()
		if line.number == number and line.why_not in (UNDELIVERED, LATE)
	}
	record = frappe.get_doc("SLA Ticket", escalation.sla_ticket)
	tier, now = ticket_tier(record, escalation.level), utc_now()
	ways = reach_person(row.user, channels_of(tier), failed)
	if not told_users(ways) and not _told_by(escalation.name, number):
		ways = reach_tier(tier, now, failed)
	keep_tellings(escalation.name, number, ways, now)
	key = telling_key(escalation.name, number)
	enqueue_all(
		messages_by(ways, key, row.template, context, (row.reference_doctype, str(row.reference_name)))
	)


def _told_by(escalation: str, number: int) -> set[str]:
	"""The people whom the telling of that number has reached or may still reach."""
	return {
		user
		for (user, _channel), line in _lines(escalation).items()
		if line.number == number and not line.why_not
	}


def telling_key(escalation: str, number: int) -> str:
	"""The prefix of the keys of a telling's messages."""
	key = f"escalation:{escalation}"
	return f"{key}:again {number}" if number > 1 else key


def log_nobody(escalation: str) -> None:
	"""Write to the Error Log that nobody could be told. Nothing else is left to try."""
	frappe.log_error(
		title=f"Nobody could be told of {escalation}",
		message=f"No way reaches anybody whom {DOCTYPE} {escalation} calls, nor an SLA Manager or System Manager."
		" Its row says why. Give one of them an address, a number or the desk.",
		reference_doctype=DOCTYPE,
		reference_name=escalation,
	)


def _lines(escalation: str) -> dict[tuple[str, str], Any]:
	rows = frappe.get_all(
		CHILD,
		filters={"parent": escalation, "parenttype": DOCTYPE},
		fields=["name", "user", "channel", "number", "told", "why_not"],
		order_by="idx",
	)
	return {(row.user, row.channel or ""): row for row in rows}
