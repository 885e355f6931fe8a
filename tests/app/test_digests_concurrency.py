"""Three schedulers at once: each person gets one digest. MariaDB only."""

import pytest

from tests.app import own_site
from tests.app.stage import Stage

PEOPLE = 20

pytestmark = pytest.mark.skipif(bool(own_site.unfit()), reason=own_site.unfit())


def test_each_gets_one(stage: Stage) -> None:
	stage.run("digest_process", "prepare", PEOPLE)
	written = stage.at_once("digest_process", *[("send",)] * 3)
	assert sum(written) == PEOPLE
	rows = stage.read(
		"select recipient, count(*) from `tabSLA Outbox` where template = 'digest' group by recipient"
	)
	assert len(rows) == PEOPLE and all(count == 1 for _recipient, count in rows)
	behind = (
		"select count(*) from `tabSLA Digest` where last_sent_utc is null or next_due_utc < utc_timestamp()"
	)
	assert stage.read(behind) == [(0,)]
