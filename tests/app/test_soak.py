"""A small run of `make soak`: a few simulated days with outages, two schedulers and kills. MariaDB only."""

import os

import pytest

from tests.soak.__main__ import tell
from tests.soak.run import soak

pytestmark = pytest.mark.skipif(
	os.environ.get("SLA_ID_DATABASE") != "mariadb", reason="SQLite has one writer at a time: runs on MariaDB"
)


def test_a_few_days_end_as_the_engine_says(capsys: pytest.CaptureFixture[str]) -> None:
	outcome = soak(tickets=12, days=3, kills=2, seed=11)
	with capsys.disabled():
		print(f"\nnote: soak: {tell(outcome)}")
	assert outcome.differences == {}
	assert outcome.killed >= 1
	assert outcome.compared["escalations"] > 12
