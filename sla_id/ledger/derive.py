"""Derives from a ledger everything an SLA Ticket shows, i.e. its fields and its clocks. Writes nothing."""

import json
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.build_terms import build_terms
from sla_id.agreements.choose import Choice, say_reason
from sla_id.agreements.say_errors import say_error
from sla_id.agreements.ticket_language import agreement_reading
from sla_id.engine import Clock, ClockState, Evaluation, Event, EventType, Terms, evaluate
from sla_id.engine.clocks import STOPPED
from sla_id.engine.events import STOPS_EVERYTHING
from sla_id.engine.history import left_agreement
from sla_id.engine.sentences import Sentence, say
from sla_id.engine.words import say_duration, say_instant
from sla_id.instants import from_site, to_utc
from sla_id.ledger.clock_row import ClockRow
from sla_id.ledger.cycle_row import CycleRow, build_cycles
from sla_id.ledger.open_questions import open_questions
from sla_id.ledger.settled_clocks import settled_clocks
from sla_id.ledger.stored_events import Recorded
from sla_id.ticket_record import TicketRecord

MOVES_ON = Sentence("moves on while paused")
NOT_STARTED = Sentence("not started: waits for a report through an official channel")
WITHOUT_DUE = {"Paused": MOVES_ON, "Waiting": NOT_STARTED}
"""What is said in place of a due time, by the ticket's state."""
CHOICE_EVENTS = (EventType.RECEIVED, EventType.RECLASSIFIED)
STATES = {
	ClockState.BREACHED: "Breached",
	ClockState.AT_RISK: "At Risk",
	ClockState.PAUSED: "Paused",
	ClockState.RUNNING: "On Track",
	ClockState.AGEING: "No Target",
	ClockState.MISSED: "Missed",
	ClockState.MET: "Met",
	ClockState.DONE: "No Target",
	ClockState.WAITING: "Waiting",
	ClockState.EXCLUDED: "Excluded",
}
"""In the order of what matters most: the first that any clock is in is the ticket's."""


@dataclass(frozen=True, slots=True)
class Derived:
	"""What is to be written: the fields of the SLA Ticket, a row for each of its clocks, and one for each of their cycles."""

	evaluation: Evaluation
	values: dict[str, Any]
	clocks: list[ClockRow]
	cycles: list[CycleRow]


def derive(record: TicketRecord, events: list[Recorded], now: datetime) -> Derived:
	"""Derive the state of an SLA Ticket at `now`. Raises EngineError or InvalidTarget."""
	evaluation = evaluate_events(record, events, now)
	language, zone = agreement_reading(record)
	choice = _last_choice(events)
	dues = [clock.due for clock in evaluation.clocks if clock.due and clock.state not in STOPPED]
	happened = [entry.event for entry in events if entry.event.at <= now]
	state = _state(record, evaluation, happened)
	due_text = say_instant(min(dues), language, zone) if dues else ""
	values = {
		"due_utc": to_utc(min(dues, default=None)),
		"state": state,
		"due_text": say(WITHOUT_DUE[state], language) if state in WITHOUT_DUE else due_text,
		"problem": _("; ").join(say_reason(reason) for reason in choice.reasons)
		if choice and not choice.agreement
		else "",
		"next_event_at": to_utc(evaluation.next_event_at),
		"evaluated_utc": to_utc(now),
		"excluded": int(state == "Excluded"),
		"resolved_utc": to_utc(_solved([entry for entry in events if entry.event.at <= now])),
		**open_questions(evaluation, events, choice),
	}
	known = max((entry.sequence for entry in events), default=0)
	rows = [_build_row(clock, language, zone, now, known) for clock in evaluation.clocks]
	left = left_agreement(happened) if state == "Excluded" else None
	chosen = [entry for entry in events if entry.event.type in CHOICE_EVENTS and entry.details]
	return Derived(
		evaluation, values, rows, build_cycles(record, evaluation, chosen, left.at if left else None)
	)


def describe_problem(now: datetime, error: Exception) -> dict[str, Any]:
	"""The fields of an SLA Ticket that can't be computed.

	They give the reason. The ticket then waits until somebody fixes the cause.
	"""
	return {
		"state": "Problem",
		"problem": say_error(error),
		"next_event_at": None,
		"evaluated_utc": to_utc(now),
	}


def evaluate_events(
	record: TicketRecord, events: list[Recorded], now: datetime, *, receipts: bool = False
) -> Evaluation:
	"""Let the engine evaluate an SLA Ticket's ledger. Raises EngineError or InvalidTarget."""
	return evaluate(
		timeline(record, events) or Terms(()),
		[entry.event for entry in events],
		now,
		receipts=receipts,
		settled=settled_clocks(record.get("clocks") or (), events),
	)


def timeline(record: TicketRecord, events: list[Recorded]) -> list[Terms]:
	"""The terms of each classification the ticket has had, in order."""
	chosen = [entry for entry in events if entry.event.type in CHOICE_EVENTS and entry.details]
	if not chosen:
		return []
	received = next((e.event.at for e in events if e.event.type is EventType.RECEIVED), chosen[0].event.at)
	planned = frappe.db.get_value("SLA Release", record.release, "planned_on") if record.release else None
	return [
		build_terms(
			Choice.from_details(entry.details),
			received,
			entry.event.at if number else None,
			release=from_site(planned),
			estimate=record.estimate,
		)
		for number, entry in enumerate(chosen)
	]


def _solved(events: list[Recorded]) -> datetime | None:
	"""When the ticket was solved: the first stop since it was last reopened."""
	solved: datetime | None = None
	for entry in events:
		if entry.event.type in STOPS_EVERYTHING:
			solved = solved or entry.event.at
		elif entry.event.type is EventType.REOPENED:
			solved = None
	return solved


def _build_row(clock: Clock, language: str, zone: tzinfo, now: datetime, known: int) -> ClockRow:
	# what left the agreement has no time left of it
	remaining = None if clock.state is ClockState.EXCLUDED else clock.remaining
	return ClockRow(
		clock=str(clock.kind),
		team=clock.team,
		state=str(clock.state),
		target=clock.terms.promise,
		due_text=say_instant(clock.due, language, zone) if clock.due else "",
		remaining_text=say_duration(round(remaining), language) if remaining is not None else "",
		target_seconds=clock.target_seconds,
		elapsed_seconds=clock.elapsed,
		started_utc=to_utc(clock.started),
		due_utc=to_utc(clock.due),
		at_risk_utc=to_utc(clock.at_risk),
		stopped_utc=to_utc(clock.stopped),
		paused_since_utc=to_utc(clock.paused_since),
		breached=int(clock.breached),
		cycle=clock.cycle,
		missed_cycles=clock.missed_cycles,
		source=clock.terms.source,
		as_of_utc=to_utc(now),
		ledger_sequence=known,
	)


def _state(record: TicketRecord, evaluation: Evaluation, events: list[Event]) -> str:
	if not evaluation.clocks:
		return "No Agreement" if not record.agreement else "No Target"
	states = {clock.state for clock in evaluation.clocks}
	if ClockState.EXCLUDED in states and left_agreement(events):
		# what was met before it left isn't what the ticket is now
		return STATES[ClockState.EXCLUDED]
	if evaluation.clocks and any(clock.missed_cycles for clock in evaluation.clocks) and states <= STOPPED:
		states.add(ClockState.MISSED)
	return next(name for state, name in STATES.items() if state in states)


def _last_choice(events: list[Recorded]) -> Choice | None:
	chosen = [entry.details for entry in events if entry.event.type in CHOICE_EVENTS and entry.details]
	return Choice.from_details(chosen[-1]) if chosen else None


def last_choice_text(events: list[Recorded]) -> str:
	"""The last classification, in the form in which an SLA Ticket's `choice` stores it."""
	chosen = [entry.details for entry in events if entry.event.type in CHOICE_EVENTS and entry.details]
	return json.dumps(chosen[-1]) if chosen else ""
