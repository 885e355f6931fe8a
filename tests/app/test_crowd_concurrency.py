"""Several processes at once: one major incident for one service, one open request for a tier. MariaDB only."""

import pytest

from tests.app import own_site
from tests.app.stage import Stage

pytestmark = pytest.mark.skipif(bool(own_site.unfit()), reason=own_site.unfit())


def test_one_major_incident_and_one_open_request(stage: Stage) -> None:
	names = stage.run("crowd_process", "prepare")
	stage.at_once("crowd_process", *(("look", *names[number::3]) for number in range(3)))
	answers = stage.at_once("crowd_process", *[("ask", names[0])] * 3)
	assert [
		count for _name, count in stage.read("select name, partner_count from `tabSLA Major Incident`")
	] == [3]
	rows = stage.read("select sla_ticket, count(*) from `tabSLA Major Incident Ticket` group by sla_ticket")
	assert dict(rows) == dict.fromkeys(names, 1)
	told = stage.read(
		"select sla_ticket, count(*) from `tabSLA Event` where event_type = 'several_partners' group by sla_ticket"
	)
	assert dict(told) == dict.fromkeys(names, 1)
	requests = stage.read("select status, count(*) from `tabSLA Escalation Request` group by status")
	assert requests == [("Open", 1)]
	asked = "select count(*) from `tabSLA Event` where event_type = 'escalation_requested'"
	assert stage.read(asked) == [(1,)]
	assert sorted(answer == "Open" for answer in answers) == [False, False, True]
	assert all("has already asked for level" in answer for answer in answers if answer != "Open")
