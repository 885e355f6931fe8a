"""`python -m sla_id.availability` as anybody calls it: a file in, one JSON object out, without Frappe."""

import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sla_id.availability.__main__ import main
from tests.availability.cases import at, span

ROOT = Path(__file__).resolve().parents[2]


def run(question: Any, command: str, folder: Path) -> subprocess.CompletedProcess[str]:
	file = folder / "question.json"
	file.write_text(question if isinstance(question, str) else json.dumps(question), encoding="utf-8")
	return subprocess.run(
		[sys.executable, "-m", "sla_id.availability", command, str(file)],
		cwd=ROOT,
		capture_output=True,
		text=True,
	)


def test_a_month_and_its_credit(tmp_path: Path) -> None:
	question = {"month": "2026-04", "target_percent": 95, "outages": [span("01 00:00", "02 12:00")]}
	done = run(question, "month", tmp_path)
	figures = json.loads(done.stdout)
	assert (done.returncode, done.stderr, figures["availability_fraction"], figures["met"]) == (
		0,
		"",
		"19/20",
		True,
	)
	scheme = {"kind": "steps", "steps": [{"below": 99.9, "percent": 10}, {"below": 99.0, "percent": 25}]}
	answer = json.loads(
		run({"fee": "25000000", "month": figures, "scheme": scheme}, "credit", tmp_path).stdout
	)
	assert answer == {
		"amount": "6250000.00",
		"before_cap": "6250000.00",
		"words": "enam juta dua ratus lima puluh ribu rupiah",
	}


@pytest.mark.parametrize(
	("question", "said"),
	[
		("{", "line 1, column 2: not JSON"),
		("[" * 100_000, "not JSON"),
		({"month": "2026-13"}, "month: '2026-13' can't be read; write a month, e.g. 2026-04"),
		({"month": "2026-04", "outages": [{"start": "yesterday"}]}, "outages[0].start"),
	],
)
def test_what_cannot_be_answered_is_one_line(question: Any, said: str, tmp_path: Path) -> None:
	done = run(question, "month", tmp_path)
	assert (done.returncode, done.stdout) == (2, "")
	assert said in done.stderr and done.stderr.count("\n") == 1


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
	assert main(["month", "nowhere.json"]) == 2
	assert "nowhere.json: No such file" in capsys.readouterr().err


def test_decimals_stay_exact(tmp_path: Path) -> None:
	"""99.9 in a JSON number is 999/1000, not the nearest binary fraction."""
	done = run('{"month": "2026-04", "target_percent": 99.9}', "month", tmp_path)
	assert json.loads(done.stdout)["allowance_seconds"] == "2592"


def test_ten_thousand_outages_are_merged_not_enumerated(tmp_path: Path) -> None:
	"""Their number decides, not their length: the figure is right for outages that overlap by seconds."""
	start = datetime.fromisoformat(at("01"))
	outages = [
		{
			"start": (start + timedelta(seconds=200 * number)).isoformat(),
			"end": (start + timedelta(seconds=200 * number + 100 + number % 200)).isoformat(),
			"component": "ABC"[number % 3],
		}
		for number in range(10_000)
	]
	done = run({"month": "2026-04", "outages": outages}, "month", tmp_path)
	covered = {
		second
		for number in range(10_000)
		for second in range(200 * number, 200 * number + 100 + number % 200)
	}
	assert json.loads(done.stdout)["down_seconds"] == len(covered)
