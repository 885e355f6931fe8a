"""An escalation on a genuine bench, all the way: the queue, a worker of the bench's own, an SMTP server, a webhook.

It commits, so it runs only where the site's configuration says `allow_tests`, and puts the database back as it was; a
run that was ended in between is put right by the next.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.app.mailbox import Mailbox, serving
from tests.app.recorder import Recorder, recording
from tests.layers import ROOT

SITE = os.environ.get("SLA_ID_BENCH_SITE", "")
KEPT = ROOT / ".cache" / f"before-live-tests-{SITE}.sql"
PATIENCE = 180
"""Seconds for the worker to have done everything."""

pytestmark = pytest.mark.skipif(not SITE, reason="about a bench's own processes: runs on a bench")


@pytest.fixture
def database() -> Iterator[None]:
	"""The site's database is afterwards what it was."""
	config = {
		**json.loads(Path("common_site_config.json").read_text(encoding="utf-8")),
		**json.loads(Path(SITE, "site_config.json").read_text(encoding="utf-8")),
	}
	if not config.get("allow_tests"):
		pytest.skip(f"commits to the site: allow it with bench --site {SITE} set-config allow_tests true")
	if config.get("db_type", "mariadb") != "mariadb":
		pytest.skip("the site isn't on MariaDB")
	if not (_program("mariadb-dump", "mysqldump") and _program("mariadb", "mysql")):
		pytest.skip("no mariadb-dump to put the site back with (Debian: apt-get install mariadb-client)")
	if KEPT.exists():
		_put_back(config)
	KEPT.parent.mkdir(exist_ok=True)
	unfinished = KEPT.with_suffix(".part")
	with unfinished.open("wb") as file:
		_run([_program("mariadb-dump", "mysqldump"), "--single-transaction"], config, stdout=file)
	unfinished.rename(KEPT)
	try:
		yield
	finally:
		_put_back(config)


def _put_back(config: dict[str, Any]) -> None:
	with KEPT.open("rb") as file:
		_run([_program("mariadb", "mysql")], config, stdin=file)
	KEPT.unlink()
	told("forget")


def _program(*names: str) -> str:
	return next((path for path in map(shutil.which, names) if path), "")


def _run(command: list[str], config: dict[str, Any], **streams: Any) -> None:
	login = [f"--host={config.get('db_host') or '127.0.0.1'}", f"--port={config.get('db_port') or 3306}"]
	login += [f"--user={config['db_name']}", config["db_name"]]
	secret = {**os.environ, "MYSQL_PWD": config["db_password"]}
	subprocess.run([*command, *login], check=True, env=secret, **streams)


def told(*arguments: object) -> Any:
	"""What a process on the site answers."""
	done = subprocess.run(
		[sys.executable, "-W", "ignore", "-m", "tests.live.process", str(arguments[0]), SITE]
		+ [str(argument) for argument in arguments[1:]],
		capture_output=True,
		text=True,
		timeout=PATIENCE,
	)
	assert done.returncode == 0, done.stdout + done.stderr
	return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def worker() -> Iterator["subprocess.Popen[bytes]"]:
	"""A worker as `bench worker` starts one."""
	command = [
		sys.executable,
		"-m",
		"frappe.utils.bench_helper",
		"frappe",
		"worker",
		"--queue",
		"short,default",
	]
	process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
	try:
		yield process
	finally:
		process.terminate()
		process.wait(timeout=60)


def escalations(mails: Mailbox, lead: str, tickets: dict[str, str]) -> list[str]:
	"""The helpdesks whose ticket the lead was told of at level 2, once for each mail."""
	return sorted(
		host
		for recipient, subject in mails.subjects()
		for host, name in tickets.items()
		if recipient == lead and re.match(rf"Level 2 \(.*\): {re.escape(name)}\b", subject)
	)


def hooks(server: Recorder) -> list[str]:
	"""The helpdesks of the escalations to level 2 that the webhook heard of."""
	said = [request.json() for request in server.requests]
	return sorted(
		said["record"]["name"].rpartition(" ")[0]
		for said in said
		if said["event"] == "escalation" and said["data"]["level"] == 2
	)


def test_an_escalation_goes_all_the_way(database: None) -> None:
	"""000 §4.2, level 2 after four hours, for a ticket of each helpdesk: one mail, one bell, one webhook each."""
	with serving() as mails, recording() as server:
		scene = told("prepare", mails.port, server.port)
		tickets, lead = scene["tickets"], scene["lead"]
		hosts = sorted(tickets)
		assert hosts, "a bench with one of the helpdesks"
		with worker():
			told("ask", "tick")
			until = time.monotonic() + PATIENCE
			while time.monotonic() < until and not (
				escalations(mails, lead, tickets) == hosts and hooks(server) == hosts
			):
				told("ask", "flush")
				time.sleep(2)
			# a second tick and a second flush tell nothing anew
			told("ask", "tick")
			told("ask", "flush")
			time.sleep(5)
		seen = told("look")
	assert escalations(mails, lead, tickets) == hosts, (mails.subjects(), seen)
	assert hooks(server) == hosts
	assert {state for _channel, state, _error in seen["messages"]} == {"Sent"}, seen["messages"]
	level_2 = [subject for subject in seen["bells"] if subject.startswith("Level 2")]
	assert len(level_2) == len(hosts), seen["bells"]
