"""What a bench offers on its command line: the self-check, on a site that nobody else has open."""

import subprocess
import sys

import pytest

from tests.app import own_site
from tests.app.own_site import FOLDER
from tests.app.stage import Stage

pytestmark = pytest.mark.skipif(bool(own_site.unfit()), reason=own_site.unfit())


def self_check(stage: Stage, *options: str) -> tuple[int, str]:
	words = [sys.executable, "-W", "ignore", "-m", "tests.app.command_process", str(stage.site), *options]
	done = subprocess.run(words, cwd=FOLDER, capture_output=True, text=True, timeout=300)
	return done.returncode, done.stdout + done.stderr


def test_the_self_check_reports_then_repairs(stage: Stage) -> None:
	"""Status 0 where all agrees, 1 where something is left; a record whose ticket is gone ends only on request."""
	stage.run("desk_process", "prepare", 4)
	stage.run("tick_process", "tick")
	status, said = self_check(stage)
	assert status == 0, said
	stage.read("delete from `tabHD Ticket` limit 1")
	stage.read("update `tabSLA Ticket` set state = 'Met' where reference_doctype = 'Issue' limit 1")
	status, said = self_check(stage)
	assert status == 1
	assert "ticket gone: its ticket was deleted" in said
	assert "state is Met, by the ledger" in said
	status, said = self_check(stage, "--repair")
	assert (status, said.count("[repaired]")) == (0, 3), said
	assert self_check(stage)[0] == 0
	assert stage.read("select count(*) from `tabSLA Ticket` where name like '%% deleted %%'") == [(1,)]
