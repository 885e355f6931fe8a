"""Turns what the engine says is due into rows and messages, each once. The ticket remembers what was written.

An escalation is a row with a unique key, so a retry, a second scheduler or a crash between two statements
fires nothing twice. Messages go into the outbox in the same transaction. After an outage people are told once
of a repeated escalation, not once for every missed repeat.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import frappe

from sla_id.agreements.code_lists import text_of_codes
from sla_id.agreements.ticket_language import agreement_reading, say_at
from sla_id.agreements.tiers import ticket_duties, ticket_tier
from sla_id.bulk import stamp_new
from sla_id.engine import Alert, Clock, ClockKind, Escalation, Evaluation
from sla_id.escalation.fired_rows import FIRED, Firing, write_firings
from sla_id.escalation.tell_tier import (
	Reach,
	first_tellings,
	keep_tellings,
	log_nobody,
	reach_tier,
	telling_key,
	told_users,
)
from sla_id.escalation.tier_duties import build_duties, seconds_late
from sla_id.instants import UTC, to_utc, utc_now
from sla_id.kept_json import read_kept
from sla_id.notify.outbox import Message
from sla_id.notify.outbox.channels.bell import BELL
from sla_id.notify.outbox.ways_to_person import Way, messages_by, reach_person
from sla_id.notify.outbox.webhook_events import open_endpoints, published
from sla_id.notify.outbox.write_messages import enqueue_all
from sla_id.ticket_record import TicketRecord

STATES = {"at_risk": "At Risk", "breached": "Breached"}
"""What a message says of the ticket's state."""
Endpoints = Callable[[], list[Any]]
"""Asked for once a batch, and only where there is something to tell."""


class Told:
	"""What people have been told of a ticket so far: `alerts` by identity; `tiers` by identity, with the
	times told and whether closed.

	It is kept as JSON on the SLA Ticket and written in the same transaction as the messages.
	"""

	def __init__(self, kept: str | None) -> None:
		read = read_kept(kept) or {}  # what fired has a row of its own, and fires no second time
		self.alerts: list[str] = read.get("alerts", [])
		self.tiers: dict[str, dict[str, Any]] = read.get("tiers", {})

	def as_json(self) -> str:
		"""The form in which the SLA Ticket keeps it."""
		return json.dumps({"alerts": self.alerts, "tiers": self.tiers}, separators=(",", ":"))


def announce(evaluated: Sequence[tuple[Any, Evaluation]]) -> set[str]:
	"""Write what is due on SLA Tickets and wasn't told yet. Sets `told` and `escalation_level` on each
	record.

	The caller has locked the records' rows and writes them. Returns the names of those on which a tier has
	fired.
	"""
	fired: set[str] = set()
	endpoints, reach = cache(open_endpoints), cache(reach_person)
	due: list[Firing | Message] = []
	alerted: list[tuple[Any, Evaluation, list[Alert]]] = []
	for record, evaluation in evaluated:
		told = Told(record.told)
		known = len(told.tiers)
		due += _tiers(record, evaluation, told, endpoints, reach)
		if len(told.tiers) > known:
			fired.add(record.name)
		new = _new_alerts(evaluation.alerts, told)
		if new:
			alerted.append((record, evaluation, new))
		record.told = told.as_json() if told.alerts or told.tiers else ""
	messages = [*_fire(due), *_alert_messages(alerted, endpoints, reach)]
	if messages:
		enqueue_all(messages, are_new=True)
	return fired


def escalation_key(record: str, identity: str) -> str:
	"""Identifies an escalation: ticket, tier and cycle or request (X2)."""
	return f"{record}:{identity}"


def _tiers(
	record: TicketRecord, evaluation: Evaluation, told: Told, endpoints: Endpoints, reach: Reach
) -> list[Firing | Message]:
	"""The escalations that fire and the messages of those that have fired before, in order, as they are due by now."""
	due: list[Firing | Message] = []
	number = {telling.escalation: telling.number for telling in evaluation.tellings}
	for entry in evaluation.escalations:
		times, kept = number.get(entry.identity, 0), told.tiers.get(entry.identity)
		is_over = entry.closed is not None and entry.closed <= evaluation.now
		if kept is None:
			told.tiers[entry.identity] = {"n": times, **({"closed": 1} if is_over else {})}
			due.append(_firing(record, evaluation, entry, times, endpoints, reach))
			continue
		if times > kept["n"]:
			kept["n"] = times
			due += _tell_again(record, evaluation, entry, times, endpoints, reach)
		if is_over and not kept.get("closed"):
			kept["closed"] = 1
			_close(escalation_key(record.name, entry.identity), to_utc(entry.closed))
	if evaluation.escalations:
		record.escalation_level = max(entry.level for entry in evaluation.escalations)
	return due


def _fire(due: Sequence[Firing | Message]) -> list[Message]:
	"""Write the rows of the escalations that fire. Returns all messages to send, in order."""
	firings = [one for one in due if isinstance(one, Firing)]
	if firings:
		write_firings(firings)
	for firing in firings:
		if firing.is_new and firing.reaches_nobody:
			log_nobody(firing.name)
		if not firing.is_new and firing.values["closed_utc"]:
			_close(firing.values["escalation_key"], firing.values["closed_utc"])
	messages: list[Message] = []
	for one in due:
		if not isinstance(one, Firing):
			messages.append(one)
		elif one.is_new:
			messages += one.messages
	return messages


def _close(key: str, at: datetime | None) -> None:
	"""Say of an escalation that it is over."""
	own = {"escalation_key": key}
	frappe.db.set_value(FIRED, own, "closed_utc", at, update_modified=False)


def _firing(
	record: TicketRecord,
	evaluation: Evaluation,
	entry: Escalation,
	number: int,
	endpoints: Endpoints,
	reach: Reach,
) -> Firing:
	"""An escalation that fires, and the messages of its first telling, if there is one by now.

	After an outage that may have a higher number. Other systems are told once.
	"""
	duties = build_duties(ticket_duties(record, entry.level), entry.at, record)
	firing = Firing(_row(record, evaluation, entry), duties)
	if number:
		now = utc_now()
		ways = reach_tier(ticket_tier(record, entry.level), now, reach=reach)
		users = told_users(ways)
		firing.values |= {"notified": text_of_codes(users), "told": int(bool(users))}
		firing.tellings, firing.reaches_nobody = first_tellings(number, ways, now), not users
		messages = _messages(record, evaluation, entry, number, firing.name, ways)
		context, about = _tier_context(record, evaluation, entry, firing.name), ("SLA Ticket", record.name)
		key = f"escalation:{firing.name}"
		firing.messages = [*messages, *published(endpoints(), "escalation", key, context, about)]
	return firing


def _row(record: TicketRecord, evaluation: Evaluation, entry: Escalation) -> dict[str, Any]:
	now, tier = utc_now(), ticket_tier(record, entry.level)
	protocol = tier.tier.protocol
	is_over = entry.closed is not None and entry.closed <= evaluation.now
	return {
		**stamp_new(),
		"sla_ticket": record.name,
		"subject": record.subject,
		"level": entry.level,
		"tier_title": tier.title.id,
		"tier_title_en": tier.title.en,
		"responsible": tier.responsible,
		"trigger_on": str(entry.trigger),
		"clock": str(entry.clock or ""),
		"cycle": entry.cycle,
		"due_text": say_at(record, entry.at),
		"due_utc": to_utc(entry.at),
		"fired_utc": to_utc(now),
		"late_seconds": seconds_late(entry.at, now),
		"acknowledge_by_utc": to_utc(entry.acknowledge_by),
		"agreement": record.agreement,
		"protocol": protocol.id if protocol else None,
		"protocol_en": protocol.en if protocol else None,
		"escalation_key": escalation_key(record.name, entry.identity),
		"closed_utc": to_utc(entry.closed) if is_over else None,
		"notified": "",
		"told": 0,
	}


def _tell_again(
	record: TicketRecord,
	evaluation: Evaluation,
	entry: Escalation,
	number: int,
	endpoints: Endpoints,
	reach: Reach,
) -> list[Message]:
	"""Build the messages to a tier's people for the `number`th telling of an escalation that has fired before.

	The row names the people who can be reached, and counts only tellings that reached somebody. Until one has, other
	systems weren't told either.
	"""
	now = utc_now()
	own = {"escalation_key": escalation_key(record.name, entry.identity)}
	row, told = frappe.db.get_value(FIRED, own, ["name", "told"], for_update=True)
	ways = reach_tier(ticket_tier(record, entry.level), now, reach=reach)
	users = told_users(ways)
	values = {
		"notified": text_of_codes(users),
		"told": (told or 0) + (1 if users else 0),
		"acknowledge_by_utc": to_utc(entry.acknowledge_by),
	}
	frappe.db.set_value(FIRED, row, values, update_modified=False)
	keep_tellings(row, number, ways, now)
	if not users:
		log_nobody(row)
	messages = _messages(record, evaluation, entry, number, row, ways)
	if told:
		return messages
	context, about = _tier_context(record, evaluation, entry, row), ("SLA Ticket", record.name)
	return [*messages, *published(endpoints(), "escalation", f"escalation:{row}", context, about)]


def _messages(
	record: TicketRecord,
	evaluation: Evaluation,
	entry: Escalation,
	number: int,
	row: str,
	ways: Sequence[Way],
) -> list[Message]:
	"""The messages to a tier's people.

	They refer to the escalation's row by name, because a later ticket may get the name of a deleted one.
	"""
	context = {**_tier_context(record, evaluation, entry, row), "telling": number}
	about = ("SLA Ticket", record.name)
	return messages_by(ways, telling_key(row, number), "escalation", context, about)


def _tier_context(
	record: TicketRecord, evaluation: Evaluation, entry: Escalation, row: str
) -> dict[str, Any]:
	tier = ticket_tier(record, entry.level)
	return {
		**_context(record, _clock_of(evaluation, entry.clock)),
		"level": entry.level,
		"responsible": tier.responsible or tier.title.id,
		"responsible_en": tier.responsible or tier.title.en,
		"escalation": row,
	}


def _new_alerts(alerts: Iterable[Alert], told: Told) -> list[Alert]:
	"""The alerts to send: only the newest in each cycle of a clock, because a breached clock is no longer at
	risk.
	"""
	last: dict[tuple[Any, ...], Alert] = {}
	known = set(told.alerts)
	for alert in alerts:
		if alert.identity not in known:
			told.alerts.append(alert.identity)
			last[alert.clock, alert.team, alert.cycle] = alert
	return list(last.values())


def _alert_messages(
	alerted: Sequence[tuple[Any, Evaluation, list[Alert]]], endpoints: Endpoints, reach: Reach
) -> list[Message]:
	"""Build the messages that a clock is at risk or past its due time, to the ticket's agents and to other
	systems.
	"""
	wanted = bool(frappe.db.get_single_value("SLA Settings", "notify_at_risk")) if alerted else False
	holders = _assigned([record for record, _evaluation, _alerts in alerted]) if wanted else {}
	messages: list[Message] = []
	for record, evaluation, alerts in alerted:
		about = ("SLA Ticket", record.name)
		for alert in alerts:
			key = f"{record.name}:{record.creation}:{alert.identity}"
			clock = _clock_of(evaluation, alert.clock, alert.team)
			context = {**_context(record, clock), "state": STATES[alert.kind]}
			users = holders.get((record.reference_doctype, str(record.reference_name)), [])
			ways = [way for user in users for way in reach(user, (BELL.title,))]
			messages += messages_by(ways, key, str(alert.kind), context, about)
			messages += published(endpoints(), str(alert.kind), key, context, about)
	return messages


def _clock_of(evaluation: Evaluation, kind: ClockKind | None, team: str | None = None) -> Clock | None:
	"""The clock that a message is about: the one of that kind and team, or else the one due next.

	None if there is none.
	"""
	if kind is not None:
		named = (clock for clock in evaluation.clocks if clock.kind is kind and team in (None, clock.team))
		return next(named, None)
	open_ones = [clock for clock in evaluation.clocks if clock.due and clock.stopped is None]
	return min(open_ones, key=lambda clock: clock.due or evaluation.now, default=None)


def _context(record: TicketRecord, clock: Clock | None) -> dict[str, Any]:
	"""What messages say about a ticket and its clock.

	The ticket's subject is read when a message leaves, and only if its reader may see it. A paused clock has
	no fixed due time, so none is given.
	"""
	due = clock.due if clock and clock.paused_since is None else None
	return {
		"reference": record.reference_name,
		"priority": record.priority,
		"state": record.state,
		"clock": str(clock.kind) if clock else "",
		"due": due.astimezone(UTC).isoformat() if due else None,
		"agreement_zone": str(agreement_reading(record)[1]),
	}


def _assigned(records: Sequence[TicketRecord]) -> dict[tuple[str, str], list[str]]:
	"""The users who have each ticket, by host and name."""
	todo = frappe.qb.DocType("ToDo")
	rows = (
		frappe.qb.from_(todo)
		.select(todo.reference_type, todo.reference_name, todo.allocated_to)
		.distinct()
		.where(todo.reference_name.isin([str(record.reference_name) for record in records]))
		.where((todo.status == "Open") & (todo.allocated_to != ""))
		.orderby(todo.allocated_to)
	).run()
	held: dict[tuple[str, str], list[str]] = {}
	for doctype, name, user in rows:
		held.setdefault((doctype, str(name)), []).append(user)
	return held
