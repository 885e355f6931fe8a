"""Several people at one outage at once, on MariaDB: one wins, the other is told, and the trail has no gap."""

import pytest

from tests.app import own_site, world
from tests.app.stage import Stage

pytestmark = pytest.mark.skipif(bool(own_site.unfit()), reason=own_site.unfit())
OF = "from `tabSLA Audit Entry` where subject = %s order by number"


def test_two_people_at_one_outage(stage: Stage) -> None:
	ended, one, two, three, corrected = stage.run("outage_process", "prepare", 5)

	said = stage.at_once("outage_process", ("end", world.AGENT, ended, 60), ("end", world.LEAD, ended, 30))
	assert said.count("") == 1, said
	((lost),) = [text for text in said if text]
	assert f"{ended} was ended by" in lost or f"{ended} diakhiri oleh" in lost
	assert stage.read(f"select kind {OF}", ended) == [("Opened",), ("Ended",)]

	# each into the other: both would be gone
	said = stage.at_once(
		"outage_process", ("merge", world.LEAD, one, two), ("merge", "Administrator", two, one)
	)
	assert said.count("") == 1, said
	stays, gone = (one, two) if said[0] == "" else (two, one)
	rows = dict(stage.read("select name, status from `tabSLA Outage` where name in (%s, %s)", one, two))
	assert rows == {stays: "Open", gone: "Merged"}

	# ending what somebody merges away, whoever comes first
	said = stage.at_once(
		"outage_process", ("merge", world.LEAD, stays, three), ("end", world.AGENT, three, 30)
	)
	status, into = stage.read("select status, merged_into from `tabSLA Outage` where name = %s", three)[0]
	assert said[0] == "" and (status, into) == ("Merged", stays), said
	assert said[1] == "" or "digabungkan" in said[1] or "merged" in said[1]

	# everybody's corrections are told, each after the one before
	times = 6
	said = stage.at_once(
		"outage_process",
		*(("correct", user, corrected, user, times) for user in (world.LEAD, "Administrator", world.AGENT)),
	)
	assert said == ["", "", ""]
	numbers = [number for (number,) in stage.read(f"select number {OF}", corrected)]
	assert numbers == list(range(1, 3 * times + 2))
	assert stage.read("select method from `tabError Log`") == []


def test_two_jobs_ask_once(stage: Stage) -> None:
	names = stage.run("outage_process", "prepare", 3)
	asked = stage.at_once("outage_process", ("ask",), ("ask",))
	assert sum(asked) == len(names), asked
	told = stage.read(
		"select reference_name, recipient, channel, count(*) from `tabSLA Outbox`"
		" where reference_doctype = 'SLA Outage' group by reference_name, recipient, channel"
	)
	assert {row[0] for row in told} == set(names) and {row[3] for row in told} == {1}
	assert stage.read("select method from `tabError Log`") == []
