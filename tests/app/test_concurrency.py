"""Two schedulers at once and one killed in the middle: every escalation fires once and none is lost. MariaDB only."""

import signal
import time
from collections import Counter

import pytest

from tests.app import own_site
from tests.app.stage import Stage, finish, wait_for

TICKETS = 14

pytestmark = pytest.mark.skipif(bool(own_site.unfit()), reason=own_site.unfit())


def test_two_schedulers_and_a_killed_one(stage: Stage) -> None:
	stage.run("tick_process", "prepare", TICKETS)
	doomed = stage.start("tick_process", "tick")
	wait_for(doomed, "ticking")
	time.sleep(0.4)
	doomed.send_signal(signal.SIGKILL)
	doomed.wait(timeout=30)
	for running in [stage.start("tick_process", "tick") for _scheduler in range(2)]:
		finish(running)
	stage.run("tick_process", "tick")
	fired = {
		(name, level): count
		for name, level, count in stage.read(
			"select sla_ticket, level, count(*) from `tabSLA Escalation` group by sla_ticket, level"
		)
	}
	assert set(fired.values()) == {1}
	assert Counter(level for _name, level in fired) == {1: TICKETS, 2: TICKETS, 3: TICKETS}
	assert stage.read("select count(*) from `tabSLA Ticket` where next_event_at <= utc_timestamp()") == [(0,)]
	states = stage.read("select state, count(*) from `tabSLA Ticket` group by state")
	assert states == [("Breached", TICKETS)]
