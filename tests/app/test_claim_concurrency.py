"""Two people who decide on one claim or one pause at once, on MariaDB: one wins, the other is told, the clocks follow one decision."""

import pytest

from tests.app import own_site, world
from tests.app.stage import Stage

pytestmark = pytest.mark.skipif(bool(own_site.unfit()), reason=own_site.unfit())
EVENTS = "select event_type from `tabSLA Event` where sla_ticket = %s and event_type in %s"


def test_two_decide_at_once(stage: Stage) -> None:
	claim, pause, ticket, other = stage.run("claim_process", "prepare")

	said = stage.at_once(
		"claim_process", ("decide", world.LEAD, claim, 1), ("decide", "Administrator", claim, 0)
	)
	assert said.count("") == 1, said
	((status, by),) = stage.read(
		"select status, decided_by from `tabSLA Ticket Claim` where name = %s", claim
	)
	granted = said[0] == ""
	assert (status, by) == (("Granted", world.LEAD) if granted else ("Refused", "Administrator"))
	assert len(stage.read(EVENTS, ticket, ("exclusion_approved",))) == int(granted) + 1

	said = stage.at_once(
		"claim_process", ("take_back", world.LEAD, other), ("take_back", "Administrator", other)
	)
	assert said.count("") == 1, said
	assert "was taken back by" in "".join(said)
	assert len(stage.read(EVENTS, ticket, ("exclusion_revoked",))) == 1

	said = stage.at_once(
		"claim_process", ("approve", world.LEAD, pause, 1), ("approve", "Administrator", pause, 0)
	)
	assert said.count("") == 1, said
	((status,),) = stage.read("select status from `tabSLA Ticket Pause` where name = %s", pause)
	kind = "pause_approved" if said[0] == "" else "pause_refused"
	assert status == ("Approved" if said[0] == "" else "Refused")
	assert stage.read(EVENTS, ticket, ("pause_approved", "pause_refused")) == [(kind,)]
	trail = "select kind from `tabSLA Audit Entry` where subject = %s order by number"
	assert stage.read(trail, claim) == [("Claimed",), ("Decided",)]
	assert stage.read(trail, pause) == [("Reason given",), ("Decided",)]
	assert stage.read("select method from `tabError Log`") == []
