"""`python -m sla_id.reporting compliance` as anybody calls it: a file in, one JSON object out, without Frappe."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sla_id.reporting.__main__ import main
from tests.reporting.cases import APRIL, april, at

ROOT = Path(__file__).resolve().parents[2]
QUESTION = {
	"period": ["2026-04-01", "2026-05-01"],
	"time_zone": "Asia/Jakarta",
	"read_at": at("2026-05-01"),
	"basis": "due",
	"goal_percent": "95",
	"clocks": list(APRIL),
}
NO_FRAPPE = (
	"import sys; sys.modules['frappe'] = None; from sla_id.reporting.__main__ import main; sys.exit(main())"
)


def asked(question: Any, folder: Path) -> subprocess.CompletedProcess[str]:
	file = folder / "question.json"
	file.write_text(question if isinstance(question, str) else json.dumps(question), encoding="utf-8")
	return subprocess.run(
		[sys.executable, "-m", "sla_id.reporting", "compliance", str(file)],
		cwd=ROOT,
		capture_output=True,
		text=True,
	)


def test_the_worked_case(tmp_path: Path) -> None:
	done = asked(QUESTION, tmp_path)
	assert (done.returncode, done.stderr) == (0, "")
	assert json.loads(done.stdout) == april(*APRIL)


def test_it_needs_no_frappe(tmp_path: Path) -> None:
	file = tmp_path / "question.json"
	file.write_text(json.dumps(QUESTION), encoding="utf-8-sig")
	done = subprocess.run(
		[sys.executable, "-c", NO_FRAPPE, "compliance", str(file)], cwd=ROOT, capture_output=True, text=True
	)
	assert (done.returncode, json.loads(done.stdout)["rate"]) == (0, "42.8571")


def changed(number: int, **fields: Any) -> dict[str, Any]:
	clocks: list[dict[str, Any]] = [dict(row) for row in APRIL]
	clocks[number].update(fields)
	return {**QUESTION, "clocks": clocks}


def lacking(name: str) -> dict[str, Any]:
	return {key: value for key, value in QUESTION.items() if key != name}


@pytest.mark.parametrize(
	("question", "said"),
	[
		("{", "line 1, column 2: not JSON"),
		("[" * 100_000, "not JSON"),
		([], "must be an object with the fields period, time_zone"),
		(lacking("period"), 'period: is missing; write the first day and the day after the last, e.g. ["2026-04-01"'),
		({**QUESTION, "period": ["2026-04-01"]}, "period: "),
		({**QUESTION, "period": ["2026-04-01", "2026-04-31"]}, "period[1]: '2026-04-31' can't be read; write a date"),
		({**QUESTION, "period": ["2026-05-01", "2026-05-01"]}, "period[1]: 2026-05-01 doesn't lie after 2026-05-01"),
		({**QUESTION, "period": [True, 5]}, "period[0]: True can't be read"),
		(lacking("time_zone"), "time_zone: is missing; write an IANA time zone, e.g. Asia/Jakarta"),
		({**QUESTION, "time_zone": "WIB"}, "time_zone: 'WIB' can't be read"),
		(lacking("read_at"), "read_at: is missing; write a date and time with its offset"),
		({**QUESTION, "basis": "solved"}, "basis: 'solved' can't be read; write one of due, completed, created"),
		({**QUESTION, "goal_percent": "101"}, "goal_percent: '101' can't be read; write a percentage from 0 to 100"),
		({**QUESTION, "goal": "95"}, "goal: is unknown; known are period"),
		(lacking("clocks"), "clocks: is missing; write a list, [] for none"),
		({**QUESTION, "clocks": {"T1": {}}}, "clocks: "),
		({**QUESTION, "clocks": ["T1"]}, "clocks[0]: must be an object with the fields id, created"),
		(changed(2, due="yesterday"), "clocks[2] (T3).due: 'yesterday' can't be read; write a date and time"),
		(changed(2, created=None), "clocks[2] (T3).created: is missing; write a date and time with its offset"),
		(changed(2, due="2026-04-13T09:30"), "clocks[2] (T3).due: '2026-04-13T09:30' can't be read; write a date"),
		(changed(2, stopped=20260413), "clocks[2] (T3).stopped: 20260413 can't be read"),
		(changed(2, stopped=at("09")), "clocks[2] (T3).stopped: lies before created; correct one of them"),
		(changed(2, paused_since="0001-01-01T00:00:00+25:00"), "clocks[2] (T3).paused_since"),
		(changed(2, excluded="by decision"), "clocks[2] (T3).excluded: 'by decision' can't be read; write true, false"),
		(changed(2, excluded=1), "clocks[2] (T3).excluded: 1 can't be read"),
		(changed(2, id=""), "clocks[2] ().id: '' can't be read; write what the clock is called, e.g. T1"),
		(changed(2, id=None), "clocks[2].id: is missing; write what the clock is called"),
		(changed(2, priority="P1"), "clocks[2].priority: is unknown"),
	],
)  # fmt: skip
def test_what_cannot_be_answered_is_one_line(
	question: Any, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
	file = tmp_path / "question.json"
	file.write_text(question if isinstance(question, str) else json.dumps(question), encoding="utf-8")
	assert main(["compliance", str(file)]) == 2
	out, err = capsys.readouterr()
	assert out == "" and err.startswith("sla_id.reporting: ") and err.count("\n") == 1
	assert said in err


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
	assert main(["compliance", "nowhere.json"]) == 2
	assert "nowhere.json: No such file" in capsys.readouterr().err


def test_what_may_be_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
	"""Basis (due), goal, and of a clock all but its name and its start; a goal may be a number, exact."""
	file = tmp_path / "question.json"
	clocks = [{"id": 7, "created": at("02")}, {"id": "8", "created": at("02"), "due": at("03")}]
	question = {name: QUESTION[name] for name in ("period", "time_zone", "read_at")} | {"clocks": clocks}
	file.write_text(json.dumps(question), encoding="utf-8")
	assert main(["compliance", str(file)]) == 0
	answer = json.loads(capsys.readouterr().out)
	assert (answer["missed_open"], answer["no_target"], answer["goal_met"]) == (1, 1, None)
	file.write_text(json.dumps({**question, "goal_percent": 0.1}), encoding="utf-8")
	assert main(["compliance", str(file)]) == 0
	assert json.loads(capsys.readouterr().out)["goal_met"] is False
