"""What replaying real incidents has brought to light, each in the engine alone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sla_id.engine import (
	ClockKind,
	ClockTerms,
	Event,
	EventType,
	Target,
	TargetKind,
	Terms,
	Tier,
	Trigger,
	TriggerKind,
	WorkingCalendar,
	evaluate,
)

WIB = ZoneInfo("Asia/Jakarta")
OFFICE = WorkingCalendar.from_dict(
	{
		"time_zone": "Asia/Jakarta",
		"hours": {day: [["08:00", "16:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
	}
)
HOUR = 3600


def at(text: str) -> datetime:
	return datetime.strptime(text, "%d-%m-%Y %H:%M").replace(tzinfo=WIB)


def clock(kind: ClockKind, hours: int) -> ClockTerms:
	return ClockTerms(kind, Target(TargetKind.DURATION, seconds=hours * HOUR), OFFICE)


def test_a_pause_after_the_answer_does_not_move_the_answers_due_time() -> None:
	"""INC0000024 of the generated log: answered in time, then waiting for a day; the due time it was met by stays."""
	terms = Terms((clock(ClockKind.RESPONSE, 2), clock(ClockKind.FULFILMENT, 8)))
	events = [
		Event(EventType.RECEIVED, at("04-03-2024 09:00")),
		Event(EventType.CONFIRMED, at("04-03-2024 09:30")),
		Event(EventType.PAUSED, at("04-03-2024 10:00")),
	]
	waiting = evaluate(terms, events, at("04-03-2024 12:00"), receipts=True)
	events.append(Event(EventType.RESUMED, at("05-03-2024 10:00")))
	for told in (waiting, evaluate(terms, events, at("05-03-2024 12:00"), receipts=True)):
		answer = told.clock(ClockKind.RESPONSE)
		assert answer is not None and answer.receipt is not None
		assert answer.due == at("04-03-2024 11:00")
		assert answer.receipt.seconds == 2 * HOUR


def test_a_pause_that_outlasts_the_answer_counts_up_to_it() -> None:
	"""Confirmed during a pause: what the pause had given by then stays, what it gave later is the other clocks'."""
	terms = Terms((clock(ClockKind.RESPONSE, 2),))
	events = [
		Event(EventType.RECEIVED, at("04-03-2024 09:00")),
		Event(EventType.PAUSED, at("04-03-2024 10:00")),
		Event(EventType.CONFIRMED, at("04-03-2024 11:00")),
		Event(EventType.RESUMED, at("04-03-2024 15:00")),
	]
	answer = evaluate(terms, events, at("04-03-2024 15:30")).clock(ClockKind.RESPONSE)
	assert answer is not None
	assert (answer.due, answer.elapsed) == (at("04-03-2024 12:00"), HOUR)


def _urgent(since: datetime | None = None) -> Terms:
	after = Trigger(TriggerKind.AFTER, clock=ClockKind.FULFILMENT, seconds=4 * HOUR)
	return Terms((clock(ClockKind.FULFILMENT, 8),), (Tier(2, (after,)),), since)


def test_a_priority_raised_after_the_solution_escalates_nothing() -> None:
	"""INC0000105 of the generated log: solved, and two days later made a P1."""
	ordinary = Terms((clock(ClockKind.FULFILMENT, 24),))
	raised = at("07-03-2024 09:00")
	events = [
		Event(EventType.RECEIVED, at("04-03-2024 09:00")),
		Event(EventType.FIXED, at("04-03-2024 15:00")),
		Event(EventType.RECLASSIFIED, raised),
	]
	assert evaluate([ordinary, _urgent(raised)], events, raised).escalations == ()


def test_a_tier_of_a_raised_priority_is_due_when_it_was_raised() -> None:
	"""Not before: nobody was late who couldn't know."""
	ordinary = Terms((clock(ClockKind.FULFILMENT, 24),))
	raised = at("05-03-2024 09:00")
	events = [Event(EventType.RECEIVED, at("04-03-2024 09:00")), Event(EventType.RECLASSIFIED, raised)]
	(level,) = evaluate([ordinary, _urgent(raised)], events, raised).escalations
	assert (level.level, level.at) == (2, raised)


def test_a_tier_that_was_there_from_the_start_keeps_its_instant() -> None:
	"""A tick that slept catches up: due at 13:00, whenever that is seen."""
	events = [Event(EventType.RECEIVED, at("04-03-2024 09:00"))]
	(level,) = evaluate(_urgent(), events, at("06-03-2024 09:00")).escalations
	assert level.at == at("04-03-2024 13:00")
