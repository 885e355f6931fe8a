"""Several processes at once: one major incident for one service, one open request for a tier. MariaDB only."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(
	os.environ.get("SLA_ID_DATABASE") != "mariadb", reason="SQLite has one writer at a time: runs on MariaDB"
)


def process(*arguments: str) -> "subprocess.Popen[str]":
	return subprocess.Popen(
		[sys.executable, "-W", "ignore", "-m", "tests.app.crowd_process", *arguments],
		cwd=ROOT,
		stdin=subprocess.PIPE,
		stdout=subprocess.PIPE,
		stderr=subprocess.STDOUT,
		text=True,
	)


def finish(running: "subprocess.Popen[str]") -> Any:
	output, _ = running.communicate("\n", timeout=300)
	assert running.returncode == 0, output
	return json.loads(output.strip().splitlines()[-1])


def at_once(*processes: "subprocess.Popen[str]") -> list[Any]:
	"""Let all of them begin once each is ready; what each answered."""
	for running in processes:
		assert running.stdout is not None
		while (line := running.stdout.readline()).strip() != "ready":
			assert line, "it ended before it was ready"
	for running in processes:
		assert running.stdin is not None
		running.stdin.write("\n")
		running.stdin.flush()
	return [finish(running) for running in processes]


def test_one_major_incident_and_one_open_request(tmp_path: Path) -> None:
	import pymysql

	from tests.mariadb import mariadb

	with mariadb() as server:
		site = str(tmp_path / "site")
		login = {"host": "127.0.0.1", **asdict(server)}
		names = finish(process("prepare", site, json.dumps(login)))
		at_once(*(process("look", site, *names[number::3]) for number in range(3)))
		mine = names[0]
		answers = at_once(*(process("ask", site, mine) for _number in range(3)))
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
			cursor.execute("select name, partner_count from `tabSLA Major Incident`")
			incidents = cursor.fetchall()
			cursor.execute(
				"select sla_ticket, count(*) from `tabSLA Major Incident Ticket` group by sla_ticket"
			)
			rows = dict(cursor.fetchall())
			cursor.execute(
				"select sla_ticket, count(*) from `tabSLA Event` where event_type = 'several_partners'"
				" group by sla_ticket"
			)
			told = dict(cursor.fetchall())
			cursor.execute("select status, count(*) from `tabSLA Escalation Request` group by status")
			requests = dict(cursor.fetchall())
			cursor.execute("select count(*) from `tabSLA Event` where event_type = 'escalation_requested'")
			asked = cursor.fetchone()[0]
	assert [count for _name, count in incidents] == [3]
	assert rows == dict.fromkeys(names, 1)
	assert told == dict.fromkeys(names, 1)
	assert requests == {"Open": 1} and asked == 1
	assert sorted(answer == "Open" for answer in answers) == [False, False, True]
	assert all("has been asked for already" in answer for answer in answers if answer != "Open")
