"""Several workers judge the same messages, and the same message comes in at once: one outage, one row. MariaDB only."""

import pytest

from tests.app import own_site
from tests.app.stage import Stage

pytestmark = pytest.mark.skipif(bool(own_site.unfit()), reason=own_site.unfit())
MONITORS = 6


def test_three_workers_come_to_one_outage(stage: Stage) -> None:
	"""Six monitors of one service that were down in turn, one after the other still: one outage, of one record."""
	stage.run("monitor_process", "prepare", MONITORS)
	stage.at_once("monitor_process", *[("judge",)] * 3)
	assert stage.read("select status, count(*) from `tabSLA Outage` group by status") == [("Open", 1)]
	assert stage.read("select count(distinct outage), count(*) from `tabSLA Monitor Observation`") == [
		(1, MONITORS + MONITORS // 2)
	]
	assert stage.read("select state, count(*) from `tabSLA Monitor Message` group by state") == [
		("Judged", MONITORS + MONITORS // 2)
	]
	assert stage.read("select count(*) from `tabSLA Audit Entry` where kind = 'Opened'") == [(1,)]


def test_the_same_message_at_once_is_one_row(stage: Stage) -> None:
	token = stage.run("monitor_process", "prepare", 0)
	answers = stage.at_once("monitor_process", *[("receive", token, 20)] * 3)
	assert {status for answer in answers for status in answer} <= {200, 503}
	stored = sum(answer.count(200) for answer in answers)
	assert stage.read("select count(*), max(times) from `tabSLA Monitor Message`") == [(1, stored)]
