"""The second opinion by hand: 001's numbers, pauses, reopenings and holidays, in the replayed weeks of March 2024.

29 February 2016 stands for Monday 4 March 2024. Nyepi is Monday 11 March, its joint leave Tuesday 12 March.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from embedded.replay.recompute import FULFILMENT, PRIORITY, SECOND, Expected, Recomputation, instant, say
from tests.replay.tell import incident, write

MINUTE = 60 * SECOND
HOUR = 3600


def clocks(path: Path, now: str, *rows: list[dict[str, str]]) -> dict[str, Expected]:
	"""Both clocks of the only incident at a time of the log."""
	log = Recomputation(write(path / "log.csv", *rows))
	at = instant(now)
	assert at is not None
	return log.clocks(next(iter(log.rows)), at)


def test_it_knows_nothing_of_the_app() -> None:
	"""Neither the engine nor anything else of sla_id is imported: what agrees with it is agreed by two."""
	code = "import sys, embedded.replay.recompute; print([m for m in sys.modules if m.split('.')[0] == 'sla_id'])"
	told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
	assert told.stdout.strip() == "[]"


def test_the_matrix_and_the_targets_are_the_documents() -> None:
	"""001 §6.3: H = P1 P2 P4; M = P2 P3 P5; L = P4 P5 P6; 8, 16, 24, 32, 40 jam kerja."""
	rows = ["".join(PRIORITY[urgency, impact][1] for impact in "HML") for urgency in "HML"]
	assert rows == ["124", "235", "456"]
	assert [FULFILMENT[code] // HOUR for code in ("P1", "P2", "P3", "P4", "P5")] == [8, 16, 24, 32, 40]


def test_a_day_is_eight_hours_and_nyepi_is_left_out(tmp_path: Path) -> None:
	"""P3, 24 h: from Wednesday 6 March 12:00 there are 4 h, 8 on Thursday, 8 on Friday, and 4 on Wednesday the 13th."""
	told = clocks(
		tmp_path, "02-03-2016 13:00", incident("INC1", "02-03-2016 12:00", ("02-03-2016 12:10", "New"))
	)
	clock = told["fulfilment"]
	assert (clock.state, clock.elapsed, clock.target) == ("running", HOUR, 24 * HOUR)
	assert say(clock.due or 0) == "13-03-2024 12:00:00"
	assert say(told["response"].due or 0) == "06-03-2024 13:00:00"
	assert told["response"].state == "breached"


def test_the_answer_is_the_first_row_that_is_not_new(tmp_path: Path) -> None:
	"""Half a minute into its minute; by phone within 2 minutes (001 §6.4)."""
	rows = incident(
		"INC1",
		"29-02-2016 09:00",
		("29-02-2016 09:00", "New"),
		("29-02-2016 09:01", "Active"),
		contact="Phone",
	)
	answer = clocks(tmp_path, "29-02-2016 10:00", rows)["response"]
	assert (answer.state, answer.elapsed, answer.target) == ("met", 90, 120)


def test_another_way_in_has_no_response_target(tmp_path: Path) -> None:
	rows = incident("INC1", "29-02-2016 09:00", ("29-02-2016 09:01", "Active"), contact="Direct opening")
	assert list(clocks(tmp_path, "29-02-2016 10:00", rows)) == ["fulfilment"]


def test_waiting_and_the_time_after_a_solution_do_not_count(tmp_path: Path) -> None:
	"""2 h of work, 3 h of waiting, 1 h of work, solved for a day, 1 h of work: 4 h, and 20 are left."""
	rows = incident(
		"INC1",
		"29-02-2016 08:00",
		("29-02-2016 10:00", "Awaiting User Info"),
		("29-02-2016 11:00", "Awaiting Vendor"),
		("29-02-2016 13:00", "Active"),
		("29-02-2016 14:00", "Resolved"),
		("01-03-2016 14:00", "Active"),
	)
	waiting = clocks(tmp_path, "29-02-2016 12:00", rows)["fulfilment"]
	assert (waiting.state, waiting.elapsed) == ("paused", 2 * HOUR + 30)
	assert say(waiting.paused_since or 0) == "04-03-2024 11:00:30"
	solved = clocks(tmp_path, "29-02-2016 15:00", rows)["fulfilment"]
	assert (solved.state, solved.elapsed) == ("met", 3 * HOUR + 30)
	again = clocks(tmp_path, "01-03-2016 15:00", rows)["fulfilment"]
	assert (again.state, again.elapsed) == ("running", 4 * HOUR)
	assert say(again.due or 0) == "08-03-2024 11:00:00"


@pytest.mark.parametrize(
	("state", "at"),
	[("running", "29-02-2016 13:59"), ("at_risk", "29-02-2016 14:00"), ("breached", "29-02-2016 16:00")],
)
def test_a_p1_turns_at_six_and_eight_hours(tmp_path: Path, state: str, at: str) -> None:
	rows = incident(
		"INC1", "29-02-2016 08:00", ("29-02-2016 08:05", "Active"), impact="1 - High", urgency="1 - High"
	)
	assert clocks(tmp_path, at, rows)["fulfilment"].state == state


def test_p6_is_open_ended(tmp_path: Path) -> None:
	"""001 §6.3, "> 40 jam kerja" (X14): no due time, a warning at 40 hours, done when it is over."""
	low = {"impact": "3 - Low", "urgency": "3 - Low"}
	rows = incident(
		"INC1", "29-02-2016 08:00", ("29-02-2016 08:05", "Active"), ("09-03-2016 09:00", "Closed"), **low
	)
	assert clocks(tmp_path, "04-03-2016 15:59", rows)["fulfilment"].state == "ageing"
	assert clocks(tmp_path, "04-03-2016 16:00", rows)["fulfilment"].state == "at_risk"
	done = clocks(tmp_path, "10-03-2016 09:00", rows)["fulfilment"]
	assert (done.state, done.due, done.target) == ("done", None, None)


def test_a_new_priority_keeps_the_waiting_and_moves_the_target(tmp_path: Path) -> None:
	rows = incident(
		"INC1",
		"29-02-2016 08:00",
		("29-02-2016 09:00", "Awaiting Problem"),
		("29-02-2016 10:00", "Active"),
		("29-02-2016 11:00", "Active"),
	)
	rows[-1]["impact"] = "1 - High"
	clock = clocks(tmp_path, "29-02-2016 12:00", rows)["fulfilment"]
	assert (clock.priority, clock.target, clock.elapsed) == ("P2", 16 * HOUR, 3 * HOUR)
	assert say(clock.due or 0) == "06-03-2024 09:00:00"


def test_levels_of_escalation(tmp_path: Path) -> None:
	"""000 §4.2 on 001's clocks: level 2 at 4 h by the wall for a P1, level 3 when it is missed, none while solved."""
	high = {"impact": "1 - High", "urgency": "1 - High"}
	rows = incident("INC1", "29-02-2016 14:00", ("29-02-2016 14:05", "Active"), **high)
	raised = incident(
		"INC2", "29-02-2016 08:00", ("29-02-2016 08:05", "Resolved"), ("03-03-2016 08:00", "Closed")
	)
	raised[-1] |= high
	log = Recomputation(write(tmp_path / "log.csv", rows, raised))
	now = instant("04-03-2016 16:00")
	assert now is not None
	assert {level: say(due) for level, due in log.escalations("INC1", now).items()} == {
		1: "04-03-2024 14:00:00",
		2: "04-03-2024 18:00:00",
		3: "05-03-2024 14:00:00",
	}
	assert list(log.escalations("INC2", now)) == [1]
