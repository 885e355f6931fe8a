"""Three workers at once, one of them killed between a send and its record: nothing is lost. MariaDB only.

A webhook may come in twice, under one number and with one body, so its receiver takes it once. A WhatsApp message
never comes in twice by itself; the one in doubt waits for a person. The bell rings once.
"""

import signal
import subprocess
import time
from collections import Counter

import pytest

from tests.app import own_site
from tests.app.recorder import Recorder, Reply, recording
from tests.app.stage import Stage, finish

MESSAGES = 30

pytestmark = pytest.mark.skipif(bool(own_site.unfit()), reason=own_site.unfit())


def kill_while_sending(running: "subprocess.Popen[str]", server: Recorder, channel: str) -> None:
	"""Kill a worker after its request has come in and before it has an answer."""
	before = len(server.requests)
	while not any(channel in request.path for request in server.requests[before:]):
		assert running.poll() is None
		time.sleep(0.01)
	running.send_signal(signal.SIGKILL)
	running.wait(timeout=30)


def test_three_workers_and_a_killed_one(stage: Stage) -> None:
	with recording() as server:
		stage.run("outbox_process", "prepare", MESSAGES, server.port)
		for channel in ("hook", "messages"):
			server.answer(Reply(delay=5))
			put_off(stage, "WhatsApp" if channel == "hook" else "Webhook")
			kill_while_sending(stage.start("outbox_process", "work", 4), server, channel)
		put_off(stage, "nothing")
		server.answer(Reply(delay=0.01))
		for running in [stage.start("outbox_process", "work", 4) for _worker in range(3)]:
			finish(running)
	rows = stage.read("select channel, state, count(*) from `tabSLA Outbox` group by channel, state")
	bells = stage.read("select subject, count(*) from `tabNotification Log` group by subject")
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


def put_off(stage: Stage, channel: str) -> None:
	"""Put a channel's messages off, so that a worker turns to the others, whose are due."""
	stage.read(
		"update `tabSLA Outbox` set next_attempt_utc = utc_timestamp() + interval if(channel = %s, 60, -1) minute"
		" where state = 'Queued'",
		channel,
	)
