"""The usual way of a message: the commit asks the queue for one job, a worker delivers, the provider's receipt comes in
over HTTP. On the embedded engine, in processes of their own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.app.recorder import recording

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(
	bool(os.environ.get("SLA_ID_BENCH_SITE")), reason="makes a site of its own: runs on the embedded engine"
)


def told(*arguments: str) -> Any:
	"""What a process says."""
	done = subprocess.run(
		[sys.executable, "-W", "ignore", "-m", "tests.app.outbox_process", *arguments],
		cwd=ROOT,
		capture_output=True,
		text=True,
		timeout=300,
	)
	assert done.returncode == 0, done.stderr
	return json.loads(done.stdout.splitlines()[-1])


def test_a_commit_asks_for_one_job(tmp_path: Path) -> None:
	with recording() as server:
		said = told("queue", str(tmp_path / "site"), str(server.port))
	assert said["after"] - said["before"] == 1
	assert said["states"] == [["one", "Sent"], ["two", "Sent"]]
	assert len(server.requests) == 2


def test_receipts_over_http(tmp_path: Path) -> None:
	assert told("receipts", str(tmp_path / "site")) == {
		"challenge": [200, "123"],
		"wrong token": 403,
		"unsigned": 403,
		"altered": 403,
		"signed": 200,
		"twice": 200,
		"state": "Delivered",
	}


def test_a_channel_of_another_app(tmp_path: Path) -> None:
	"""One file and one line: job, worker, receipt over HTTP, and the doubt after a worker's death are the outbox's own."""
	with recording() as server:
		said = told("pager", str(tmp_path / "site"), str(server.port))
	assert said == {
		"sent": "Sent",
		"claimed": "Sending",
		"in doubt": "Failed",
		"unsigned": 403,
		"signed": 200,
		"receipt": "Delivered",
	}
	assert [request.json()["pager"] for request in server.requests] == ["7890"]
