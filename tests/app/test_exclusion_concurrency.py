"""Several people at one claim at once, on MariaDB: one wins, the other is told, and the trail has no gap."""

import pytest

from tests.app import own_site, world
from tests.app.stage import Stage

pytestmark = pytest.mark.skipif(bool(own_site.unfit()), reason=own_site.unfit())
ROW = "select status, decided_by from `tabSLA Exclusion Claim` where name = %s"
KINDS = "select kind from `tabSLA Audit Entry` where subject = %s order by number"
SPANS = "select timestampdiff(hour, start_utc, end_utc) from `tabSLA Exclusion Span` where parent = %s"


def test_two_people_at_one_claim(stage: Stage) -> None:
	first, second, third = stage.run("exclusion_process", "prepare", 3)

	# each another decision: one counts, and nothing of the other
	calls = (("decide", world.LEAD, first, 1), ("decide", "kedua@provider.example", first, 0))
	said = stage.at_once("exclusion_process", *calls)
	assert said.count("") == 1, said
	(lost,) = [text for text in said if text]
	assert f"{first} is in state" in lost or f"{first} kini berstatus" in lost
	winner = said.index("")
	((status, by),) = stage.read(ROW, first)
	assert (status, by) == (("Partly Granted", "Refused")[winner], calls[winner][1])
	assert stage.read(SPANS, first) == [[(1,)], []][winner]
	assert stage.read(KINDS, first) == [("Claimed",), (status,)]

	# withdrawn and decided at once: whoever comes second meets what the first did
	said = stage.at_once(
		"exclusion_process", ("withdraw", "Administrator", second), ("decide", world.LEAD, second, 2)
	)
	((status, _by),) = stage.read(ROW, second)
	assert status == "Withdrawn" and said[0] == "", said
	assert stage.read(SPANS, second) == []
	assert stage.read(KINDS, second) in (
		[("Claimed",), ("Withdrawn",)],
		[("Claimed",), ("Partly Granted",), ("Withdrawn",)],
	)

	# two of the partner's people object: once
	assert stage.at_once("exclusion_process", ("decide", world.LEAD, third, 2)) == [""]
	said = stage.at_once("exclusion_process", *([("object", world.PARTNER_USER, third)] * 2))
	assert said.count("") == 1, said
	assert stage.read(KINDS, third)[-2:] == [("Partly Granted",), ("Objected",)]

	# a double click claims once
	said = stage.at_once("exclusion_process", *([("claim", world.AGENT, "2026-04-10T08:00:00+00:00")] * 2))
	assert said.count("") == 1 and any("EXC-" in text for text in said), said
	assert stage.read("select method from `tabError Log`") == []


def test_two_jobs_remind_once(stage: Stage) -> None:
	names = stage.run("exclusion_process", "prepare", 3)
	told = stage.at_once("exclusion_process", ("remind",), ("remind",))
	assert sum(told) == len(names), told
	rows = stage.read(
		"select reference_name, recipient, channel, count(*) from `tabSLA Outbox`"
		" where reference_doctype = 'SLA Exclusion Claim' and creation > (select max(creation) from `tabSLA Exclusion Claim`)"
		" group by reference_name, recipient, channel"
	)
	assert {row[0] for row in rows} == set(names)
	assert stage.read("select method from `tabError Log`") == []
