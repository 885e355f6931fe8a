"""What the comparison finds by its turning points is what a look at every minute of the week finds."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sla_id.agreements.file import read_target
from sla_id.agreements.file.model import TargetRow
from sla_id.agreements.fit.broken_minutes import compare
from sla_id.agreements.fit.example_weeks import ExampleWeek
from sla_id.agreements.fit.fit_result import MINUTES, Link, Outcome
from sla_id.agreements.fit.working_stages import Stage, chain_ends
from sla_id.engine import Target, TargetKind, WorkingCalendar
from sla_id.engine.pauses import micros

ZONE = ZoneInfo("Asia/Jakarta")
WEEK = ExampleWeek(date(2026, 11, 2), ZONE)
LINK = Link("Tim", TargetRow("ola", read_target("1 h"), "business", ("fixed",)))
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _clock(minutes: int) -> str:
	return f"{minutes // 60:02}:{minutes % 60:02}"


@st.composite
def calendars(draw: Any) -> WorkingCalendar:
	if draw(st.integers(0, 5)) == 0:
		return WorkingCalendar.from_dict({"time_zone": "Asia/Jakarta", "hours": "24x7"})
	hours = {}
	for day in draw(st.sets(st.sampled_from(DAYS), min_size=1)):
		edges = sorted(draw(st.sets(st.integers(0, 95), min_size=2, max_size=4)))
		windows = [
			[_clock(start * 15), _clock(end * 15)]
			for start, end in zip(edges[::2], edges[1::2], strict=False)
		]
		if draw(st.integers(0, 6)) == 0:
			windows = [
				[_clock(edges[-1] * 15), _clock(draw(st.integers(0, edges[-1] - 1)) * 15)]
			]  # past midnight
		hours[day] = windows
	holidays = draw(st.sets(st.sampled_from(["2026-11-03", "2026-11-06", "2026-11-09"])))
	return WorkingCalendar.from_dict(
		{"time_zone": "Asia/Jakarta", "hours": hours, "holidays": sorted(holidays)}
	)


@st.composite
def stages(draw: Any) -> Stage:
	kind = draw(st.integers(0, 3))
	if kind == 0:
		target = Target(TargetKind.DAYS, days=draw(st.integers(1, 3)))
	elif kind == 1:
		target = Target(TargetKind.DAYS, days=draw(st.integers(1, 2)), hours_per_day=8)
	else:
		target = Target(
			TargetKind.DURATION, seconds=draw(st.integers(0, 60)) * 900 + draw(st.sampled_from([0, 90]))
		)
	return Stage(draw(calendars()), target)


def _late(promise: Stage, chain: list[Stage]) -> list[int]:
	starts = [WEEK.at(minute) for minute in range(MINUTES)]
	return [micros(chain_ends(chain, start)[-1]) - micros(promise.end(start)) for start in starts]


def _agrees(outcome: Outcome, late: list[int]) -> None:
	found = {minute for span in outcome.spans for minute in range(span.start, span.end)}
	assert found == {minute for minute, amount in enumerate(late) if amount > 0}
	assert outcome.worst.late_seconds == max(late) // 1_000_000
	assert sum(outcome.minutes) == len(found)
	assert (outcome.verdict == "always") == (not found)
	assert (outcome.verdict == "never") == (len(found) == MINUTES)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(promise=stages(), chain=st.lists(stages(), min_size=1, max_size=3))
def test_brute_force_over_every_minute_agrees(promise: Stage, chain: list[Stage]) -> None:
	in_turn, together = compare(promise, [LINK] * len(chain), chain, WEEK)
	_agrees(in_turn, _late(promise, chain))
	alone = [_late(promise, [stage]) for stage in chain]
	_agrees(together, [max(amounts) for amounts in zip(*alone, strict=True)])
