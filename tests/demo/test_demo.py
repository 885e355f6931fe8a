"""`make demo CHECK=1`, as a newcomer runs it: every page of the demo as the person it is for, and the live breach."""

import os
import subprocess
import sys

from tests.layers import ROOT

LONGEST = 300
"""Seconds; the breach is watched for at most 155 of them."""


def test_every_page_is_as_expected_and_the_live_ticket_breaches() -> None:
	done = subprocess.run(
		[sys.executable, "-W", "ignore", "-m", "embedded.demo"],
		cwd=ROOT,
		env={**os.environ, "CHECK": "1"},
		capture_output=True,
		text=True,
		timeout=LONGEST,
	)
	assert done.returncode == 0, done.stdout + done.stderr
	assert "Breached" in done.stdout
