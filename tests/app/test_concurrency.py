"""Two schedulers at once and one killed in the middle: every escalation fires once and none is lost. MariaDB only."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TICKETS = 24

pytestmark = pytest.mark.skipif(
	os.environ.get("SLA_ID_DATABASE") != "mariadb", reason="SQLite has one writer at a time: runs on MariaDB"
)


def process(*arguments: str) -> "subprocess.Popen[str]":
	return subprocess.Popen(
		[sys.executable, "-W", "ignore", "-m", "tests.app.tick_process", *arguments],
		cwd=ROOT,
		stdout=subprocess.PIPE,
		stderr=subprocess.STDOUT,
		text=True,
	)


def finish(running: "subprocess.Popen[str]") -> str:
	output, _ = running.communicate(timeout=300)
	assert running.returncode == 0, output
	return output


def test_two_schedulers_and_a_killed_one(tmp_path: Path) -> None:
	import pymysql

	from tests.mariadb import mariadb

	with mariadb() as server:
		site = tmp_path / "site"
		login = json.dumps({"host": "127.0.0.1", **asdict(server)})
		finish(process("prepare", str(site), str(TICKETS), login))
		doomed = process("tick", str(site))
		assert doomed.stdout is not None
		while "ticking" not in doomed.stdout.readline():
			assert doomed.poll() is None
		time.sleep(0.4)
		doomed.send_signal(signal.SIGKILL)
		doomed.wait(timeout=30)
		for running in [process("tick", str(site)), process("tick", str(site))]:
			finish(running)
		finish(process("tick", str(site)))
		with (
			pymysql.connect(
				host="127.0.0.1",
				port=server.port,
				user=server.user,
				password=server.password,
				database=server.database,
			) as connection,
			connection.cursor() as cursor,
		):
			cursor.execute(
				"select sla_ticket, level, count(*) from `tabSLA Escalation` group by sla_ticket, level"
			)
			fired = {(name, level): count for name, level, count in cursor.fetchall()}
			cursor.execute("select count(*) from `tabSLA Ticket` where next_event_at <= utc_timestamp()")
			waiting = cursor.fetchone()[0]
			cursor.execute("select state, count(*) from `tabSLA Ticket` group by state")
			states = dict(cursor.fetchall())
	assert set(fired.values()) == {1}
	assert Counter(level for _name, level in fired) == {1: TICKETS, 2: TICKETS, 3: TICKETS}
	assert waiting == 0
	assert states == {"Breached": TICKETS}
