"""Three schedulers at once: each person gets one digest. MariaDB only."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 20

pytestmark = pytest.mark.skipif(
	os.environ.get("SLA_ID_DATABASE") != "mariadb", reason="SQLite has one writer at a time: runs on MariaDB"
)


def process(*arguments: str) -> "subprocess.Popen[str]":
	return subprocess.Popen(
		[sys.executable, "-W", "ignore", "-m", "tests.app.digest_process", *arguments],
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


def test_each_gets_one(tmp_path: Path) -> None:
	import pymysql

	from tests.mariadb import mariadb

	with mariadb() as server:
		site, login = str(tmp_path / "site"), {"host": "127.0.0.1", **asdict(server)}
		finish(process("prepare", site, str(PEOPLE), json.dumps(login)))
		schedulers = [process("send", site) for _number in range(3)]
		for running in schedulers:
			assert running.stdout is not None
			while (line := running.stdout.readline()).strip() != "ready":
				assert line, "it ended before it was ready"
		for running in schedulers:
			assert running.stdin is not None
			running.stdin.write("\n")
			running.stdin.flush()
		written = [finish(running) for running in schedulers]
		with pymysql.connect(**login) as connection, connection.cursor() as cursor:
			cursor.execute(
				"select recipient, count(*) from `tabSLA Outbox` where template = 'digest' group by recipient"
			)
			rows = cursor.fetchall()
			cursor.execute(
				"select count(*) from `tabSLA Digest` where last_sent_utc is null or next_due_utc < utc_timestamp()"
			)
			((behind,),) = cursor.fetchall()
	assert sum(written) == PEOPLE
	assert len(rows) == PEOPLE and all(count == 1 for _recipient, count in rows)
	assert behind == 0
