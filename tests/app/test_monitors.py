"""Monitors that call in: what both senders do, every row of docs/monitors.md, comes to the right outages on a site.

It is Monday 20 April 2026; times are UTC, as the senders' are.
"""

from typing import Any

import pytest

from sla_id.audit_trail import read_trail
from sla_id.monitors.judge_waiting import delete_old, judge_message_again, judge_waiting, run_minute
from sla_id.monitors.silence import blind_times
from sla_id.outages.record_outage import correct_outage, end_outage, withdraw_outage
from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.monitor_world import (
	MESSAGE,
	OUTAGE,
	SOURCE,
	TARGET,
	outages,
	send,
	send_and_judge,
	source,
	states,
	target,
)
from tests.monitors.senders import (
	DOWN,
	UP,
	KumaMonitor,
	alert,
	alertmanager_message,
	kuma_certificate,
	kuma_message,
	kuma_test,
	utc,
)

PORTAL = KumaMonitor()


@pytest.fixture(autouse=True)
def later(site: Any, clockwork: Clockwork) -> None:
	"""It is 19:00 in Jakarta, 12:00 UTC."""
	clockwork.at("2026-04-20 19:00")


@pytest.fixture
def kuma(later: None) -> str:
	"""The token of an Uptime Kuma that watches the service API as monitor 7."""
	token = source()
	target("Uptime Kuma", "id=7")
	return token


@pytest.fixture
def prometheus(later: None) -> str:
	"""The token of an Alertmanager whose PortalDown is the service API; its rule waits five minutes."""
	token = source("Alertmanager", offset_seconds=300)
	target("Alertmanager", "alertname=PortalDown")
	return token


def at(time: str) -> Any:
	return utc(f"2026-04-20 {time}")


def down(time: str, monitor: KumaMonitor = PORTAL, **values: Any) -> dict[str, Any]:
	return kuma_message(monitor, DOWN, at(time), **values)


def up(time: str, since: str | None = None, monitor: KumaMonitor = PORTAL) -> dict[str, Any]:
	return kuma_message(monitor, UP, at(time), last_down=at(since) if since else None)


def iso(time: str) -> str:
	return f"2026-04-20T{time}:00Z"


def only(site: Any) -> Any:
	(name,) = site.get_all(OUTAGE, pluck="name")
	return site.get_doc(OUTAGE, name)


# Who may send ----------------------------------------------------------------------------------------------------


def test_a_token_that_counts(site: Any, kuma: str) -> None:
	assert send("", kuma_test()) == send("x" * 43, kuma_test()) == send("x" * 5000, kuma_test()) == [401]
	assert send(kuma, kuma_test()) == [200]
	site.db.set_value(SOURCE, "Uptime Kuma", "enabled", 0)
	assert send(kuma, kuma_test()) == [401]


def test_what_is_kept_of_a_token_is_its_hash(site: Any, kuma: str) -> None:
	row = site.db.get_value(SOURCE, "Uptime Kuma", "*", as_dict=True)
	assert kuma not in str(row) and row.token_hint == f"…{kuma[-4:]}"


def test_too_large_and_too_many(site: Any, kuma: str) -> None:
	# a bench's Redis remembers what earlier tests sent in this minute, which stands still
	site.cache.delete_keys("sla_id_monitor")
	site.db.set_value(SOURCE, "Uptime Kuma", {"largest_kilobytes": 4, "most_per_minute": 3})
	assert send(kuma, {"heartbeat": None, "msg": "x" * 5000}) == [413]
	assert send(kuma, *[kuma_test()] * 5) == [200, 200, 200, 503, 503]


def test_a_test_and_a_certificate_come_to_nothing(site: Any, kuma: str) -> None:
	send_and_judge(kuma, kuma_test(), kuma_certificate())
	assert states() == ["Ignored", "Ignored"] and outages() == []


# Uptime Kuma -----------------------------------------------------------------------------------------------------


def test_down_and_up(site: Any, kuma: str) -> None:
	send_and_judge(kuma, down("08:00"))
	doc = only(site)
	assert (doc.status, doc.detected_by, doc.source) == ("Open", "Monitor", "Uptime Kuma")
	assert [(row.service, row.component) for row in doc.services] == [("API", None)]
	send_and_judge(kuma, up("09:00", "08:00"))
	assert outages() == ["20 08:00–09:00"] and states() == ["Judged", "Judged"]
	assert [entry.kind for entry in read_trail(OUTAGE, doc.name)] == ["Opened", "Ended"]
	assert site.db.get_value(MESSAGE, {"outage": doc.name}, "says")


def test_measured_and_declared_are_both_kept(site: Any, kuma: str) -> None:
	monitor = KumaMonitor(maxretries=3, retry_interval=60)
	send_and_judge(kuma, down("08:03", monitor))
	doc = only(site)
	assert str(doc.measured_start_utc) == "2026-04-20 08:00:00"
	assert str(doc.declared_start_utc) == "2026-04-20 08:03:00"


def test_replays_repetitions_and_disorder(site: Any, kuma: str) -> None:
	send_and_judge(kuma, up("09:00", "08:00"))
	send_and_judge(kuma, down("08:30", important=False))
	send_and_judge(kuma, down("08:00"), down("08:00"))
	send_and_judge(kuma, down("08:00"), up("09:00", "08:00"), down("08:30", important=False))
	assert outages() == ["20 08:00–09:00"]
	assert site.get_all(MESSAGE, pluck="times", order_by="received_utc, creation") and len(states()) == 3


def test_a_late_start_corrects_what_the_repetition_opened(site: Any, kuma: str) -> None:
	send_and_judge(kuma, down("08:30", important=False))
	send_and_judge(kuma, down("08:00"))
	doc = only(site)
	assert outages() == ["20 08:00–"]
	assert str(doc.declared_start_utc) == "2026-04-20 08:00:00"
	assert [entry.kind for entry in read_trail(OUTAGE, doc.name)] == ["Opened", "Corrected"]


def test_a_repetition_confirms(site: Any, kuma: str, clockwork: Clockwork) -> None:
	site.db.set_single_value("SLA Settings", "outage_ask_after_minutes", 120)
	send_and_judge(kuma, down("11:50"))
	clockwork.at("2026-04-20 22:00")
	send_and_judge(kuma, down("14:59", important=False))
	assert str(only(site).confirmed_utc) == "2026-04-20 14:59:00"


def test_maintenance_hides_a_recovery(site: Any, kuma: str) -> None:
	"""DOWN, maintenance, UP inside it: no UP is sent. The next DOWN ends the first in doubt, and the managers are told."""
	send_and_judge(kuma, down("08:00"), down("11:00"), up("11:30", "11:00"))
	assert outages() == ["20 08:00–11:00", "20 11:00–11:30"]
	bells = site.get_all("SLA Outbox", {"recipient": world.LEAD}, pluck="name")
	assert len(bells) == 1
	first = site.get_all(OUTAGE, pluck="name", order_by="started_utc")[0]
	correct_outage(first, {"ended": at("09:10")}, "maintenance began at 09:00")
	send_and_judge(kuma, down("11:45"))
	assert outages() == ["20 08:00–09:10", "20 11:00–11:30", "20 11:45–"]
	assert len(site.get_all("SLA Outbox", {"recipient": world.LEAD})) == 1


def test_a_late_recovery_settles_the_doubt(site: Any, kuma: str) -> None:
	send_and_judge(kuma, down("08:00"), down("11:00"))
	send_and_judge(kuma, up("09:00", "08:00"))
	assert outages() == ["20 08:00–09:00", "20 11:00–"]


def test_a_group_and_its_members_are_one_outage(site: Any, kuma: str) -> None:
	group = KumaMonitor(id=9, name="Semua", type="group", children=(7,))
	member = KumaMonitor(id=7, parent=9)
	target(
		"Uptime Kuma", "id=9", "PORTAL" if site.db.exists("SLA Service", "PORTAL") else "API", component="web"
	)
	send_and_judge(kuma, down("08:01", group))
	assert outages() == ["20 08:01–"]
	send_and_judge(kuma, down("08:00", member))
	assert outages() == ["20 08:00–"]
	send_and_judge(kuma, up("09:00", "08:00", member), up("09:01", "08:01", group))
	assert outages() == ["20 08:00–09:00"]


def test_two_monitors_of_one_service_are_one_outage(site: Any, kuma: str) -> None:
	target("Uptime Kuma", "id=8")
	other = KumaMonitor(id=8, name="Portal 2")
	send_and_judge(kuma, down("08:00"), down("08:30", other), up("09:00", "08:00"))
	assert outages() == ["20 08:00–"]
	send_and_judge(kuma, up("09:30", "08:30", other))
	assert outages() == ["20 08:00–09:30"]


def test_what_turns_out_to_be_one_is_merged(site: Any, kuma: str) -> None:
	target("Uptime Kuma", "id=8")
	other = KumaMonitor(id=8, name="Portal 2")
	send_and_judge(kuma, down("08:00"), up("08:30", "08:00"), down("09:00"), up("09:30", "09:00"))
	assert outages() == ["20 08:00–08:30", "20 09:00–09:30"]
	send_and_judge(kuma, down("08:10", other), up("09:10", "08:10", other))
	assert outages() == ["20 08:00–09:30"]
	assert site.db.count(OUTAGE, {"status": "Merged"}) == 1


# Alertmanager ----------------------------------------------------------------------------------------------------


def test_the_offset_counts(site: Any, prometheus: str) -> None:
	"""for 5m, firing 10:05, resolved 10:20: 20 minutes, not 15."""
	send_and_judge(prometheus, alertmanager_message(alert(iso("10:05"))))
	assert outages() == ["20 10:00–"]
	send_and_judge(prometheus, alertmanager_message(alert(iso("10:05"), iso("10:20"))))
	assert outages() == ["20 10:00–10:20"]


def test_a_pair_a_restart_and_repetitions(site: Any, prometheus: str, clockwork: Clockwork) -> None:
	for node in ("am-1", "am-2"):
		send_and_judge(prometheus, alertmanager_message(alert(iso("10:05")), node=node))
	send_and_judge(prometheus, alertmanager_message(alert(iso("10:40")), node="am-1"))
	clockwork.at("2026-04-20 20:00")
	send_and_judge(prometheus, alertmanager_message(alert(iso("10:40")), node="am-1"))
	assert outages() == ["20 10:00–"]
	assert str(only(site).confirmed_utc).startswith("2026-04-20 13:00:00")
	send_and_judge(prometheus, alertmanager_message(alert(iso("10:40"), iso("11:00")), node="am-2"))
	assert outages() == ["20 10:00–11:00"]


def test_each_alert_of_a_group_has_its_own_status(site: Any, prometheus: str) -> None:
	message = alertmanager_message(
		alert(iso("10:05"), iso("10:20"), fingerprint="a"),
		alert(iso("11:05"), fingerprint="b", instance="2"),
	)
	send_and_judge(prometheus, message)
	assert outages() == ["20 10:00–10:20", "20 11:00–"]


def test_what_was_cut_off_marks_the_source_and_is_told_once(site: Any, prometheus: str) -> None:
	send_and_judge(prometheus, alertmanager_message(alert(iso("10:05")), truncated=12))
	send_and_judge(prometheus, alertmanager_message(alert(iso("10:06")), truncated=3))
	assert site.db.get_value(SOURCE, "Alertmanager", ["incomplete", "truncated_alerts"]) == (1, 12)
	assert len(site.get_all("SLA Outbox", {"recipient": world.LEAD})) == 1


# Mapping, failing, judging again ---------------------------------------------------------------------------------


def test_what_nobody_mapped_waits_and_is_judged_backwards(site: Any, later: None) -> None:
	token = source()
	send_and_judge(token, down("08:00"), up("09:00", "08:00"), down("10:00"))
	assert states() == ["Unmapped"] * 3 and outages() == []
	(name,) = site.get_all(TARGET, pluck="name")
	doc = site.get_doc(TARGET, name)
	assert (doc.title, doc.matcher, doc.state) == ("Portal", "id=7", "Down")
	doc.service = "API"
	doc.save()
	judge_waiting()
	assert outages() == ["20 08:00–09:00", "20 10:00–"] and states() == ["Judged"] * 3


def test_the_target_with_the_most_labels_wins(site: Any, prometheus: str) -> None:
	target("Alertmanager", "alertname=PortalDown\ninstance=test:443", ignored=1)
	send_and_judge(
		prometheus, alertmanager_message(alert(iso("10:05"), instance="test:443", fingerprint="t"))
	)
	assert outages() == [] and states() == ["Judged"]
	send_and_judge(prometheus, alertmanager_message(alert(iso("10:05"))))
	assert outages() == ["20 10:00–"]


def test_a_message_that_fails_says_why_and_is_tried_again(site: Any, kuma: str, clockwork: Clockwork) -> None:
	send_and_judge(kuma, {"heartbeat": {"status": 9}, "monitor": {"id": 7}, "msg": ""}, down("12:30"))
	assert states() == ["Failed", "Failed"]
	first, second = site.get_all(MESSAGE, ["name", "problem", "next_try_utc"], order_by="creation, name")
	problems = {row.problem for row in (first, second)}
	assert any("none of 0, 1, 2 and 3" in problem for problem in problems)
	assert any("in the future" in problem for problem in problems)
	clockwork.at("2026-04-20 19:40")
	run_minute()
	assert sorted(states()) == ["Failed", "Judged"] and outages() == ["20 12:30–"]


def test_judge_again_by_hand(site: Any, kuma: str, clockwork: Clockwork) -> None:
	send_and_judge(kuma, down("12:30"))
	(name,) = site.get_all(MESSAGE, pluck="name")
	assert judge_message_again(name)["state"] == "Failed"
	clockwork.at("2026-04-20 19:31")
	assert judge_message_again(name) == {"state": "Judged", "problem": ""}


# What people have said -------------------------------------------------------------------------------------------


def test_what_a_person_ended_stays_ended(site: Any, kuma: str) -> None:
	send_and_judge(kuma, down("08:00"))
	end_outage(only(site).name, at("09:00"), "the operator says so")
	send_and_judge(kuma, up("11:00", "08:00"))
	assert outages() == ["20 08:00–09:00"]
	send_and_judge(kuma, down("11:30"))
	assert outages() == ["20 08:00–09:00", "20 11:30–"]


def test_what_a_person_withdrew_is_no_outage(site: Any, kuma: str) -> None:
	send_and_judge(kuma, down("08:00"))
	withdraw_outage(only(site).name, "a false alarm")
	send_and_judge(kuma, down("08:30", important=False), up("09:00", "08:00"))
	assert outages() == []
	send_and_judge(kuma, down("10:00"))
	assert outages() == ["20 10:00–"]


def test_a_corrected_start_stays_and_the_end_still_comes(site: Any, kuma: str) -> None:
	send_and_judge(kuma, down("08:00"))
	correct_outage(
		only(site).name, {"started": at("07:30"), "root_cause": "disk"}, "the partner called at 07:30"
	)
	send_and_judge(kuma, up("09:00", "08:00"))
	assert outages() == ["20 07:30–09:00"]


# Silence and age -------------------------------------------------------------------------------------------------


def test_a_source_that_falls_silent_is_blind(site: Any, kuma: str, clockwork: Clockwork) -> None:
	site.db.set_value(SOURCE, "Uptime Kuma", "silent_after_minutes", 10)
	send_and_judge(kuma, up("12:00"))
	clockwork.at("2026-04-20 19:09")
	run_minute()
	assert blind_times(["API"], at("00:00"), at("23:00")) == []
	clockwork.at("2026-04-20 19:30")
	run_minute()
	run_minute()
	clockwork.at("2026-04-20 19:45")
	send_and_judge(kuma, up("12:45"))
	(blind,) = blind_times(["API", "PORTAL"], at("00:00"), at("23:00"))
	assert (blind.service, (blind.span[1] - blind.span[0]) // 60_000_000) == ("API", 45)
	assert len(site.get_all("SLA Outbox", {"recipient": world.LEAD})) == 1


def test_another_source_that_watches_too_sees(
	site: Any, kuma: str, prometheus: str, clockwork: Clockwork
) -> None:
	site.db.set_value(SOURCE, "Uptime Kuma", "silent_after_minutes", 10)
	send_and_judge(kuma, up("12:00"))
	clockwork.at("2026-04-20 19:30")
	run_minute()
	assert blind_times(["API"], at("00:00"), at("23:00")) == []


def test_old_messages_go_and_outages_stay(site: Any, kuma: str, clockwork: Clockwork) -> None:
	send_and_judge(kuma, down("08:00"), up("09:00", "08:00"), kuma_test(), down("11:00"))
	clockwork.at("2026-09-20 19:00")
	send_and_judge(kuma, down("11:00"))
	delete_old()
	assert states() == ["Judged"]  # of the outage that lasts
	assert outages() == ["20 08:00–09:00", "20 11:00–"]
	send_and_judge(kuma, kuma_message(PORTAL, UP, utc("2026-09-20 11:30"), last_down=at("11:00")))
	assert outages() == ["20 08:00–09:00", "20 11:00–11:30"]


def test_a_source_goes_with_what_it_said(site: Any, kuma: str) -> None:
	send_and_judge(kuma, down("08:00"))
	site.delete_doc(SOURCE, "Uptime Kuma")
	assert not site.db.count(MESSAGE) and not site.db.count(TARGET) and outages() == ["20 08:00–"]
