"""A small run of `make soak`: a few simulated days with outages, two schedulers and kills. MariaDB only."""

import pytest

from tests.app import own_site
from tests.soak.__main__ import tell
from tests.soak.run import soak

pytestmark = pytest.mark.skipif(bool(own_site.unfit()), reason=own_site.unfit())


def test_a_few_days_end_as_the_engine_says(capsys: pytest.CaptureFixture[str]) -> None:
	outcome = soak(tickets=12, days=3, kills=2, seed=11)
	with capsys.disabled():
		print(f"\nnote: soak: {tell(outcome)}")
	assert outcome.differences == {}
	assert outcome.killed >= 1
	assert outcome.compared["escalations"] > 12
