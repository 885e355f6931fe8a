"""Clocks from the ledger: the only writer of an SLA Ticket's clocks, state and next event.

`rebuild` may be called at any time and any number of times: it derives everything anew, fires what is due and
hasn't fired, and says when to look again.
"""

from datetime import datetime
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.choose import Choice, say_reason
from sla_id.agreements.terms import build_terms, target_text
from sla_id.engine import Clock, ClockState, EngineError, Evaluation, EventType, Terms, evaluate
from sla_id.engine.clocks import STOPPED
from sla_id.engine.events import STOPS_EVERYTHING
from sla_id.engine.words import say_duration, say_instant
from sla_id.escalation.fire import fire_due, fire_state
from sla_id.instants import from_site, to_utc, utc_now
from sla_id.ledger.append import Recorded, read_events
from sla_id.ledger.reading import agreement_reading
from sla_id.ledger.record import save_record

MOVES_ON = {"id": "bergeser selama ditangguhkan", "en": "moves on while paused"}
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


def rebuild(record: Any) -> Evaluation | None:
	"""Evaluate a locked SLA Ticket and write what came out; None when it can't be computed (and says why)."""
	now = utc_now()
	events = read_events(record.name, locked=True)
	try:
		evaluation = evaluate_events(record, events, now)
	except (EngineError, ValueError) as error:
		_write_problem(record, now, str(error))
		return None
	was = record.state
	_write(record, evaluation, events, now)
	save_record(record)
	fire_due(record, evaluation)
	fire_state(record, was)
	return evaluation


def evaluate_events(
	record: Any, events: list[Recorded], now: datetime, *, receipts: bool = False
) -> Evaluation:
	"""The engine's word on an SLA Ticket's ledger. Raises EngineError or InvalidTarget."""
	return evaluate(
		timeline(record, events) or Terms(()), [entry.event for entry in events], now, receipts=receipts
	)


def timeline(record: Any, events: list[Recorded]) -> list[Terms]:
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


def _write(record: Any, evaluation: Evaluation, events: list[Recorded], now: datetime) -> None:
	language, zone = agreement_reading(record)
	choice = _last_choice(events)
	record.set("clocks", [])
	for clock in evaluation.clocks:
		record.append("clocks", _row(clock, choice, language, zone))
	dues = [clock.due for clock in evaluation.clocks if clock.due and clock.state not in STOPPED]
	record.due_utc = to_utc(min(dues, default=None))
	record.state = _state(record, evaluation)
	record.due_text = say_instant(min(dues), language, zone) if dues else ""
	if record.state == "Paused":
		record.due_text = MOVES_ON[language]
	record.problem = (
		_("; ").join(say_reason(r) for r in choice.reasons) if choice and not choice.agreement else ""
	)
	record.next_event_at = to_utc(evaluation.next_event_at)
	record.evaluated_utc = to_utc(now)
	record.excluded = int(record.state == "Excluded")
	record.resolved_utc = to_utc(_solved(events))


def _solved(events: list[Recorded]) -> datetime | None:
	"""When the ticket was solved for good so far: its last fix, unless it was reopened since."""
	solved: datetime | None = None
	for entry in events:
		if entry.event.type in STOPS_EVERYTHING:
			solved = solved or entry.event.at
		elif entry.event.type is EventType.REOPENED:
			solved = None
	return solved


def _row(clock: Clock, choice: Choice | None, language: str, zone: Any) -> dict[str, Any]:
	remaining = clock.remaining
	return {
		"clock": str(clock.kind),
		"team": clock.team,
		"state": str(clock.state),
		"target": target_text(choice, clock.terms) if choice and choice.agreement else "",
		"due_text": say_instant(clock.due, language, zone) if clock.due else "",
		"remaining_text": say_duration(round(remaining), language) if remaining is not None else "",
		"target_seconds": clock.target_seconds,
		"elapsed_seconds": clock.elapsed,
		"started_utc": to_utc(clock.started),
		"due_utc": to_utc(clock.due),
		"at_risk_utc": to_utc(clock.at_risk),
		"stopped_utc": to_utc(clock.stopped),
		"paused_since_utc": to_utc(clock.paused_since),
		"breached": int(clock.breached),
		"cycle": clock.cycle,
		"missed_cycles": clock.missed_cycles,
		"source": clock.terms.source,
	}


def _state(record: Any, evaluation: Evaluation) -> str:
	if not evaluation.clocks:
		return "No Agreement" if not record.agreement else "No Target"
	states = {clock.state for clock in evaluation.clocks}
	if evaluation.clocks and any(clock.missed_cycles for clock in evaluation.clocks) and states <= STOPPED:
		states.add(ClockState.MISSED)
	return next(name for state, name in STATES.items() if state in states)


def _write_problem(record: Any, now: datetime, problem: str) -> None:
	record.state = "Problem"
	record.problem = problem
	record.next_event_at = None
	record.evaluated_utc = to_utc(now)
	save_record(record)


def _last_choice(events: list[Recorded]) -> Choice | None:
	chosen = [entry.details for entry in events if entry.event.type in CHOICE_EVENTS and entry.details]
	return Choice.from_details(chosen[-1]) if chosen else None
