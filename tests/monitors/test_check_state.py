"""Own checks: confirmed before they are declared, flapping is one outage. Against a reading of the whole history at once."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from sla_id.monitors.check_state import CheckState, after_check, after_gap
from tests.monitors.senders import utc

START = utc("2026-04-20 08:00")


def at(number: int) -> datetime:
	return START + timedelta(minutes=number)


def course(checks: str, declare: int, recover: int) -> list[tuple[int, int | None]]:
	"""The outages that checks come to, in minutes: "x" failed, "." was good."""
	state, found = CheckState(), []
	for number, check in enumerate(checks):
		state, turned = after_check(state, check == ".", at(number), declare, recover)
		if turned:
			minute = int((turned.at - START).total_seconds() // 60)
			if turned.is_down:
				found.append((minute, None))
			else:
				found[-1] = (found[-1][0], minute)
	return found


def test_confirmed_before_it_is_declared() -> None:
	assert course("..xx....", 3, 2) == []
	assert course("..xxx...", 3, 2) == [(2, 5)]
	assert course("..xxx", 3, 2) == [(2, None)]


def test_flapping_is_one_outage() -> None:
	assert course("xxx.x.x.x..xx.", 3, 2) == [(0, 9)]
	assert course("x.x.x.x.", 2, 2) == []


@given(some.text("x.", max_size=60), some.integers(1, 4), some.integers(1, 4))
def test_against_the_whole_history(checks: str, declare: int, recover: int) -> None:
	"""An outage begins at the first run of failures that is long enough, and ends at the next such run of good checks."""
	found, number = [], 0
	while (start := checks.find("x" * declare, number)) >= 0:
		end = checks.find("." * recover, start)
		found.append((start, end if end >= 0 else None))
		if end < 0:
			break
		number = end + recover
	assert course(checks, declare, recover) == found


def test_a_gap_begins_anew_what_had_only_begun() -> None:
	state, _turned = after_check(CheckState(), False, at(0), 2, 2)
	state, turned = after_check(after_gap(state), False, at(60), 2, 2)
	assert turned is None and state.failing_since == at(60)
	state, turned = after_check(state, False, at(61), 2, 2)
	assert turned and turned.at == at(60)
	assert after_gap(state).declared == at(61)
