"""Several processes close and seal one month, and one is killed: each statement is there once and whole. MariaDB only."""

import signal

import pytest

from tests.app import own_site
from tests.app.stage import Stage, wait_for

pytestmark = pytest.mark.skipif(bool(own_site.unfit()), reason=own_site.unfit())
COUNT = "select count(*), count(distinct partner) from `tabSLA Statement`"
OF_TOKO = "select name from `tabSLA Statement` where partner = 'TOKO' order by month desc, revision"


def test_one_month_closed_by_many(stage: Stage) -> None:
	stage.run("statement_process", "prepare")

	killed = stage.start("statement_process", "die")
	wait_for(killed, "ready")
	assert killed.stdin is not None
	killed.stdin.write("\n")
	killed.stdin.flush()
	assert killed.wait(timeout=120) == -signal.SIGKILL
	assert stage.read(OF_TOKO) == []
	assert stage.read("select name from `tabSLA Credit Note`") == []
	trail = "select subject from `tabSLA Audit Entry` where subject_doctype = 'SLA Statement'"
	left = {name for (name,) in stage.read("select name from `tabSLA Statement`")}
	assert {name for (name,) in stage.read(trail)} == left

	made = stage.at_once("statement_process", *[("close",)] * 3)
	((toko,),) = stage.read(OF_TOKO)
	assert sum(toko in names for names in made) == 1, made
	((rows, partners),) = stage.read(COUNT)
	assert rows == partners >= 3 and rows == sum(map(len, made)) + len(left)
	assert stage.read("select count(*) from `tabSLA Credit Note`") == [(1,)]
	told = "select recipient, count(*) from `tabSLA Outbox` where reference_name = %s group by recipient"
	assert {count for _who, count in stage.read(told, toko)} == {1}
	assert stage.read("select method from `tabError Log`") == []

	# one wins, the other is told
	said = stage.at_once("statement_process", ("seal", toko), ("seal", toko))
	assert said.count("") == 1 and any("Sealed" in text or "Disegel" in text for text in said), said
	assert stage.read("select number from `tabSLA Statement` where name = %s", toko) == [(1,)]

	# seals of one partner come one after the other
	one, two, three, four = stage.run("statement_process", "earlier")
	said = stage.at_once("statement_process", ("seal", one, two), ("seal", three, four))
	assert said == ["", ""]
	numbers = "select number from `tabSLA Statement` where partner = 'TOKO' order by number"
	assert stage.read(numbers) == [(1,), (2,), (3,), (4,), (5,)]
	assert stage.run("statement_process", "verify") == []

	# a change by SQL is found; its revision is made once
	stage.read("update `tabSLA Outage` set ended_utc = started_utc + interval 1 minute")
	found = stage.run("statement_process", "verify")
	assert found and all(entry.startswith(f"{toko}: differs since sealing") for entry in found), found
	made = stage.at_once("statement_process", *[("revise", toko)] * 3)
	assert len(set(made)) == 1, made
	kinds = "select kind, count(*) from `tabSLA Credit Note` group by kind order by kind"
	assert stage.read(kinds) == [("Credit", 1), ("Reversal", 1)]
	assert stage.read("select method from `tabError Log`") == []
