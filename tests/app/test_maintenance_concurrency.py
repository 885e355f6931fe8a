"""Several at once, and one that is killed: each partner is told once. MariaDB only."""

import signal

import pytest

from tests.app import own_site
from tests.app.maintenance_process import PARTNERS
from tests.app.stage import Stage, wait_for

pytestmark = pytest.mark.skipif(bool(own_site.unfit()), reason=own_site.unfit())

MAILS = "select count(*), count(distinct recipient) from `tabSLA Outbox` where template = 'maintenance' and reference_name = %s and message_key like %s"
ROWS = "select count(*), count(distinct partner) from `tabSLA Maintenance Announcement` where parent = %s and kind = %s"


def test_told_once(stage: Stage) -> None:
	names = stage.run("maintenance_process", "prepare")
	planned, late = names["planned"], names["late"]

	killed = stage.start("maintenance_process", "die", planned)
	wait_for(killed, "ready")
	assert killed.stdin is not None
	killed.stdin.write("\n")
	killed.stdin.flush()
	assert killed.wait(timeout=120) == -signal.SIGKILL
	assert stage.read(ROWS, planned, "Announced") == [(0, 0)]
	assert stage.read(MAILS, planned, "%Announced%") == [(0, 0)]

	said = stage.at_once("maintenance_process", *[("announce", planned)] * 3)
	assert sorted(said)[-1] == "announced" and said.count("announced") == 1, said
	assert all("Announced" in text for text in said if text != "announced"), said
	assert stage.read(ROWS, planned, "Announced") == [(PARTNERS, PARTNERS)]
	assert stage.read(MAILS, planned, "%Announced%") == [(PARTNERS, PARTNERS)]

	found = stage.at_once("maintenance_process", *[("overrun",)] * 3)
	assert sum(found) == 1, found
	assert stage.read(ROWS, late, "Overrun") == [(PARTNERS, PARTNERS)]
	assert stage.read(MAILS, late, "%Overrun%") == [(PARTNERS, PARTNERS)]
