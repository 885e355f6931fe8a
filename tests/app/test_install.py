"""Installing and leaving: no trace of the app stays behind. On a bench this is tried by hand (docs/architecture.md)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(
	bool(os.environ.get("SLA_ID_BENCH_SITE")), reason="needs a site of its own: embedded engine only"
)
@pytest.mark.parametrize("what", ["trace", "order"])
def test_no_trace_is_left_and_hosts_may_come_later(what: str) -> None:
	done = subprocess.run(
		[sys.executable, "-W", "ignore", "-m", "tests.app.install_trace", what],
		cwd=ROOT,
		capture_output=True,
		text=True,
		timeout=600,
	)
	assert done.returncode == 0, done.stdout + done.stderr[-3000:]
