"""What a bench offers on its command line: the self-check and the check of the seals, on a site that nobody else has open."""

import subprocess
import sys

import pytest

from tests.app import own_site
from tests.app.own_site import FOLDER
from tests.app.stage import Stage

pytestmark = pytest.mark.skipif(bool(own_site.unfit()), reason=own_site.unfit())


def self_check(stage: Stage, *options: str) -> tuple[int, str]:
	return command(stage, "sla-id-self-check", *options)


def command(stage: Stage, *asked: str) -> tuple[int, str]:
	words = [sys.executable, "-W", "ignore", "-m", "tests.app.command_process", str(stage.site), *asked]
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


def test_a_changed_statement_is_named(stage: Stage) -> None:
	"""Status 0 while every seal fits, 1 once somebody has changed a sealed figure in the database."""
	stage.run("statement_process", "prepare")
	names = stage.run("statement_process", "earlier")
	assert stage.at_once("statement_process", ("seal", *names)) == [""]
	status, said = command(stage, "sla-id-verify-statements")
	assert (status, f"{len(names)} sealed statements, 0 differences" in said) == (0, True), said
	stage.read("update `tabSLA Statement` set credit = credit + 1 where name = %s", names[0])
	status, said = command(stage, "sla-id-verify-statements", "--partner", "TOKO")
	assert status == 1 and names[0] in said, said
