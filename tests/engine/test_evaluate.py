"""Clocks, escalations and the next change: `evaluate` rule by rule, with the documents' own numbers."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_id.engine import (
	ClockKind,
	ClockState,
	ClockTerms,
	Event,
	EventType,
	InvalidEvent,
	InvalidTarget,
	NaiveTime,
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
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
BUSINESS = WorkingCalendar.from_dict(
	{"time_zone": "Asia/Jakarta", "hours": {day: [["09:00", "17:00"]] for day in WEEKDAYS}}
)
ALWAYS = WorkingCalendar.from_dict({"time_zone": "Asia/Jakarta", "hours": "24x7"})
HOUR = 3600
MONDAY = "2026-06-08 09:00"


def at(text: str) -> datetime:
	return datetime.fromisoformat(text).replace(tzinfo=WIB)


def event(kind: EventType, text: str, **more: str) -> Event:
	return Event(kind, at(text), **more)  # type: ignore[arg-type]


def hours(count: float) -> Target:
	return Target(TargetKind.DURATION, seconds=round(count * HOUR))


def p1() -> Terms:
	"""000 §2.1 and §4.2, P1: 1 h and 8 h around the clock, three tiers."""
	return Terms(
		(
			ClockTerms(
				ClockKind.RESPONSE,
				hours(1),
				ALWAYS,
				met_by=(EventType.CONFIRMED, EventType.TEAM_ASSIGNED),
				needs_all=True,
			),
			ClockTerms(ClockKind.RESOLUTION, hours(8), ALWAYS, met_by=(EventType.WORKAROUND_APPLIED,)),
			ClockTerms(ClockKind.PERMANENT_FIX, Target(TargetKind.NONE), ALWAYS),
		),
		(
			Tier(1, (Trigger(TriggerKind.REPORTED),)),
			Tier(
				2,
				(
					Trigger(TriggerKind.PERCENT, ClockKind.RESOLUTION, percent=50),
					Trigger(TriggerKind.WITHOUT_WORKAROUND, seconds=4 * HOUR, calendar=ALWAYS),
				),
			),
			Tier(3, (Trigger(TriggerKind.BREACH, ClockKind.RESOLUTION),)),
		),
	)


def one(
	target: Target, calendar: WorkingCalendar = BUSINESS, kind: ClockKind = ClockKind.RESOLUTION
) -> Terms:
	return Terms((ClockTerms(kind, target, calendar),))


def received(text: str = MONDAY) -> Event:
	return event(EventType.RECEIVED, text)


def test_nothing_starts_before_it_is_received() -> None:
	"""000 §3.1: clocks start only when a report came through the official channel."""
	told = evaluate(p1(), [event(EventType.REPORTED, MONDAY)], at("2026-06-09 09:00"))
	assert {clock.state for clock in told.clocks} == {ClockState.WAITING}
	assert told.next_event_at is None
	assert told.escalations == ()


def test_response_needs_both_events_in_any_order() -> None:
	"""000 §1.3."""
	events = [received(), event(EventType.TEAM_ASSIGNED, "2026-06-08 09:20", team="A")]
	assert (
		evaluate(p1(), events, at("2026-06-08 09:30")).clock(ClockKind.RESPONSE).state is ClockState.RUNNING
	)
	events.append(event(EventType.CONFIRMED, "2026-06-08 09:40"))
	clock = evaluate(p1(), events, at("2026-06-08 12:00")).clock(ClockKind.RESPONSE)
	assert (clock.state, clock.stopped, clock.elapsed) == (ClockState.MET, at("2026-06-08 09:40"), 40 * 60)


def test_a_fix_answers_everything() -> None:
	"""X12: an answer that fulfils closes the response too."""
	told = evaluate(p1(), [received(), event(EventType.FIXED, "2026-06-08 09:30")], at("2026-06-08 12:00"))
	assert {clock.stopped for clock in told.clocks} == {at("2026-06-08 09:30")}


def test_met_at_the_due_instant_breached_from_it_on() -> None:
	late = [received(), event(EventType.FIXED, "2026-06-08 17:00")]
	assert evaluate(p1(), late, at("2026-06-08 18:00")).clock(ClockKind.RESOLUTION).state is ClockState.MET
	running = evaluate(p1(), [received()], at("2026-06-08 17:00")).clock(ClockKind.RESOLUTION)
	assert running.state is ClockState.BREACHED
	missed = [received(), event(EventType.FIXED, "2026-06-08 17:01")]
	assert (
		evaluate(p1(), missed, at("2026-06-08 18:00")).clock(ClockKind.RESOLUTION).state is ClockState.MISSED
	)


@pytest.mark.parametrize(
	("now", "state", "following"),
	[
		("2026-06-08 09:00", ClockState.RUNNING, "2026-06-08 15:00"),
		("2026-06-08 15:00", ClockState.AT_RISK, "2026-06-08 17:00"),
		("2026-06-08 17:00", ClockState.BREACHED, None),
	],
)
def test_the_next_change(now: str, state: ClockState, following: str | None) -> None:
	"""At risk after 75 % of 8 h, breached at 8 h; between them nothing has to be looked at."""
	told = evaluate(one(hours(8)), [received()], at(now))
	assert told.clocks[0].state is state
	assert told.next_event_at == (at(following) if following else None)


def test_a_pause_stops_everything_and_gives_its_working_time_back() -> None:
	events = [received(), event(EventType.PAUSED, "2026-06-08 11:00", reason="Menunggu Mitra")]
	told = evaluate(one(hours(8)), events, at("2026-06-20 09:00"))
	clock = told.clocks[0]
	assert (clock.state, clock.elapsed, told.next_event_at) == (ClockState.PAUSED, 2 * HOUR, None)
	events.append(event(EventType.RESUMED, "2026-06-09 10:00"))
	assert evaluate(one(hours(8)), events, at("2026-06-09 10:00")).clocks[0].due == at("2026-06-09 16:00")


def test_pauses_of_two_reasons_follow_each_other() -> None:
	events = [
		received(),
		event(EventType.PAUSED, "2026-06-08 10:00", reason="Menunggu Mitra"),
		event(EventType.PAUSED, "2026-06-08 12:00", reason="Menunggu vendor"),
		event(EventType.RESUMED, "2026-06-08 13:00"),
	]
	told = evaluate(one(hours(8)), events, at("2026-06-08 14:00"), receipts=True)
	assert told.clocks[0].elapsed == 2 * HOUR
	assert [hold.reason for hold in told.holds] == ["Menunggu Mitra", "Menunggu vendor"]
	receipt = told.clocks[0].receipt
	assert receipt is not None
	assert {line.note for line in receipt.skipped if line.note} == {"Menunggu Mitra", "Menunggu vendor"}


def test_reopening_resumes_the_same_clock() -> None:
	"""Complaint 20: closing doesn't buy time, and the time closed isn't charged."""
	events = [
		received(),
		event(EventType.FIXED, "2026-06-08 11:00"),
		event(EventType.REOPENED, "2026-06-09 11:00"),
	]
	clock = evaluate(one(hours(8)), events, at("2026-06-09 12:00")).clocks[0]
	assert (clock.state, clock.elapsed, clock.due) == (ClockState.RUNNING, 3 * HOUR, at("2026-06-09 17:00"))
	events += [event(EventType.FIXED, "2026-06-10 10:00")]
	assert evaluate(one(hours(8)), events, at("2026-06-11 09:00")).clocks[0].state is ClockState.MISSED


def test_the_response_stays_met_when_reopened() -> None:
	events = [
		received(),
		event(EventType.CONFIRMED, "2026-06-08 09:10"),
		event(EventType.TEAM_ASSIGNED, "2026-06-08 09:20"),
		event(EventType.FIXED, "2026-06-08 11:00"),
		event(EventType.REOPENED, "2026-06-09 11:00"),
	]
	assert evaluate(p1(), events, at("2026-06-09 12:00")).clock(ClockKind.RESPONSE).state is ClockState.MET


def test_reclassified_running_clocks_follow_met_ones_stay() -> None:
	"""Complaints 2 and 15: pauses stay; what was met keeps the target it was met under."""
	slow = Terms(
		(
			ClockTerms(ClockKind.RESPONSE, hours(8), BUSINESS),
			ClockTerms(ClockKind.RESOLUTION, hours(40), BUSINESS),
		)
	)
	quick = Terms(
		(
			ClockTerms(ClockKind.RESPONSE, hours(1), BUSINESS),
			ClockTerms(ClockKind.RESOLUTION, hours(8), BUSINESS),
		),
		since=at("2026-06-08 13:00"),
	)
	events = [
		received(),
		event(EventType.PAUSED, "2026-06-08 10:00"),
		event(EventType.RESUMED, "2026-06-08 11:00"),
		event(EventType.CONFIRMED, "2026-06-08 12:00"),
		event(EventType.RECLASSIFIED, "2026-06-08 13:00"),
	]
	told = evaluate([slow, quick], events, at("2026-06-08 14:00"))
	assert told.clock(ClockKind.RESPONSE).state is ClockState.MET
	assert told.clock(ClockKind.RESPONSE).target_seconds == 8 * HOUR
	assert told.clock(ClockKind.RESOLUTION).due == at("2026-06-09 10:00")


def test_out_of_scope_merged_and_cancelled_leave_the_agreement() -> None:
	for kind in (EventType.OUT_OF_SCOPE, EventType.MERGED, EventType.CANCELLED):
		told = evaluate(p1(), [received(), event(kind, "2026-06-08 10:00")], at("2026-06-09 09:00"))
		assert {clock.state for clock in told.clocks} == {ClockState.EXCLUDED}
		assert [entry.level for entry in told.escalations] == [1]
		assert told.next_event_at is None
	back = [
		received(),
		event(EventType.OUT_OF_SCOPE, "2026-06-08 10:00"),
		event(EventType.IN_SCOPE, "2026-06-08 11:00"),
	]
	assert (
		evaluate(p1(), back, at("2026-06-08 12:00")).clock(ClockKind.RESOLUTION).state is ClockState.RUNNING
	)


def test_targets_without_a_due_time_age_and_never_breach() -> None:
	"""001 §6.3 P6 (X14), 001 §6.4 "-" (X16), 000 §2.1 P3 (X4), 004 §5a."""
	for target in (
		Target(TargetKind.NONE),
		Target(TargetKind.NEXT_RELEASE),
		Target(TargetKind.ESTIMATE),
		Target(TargetKind.OPEN_ENDED, seconds=200 * HOUR),
	):
		clock = evaluate(one(target), [received()], at("2026-06-30 09:00")).clocks[0]
		assert (clock.state, clock.due, clock.breached) == (ClockState.AGEING, None, False)
	warned = evaluate(
		one(Target(TargetKind.OPEN_ENDED, seconds=40 * HOUR)), [received()], at("2026-06-12 17:00")
	)
	assert warned.clocks[0].state is ClockState.AT_RISK
	done = evaluate(
		one(Target(TargetKind.NONE)),
		[received(), event(EventType.FIXED, "2026-06-09 09:00")],
		at("2026-06-30 09:00"),
	)
	assert done.clocks[0].state is ClockState.DONE


def test_a_linked_release_gives_the_due_time() -> None:
	target = Target(TargetKind.NEXT_RELEASE, release=at("2026-07-01 17:00"))
	assert evaluate(one(target), [received()], at("2026-06-30 09:00")).clocks[0].state is ClockState.RUNNING
	assert evaluate(one(target), [received()], at("2026-07-02 09:00")).clocks[0].state is ClockState.BREACHED


@pytest.mark.parametrize(
	("hours_per_day", "expected"),
	[(8, "2026-06-09 10:00"), (9, "2026-06-09 11:00"), (None, "2026-06-08 17:00")],
)
def test_a_working_day_is_what_the_agreement_says(hours_per_day: float | None, expected: str) -> None:
	"""X9: 1 hari kerja from Monday 10:00 as 8 h, as 9 h, or as the end of the first working day."""
	target = Target(TargetKind.DAYS, days=1, hours_per_day=hours_per_day)
	assert evaluate(one(target), [received("2026-06-08 10:00")], at("2026-06-08 10:00")).clocks[0].due == at(
		expected
	)


def test_end_of_day_targets_get_a_pause_back() -> None:
	target = Target(TargetKind.DAYS, days=1)
	events = [
		received("2026-06-08 10:00"),
		event(EventType.PAUSED, "2026-06-08 11:00"),
		event(EventType.RESUMED, "2026-06-08 13:00"),
	]
	assert evaluate(one(target), events, at("2026-06-08 14:00")).clocks[0].due == at("2026-06-09 11:00")


def test_next_update_periodic() -> None:
	"""Every 2 h an update until it is solved; each late one is counted."""
	met_by = (EventType.CONFIRMED, EventType.UPDATE_SENT)
	terms = Terms((ClockTerms(ClockKind.NEXT_UPDATE, hours(2), ALWAYS, met_by),))
	events = [
		received(),
		event(EventType.CONFIRMED, "2026-06-08 10:00"),
		event(EventType.UPDATE_SENT, "2026-06-08 13:00"),
	]
	clock = evaluate(terms, events, at("2026-06-08 14:00")).clocks[0]
	assert (clock.cycle, clock.missed_cycles, clock.due) == (3, 1, at("2026-06-08 15:00"))


def test_only_an_update_meets_the_next_one_where_the_agreement_says_nothing_else() -> None:
	"""As its text says, which is signed; that a report was confirmed is no update."""
	terms = Terms((ClockTerms(ClockKind.NEXT_UPDATE, hours(2), ALWAYS),))
	events = [received(), event(EventType.CONFIRMED, "2026-06-08 10:00")]
	assert evaluate(terms, events, at("2026-06-08 10:30")).clocks[0].due == at("2026-06-08 11:00")
	events.append(event(EventType.UPDATE_SENT, "2026-06-08 10:40"))
	assert evaluate(terms, events, at("2026-06-08 11:30")).clocks[0].due == at("2026-06-08 12:40")


def test_next_update_by_reply_starts_at_the_oldest_unanswered() -> None:
	"""Complaint 14."""
	terms = Terms((ClockTerms(ClockKind.NEXT_UPDATE, hours(2), ALWAYS, starts_on=EventType.PARTNER_REPLIED),))
	events = [
		received(),
		event(EventType.PARTNER_REPLIED, "2026-06-08 10:00"),
		event(EventType.PARTNER_REPLIED, "2026-06-08 11:30"),
	]
	assert evaluate(terms, events, at("2026-06-08 11:40")).clocks[0].due == at("2026-06-08 12:00")
	events.append(event(EventType.UPDATE_SENT, "2026-06-08 11:50"))
	assert evaluate(terms, events, at("2026-06-08 12:30")).clocks[0].state is ClockState.MET


def stands(terms: Terms, events: list[Event], now: str) -> ClockState:
	"""Where the one clock of `terms` stands."""
	return evaluate(terms, events, at(now)).clocks[0].state


def test_an_answer_that_was_never_delivered_is_none() -> None:
	"""The next one that was answers; the clock runs from the report all the while."""
	terms = one(hours(1), ALWAYS, ClockKind.RESPONSE)
	events = [
		received(),
		event(EventType.CONFIRMED, "2026-06-08 09:10", key="reply a"),
		event(EventType.NOT_DELIVERED, "2026-06-08 09:20", key="reply a"),
	]
	assert stands(terms, events, "2026-06-08 09:15") is ClockState.MET, "as was known then"
	assert stands(terms, events, "2026-06-08 09:30") is ClockState.RUNNING
	assert stands(terms, events, "2026-06-08 10:30") is ClockState.BREACHED
	later = [*events, event(EventType.UPDATE_SENT, "2026-06-08 09:40", key="reply b")]
	assert stands(terms, later, "2026-06-08 10:30") is ClockState.MET
	update = [*events, event(EventType.UPDATE_SENT, "2026-06-08 09:40")]
	assert stands(terms, update, "2026-06-08 10:30") is ClockState.BREACHED, "a plan is no answer"


def test_an_update_that_was_never_delivered_is_none() -> None:
	met_by = (EventType.CONFIRMED, EventType.UPDATE_SENT)
	terms = Terms((ClockTerms(ClockKind.NEXT_UPDATE, hours(2), ALWAYS, met_by),))
	events = [
		received(),
		event(EventType.CONFIRMED, "2026-06-08 10:00", key="reply a"),
		event(EventType.UPDATE_SENT, "2026-06-08 11:00", key="reply b"),
		event(EventType.NOT_DELIVERED, "2026-06-08 11:05", key="reply b"),
	]
	assert evaluate(terms, events, at("2026-06-08 11:30")).clocks[0].due == at("2026-06-08 12:00")


def test_what_was_taken_for_received_may_not_have_been() -> None:
	terms = one(hours(1), ALWAYS, ClockKind.RESPONSE)
	events = [received(), event(EventType.NOT_RECEIVED, "2026-06-08 09:20")]
	assert stands(terms, events, "2026-06-08 09:10") is ClockState.RUNNING
	assert stands(terms, events, "2026-06-08 10:30") is ClockState.WAITING
	again = [*events, event(EventType.RECEIVED, "2026-06-08 10:00")]
	assert stands(terms, again, "2026-06-08 10:30") is ClockState.RUNNING


def test_an_ola_runs_while_its_team_has_the_ticket() -> None:
	"""003 step 3, X25: the team's own clock starts when it gets the ticket and stops when it hands over."""
	terms = Terms((ClockTerms(ClockKind.OLA, hours(4), BUSINESS, team="Jaringan"),))
	events = [
		received(),
		event(EventType.TEAM_ASSIGNED, "2026-06-08 10:00", team="Jaringan"),
		event(EventType.TEAM_ASSIGNED, "2026-06-08 11:00", team="Aplikasi"),
		event(EventType.TEAM_ASSIGNED, "2026-06-08 15:00", team="Jaringan"),
	]
	clock = evaluate(terms, events, at("2026-06-08 16:00")).clock(ClockKind.OLA, "Jaringan")
	assert (clock.elapsed, clock.due) == (2 * HOUR, at("2026-06-09 10:00"))


def test_an_ola_waits_while_nobody_has_the_ticket() -> None:
	"""003 step 3: taken off the ticket, the team owes nothing until it, or another, is put on again."""
	terms = Terms((ClockTerms(ClockKind.OLA, hours(4), BUSINESS, team="Jaringan"),))
	events = [
		received(),
		event(EventType.TEAM_ASSIGNED, "2026-06-08 10:00", team="Jaringan"),
		event(EventType.TEAM_CLEARED, "2026-06-08 11:00", team="Jaringan"),
	]
	clock = evaluate(terms, events, at("2026-06-08 16:00")).clock(ClockKind.OLA, "Jaringan")
	assert (clock.state, clock.elapsed) == (ClockState.MET, HOUR)
	events.append(event(EventType.TEAM_ASSIGNED, "2026-06-08 15:00", team="Jaringan"))
	clock = evaluate(terms, events, at("2026-06-08 16:00")).clock(ClockKind.OLA, "Jaringan")
	assert (clock.elapsed, clock.due) == (2 * HOUR, at("2026-06-09 10:00"))


def test_taking_a_team_off_is_no_assignment() -> None:
	"""000 §1.3: a response is a confirmation and an assignment."""
	events = [
		received(),
		event(EventType.CONFIRMED, "2026-06-08 09:10"),
		event(EventType.TEAM_CLEARED, "2026-06-08 09:20", team="A"),
	]
	assert (
		evaluate(p1(), events, at("2026-06-08 09:30")).clock(ClockKind.RESPONSE).state is ClockState.RUNNING
	)


def test_an_approved_exclusion_does_not_count() -> None:
	excluded = Event(
		EventType.EXCLUSION_APPROVED,
		at("2026-06-08 10:00"),
		reason="Keadaan kahar",
		until=at("2026-06-08 12:00"),
	)
	assert (
		evaluate(one(hours(8)), [received(), excluded], at("2026-06-08 13:00")).clocks[0].elapsed == 2 * HOUR
	)


def test_escalation_fires_once_at_the_earliest_trigger() -> None:
	"""000 §4.2, X2: level 2 at min(50 %, 4 h without workaround), level 3 at 8 h; one each."""
	told = evaluate(p1(), [received("2026-06-06 22:00")], at("2026-06-07 12:00"))
	assert [(entry.level, entry.at) for entry in told.escalations] == [
		(1, at("2026-06-06 22:00")),
		(2, at("2026-06-07 02:00")),
		(3, at("2026-06-07 06:00")),
	]


def test_a_workaround_in_time_stops_escalation() -> None:
	events = [received("2026-06-06 22:00"), event(EventType.WORKAROUND_APPLIED, "2026-06-07 01:00")]
	told = evaluate(p1(), events, at("2026-06-08 12:00"))
	assert [entry.level for entry in told.escalations] == [1]
	assert told.clock(ClockKind.PERMANENT_FIX).state is ClockState.AGEING


def test_a_pause_postpones_escalation() -> None:
	events = [
		received("2026-06-06 22:00"),
		event(EventType.PAUSED, "2026-06-06 23:00"),
	]
	assert [e.level for e in evaluate(p1(), events, at("2026-06-08 12:00")).escalations] == [1]
	events.append(event(EventType.RESUMED, "2026-06-08 12:00"))
	assert evaluate(p1(), events, at("2026-06-08 15:00")).escalations[-1].at == at("2026-06-08 15:00")


def test_before_due_walks_back_in_working_time() -> None:
	"""Complaint 11: 2 h before Monday 10:00 is Friday 16:00."""
	terms = Terms(
		(ClockTerms(ClockKind.RESOLUTION, hours(8), BUSINESS),),
		(Tier(1, (Trigger(TriggerKind.BEFORE_DUE, ClockKind.RESOLUTION, seconds=2 * HOUR),)),),
	)
	told = evaluate(terms, [received("2026-06-05 10:00")], at("2026-06-08 09:30"))
	assert told.escalations[0].at == at("2026-06-05 16:00")


def test_naive_times_are_refused_with_advice() -> None:
	with pytest.raises(NaiveTime, match="aware"):
		evaluate(p1(), [], datetime(2026, 6, 8))  # noqa: DTZ001
	with pytest.raises(InvalidEvent, match="aware"):
		Event(EventType.RECEIVED, datetime(2026, 6, 8))  # noqa: DTZ001


def test_what_is_no_event_or_target_is_refused() -> None:
	naive = datetime(2026, 6, 8)  # noqa: DTZ001
	for values in ({"until": naive}, {"at": None}, {"at": "2026-06-08"}):
		with pytest.raises(InvalidEvent, match="aware"):
			Event(**{"type": EventType.ESCALATION_REQUESTED, "at": at(MONDAY), **values})  # type: ignore[arg-type]
	with pytest.raises(InvalidEvent, match="no kind of event; use one of reported, received"):
		Event("solved", at(MONDAY))  # type: ignore[arg-type]
	with pytest.raises(NaiveTime, match="aware"):
		Target(TargetKind.NEXT_RELEASE, release=naive)
	with pytest.raises(NaiveTime, match="aware"):
		Terms((), since=naive)
	with pytest.raises(InvalidTarget, match="use one of duration, days"):
		Target("lama")  # type: ignore[arg-type]
	for wrong in ({"seconds": float("nan")}, {"seconds": "8h"}, {"seconds": True}, {"days": 1.5}):
		with pytest.raises(InvalidTarget, match="give numbers"):
			Target(TargetKind.DURATION, **wrong)  # type: ignore[arg-type]
	with pytest.raises(InvalidTarget, match="no kind of clock"):
		ClockTerms("lama", hours(1), ALWAYS)  # type: ignore[arg-type]


def test_kinds_may_be_given_by_their_codes() -> None:
	"""As a ledger or a file has them."""
	terms = Terms(
		(
			ClockTerms(
				"resolution", Target("duration", seconds=8 * HOUR), ALWAYS, met_by=("workaround_applied",)
			),
		)
	)  # type: ignore[arg-type]
	events = [Event("received", at(MONDAY)), Event("workaround_applied", at("2026-06-08 11:00"))]  # type: ignore[arg-type]
	assert evaluate(terms, events, at("2026-06-08 12:00")).clocks[0].state is ClockState.MET


@pytest.mark.parametrize("solution", [EventType.FIXED, EventType.FULFILLED])
@pytest.mark.parametrize("starts_on", [EventType.RECEIVED, EventType.PARTNER_REPLIED])
def test_a_solved_ticket_owes_no_update(solution: EventType, starts_on: EventType) -> None:
	"""Complaints 9 and 14: what is said after the solution starts no clock; reopening does."""
	terms = Terms(
		(ClockTerms(ClockKind.NEXT_UPDATE, hours(2), ALWAYS, starts_on=starts_on),),
		(Tier(1, (Trigger(TriggerKind.BREACH, ClockKind.NEXT_UPDATE),)),),
	)
	events = [
		received(),
		event(EventType.PARTNER_REPLIED, "2026-06-08 09:30"),
		event(solution, "2026-06-08 10:00"),
		event(EventType.UPDATE_SENT, "2026-06-08 10:00"),
		event(EventType.CONFIRMED, "2026-06-08 10:20"),
		event(EventType.PARTNER_REPLIED, "2026-06-08 10:30"),
	]
	told = evaluate(terms, events, at("2026-06-08 20:00"))
	assert (told.clocks[0].state, told.clocks[0].cycle) == (ClockState.MET, 1)
	assert (told.alerts, told.escalations, told.next_event_at) == ((), (), None)
	again = evaluate(terms, [*events, event(EventType.REOPENED, "2026-06-08 11:00")], at("2026-06-08 11:30"))
	assert (again.clocks[0].state, again.clocks[0].due) == (ClockState.RUNNING, at("2026-06-08 13:00"))


@pytest.mark.parametrize(
	("starts_on", "due"),
	[(EventType.RECEIVED, "2026-06-08 12:30"), (EventType.PARTNER_REPLIED, "2026-06-08 12:40")],
)
def test_updates_owed_by_a_later_classification_run_from_what_began_them(
	starts_on: EventType, due: str
) -> None:
	clock = ClockTerms(ClockKind.NEXT_UPDATE, hours(2), ALWAYS, starts_on=starts_on)
	timeline = [one(hours(8)), Terms((clock,), since=at("2026-06-08 11:00"))]
	events = [
		received(),
		event(EventType.PARTNER_REPLIED, "2026-06-08 09:10"),
		event(EventType.UPDATE_SENT, "2026-06-08 10:30"),
		event(EventType.PARTNER_REPLIED, "2026-06-08 10:40"),
		event(EventType.RECLASSIFIED, "2026-06-08 11:00"),
	]
	told = evaluate(timeline, events, at("2026-06-08 11:30")).clock(ClockKind.NEXT_UPDATE)
	assert told is not None
	assert (told.state, told.cycle, told.missed_cycles, told.due) == (ClockState.RUNNING, 1, 0, at(due))


def test_a_reply_before_the_report_counts_starts_no_update() -> None:
	"""000 §3.1: nothing runs before a report came through the official channel."""
	terms = Terms((ClockTerms(ClockKind.NEXT_UPDATE, hours(2), ALWAYS, starts_on=EventType.PARTNER_REPLIED),))
	events = [event(EventType.REPORTED, MONDAY), event(EventType.PARTNER_REPLIED, "2026-06-08 10:00")]
	assert evaluate(terms, events, at("2026-06-09 09:00")).clocks[0].state is ClockState.WAITING


def test_solved_and_reopened_before_it_is_received() -> None:
	"""As when it was first told by a channel that doesn't count."""
	events = [
		event(EventType.FIXED, MONDAY),
		event(EventType.REOPENED, "2026-06-08 10:00"),
		received("2026-06-08 11:00"),
	]
	clock = evaluate(one(hours(2)), events, at("2026-06-08 12:00")).clocks[0]
	assert (clock.state, clock.elapsed, clock.due) == (ClockState.RUNNING, HOUR, at("2026-06-08 13:00"))


def test_a_release_that_passes_while_the_ticket_waits_calls_nobody() -> None:
	"""Complaint 10; the date stays what it is (X4), and counts once the ticket goes on."""
	release = Target(TargetKind.NEXT_RELEASE, release=at("2026-06-10 10:00"))
	terms = Terms(one(release).clocks, (Tier(1, (Trigger(TriggerKind.BREACH),)),))
	events = [received(), event(EventType.PAUSED, "2026-06-08 10:00")]
	told = evaluate(terms, events, at("2026-06-12 09:00"))
	assert (told.clocks[0].state, told.clocks[0].due) == (ClockState.PAUSED, at("2026-06-10 10:00"))
	assert (told.alerts, told.escalations, told.next_event_at) == ((), (), None)
	told = evaluate(terms, [*events, event(EventType.RESUMED, "2026-06-12 10:00")], at("2026-06-12 10:00"))
	assert told.clocks[0].state is ClockState.BREACHED
	assert len(told.alerts) == len(told.escalations) == 1


def test_a_classification_doesnt_count_before_it_begins() -> None:
	timeline = [one(hours(8)), Terms(one(hours(1)).clocks, since=at("2026-06-09 09:00"))]
	told = evaluate(timeline, [received()], at("2026-06-08 12:00"))
	assert (told.clocks[0].state, told.clocks[0].due) == (ClockState.RUNNING, at("2026-06-08 17:00"))
	told = evaluate(timeline, [received("2026-06-08 16:00")], at("2026-06-08 16:30"))
	assert told.next_event_at == at("2026-06-09 09:00")
	assert evaluate(timeline, [received("2026-06-08 16:00")], at("2026-06-09 09:00")).clocks[0].due == at(
		"2026-06-08 17:00"
	)


@pytest.mark.parametrize("leaving", [EventType.CANCELLED, EventType.MERGED, EventType.OUT_OF_SCOPE])
def test_what_left_the_agreement_counts_no_more(leaving: EventType) -> None:
	events = [received(), event(leaving, "2026-06-08 12:00"), event(EventType.FIXED, "2026-06-08 14:00")]
	for now in ("2026-06-08 13:00", "2026-06-08 15:00"):
		clock = evaluate(one(hours(8)), events, at(now)).clocks[0]
		assert (clock.state, clock.elapsed) == (ClockState.EXCLUDED, 3 * HOUR)


KINDS = [
	EventType.RECEIVED,
	EventType.FULFILLED,
	EventType.CANCELLED,
	EventType.PAUSED,
	EventType.RESUMED,
	EventType.CONFIRMED,
	EventType.TEAM_ASSIGNED,
	EventType.TEAM_CLEARED,
	EventType.WORKAROUND_APPLIED,
	EventType.FIXED,
	EventType.REOPENED,
	EventType.OUT_OF_SCOPE,
	EventType.IN_SCOPE,
	EventType.UPDATE_SENT,
	EventType.PARTNER_REPLIED,
]
HISTORIES = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 14 * 24 * 60)), max_size=12)
TERMS = p1()
RELEASE = Target(TargetKind.NEXT_RELEASE, release=at("2026-06-11 10:00"))
OTHERS = Terms(
	(
		ClockTerms(ClockKind.NEXT_UPDATE, hours(2), BUSINESS),
		ClockTerms(ClockKind.RESOLUTION, RELEASE, BUSINESS),
		ClockTerms(ClockKind.WORKAROUND, Target(TargetKind.DAYS, days=2), BUSINESS),
		ClockTerms(ClockKind.PERMANENT_FIX, Target(TargetKind.OPEN_ENDED, seconds=40 * HOUR), BUSINESS),
	),
	(
		Tier(1, (Trigger(TriggerKind.BREACH, ClockKind.NEXT_UPDATE),)),
		Tier(2, (Trigger(TriggerKind.BREACH, ClockKind.RESOLUTION),)),
	),
)
BY_REPLY = Terms(
	(ClockTerms(ClockKind.NEXT_UPDATE, hours(2), BUSINESS, starts_on=EventType.PARTNER_REPLIED),),
	since=at("2026-06-12 12:00"),
)
TIMELINES = st.sampled_from([(TERMS,), (OTHERS,), (OTHERS, BY_REPLY), (TERMS, OTHERS, BY_REPLY)])


def history(steps: list[tuple[EventType, int]], *, at_once: bool = True) -> list[Event]:
	start = at("2026-06-05 15:00")
	first = [Event(EventType.RECEIVED, start)] if at_once else []
	return first + [Event(kind, start + timedelta(minutes=m)) for kind, m in steps]


@given(HISTORIES, st.integers(-600, 15 * 24 * 60), st.integers(0, 600), TIMELINES, st.booleans())
def test_nothing_changes_before_the_next_change(
	steps: list[tuple[EventType, int]],
	minutes: int,
	later: int,
	timeline: tuple[Terms, ...],
	at_once: bool,
) -> None:
	"""What the tick relies on: between now and `next_event_at` no state, alert or escalation changes.

	Events recorded ahead of `now`, as after a clock has stepped back, are among them.
	"""
	events = history(steps, at_once=at_once)
	now = at("2026-06-05 15:00") + timedelta(minutes=minutes)
	told = evaluate(timeline, events, now)
	then = now + timedelta(minutes=later)
	if told.next_event_at is not None:
		then = min(then, told.next_event_at - timedelta(microseconds=1))
	then = max(then, now)
	again = evaluate(timeline, events, then)
	assert [(c.kind, c.state) for c in again.clocks] == [(c.kind, c.state) for c in told.clocks]
	assert again.escalations == told.escalations
	assert again.alerts == told.alerts


@given(HISTORIES, st.integers(0, 15 * 24 * 60))
def test_the_receipt_adds_up(steps: list[tuple[EventType, int]], minutes: int) -> None:
	"""What a receipt counts is the target where there is a due time, else what has elapsed."""
	told = evaluate(TERMS, history(steps), at("2026-06-05 15:00") + timedelta(minutes=minutes), receipts=True)
	for clock in told.clocks:
		if clock.receipt is not None:
			counted = sum(line.seconds for line in clock.receipt.counted)
			assert counted == clock.receipt.seconds
			if clock.target_seconds is not None:
				assert counted == clock.target_seconds
			else:
				assert counted == clock.elapsed


@given(HISTORIES, st.integers(0, 15 * 24 * 60))
def test_elapsed_and_remaining_agree_with_the_state(steps: list[tuple[EventType, int]], minutes: int) -> None:
	told = evaluate(TERMS, history(steps), at("2026-06-05 15:00") + timedelta(minutes=minutes))
	for clock in told.clocks:
		if clock.target_seconds is None or clock.state in (ClockState.EXCLUDED, ClockState.WAITING):
			continue
		assert clock.remaining == clock.target_seconds - clock.elapsed
		if clock.state in (ClockState.RUNNING, ClockState.AT_RISK, ClockState.PAUSED, ClockState.MET):
			assert clock.elapsed <= clock.target_seconds
		if clock.state is ClockState.MISSED:
			assert clock.elapsed > clock.target_seconds


def test_an_hour_that_clocks_repeat_is_told_apart() -> None:
	"""Berlin, 25 October 2026: 02:30 comes twice. Fixed in the second one, due in the first: missed."""
	berlin = ZoneInfo("Europe/Berlin")
	calendar = WorkingCalendar.from_dict({"time_zone": "Europe/Berlin", "hours": "24x7"})
	start = datetime(2026, 10, 25, 0, 45, tzinfo=berlin)
	fixed = datetime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=1)
	told = evaluate(
		one(hours(2), calendar),
		[Event(EventType.RECEIVED, start), Event(EventType.FIXED, fixed)],
		datetime(2026, 10, 26, tzinfo=berlin),
	)
	assert told.clocks[0].due == datetime(2026, 10, 25, 0, 45, tzinfo=timezone.utc)
	assert (told.clocks[0].state, told.clocks[0].elapsed) == (ClockState.MISSED, 2.75 * HOUR)


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(seconds=1), timedelta(microseconds=1)])
def test_an_event_ahead_of_the_clock_is_waited_for(ahead: timedelta) -> None:
	"""The clock stepped back by an hour, or another server's is a second ahead: looked at again when the event comes."""
	received = at("2026-06-08 09:00")
	told = evaluate(TERMS, [Event(EventType.RECEIVED, received)], received - ahead)
	assert {clock.state for clock in told.clocks} == {ClockState.WAITING}
	assert told.next_event_at == received
	later = evaluate(TERMS, [Event(EventType.RECEIVED, received)], received)
	assert ClockState.RUNNING in {clock.state for clock in later.clocks}


@given(HISTORIES, st.integers(0, 15 * 24 * 60), TIMELINES)
def test_looking_when_told_to_misses_nothing(
	steps: list[tuple[EventType, int]], minutes: int, timeline: tuple[Terms, ...]
) -> None:
	"""Against a clock that looks every minute: who looks at `next_event_at` alone sees each change when it comes."""
	events = history(steps)
	now = at("2026-06-05 15:00") + timedelta(minutes=minutes)
	told = evaluate(timeline, events, now)
	for minute in range(0, 600, 7):
		then = now + timedelta(minutes=minute)
		while told.next_event_at is not None and told.next_event_at <= then:
			told = evaluate(timeline, events, told.next_event_at)
		seen = evaluate(timeline, events, then)
		assert [(c.kind, c.team, c.state, c.cycle) for c in told.clocks] == [
			(c.kind, c.team, c.state, c.cycle) for c in seen.clocks
		]
		assert (told.escalations, told.tellings, told.alerts) == (
			seen.escalations,
			seen.tellings,
			seen.alerts,
		)
