"""What both senders' messages come to, as docs/monitors.md has it, and against Uptime Kuma played check by check."""

import contextlib
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sla_id.monitors.alertmanager import parse_alertmanager
from sla_id.monitors.observation import Observation, Unreadable
from sla_id.monitors.outage_course import Stretch, course_of, join_stretches, without_told_twice
from sla_id.monitors.uptime_kuma import parse_uptime_kuma
from tests.monitors.senders import (
	DOWN,
	MAINTENANCE,
	PENDING,
	UP,
	KumaMonitor,
	alert,
	alertmanager_message,
	kuma_certificate,
	kuma_message,
	kuma_test,
	play,
	utc,
)

RECEIVED = utc("2026-04-10 12:00")
PORTAL = KumaMonitor()
RESULTS = some.lists(some.sampled_from(["ok", "fails", "fails", "fails", "maintenance"]), max_size=60)


def kuma(*messages: dict[str, Any]) -> list[Observation]:
	return [found for message in messages for found in parse_uptime_kuma(message).observations]


def prometheus(*messages: dict[str, Any], minutes: int = 0) -> list[Observation]:
	offset = timedelta(minutes=minutes)
	return [
		found for message in messages for found in parse_alertmanager(message, RECEIVED, offset).observations
	]


def down(at: str, **values: Any) -> dict[str, Any]:
	return kuma_message(PORTAL, DOWN, utc(f"2026-04-10 {at}"), **values)


def up(at: str, since: str | None = None) -> dict[str, Any]:
	return kuma_message(
		PORTAL, UP, utc(f"2026-04-10 {at}"), last_down=utc(f"2026-04-10 {since}") if since else None
	)


def said(stretches: list[Stretch]) -> list[str]:
	"""Each as "08:00–09:00", with a question mark where its end is in doubt."""
	return [
		f"{each.start:%H:%M}–{f'{each.end:%H:%M}' if each.end else ''}{'?' if each.in_doubt else ''}"
		for each in stretches
	]


# Uptime Kuma -----------------------------------------------------------------------------------------------------


def test_down_and_up() -> None:
	assert said(course_of(kuma(down("08:00"), up("09:00", "08:00")))) == ["08:00–09:00"]


def test_tests_and_certificates_are_no_outage() -> None:
	for message in (kuma_test(), kuma_certificate()):
		reading = parse_uptime_kuma(message)
		assert reading.observations == () and reading.ignored


@pytest.mark.parametrize("status", [PENDING, MAINTENANCE])
def test_pending_and_maintenance_are_neither(status: int) -> None:
	assert course_of(kuma(down("08:00"), kuma_message(PORTAL, status, RECEIVED))) == course_of(
		kuma(down("08:00"))
	)


def test_a_repetition_is_the_same_outage_and_confirms_it() -> None:
	(stretch,) = course_of(
		kuma(down("08:00"), down("08:30", important=False), down("09:00", important=False))
	)
	assert said([stretch]) == ["08:00–"]
	assert stretch.confirmed == utc("2026-04-10 09:00")


def test_up_may_come_first_and_alone_tells_the_outage() -> None:
	assert said(course_of(kuma(up("09:00", "08:00"), down("08:00")))) == ["08:00–09:00"]
	assert said(course_of(kuma(up("09:00", "08:00")))) == ["08:00–09:00"]
	assert course_of(kuma(up("09:00"))) == []


def test_declared_after_the_retries() -> None:
	monitor = KumaMonitor(maxretries=3, interval=60, retry_interval=20)
	(stretch,) = course_of(kuma(kuma_message(monitor, DOWN, utc("2026-04-10 08:01"))))
	assert (stretch.start, stretch.declared) == (utc("2026-04-10 08:00"), utc("2026-04-10 08:01"))
	without = KumaMonitor(maxretries=3, interval=60, retry_interval=0)
	(stretch,) = course_of(kuma(kuma_message(without, DOWN, utc("2026-04-10 08:03"))))
	assert stretch.start == utc("2026-04-10 08:00")


def test_what_went_down_at_once_has_no_retries_before_it() -> None:
	monitor = KumaMonitor(maxretries=3, type="json-query")
	(stretch,) = course_of(kuma(kuma_message(monitor, DOWN, utc("2026-04-10 08:00"), retries=0)))
	assert stretch.start == utc("2026-04-10 08:00")


def test_the_recovery_that_maintenance_hid_leaves_the_end_in_doubt() -> None:
	"""DOWN, maintenance, UP inside it: no UP is sent. The next DOWN says that the first has ended before it."""
	first = course_of(kuma(down("08:00")))
	assert said(first) == ["08:00–"]
	later = kuma(down("08:00"), down("11:00"), up("11:30", "11:00"))
	assert said(course_of(later)) == ["08:00–11:00?", "11:00–11:30"]


def test_a_person_who_ends_it_is_believed_until_it_is_down_again() -> None:
	ended = [utc("2026-04-10 09:00")]
	assert said(course_of(kuma(down("08:00")), ended)) == ["08:00–09:00"]
	later = kuma(down("08:00"), down("10:00"))
	assert said(course_of(later, ended)) == ["08:00–09:00", "10:00–"]
	repeated = kuma(down("08:00"), down("09:30", important=False), up("10:00", "08:00"))
	assert said(course_of(repeated, ended)) == ["08:00–09:00", "09:30–10:00"]


def test_a_group_and_its_members_are_one_outage() -> None:
	member = course_of(kuma(down("08:00"), up("09:00", "08:00")))
	group = KumaMonitor(id=9, name="All", type="group", children=(7,))
	told = kuma(
		kuma_message(group, DOWN, utc("2026-04-10 08:01")),
		kuma_message(group, UP, utc("2026-04-10 09:01"), last_down=utc("2026-04-10 08:01")),
		kuma_message(group, DOWN, utc("2026-04-10 10:00")),
	)
	assert said(without_told_twice(course_of(told), member)) == ["10:00–"]
	assert said(join_stretches([*course_of(told), *member])) == ["08:00–09:01", "10:00–"]


@given(RESULTS, some.integers(0, 3), some.integers(0, 4), some.randoms(use_true_random=False))
@settings(max_examples=400, deadline=None)
def test_against_kuma_played(results: list[str], retries: int, resend: int, chance: Any) -> None:
	"""Shuffled, doubled and with repetitions lost, its messages come to the times in which it called it down."""
	monitor = KumaMonitor(maxretries=retries, retry_interval=20, resend_interval=resend)
	played = play(monitor, utc("2026-04-10 00:00"), results)
	sent = [entry for entry in played.messages if entry["heartbeat"]["important"] or chance.random() < 0.5]
	sent += [entry for entry in sent if chance.random() < 0.5]
	chance.shuffle(sent)
	found = course_of(kuma(*sent))
	starts = [(stretch.start, stretch.declared) for stretch in found]
	assert starts == [(first, declared) for first, declared, _end in played.down]
	for stretch, (_first, _declared, end) in zip(found, played.down, strict=True):
		if stretch.end is not None and not stretch.in_doubt:
			assert stretch.end == end
		else:  # only maintenance hides an end, and then it is never put too early
			assert "maintenance" in results or end is None
			assert stretch.end is None or (end is not None and stretch.end >= end)


@given(RESULTS, some.integers(0, 3), some.integers(0, 4), some.randoms(use_true_random=False))
@settings(max_examples=400, deadline=None)
def test_a_lost_start_is_told_by_the_recovery(
	results: list[str], retries: int, resend: int, chance: Any
) -> None:
	"""Whatever else is lost: where a recovery came in, its outage is there, to the second."""
	played = play(
		KumaMonitor(maxretries=retries, retry_interval=20, resend_interval=resend),
		utc("2026-04-10 00:00"),
		results,
	)
	kept = [entry for entry in played.messages if entry["heartbeat"]["status"] == UP or chance.random() < 0.5]
	chance.shuffle(kept)
	found = {(stretch.start, stretch.declared, stretch.end) for stretch in course_of(kuma(*kept))}
	ups = {
		parse_uptime_kuma(entry).observations[0].seen for entry in kept if entry["heartbeat"]["status"] == UP
	}
	assert {tuple(true) for true in played.down if true[2] in ups} <= found


@given(
	some.lists(some.tuples(some.integers(0, 200), some.integers(0, 60), some.booleans()), max_size=12),
	some.randoms(use_true_random=False),
)
@settings(max_examples=300, deadline=None)
def test_alerts_against_minutes_one_by_one(spans: list[tuple[int, int, bool]], chance: Any) -> None:
	"""Resolved alerts with their own starts and ends, firing ones beside them: down in exactly the minutes that any of them covers."""
	day = datetime.fromisoformat("2026-04-10T00:00:00+00:00")
	messages, covered = [], set()
	for begin, length, told in spans:
		start, end = day + timedelta(minutes=begin), day + timedelta(minutes=begin + length)
		covered |= set(range(begin, begin + length))
		messages.append(alertmanager_message(alert(start.isoformat(), end.isoformat())))
		if told and length:
			messages.append(alertmanager_message(alert(start.isoformat()), node="am-2"))
	chance.shuffle(messages)
	found = course_of(prometheus(*messages, *messages[:3]))
	minutes = {
		minute
		for minute in range(300)
		if any(stretch.covers(day + timedelta(minutes=minute)) for stretch in found)
	}
	assert minutes == covered


# Alertmanager ----------------------------------------------------------------------------------------------------


def test_the_offset_of_the_rule_counts() -> None:
	"""for 5m, firing 10:05, resolved 10:20: 20 minutes, not 15."""
	message = alertmanager_message(alert("2026-04-10T10:05:00Z", "2026-04-10T10:20:00Z"))
	(stretch,) = course_of(prometheus(message, minutes=5))
	assert said([stretch]) == ["10:00–10:20"]
	assert stretch.declared == utc("2026-04-10 10:05")


def test_year_one_is_no_end_and_each_alert_has_its_own_status() -> None:
	message = alertmanager_message(
		alert("2026-04-10T10:05:00.739266876+07:00", "2026-04-10T10:20:00+07:00"),
		alert("2026-04-10T10:06:00+07:00", fingerprint="b1"),
	)
	resolved, firing = prometheus(message)
	assert (resolved.is_down, firing.is_down) == (False, True)
	assert said(course_of([resolved])) == ["03:05–03:20"]
	assert said(course_of([firing])) == ["03:06–"]


def test_both_of_a_pair_tell_the_same() -> None:
	both = [alertmanager_message(alert("2026-04-10T10:05:00Z"), node=node) for node in ("am-1", "am-2")]
	first, second = prometheus(*both)
	assert first.key == second.key


def test_a_restart_of_prometheus_is_the_same_outage() -> None:
	told = prometheus(
		alertmanager_message(alert("2026-04-10T10:00:00Z")),
		alertmanager_message(alert("2026-04-10T10:36:00Z")),
		alertmanager_message(alert("2026-04-10T10:36:00Z", "2026-04-10T11:00:00Z")),
	)
	assert said(course_of(told)) == ["10:00–11:00"]


def test_flapping_is_each_outage_or_one_where_that_is_set() -> None:
	told = prometheus(
		*(
			alertmanager_message(alert(f"2026-04-10T10:{minute}0:00Z", f"2026-04-10T10:{minute}4:00Z"))
			for minute in range(4)
		)
	)
	found = course_of(told)
	assert said(found) == ["10:00–10:04", "10:10–10:14", "10:20–10:24", "10:30–10:34"]
	assert said(join_stretches(found, timedelta(minutes=7))) == ["10:00–10:34"]
	assert len(join_stretches(found, timedelta(minutes=6))) == 4


def test_what_was_cut_off_is_counted() -> None:
	message = alertmanager_message(alert("2026-04-10T10:05:00Z"), truncated=12)
	assert parse_alertmanager(message, RECEIVED, timedelta()).truncated == 12


@pytest.mark.parametrize(
	"payload",
	[
		None,
		[],
		"x",
		7,
		{},
		{"version": "4"},
		{"version": "3", "alerts": []},
		{"version": "4", "alerts": [None]},
		{"version": "4", "alerts": [{"status": "unknown"}]},
		{"version": "4", "alerts": [{"status": "firing", "labels": 3, "startsAt": "soon"}]},
		{
			"version": "4",
			"alerts": [{"status": "resolved", "startsAt": "2026-04-10T10:05:00Z", "endsAt": None}],
		},
	],
)
def test_what_alertmanager_never_sends_is_refused(payload: Any) -> None:
	with pytest.raises(Unreadable):
		parse_alertmanager(payload, RECEIVED, timedelta())


@pytest.mark.parametrize(
	"payload",
	[
		None,
		[],
		{"heartbeat": {}},
		{"heartbeat": 3, "monitor": {}, "msg": ""},
		{"heartbeat": {"status": 0}, "monitor": None, "msg": ""},
		{"heartbeat": {"status": 9, "time": "2026-04-10 10:00"}, "monitor": {"id": 1}, "msg": ""},
		{"heartbeat": {"status": True, "time": "2026-04-10 10:00"}, "monitor": {"id": 1}, "msg": ""},
		{"heartbeat": {"status": 0, "time": "yesterday"}, "monitor": {"id": 1}, "msg": ""},
		{"heartbeat": {"status": 0, "time": "2026-04-10 10:00"}, "monitor": {}, "msg": ""},
	],
)
def test_what_uptime_kuma_never_sends_is_refused(payload: Any) -> None:
	with pytest.raises(Unreadable):
		parse_uptime_kuma(payload)


Anything = some.recursive(
	some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=20),
	lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=8), inner, max_size=4),
	max_leaves=12,
)


@given(
	some.sampled_from(["heartbeat", "monitor", "status", "time", "maxretries", "tags", "childrenIDs"]),
	Anything,
)
@settings(max_examples=300, deadline=None)
def test_junk_anywhere_is_read_or_refused(place: str, junk: Any) -> None:
	message = down("08:00")
	for part in (message, message["heartbeat"], message["monitor"]):
		if place in part:
			part[place] = junk
	with contextlib.suppress(Unreadable):
		course_of(kuma(message))


@given(some.sampled_from(["status", "labels", "startsAt", "endsAt", "fingerprint"]), Anything)
@settings(max_examples=300, deadline=None)
def test_junk_in_an_alert_is_read_or_refused(place: str, junk: Any) -> None:
	entry = alert("2026-04-10T10:05:00Z", "2026-04-10T10:20:00Z")
	entry[place] = junk
	with contextlib.suppress(Unreadable):
		course_of(prometheus(alertmanager_message(entry)))
