"""Pauses with reasons: what counts, until when, and after which decision; exclusions approved afterwards. Each rule, then random
lives of a ticket minute by minute.
"""

import copy
import pickle
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sla_id.engine import (
	Clock,
	ClockKind,
	ClockState,
	ClockTerms,
	Event,
	EventType,
	Named,
	PauseTerms,
	Sentence,
	Target,
	TargetKind,
	Terms,
	evaluate,
)
from sla_id.engine.sentences import say
from sla_id.engine.words import say_receipt
from tests.engine.build import HOUR, at, calendar, round_the_clock

BUSINESS, ALWAYS = calendar(), round_the_clock()
PARTNER = PauseTerms(
	"WAIT",
	Named("Menunggu mitra", {"id": "Menunggu mitra", "en": "Waiting for the partner"}),
	longest=Target(TargetKind.DURATION, seconds=2 * HOUR),
	calendar=BUSINESS,
	promise="2 jam kerja",
)
VENDOR = PauseTerms("VENDOR", "Menunggu vendor", needs_approval=True)
BOTH = PauseTerms(
	"BOTH",
	"Menunggu izin",
	needs_approval=True,
	longest=Target(TargetKind.DURATION, seconds=3 * HOUR),
	calendar=ALWAYS,
)
PAUSES = (PARTNER, VENDOR, BOTH)


def terms(length: int = 8 * HOUR) -> Terms:
	target = Target(TargetKind.DURATION, seconds=length)
	return Terms((ClockTerms(ClockKind.RESOLUTION, target, BUSINESS),), pauses=PAUSES)


def monday(text: str) -> datetime:
	return at(f"2026-06-08 {text}")


def happened(kind: EventType, text: str, **values: object) -> Event:
	return Event(kind, monday(text), **values)  # type: ignore[arg-type]


RECEIVED = happened(EventType.RECEIVED, "09:00")
PAUSED = happened(EventType.PAUSED, "10:00", reason="On Hold")


def named(code: str, asked: str = "10:00", start: str = "10:00") -> Event:
	return happened(EventType.PAUSE_NAMED, start, code=code, until=monday(asked))


def clock(now: str, *events: Event) -> Clock:
	return evaluate(terms(), [RECEIVED, *events], monday(now)).clocks[0]


def test_a_pause_ends_by_itself_to_the_minute() -> None:
	"""Paused at 10:00 for at most 2 working hours: at 12:00 the clock runs, whenever anybody looks."""
	events = [RECEIVED, PAUSED, named("WAIT")]
	before = evaluate(terms(), events, monday("11:59"))
	assert (before.clocks[0].state, before.next_event_at) == (ClockState.PAUSED, monday("12:00"))
	on_time = evaluate(terms(), events, monday("12:00"))
	assert (on_time.clocks[0].state, on_time.clocks[0].elapsed) == (ClockState.RUNNING, HOUR)
	late = evaluate(terms(), events, monday("15:00"))
	assert late.clocks[0].due == on_time.clocks[0].due == at("2026-06-09 11:00")
	assert late.holds[0].end == monday("12:00")


def test_its_longest_time_is_counted_on_its_own_calendar() -> None:
	"""Paused at 16:00 for at most 2 working hours: until 10:00 the next morning."""
	late = [
		RECEIVED,
		happened(EventType.PAUSED, "16:00"),
		named("WAIT", "16:05", "16:00"),
	]
	assert evaluate(terms(), late, at("2026-06-09 11:00")).holds[0].end == at("2026-06-09 10:00")


def test_resuming_earlier_ends_it_earlier() -> None:
	resumed = happened(EventType.RESUMED, "11:00")
	assert clock("15:00", PAUSED, named("WAIT"), resumed).elapsed == 5 * HOUR


def test_another_status_that_pauses_gains_no_time() -> None:
	"""On Hold, then Replied: one pause, its reason and its longest time go on."""
	replied = happened(EventType.PAUSED, "11:00", reason="Replied")
	assert clock("15:00", PAUSED, named("WAIT"), replied).elapsed == 4 * HOUR
	again = happened(EventType.PAUSED, "13:00", reason="On Hold")
	assert clock("15:00", PAUSED, named("WAIT"), replied, again).elapsed == 4 * HOUR


def test_a_pause_of_its_own_begins_anew() -> None:
	events = [
		PAUSED,
		named("WAIT"),
		happened(EventType.RESUMED, "13:00"),
		happened(EventType.PAUSED, "14:00"),
	]
	assert clock("15:00", *events).elapsed == 3 * HOUR
	assert clock("15:00", *events).state is ClockState.PAUSED


@pytest.mark.parametrize(
	("decision", "elapsed", "state"),
	[
		(None, 5 * HOUR, ClockState.RUNNING),
		(EventType.PAUSE_APPROVED, HOUR, ClockState.PAUSED),
		(EventType.PAUSE_REFUSED, 6 * HOUR, ClockState.AT_RISK),
	],
)
def test_what_needs_approval(decision: EventType | None, elapsed: int, state: ClockState) -> None:
	"""Paused at 10:00, asked at 11:00, looked at at 15:00. It counts up to the asking; approved from 10:00 on; refused never."""
	decided = [happened(decision, "10:00")] if decision else []
	found = clock("15:00", PAUSED, named("VENDOR", "11:00"), *decided)
	assert (found.elapsed, found.state) == (elapsed, state)


def test_another_reason_is_decided_on_anew() -> None:
	approved = happened(EventType.PAUSE_APPROVED, "10:00")
	events = [PAUSED, named("VENDOR", "11:00"), approved, named("BOTH", "12:00")]
	assert clock("15:00", *events).elapsed == 4 * HOUR


def test_the_last_decision_holds() -> None:
	events = [PAUSED, named("VENDOR"), happened(EventType.PAUSE_APPROVED, "10:00")]
	assert clock("15:00", *events, happened(EventType.PAUSE_REFUSED, "10:00")).elapsed == 6 * HOUR


def test_a_reason_that_the_agreement_no_longer_names_limits_nothing() -> None:
	assert clock("15:00", PAUSED, named("GONE")).elapsed == HOUR


def test_without_a_reason_it_pauses_as_ever() -> None:
	assert clock("15:00", PAUSED).elapsed == HOUR


def test_naming_no_pause_changes_nothing() -> None:
	lost = [named("WAIT", "10:00", "09:30"), happened(EventType.PAUSE_REFUSED, "09:30")]
	assert clock("15:00", *lost) == clock("15:00")


def receipt(language: str, *events: Event) -> str:
	found = evaluate(terms(), [RECEIVED, *events], monday("15:00"), receipts=True).clocks[0].receipt
	assert found is not None
	return say_receipt(found, language)


def test_the_receipt_names_the_reason_in_both_languages() -> None:
	told = [receipt(language, PAUSED, named("WAIT")) for language in ("en", "id")]
	assert (
		"10:00–12:00: paused, Waiting for the partner, ended by itself after 2 jam kerja (2 h of" in told[0]
	)
	assert "Menunggu mitra" in told[1]


def test_a_name_survives_copying_and_stands_in_sentences() -> None:
	name = PARTNER.label
	said = Sentence("{reason}, approved", reason=name)
	for text in (pickle.loads(pickle.dumps(said)), copy.deepcopy(said)):
		assert say(text, "en") == "Waiting for the partner, approved"
		assert say(Sentence("{0}", text), "id") == "Menunggu mitra, disetujui"
	assert say(name, "fr") == "Menunggu mitra"


def excluded(start: str, end: str, **values: object) -> Event:
	return happened(EventType.EXCLUSION_APPROVED, start, until=monday(end), **values)


@pytest.mark.parametrize(
	("start", "end", "elapsed"),
	[
		("10:30", "12:30", 4 * HOUR),  # half of it overlaps the pause from 10:00 to 12:00... counted once
		("07:00", "08:30", 4 * HOUR + HOUR // 2),  # before it was received
		("17:00", "23:00", 4 * HOUR + HOUR // 2),  # outside working hours, after the stop
		("08:00", "09:30", 4 * HOUR),  # across its start
		("15:00", "18:00", 4 * HOUR),  # across its stop at 15:30
	],
)
def test_where_an_exclusion_counts(start: str, end: str, elapsed: int) -> None:
	events = [PAUSED, happened(EventType.RESUMED, "12:00"), happened(EventType.FIXED, "15:30")]
	found = evaluate(terms(), [RECEIVED, *events, excluded(start, end)], at("2026-06-09 12:00")).clocks[0]
	assert found.elapsed == elapsed


def test_a_missed_clock_becomes_met() -> None:
	"""Due 17:00, fixed the next day at 10:00, one hour late. Two hours of it are excluded afterwards."""
	fixed = Event(EventType.FIXED, at("2026-06-09 10:00"))
	later = at("2026-06-12 09:00")
	assert evaluate(terms(), [RECEIVED, fixed], later).clocks[0].state is ClockState.MISSED
	claim = excluded("13:00", "15:00", reason="Keadaan kahar", key="TC-0001")
	found = evaluate(terms(), [RECEIVED, fixed, claim], later, receipts=True).clocks[0]
	assert (found.state, found.due) == (ClockState.MET, at("2026-06-09 11:00"))
	assert found.receipt is not None
	assert "excluded afterwards: Keadaan kahar (TC-0001)" in say_receipt(found.receipt, "en")


def test_an_exclusion_that_is_taken_back_never_was() -> None:
	"""One of two is revoked by its key: due as with the other alone, and the receipt names it no more."""
	fixed = Event(EventType.FIXED, at("2026-06-09 10:00"))
	later = at("2026-06-12 09:00")
	first = excluded("13:00", "15:00", reason="Keadaan kahar", key="TC-0001")
	second = excluded("15:00", "15:30", reason="Serangan", key="TC-0002")
	back = happened(EventType.EXCLUSION_REVOKED, "13:00", key="TC-0001", reason="salah tiket")
	alone, both, left = (
		evaluate(terms(), [RECEIVED, *events, fixed], later, receipts=True).clocks[0]
		for events in ((second,), (first, second), (first, second, back))
	)
	assert (both.state, left.state) == (ClockState.MET, ClockState.MISSED)
	assert (left.due, left.elapsed, left.breached) == (alone.due, alone.elapsed, alone.breached)
	assert left.receipt is not None
	said = say_receipt(left.receipt, "en")
	assert "TC-0002" in said
	assert "TC-0001" not in said


def test_nothing_else_is_taken_back() -> None:
	"""A key that isn't an exclusion's, and none, take nothing back; a claim that is made anew counts."""
	claim = excluded("13:00", "15:00", key="TC-0001")
	others = [happened(EventType.EXCLUSION_REVOKED, "13:00", key=key) for key in ("TC-0002", "")]
	again = [
		happened(EventType.EXCLUSION_REVOKED, "13:00", key="TC-0001"),
		excluded("13:00", "15:00", key="TC-0003"),
	]
	plain = excluded("13:00", "15:00")
	lives_of = ([claim], [claim, *others], [claim, *again], [plain, *others])
	dues = {evaluate(terms(), [RECEIVED, *life], monday("16:00")).clocks[0].due for life in lives_of}
	assert dues == {at("2026-06-09 11:00")}


Step = tuple[str, int, int, str]
"""What happens (paused, resumed, named, approved, refused, excluded, revoked), at which minute, another minute, and a reason's code
or a claim's key."""
MINUTES = st.integers(0, 7 * 60)


@st.composite
def lives(draw: st.DrawFn) -> list[Step]:
	"""What happens to a ticket, in order of recording."""
	points = sorted(draw(st.lists(MINUTES, min_size=2, max_size=8, unique=True)))
	found: list[Step] = []
	for number, minute in enumerate(points):
		kind = draw(st.sampled_from(("paused", "resumed"))) if number else "paused"
		found.append((kind, minute, 0, ""))
	starts = [minute for kind, minute, *_rest in found if kind == "paused"]
	for start in starts:
		if draw(st.booleans()):
			code = draw(st.sampled_from(("WAIT", "VENDOR", "BOTH")))
			found.append(("named", start, start + draw(st.integers(0, 90)), code))
			decision = draw(st.sampled_from(("", "approved", "refused")))
			if decision:
				found.append((decision, start, 0, ""))
	for number in range(draw(st.integers(0, 3))):
		first, second = draw(MINUTES), draw(MINUTES)
		found.append(("excluded", min(first, second), max(first, second), str(number)))
		if draw(st.booleans()):
			found.append(("revoked", min(first, second), 0, str(number)))
	return found


def as_events(life: list[Step]) -> list[Event]:
	kinds = {
		"paused": EventType.PAUSED,
		"resumed": EventType.RESUMED,
		"named": EventType.PAUSE_NAMED,
		"approved": EventType.PAUSE_APPROVED,
		"refused": EventType.PAUSE_REFUSED,
		"excluded": EventType.EXCLUSION_APPROVED,
		"revoked": EventType.EXCLUSION_REVOKED,
	}
	claims = ("excluded", "revoked")
	begin = monday("09:00")
	return [
		Event(
			kinds[kind],
			begin + timedelta(minutes=minute),
			code="" if kind in claims else code,
			key=code if kind in claims else "",
			until=begin + timedelta(minutes=other) if kind in ("named", "excluded") else None,
		)
		for kind, minute, other, code in life
	]


def still(life: list[Step], minute: int) -> bool:
	"""Whether the clock stands still in a minute, by walking back to what a person would look up: the pause it lies in, the
	reason that holds there, how long that has lasted (business hours are all hours here), whether it was decided."""
	back = {key for kind, _first, _last, key in life if kind == "revoked"}
	if any(
		kind == "excluded" and first <= minute < last and key not in back for kind, first, last, key in life
	):
		return True
	status = [(at_, kind) for kind, at_, *_ in life if kind in ("paused", "resumed") and at_ <= minute]
	status.sort()
	if not status or status[-1][1] == "resumed":
		return False
	since = max((at_ for at_, kind in status if kind == "resumed"), default=-1)
	for at_ in sorted((at_ for at_, kind in status if kind == "paused" and at_ > since), reverse=True):
		names = [entry for entry in life if entry[0] == "named" and entry[1] == at_]
		if not names:
			continue
		_kind, start, asked, code = names[-1]
		decided = [entry[0] for entry in life if entry[0] in ("approved", "refused") and entry[1] == at_]
		if decided and decided[-1] == "refused":
			return False
		if code != "WAIT" and not decided and minute >= asked:
			return False
		longest = {"WAIT": 120, "BOTH": 180}.get(code)
		return longest is None or minute < start + longest
	return True


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(lives(), st.integers(0, 8 * 60))
def test_minute_by_minute(life: list[Step], now: int) -> None:
	"""All minutes up to `now` on a Monday from 09:00 to 17:00, against the engine. Exclusions up to now only, as claims are."""
	known = [entry for entry in life if entry[0] != "excluded" or entry[2] <= now]
	found = evaluate(terms(), [RECEIVED, *as_events(known)], monday("09:00") + timedelta(minutes=now)).clocks[
		0
	]
	assert found.elapsed == 60 * sum(not still(known, minute) for minute in range(now))


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(lives())
def test_whoever_looks_in_between_changes_nothing(life: list[Step]) -> None:
	"""From one next event to the next nothing changes: the tick that comes on time and one that comes late say the same."""
	events = [
		RECEIVED,
		*(event for event in as_events(life) if event.type is not EventType.EXCLUSION_APPROVED),
	]
	last = max(event.at for event in events)
	looks, end = [last], at("2026-06-09 17:00")
	while (
		(following := evaluate(terms(), events, looks[-1]).next_event_at)
		and following < end
		and len(looks) < 20
	):
		looks.append(following)
	for start, until in pairwise([*looks, end]):
		middle = start + (until - start) / 2
		states = [evaluate(terms(), events, moment).clocks[0].state for moment in (start, middle)]
		assert states[0] == states[1], (start, middle)
