"""Three workers at once, one of them killed between a send and its record: nothing is lost. MariaDB only.

A webhook may come in twice, under one number and with one body, so its receiver takes it once. A WhatsApp message
never comes in twice by itself; the one in doubt waits for a person. The bell rings once.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.app.recorder import Recorder, Reply, recording

ROOT = Path(__file__).resolve().parents[2]
MESSAGES = 30

pytestmark = pytest.mark.skipif(
	os.environ.get("SLA_ID_DATABASE") != "mariadb", reason="SQLite has one writer at a time: runs on MariaDB"
)


def process(*arguments: str) -> "subprocess.Popen[str]":
	return subprocess.Popen(
		[sys.executable, "-W", "ignore", "-m", "tests.app.outbox_process", *arguments],
		cwd=ROOT,
		stdout=subprocess.PIPE,
		stderr=subprocess.STDOUT,
		text=True,
	)


def finish(running: "subprocess.Popen[str]") -> None:
	output, _ = running.communicate(timeout=300)
	assert running.returncode == 0, output


def kill_while_sending(running: "subprocess.Popen[str]", server: Recorder, channel: str) -> None:
	"""Kill a worker after its request has come in and before it has an answer."""
	before = len(server.requests)
	while not any(channel in request.path for request in server.requests[before:]):
		assert running.poll() is None
		time.sleep(0.01)
	running.send_signal(signal.SIGKILL)
	running.wait(timeout=30)


def test_three_workers_and_a_killed_one(tmp_path: Path) -> None:
	from tests.mariadb import mariadb

	with mariadb() as database, recording() as server:
		login = {
			"host": "127.0.0.1",
			"port": database.port,
			"user": database.user,
			"password": database.password,
			"database": database.database,
		}
		site = tmp_path / "site"
		finish(process("prepare", str(site), str(MESSAGES), str(server.port), json.dumps(login)))
		for channel in ("hook", "messages"):
			server.answer(Reply(delay=5))
			hide(login, "WhatsApp" if channel == "hook" else "Webhook")
			kill_while_sending(process("work", str(site), "4"), server, channel)
		hide(login, "nothing")
		server.answer(Reply(delay=0.01))
		for running in [process("work", str(site), "4") for _worker in range(3)]:
			finish(running)
		rows = read(login, "select channel, state, count(*) from `tabSLA Outbox` group by channel, state")
		bells = read(login, "select subject, count(*) from `tabNotification Log` group by subject")
	hooks = [request for request in server.requests if "hook" in request.path]
	bodies: dict[str, set[bytes]] = {}
	for request in hooks:
		bodies.setdefault(request.headers["X-SLA-Id"], set()).add(request.body)
	assert len(bodies) == MESSAGES
	assert all(len(same) == 1 for same in bodies.values())
	assert len(hooks) == MESSAGES + 1  # the killed worker's, and its repetition
	texts = Counter(
		request.json()["biz_opaque_callback_data"]
		for request in server.requests
		if "messages" in request.path
	)
	assert Counter(texts.values()) == {1: MESSAGES}
	assert Counter(count for _subject, count in bells) == {1: MESSAGES}
	states = {(channel, state): count for channel, state, count in rows}
	assert states.pop(("Webhook", "Sent")) == MESSAGES
	assert states.pop(("Desk", "Sent")) == MESSAGES
	assert states.pop(("WhatsApp", "Failed")) == 1
	assert states == {("WhatsApp", "Sent"): MESSAGES - 1}


def hide(login: dict[str, object], channel: str) -> None:
	"""Put a channel's messages off, so that a worker turns to the others, whose are due."""
	import pymysql

	with pymysql.connect(**login, autocommit=True) as connection, connection.cursor() as cursor:  # type: ignore[call-overload]
		cursor.execute(
			"update `tabSLA Outbox` set next_attempt_utc = utc_timestamp() + interval if(channel = %s, 60, -1) minute"
			" where state = 'Queued'",
			(channel,),
		)


def read(login: dict[str, object], query: str) -> list[tuple[object, ...]]:
	"""What the database says."""
	import pymysql

	with pymysql.connect(**login) as connection, connection.cursor() as cursor:  # type: ignore[call-overload]
		cursor.execute(query)
		return list(cursor.fetchall())
