"""Every question of `WorkingCalendar`, on random calendars around changes of the clocks, against the oracle.

The oracle walks minute by minute and shares no code with the engine. More than 5,000 cases a run.
"""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sla_id.engine import EndBeforeStart, LineKind, NeverOpens, PausedForGood
from tests.engine.cases import ASKED, Case, cases, instant, micros_of
from tests.engine.oracle import DAY, MINUTE

EXAMPLES = 510
LEAST = 5_000

random_cases = settings(
	max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
amounts = st.one_of(
	st.sampled_from([3600, 4 * 3600, 8 * 3600, 86_400, 0]).map(lambda seconds: seconds * 1_000_000),
	st.integers(1, 9 * 1440).map(lambda minutes: minutes * 60_000_000),
	st.integers(1, 5 * 86_400_000_000),
)
"""Targets in microseconds: usual ones, whole minutes, anything."""


@random_cases
@given(case=cases(), amount=amounts)
def test_deadline(case: Case, amount: int) -> None:
	expected = case.oracle.deadline(case.at, amount)
	assume(expected is not None)
	assert micros_of(case.calendar.deadline(instant(case.at), amount / 1e6)) == expected
	ASKED["deadline"] += 1


@random_cases
@given(case=cases(), length=amounts)
def test_elapsed(case: Case, length: int) -> None:
	ASKED["elapsed"] += 1
	end = case.at + length
	assert case.calendar.elapsed(instant(case.at), instant(end)) == case.oracle.elapsed(case.at, end) / 1e6
	if length:
		with pytest.raises(EndBeforeStart):
			case.calendar.elapsed(instant(end), instant(case.at))


@random_cases
@given(case=cases(), amount=amounts)
def test_before(case: Case, amount: int) -> None:
	expected = case.oracle.before(case.at, amount)
	assume(expected is not None)
	assert micros_of(case.calendar.before(instant(case.at), amount / 1e6)) == expected
	ASKED["before"] += 1


@random_cases
@given(case=cases())
def test_is_open_and_next_opening(case: Case) -> None:
	ASKED["is_open, next_opening"] += 1
	assert case.calendar.is_open(instant(case.at)) is case.oracle.is_open(case.at)
	expected = case.oracle.next_opening(case.at)
	if expected is not None:
		assert micros_of(case.calendar.next_opening(instant(case.at))) == expected


@random_cases
@given(case=cases(), days=st.integers(0, 4))
def test_day_end(case: Case, days: int) -> None:
	expected = case.oracle.day_end(case.at, days)
	assume(expected is not None and expected < case.oracle.end - 2 * DAY * MINUTE)
	assert micros_of(case.calendar.day_end(instant(case.at), days)) == expected
	ASKED["day_end"] += 1


@random_cases
@given(case=cases(paused=True), amount=amounts)
def test_deadline_with_pauses(case: Case, amount: int) -> None:
	amount = case.length(amount)
	expected = case.oracle.deadline(case.at, amount)
	lasting = any(until is None for _, until in case.pauses)
	assume(expected is not None or lasting)
	if expected is None:
		with pytest.raises(NeverOpens):
			case.calendar.deadline(instant(case.at), amount / 1e6, case.spans)
	else:
		assert micros_of(case.calendar.deadline(instant(case.at), amount / 1e6, case.spans)) == expected
	ASKED["deadline with pauses"] += 1


@random_cases
@given(case=cases(paused=True), length=amounts)
def test_elapsed_with_pauses(case: Case, length: int) -> None:
	ASKED["elapsed with pauses"] += 1
	end = case.at + length
	found = case.calendar.elapsed(instant(case.at), instant(end), case.spans)
	assert found == case.oracle.elapsed(case.at, end) / 1e6


@random_cases
@given(case=cases(paused=True), amount=amounts)
def test_before_with_pauses(case: Case, amount: int) -> None:
	amount = case.length(amount, back=True)
	expected = case.oracle.before(case.at, amount)
	assume(expected is not None)
	assert micros_of(case.calendar.before(instant(case.at), amount / 1e6, case.spans)) == expected
	ASKED["before with pauses"] += 1


@random_cases
@given(case=cases(paused=True), amount=amounts)
def test_walking_there_and_back(case: Case, amount: int) -> None:
	"""Inverse laws: elapsed(s, deadline(s, t)) == t and elapsed(before(d, t), d) == t, pauses or none."""
	ASKED["inverse laws"] += 1
	at, seconds = instant(case.at), amount / 1e6
	for pauses in ((), case.spans):
		try:
			assert case.calendar.elapsed(at, case.calendar.deadline(at, seconds, pauses), pauses) == seconds
		except PausedForGood:
			assert pauses
		except NeverOpens:
			assert not any(case.oracle.open[-7 * 1440 :]), "it stopped though the calendar opens again"
		try:
			assert case.calendar.elapsed(case.calendar.before(at, seconds, pauses), at, pauses) == seconds
		except NeverOpens:
			assert not any(case.oracle.open[: 3 * 1440]), "it stopped though the calendar opened earlier"


@random_cases
@given(case=cases(paused=True), amount=amounts)
def test_the_receipt_adds_up(case: Case, amount: int) -> None:
	"""What a receipt counts adds up to the target, is open, is never paused and never counted twice."""
	ASKED["receipts"] += 1
	try:
		receipt = case.calendar.explain(instant(case.at), amount / 1e6, case.spans)
	except NeverOpens:
		return
	due = micros_of(case.calendar.deadline(instant(case.at), amount / 1e6, case.spans))
	assert (micros_of(receipt.start), micros_of(receipt.due)) == (case.at, due)
	assert receipt.seconds == amount / 1e6
	at = case.at
	for line in receipt.counted:
		start, end = micros_of(line.start), micros_of(line.end)
		assert at <= start < end
		assert end - start == round(line.seconds * 1e6)
		if end < case.oracle.end:
			assert case.oracle.elapsed(start, end) == end - start
		at = end
	assert sum(round(line.seconds * 1e6) for line in receipt.counted) == amount
	told = [(micros_of(line.start), micros_of(line.end)) for line in receipt.lines]
	assert told == sorted(told)
	apart = [span for span, line in zip(told, receipt.lines, strict=True) if line.kind is not LineKind.PAUSED]
	assert all(a[1] <= b[0] for a, b in pairwise(apart)), "a stretch of time is told twice"


def test_so_many_cases_were_run(pytestconfig: pytest.Config) -> None:
	"""Not a handful by accident; the numbers stand in the summary of the run."""
	if len(ASKED) < 10:
		pytest.skip("only some of the questions were asked in this run")
	assert sum(ASKED.values()) >= LEAST
