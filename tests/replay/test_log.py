"""How a log is read, the oddities of the generated one, and that both readings skip the same tickets."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from embedded.replay.__main__ import REAL_LOG
from embedded.replay.log import WIB, read_log
from embedded.replay.recompute import Recomputation
from tests.replay.generator import COLUMNS, make_log, write_log
from tests.replay.tell import incident, write


def test_times_move_by_whole_weeks(tmp_path: Path) -> None:
	"""Monday stays Monday, in a year with known holidays; rows are half a minute into theirs."""
	path = write(tmp_path / "log.csv", incident("INC1", "29-02-2016 01:16", ("29-02-2016 01:23", "New")))
	(read,) = read_log(path).incidents
	assert read.opened == datetime(2024, 3, 4, 1, 16, tzinfo=WIB)
	assert read.rows[0].at == datetime(2024, 3, 4, 1, 23, 30, tzinfo=WIB)
	assert read.opened.weekday() == datetime(2016, 2, 29, tzinfo=WIB).weekday() == 0


def test_rows_are_put_in_order_and_late_revisions_left_out(tmp_path: Path) -> None:
	"""Like INC0000137 of the real log, whose first revision appears again after its solution."""
	rows = incident(
		"INC1",
		"29-02-2016 09:00",
		("29-02-2016 11:10", "New"),
		("29-02-2016 09:52", "New"),
		("29-02-2016 11:03", "Resolved"),
		("05-03-2016 12:00", "Closed"),
	)
	for row, revision in zip(rows, "1123", strict=True):
		row["sys_mod_count"] = revision
	log = read_log(write(tmp_path / "log.csv", rows))
	assert [row.state for row in log.incidents[0].rows] == ["New", "Resolved", "Closed"]
	assert log.untidy["rows of an older revision written late, left out"] == 1
	assert log.untidy["tickets reopened"] == 0


def test_tickets_are_skipped_with_a_reason(tmp_path: Path) -> None:
	path = write(
		tmp_path / "log.csv",
		incident("INC1", "?", ("29-02-2016 09:01", "New")),
		incident("INC2", "29-02-2016 09:00", ("?", "New")),
		incident("INC3", "29-02-2016 09:00", ("28-02-2016 09:00", "Closed")),
		incident("INC4", "?", ("29-02-2016 09:01", "New"), sys_created_at="29-02-2016 09:00"),
	)
	log = read_log(path)
	assert [read.number for read in log.incidents] == ["INC4"]
	assert log.skipped["INC1"] == "no readable opened_at or sys_created_at"
	assert set(log.skipped) == {"INC1", "INC2", "INC3"} == set(Recomputation(path).unusable)


def test_the_same_seed_makes_the_same_log() -> None:
	assert make_log(30) == make_log(30)
	assert make_log(30, seed=1) != make_log(30, seed=2)


def test_a_generated_log_has_every_oddity(tmp_path: Path) -> None:
	log = read_log(write_log(tmp_path / "log.csv", 100))
	assert {what for what, count in log.untidy.items() if not count} == set()
	assert len(set(log.skipped.values())) == 2
	assert len({row.state for read in log.incidents for row in read.rows}) == 9  # eight, and unknown
	assert {read.channel for read in log.incidents} == {"call_center", "email", "portal", None}


@pytest.mark.parametrize("seed", range(5))
def test_both_readings_skip_the_same_tickets(tmp_path: Path, seed: int) -> None:
	path = write_log(tmp_path / "log.csv", 60, seed)
	log, second = read_log(path), Recomputation(path)
	assert set(log.skipped) == set(second.unusable)
	assert {read.number: len(read.rows) for read in log.incidents} == {
		number: len(rows) for number, (_opened, rows) in second.rows.items()
	}


def test_the_generated_log_has_the_columns_of_the_real_one() -> None:
	if not REAL_LOG.exists():
		pytest.skip(f"{REAL_LOG} isn't there")
	with REAL_LOG.open(encoding="utf-8-sig") as handle:
		assert tuple(handle.readline().strip().split(",")) == tuple(COLUMNS)
