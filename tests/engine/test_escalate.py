"""Tiers, tellings and alerts: rule by rule, and against an oracle that lives through tickets minute by minute."""

from dataclasses import replace
from datetime import datetime, timedelta
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from sla_id.engine import (
	ClockKind,
	ClockTerms,
	Evaluation,
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
from tests.engine.build import HOUR, MINUTE, at, calendar, round_the_clock
from tests.engine.escalation_oracle import Life

OFFICE, ALWAYS = calendar(), round_the_clock()
MONDAY = "2026-06-08 09:00"
MASSIVE = Trigger(TriggerKind.MASSIVE_IMPACT)
MANUAL = Trigger(TriggerKind.MANUAL)
SEVERAL = Trigger(TriggerKind.SEVERAL_PARTNERS, count=3)


def terms(*tiers: Tier, length: int = 8 * HOUR, hours: WorkingCalendar = ALWAYS) -> Terms:
	resolution = ClockTerms(ClockKind.RESOLUTION, Target(TargetKind.DURATION, seconds=length), hours)
	return Terms((resolution,), tiers)


def event(kind: EventType, text: str, level: int = 0, key: str = "", **more: object) -> Event:
	return Event(kind, at(text), level=level, key=key, **more)  # type: ignore[arg-type]


def received(text: str = MONDAY) -> Event:
	return event(EventType.RECEIVED, text)


def fired(told: Evaluation) -> list[tuple[int, str, str]]:
	return [(entry.level, str(entry.trigger), show(entry.at)) for entry in told.escalations]


def told_at(told: Evaluation, level: int) -> list[str]:
	return [show(telling.at) for telling in told.tellings if telling.level == level]


def show(instant: datetime) -> str:
	return f"{instant.astimezone(at(MONDAY).tzinfo):%a %H:%M}"


def test_nobody_acknowledges_and_the_next_tier_comes_in() -> None:
	"""Told at once, again every hour, and level 3 after two hours without an answer."""
	tiers = (
		Tier(
			2,
			(Trigger(TriggerKind.PERCENT, percent=50),),
			acknowledge_seconds=2 * HOUR,
			repeat_seconds=HOUR,
		),
		Tier(3, ()),
	)
	told = evaluate(terms(*tiers), [received()], at("2026-06-08 15:30"))
	assert fired(told) == [(2, "percent", "Mon 13:00"), (3, "unacknowledged", "Mon 15:00")]
	assert told_at(told, 2) == ["Mon 13:00", "Mon 14:00", "Mon 15:00"]
	assert told.next_event_at == at("2026-06-08 16:00")


def test_an_acknowledgement_ends_both() -> None:
	tiers = (
		Tier(
			2, (Trigger(TriggerKind.PERCENT, percent=50),), acknowledge_seconds=HOUR, repeat_seconds=HOUR // 2
		),
		Tier(3, ()),
	)
	events = [received(), event(EventType.ACKNOWLEDGED, "2026-06-08 13:40", level=2)]
	told = evaluate(terms(*tiers), events, at("2026-06-08 16:30"))
	assert fired(told) == [(2, "percent", "Mon 13:00")]
	assert told_at(told, 2) == ["Mon 13:00", "Mon 13:30"]


def test_who_takes_over_above_relieves_those_below_and_not_the_other_way() -> None:
	tiers = (
		Tier(2, (Trigger(TriggerKind.PERCENT, percent=25),), repeat_seconds=HOUR),
		Tier(3, (Trigger(TriggerKind.PERCENT, percent=50),), repeat_seconds=HOUR),
	)
	below = [received(), event(EventType.ACKNOWLEDGED, "2026-06-08 13:30", level=2)]
	told = evaluate(terms(*tiers), below, at("2026-06-08 15:10"))
	assert (told_at(told, 2), told_at(told, 3)) == (
		["Mon 11:00", "Mon 12:00", "Mon 13:00"],
		["Mon 13:00", "Mon 14:00", "Mon 15:00"],
	)
	above = [received(), event(EventType.ACKNOWLEDGED, "2026-06-08 13:30", level=3)]
	told = evaluate(terms(*tiers), above, at("2026-06-08 15:10"))
	assert (told_at(told, 2)[-1], told_at(told, 3)) == ("Mon 13:00", ["Mon 13:00"])


def test_quiet_hours_let_people_sleep() -> None:
	"""Complaint 10: a tier with hours fires when it is due and tells people at the next opening; one without wakes them."""
	percent = (Trigger(TriggerKind.PERCENT, percent=50),)
	events = [received("2026-06-08 15:00")]
	now = at("2026-06-09 10:00")
	quiet = evaluate(terms(Tier(2, percent, HOUR, HOUR, OFFICE), Tier(3, ())), events, now)
	assert fired(quiet) == [(2, "percent", "Mon 19:00"), (3, "unacknowledged", "Tue 10:00")]
	assert told_at(quiet, 2) == ["Tue 09:00", "Tue 10:00"]
	awake = evaluate(terms(Tier(2, percent)), events, now)
	assert told_at(awake, 2) == ["Mon 19:00"]


def test_nobody_is_told_in_the_morning_of_what_was_solved_at_night() -> None:
	events = [received("2026-06-08 15:00"), event(EventType.FIXED, "2026-06-08 22:00")]
	tier = Tier(2, (Trigger(TriggerKind.PERCENT, percent=50),), HOUR, HOUR, OFFICE)
	told = evaluate(terms(tier, Tier(3, ())), events, at("2026-06-09 12:00"))
	assert (fired(told), told.tellings) == ([(2, "percent", "Mon 19:00")], ())


def test_nobody_is_told_again_while_the_ticket_waits() -> None:
	"""Complaint 10: no reminder while pending."""
	events = [
		received(),
		event(EventType.PAUSED, "2026-06-08 13:30"),
		event(EventType.RESUMED, "2026-06-08 18:00"),
	]
	tier = Tier(2, (Trigger(TriggerKind.PERCENT, percent=50),), 2 * HOUR, HOUR)
	told = evaluate(terms(tier, Tier(3, ())), events, at("2026-06-08 20:00"))
	assert told_at(told, 2) == ["Mon 13:00", "Mon 18:30", "Mon 19:30"]
	assert fired(told)[1:] == [(3, "unacknowledged", "Mon 19:30")]
	waiting = evaluate(terms(tier, Tier(3, ())), events[:2], at("2026-06-08 17:00"))
	assert (told_at(waiting, 2), waiting.next_event_at) == (["Mon 13:00"], None)


def test_stagnation() -> None:
	"""000 §4.1: nothing told for 4 working hours; an update begins anew, what the partner writes doesn't."""
	tier = Tier(2, (Trigger(TriggerKind.STAGNATION, seconds=4 * HOUR, calendar=OFFICE),))
	events = [
		received(),
		event(EventType.CONFIRMED, "2026-06-08 10:00"),
		event(EventType.UPDATE_SENT, "2026-06-08 13:30"),
		event(EventType.PARTNER_REPLIED, "2026-06-08 16:00"),
	]
	told = evaluate(terms(tier), events, at("2026-06-09 12:00"))
	assert fired(told) == [(2, "stagnation", "Tue 09:30")]
	solved = [*events, event(EventType.FIXED, "2026-06-08 16:59")]
	assert fired(evaluate(terms(tier), solved, at("2026-06-20 12:00"))) == []


def test_massive_impact_and_several_partners() -> None:
	"""000 §4.2, level 3; a major incident counts from the number of partners that the tier names."""
	tier = Tier(3, (MASSIVE, SEVERAL))
	two = event(EventType.SEVERAL_PARTNERS, "2026-06-08 09:10", partners=2)
	three = event(EventType.SEVERAL_PARTNERS, "2026-06-08 09:20", partners=3)
	massive = event(EventType.MASSIVE_IMPACT, "2026-06-08 09:30")
	now = at("2026-06-08 10:00")
	assert fired(evaluate(terms(tier), [received(), two], now)) == []
	assert fired(evaluate(terms(tier), [received(), two, three, massive], now)) == [
		(3, "several_partners", "Mon 09:20")
	]
	assert fired(evaluate(terms(tier), [received(), massive], now)) == [(3, "massive_impact", "Mon 09:30")]


def test_what_came_while_the_ticket_was_solved_hides_nothing_later() -> None:
	"""A major incident grows while one of its tickets is solved; the ticket is reopened, and the incident grows again."""
	tier, now = Tier(3, (MASSIVE, SEVERAL)), at("2026-06-09 12:00")
	solved = [received(), event(EventType.FIXED, "2026-06-08 12:00")]
	reopened = event(EventType.REOPENED, "2026-06-09 09:00")
	for kind in (EventType.SEVERAL_PARTNERS, EventType.MASSIVE_IMPACT):
		for text in ("2026-06-08 12:00", "2026-06-08 13:00"):
			meanwhile = event(kind, text, partners=3)
			later = event(kind, "2026-06-09 10:00", partners=4)
			told = evaluate(terms(tier), [*solved, meanwhile, reopened, later], now)
			assert fired(told) == [(3, str(kind), "Tue 10:00")]


def test_a_standstill_that_was_over_before_the_tier_came_calls_nobody() -> None:
	"""Four hours without an update until 15:00; the tier comes at 16:30 and is due four hours after the last one."""
	later = replace(
		terms(Tier(2, (Trigger(TriggerKind.STAGNATION, seconds=4 * HOUR),))), since=at("2026-06-08 16:30")
	)
	now = at("2026-06-08 22:00")
	events = [received(), event(EventType.UPDATE_SENT, "2026-06-08 15:00")]
	assert fired(evaluate([terms(), later], events, now)) == [(2, "stagnation", "Mon 19:00")]
	unheard = evaluate([terms(), later], events[:1], now)
	assert fired(unheard) == [(2, "stagnation", "Mon 16:30")]


def requested(text: str, key: str = "R1", until: str = "2026-06-08 12:00", level: int = 2) -> Event:
	return event(EventType.ESCALATION_REQUESTED, text, level, key, until=at(until))


def test_a_request_counts_once_it_is_found_valid() -> None:
	"""000 §4.2: "permintaan eskalasi valid dari Mitra"."""
	tier, now = Tier(2, (MANUAL,)), at("2026-06-08 16:00")
	asked = [received(), requested("2026-06-08 10:00")]
	accepted = event(EventType.REQUEST_ACCEPTED, "2026-06-08 11:00", key="R1")
	refused = event(EventType.REQUEST_REFUSED, "2026-06-08 11:00", key="R1")
	late = event(EventType.REQUEST_REFUSED, "2026-06-08 13:00", key="R1")
	assert fired(evaluate(terms(tier), [*asked, accepted], now)) == [(2, "manual", "Mon 11:00")]
	assert fired(evaluate(terms(tier), [*asked, refused], now)) == []
	assert fired(evaluate(terms(tier), asked, now)) == [(2, "manual", "Mon 12:00")]
	assert fired(evaluate(terms(tier), [*asked, late], now)) == [(2, "manual", "Mon 12:00")]
	early = evaluate(terms(tier), asked, at("2026-06-08 11:30"))
	assert (fired(early), early.next_event_at) == ([], at("2026-06-08 12:00"))
	solved = [*asked, event(EventType.FIXED, "2026-06-08 11:30")]
	assert fired(evaluate(terms(tier), solved, now)) == []


def test_a_person_who_asks_is_heard_even_if_the_tier_has_fired() -> None:
	"""One event whichever trigger came first (X2), but a valid request is one of its own."""
	tier = Tier(2, (Trigger(TriggerKind.PERCENT, percent=25), MANUAL))
	accepted = event(EventType.REQUEST_ACCEPTED, "2026-06-08 11:30", key="R1")
	later = [received(), requested("2026-06-08 11:10"), accepted]
	told = evaluate(terms(tier), later, at("2026-06-08 16:00"))
	assert fired(told) == [(2, "percent", "Mon 11:00"), (2, "manual", "Mon 11:30")]
	assert len({entry.identity for entry in told.escalations}) == 2
	first = [
		received(),
		requested("2026-06-08 09:10"),
		event(EventType.REQUEST_ACCEPTED, "2026-06-08 10:00", key="R1"),
	]
	assert fired(evaluate(terms(tier), first, at("2026-06-08 16:00"))) == [(2, "manual", "Mon 10:00")]


def test_a_repeating_clock_escalates_in_each_cycle() -> None:
	update = ClockTerms(ClockKind.NEXT_UPDATE, Target(TargetKind.DURATION, seconds=HOUR), ALWAYS)
	tier = Tier(1, (Trigger(TriggerKind.BREACH, ClockKind.NEXT_UPDATE),))
	events = [
		received(),
		event(EventType.UPDATE_SENT, "2026-06-08 10:30"),
		event(EventType.UPDATE_SENT, "2026-06-08 11:00"),
	]
	told = evaluate(Terms((update,), (tier,)), events, at("2026-06-08 13:00"))
	assert [(entry.cycle, show(entry.at)) for entry in told.escalations] == [
		(1, "Mon 10:00"),
		(3, "Mon 12:00"),
	]
	assert [(a.cycle, str(a.kind), show(a.at)) for a in told.alerts] == [
		(1, "at_risk", "Mon 09:45"),
		(1, "breached", "Mon 10:00"),
		(3, "at_risk", "Mon 11:45"),
		(3, "breached", "Mon 12:00"),
	]


def test_a_clock_that_is_met_in_time_warns_no_more() -> None:
	events = [received(), event(EventType.FIXED, "2026-06-08 16:00")]
	told = evaluate(terms(), events, at("2026-06-10 12:00"))
	assert [(str(alert.kind), show(alert.at)) for alert in told.alerts] == [("at_risk", "Mon 15:00")]
	on_time = [received(), event(EventType.FIXED, "2026-06-08 17:00")]
	assert [str(a.kind) for a in evaluate(terms(), on_time, at("2026-06-10 12:00")).alerts] == ["at_risk"]


TIERS = (
	Tier(1, (Trigger(TriggerKind.REPORTED),), acknowledge_seconds=3 * HOUR),
	Tier(
		2,
		(
			Trigger(TriggerKind.PERCENT, percent=50),
			Trigger(TriggerKind.WITHOUT_WORKAROUND, seconds=4 * HOUR, calendar=OFFICE),
			Trigger(TriggerKind.STAGNATION, seconds=5 * HOUR),
		),
		acknowledge_seconds=90 * MINUTE,
		repeat_seconds=45 * MINUTE,
		hours=OFFICE,
	),
	Tier(3, (Trigger(TriggerKind.BREACH), MASSIVE, SEVERAL), repeat_seconds=100 * MINUTE),
)
STEPS = st.lists(
	st.tuples(
		st.sampled_from(
			[
				EventType.PAUSED,
				EventType.RESUMED,
				EventType.CONFIRMED,
				EventType.UPDATE_SENT,
				EventType.WORKAROUND_APPLIED,
				EventType.FIXED,
				EventType.REOPENED,
				EventType.ACKNOWLEDGED,
				EventType.MASSIVE_IMPACT,
				EventType.SEVERAL_PARTNERS,
			]
		),
		# every other one on a quarter of an hour, where tiers fire and people are told
		st.integers(1, 3 * 24 * 60) | st.integers(1, 3 * 24 * 4).map(lambda quarters: quarters * 15),
		st.integers(1, 3),
	),
	max_size=10,
	unique_by=lambda step: step[1],
)
LENGTHS = st.integers(2, 16)


def lived(steps: list[tuple[EventType, int, int]]) -> list[Event]:
	"""Events as a helpdesk could record them: a ticket is reopened after it was solved, resumed after a pause.

	How many partners a major incident hits is said of solved tickets as well.
	"""
	events, solved, held = [received("2026-06-05 14:00")], False, False
	for kind, minute, level in sorted(steps, key=lambda step: step[1]):
		stamp = events[0].at + timedelta(minutes=minute)
		if kind is EventType.SEVERAL_PARTNERS:
			events.append(Event(kind, stamp, partners=level + 1))
			continue
		if (kind is EventType.REOPENED) != solved or (held and kind is EventType.PAUSED):
			continue
		if kind is EventType.RESUMED and not held:
			continue
		solved = kind is EventType.FIXED
		held = kind is EventType.PAUSED or (held and kind not in (EventType.RESUMED, EventType.FIXED))
		events.append(Event(kind, stamp, level=level if kind is EventType.ACKNOWLEDGED else 0))
	return events


def agree(steps: list[tuple[EventType, int, int]], length: int, hours: WorkingCalendar) -> Evaluation:
	"""The engine's answer after four days. Asserts that it is the one that living through the ticket gives."""
	events = lived(steps)
	start, end = events[0].at, events[0].at + timedelta(days=4)
	life = Life(TIERS, hours, events, length * 60).live(start, end)
	expected = sorted((fired.level, fired.at, tuple(fired.tellings)) for fired in life)
	told = evaluate(terms(*TIERS, length=length * HOUR, hours=hours), events, end)
	assert expected == sorted(
		(
			entry.level,
			entry.at,
			tuple(telling.at for telling in told.tellings if telling.escalation == entry.identity),
		)
		for entry in told.escalations
	)
	return told


@settings(max_examples=80)
@given(STEPS, LENGTHS, st.sampled_from([OFFICE, ALWAYS]))
def test_it_agrees_with_a_life_minute_by_minute(
	steps: list[tuple[EventType, int, int]], length: int, hours: WorkingCalendar
) -> None:
	agree(steps, length, hours)


def test_who_takes_over_at_the_very_instant_takes_over_what_fires_in_it() -> None:
	"""Level 2 is due after 60 of 120 minutes. Nobody can take over what isn't there, so an instant later is the same."""
	for minute, level, calls in ((60, 2, 0), (60, 3, 0), (61, 2, 1), (60, 1, 3), (59, 2, 3), (59, 3, 3)):
		told = agree([(EventType.ACKNOWLEDGED, minute, level)], 2, OFFICE)
		assert fired(told)[1] == (2, "percent", "Fri 15:00")
		assert told_at(told, 2)[:3] == ["Fri 15:00", "Fri 15:45", "Fri 16:30"][:calls]


def test_what_was_taken_over_as_it_fired_brings_in_no_tier_above() -> None:
	"""Level 2 is due at 16:00. Where nobody answers, level 3 is due after 90 working minutes, else by its own trigger."""
	early = agree([(EventType.ACKNOWLEDGED, 119, 2)], 4, OFFICE)
	assert fired(early)[1:] == [(2, "percent", "Fri 16:00"), (3, "unacknowledged", "Mon 09:30")]
	for minute in (120, 121):
		taken = agree([(EventType.ACKNOWLEDGED, minute, 2)], 4, OFFICE)
		assert fired(taken)[1:] == [(2, "percent", "Fri 16:00"), (3, "breach", "Mon 10:00")]


@given(STEPS, LENGTHS, st.integers(0, 4 * 24 * 60), st.integers(0, 24 * 60))
def test_what_is_due_stays_due_and_is_foreseen(
	steps: list[tuple[EventType, int, int]], length: int, minutes: int, later: int
) -> None:
	"""What the tick relies on: looking again adds only what was foreseen, and nothing before `next_event_at`."""
	events = lived(steps)
	now = events[0].at + timedelta(minutes=minutes)
	known = [event for event in events if event.at <= now]
	asked = terms(*TIERS, length=length * HOUR, hours=OFFICE)
	told = evaluate(asked, known, now)
	then = evaluate(asked, known, now + timedelta(minutes=later))
	for before, after in (
		(told.escalations, then.escalations),
		(told.tellings, then.tellings),
		(told.alerts, then.alerts),
	):
		assert set(before) <= set(after)
		new = [entry.at for entry in after if entry not in set(before)]  # type: ignore[attr-defined]
		assert not new or (told.next_event_at is not None and min(new) >= told.next_event_at)


@given(STEPS, LENGTHS, st.integers(0, 4 * 24 * 60), st.integers(0, 24 * 60))
def test_events_ahead_of_the_clock_are_foreseen(
	steps: list[tuple[EventType, int, int]], length: int, minutes: int, later: int
) -> None:
	"""The same while the ledger knows more than the clock: nothing is closed, told or fired before `next_event_at`."""
	events = lived(steps)
	now = events[0].at + timedelta(minutes=minutes)
	asked = terms(*TIERS, length=length * HOUR, hours=OFFICE)
	told = evaluate(asked, events, now)
	then = now + timedelta(minutes=later)
	if told.next_event_at is not None:
		then = max(min(then, told.next_event_at - timedelta(microseconds=1)), now)
	again = evaluate(asked, events, then)
	assert (again.escalations, again.tellings, again.alerts) == (told.escalations, told.tellings, told.alerts)


def test_a_year_of_reminders_every_minute_is_reckoned_not_walked() -> None:
	"""Half a million tellings: the last hundred are listed, each with its true number, and the next is known."""
	tier = Tier(2, (Trigger(TriggerKind.PERCENT, percent=0),), repeat_seconds=MINUTE)
	now = at(MONDAY) + timedelta(days=365)
	spent = process_time()
	told = evaluate(terms(tier), [received()], now)
	assert process_time() - spent < 0.2
	assert len(told.tellings) == 100
	assert (told.tellings[-1].number, told.tellings[-1].at) == (365 * 24 * 60 + 1, now)
	assert told.next_event_at == now + timedelta(minutes=1)


def test_reminders_counted_in_hours_and_around_a_pause() -> None:
	"""Every 3 hours from 09:00 to 17:00: one day's rest goes on the next day, and the wait isn't counted."""
	tier = Tier(2, (Trigger(TriggerKind.PERCENT, percent=0),), repeat_seconds=3 * HOUR, hours=OFFICE)
	events = [
		received(),
		event(EventType.PAUSED, "2026-06-08 13:00"),
		event(EventType.RESUMED, "2026-06-09 10:00"),
		event(EventType.ACKNOWLEDGED, "2026-06-09 15:00", level=2),
	]
	told = evaluate(terms(tier), events, at("2026-06-20 09:00"))
	assert told_at(told, 2) == ["Mon 09:00", "Mon 12:00", "Tue 12:00"]
	assert told.next_event_at is None
