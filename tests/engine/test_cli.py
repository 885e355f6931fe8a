"""`python -m sla_id.engine`: the answers, and what it says instead of a traceback."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sla_id.engine.__main__ import main, read_length
from tests.engine.build import HOUR, JAKARTA, hours
from tests.engine.test_words import text

Run = Callable[..., tuple[int, str, str]]

OFFICE = {
	"time_zone": JAKARTA,
	"hours": hours("09:00-17:00"),
	"holidays": [{"date": "2026-03-19", "name": "Hari Suci Nyepi", "decree": "SKB 3 Menteri"}],
}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
	"""Run a command on a calendar file; gives the exit status, stdout and stderr."""

	def call(command: str, *options: str, calendar: Any = OFFICE) -> tuple[int, str, str]:
		path = tmp_path / "hours.json"
		path.write_text(calendar if isinstance(calendar, str) else json.dumps(calendar), encoding="utf-8")
		try:
			status = main([command, "--calendar", str(path), *options])
		except SystemExit as end:
			status = int(end.code or 0)
		out, problem = capsys.readouterr()
		return status, out, problem.replace(str(tmp_path), "")

	return call


# --- answers --------------------------------------------------------------------------------------------------


def test_a_deadline_with_its_sum(run: Run) -> None:
	status, out, problem = run(
		"deadline", "--start", "2026-03-18T15:00+07:00", "--target", "4h", "--lang", "id"
	)
	assert (status, problem) == (0, "")
	assert out.strip() == text(
		"""
		Mulai        Rabu, 18 Maret 2026 15.00 WIB

		Rabu, 18 Maret 2026 15.00–17.00   2 jam
		- Kamis, 19 Maret 2026: libur, Hari Suci Nyepi (SKB 3 Menteri)
		Jumat, 20 Maret 2026 09.00–11.00  2 jam
		---------------------------------------
		Jumlah                            4 jam  = target
		Malam dan jeda di luar jam kerja tidak dihitung.

		Jatuh tempo  Jumat, 20 Maret 2026 11.00 WIB
		"""
	)


def test_an_elapsed_time(run: Run) -> None:
	_, out, _ = run("elapsed", "--start", "2026-03-18T15:00+07:00", "--end", "2026-03-20T10:00+07:00")
	assert "Total                                 3 h\n" in out
	assert out.strip().endswith("Until  Friday, 20 March 2026 10:00 WIB")


def test_a_latest_start(run: Run) -> None:
	_, out, _ = run("before", "--end", "2026-03-20T10:00+07:00", "--target", "2h")
	assert out.startswith("Latest start  Wednesday, 18 March 2026 16:00 WIB\n")


@pytest.mark.parametrize(
	("options", "last"),
	[
		(("--start", "2026-03-16T10:00Z", "--target", "1h"), "Due    Tuesday, 17 March 2026 10:00 WIB"),
		(
			("--start", "2026-03-16T09:00+07:00", "--end", "2026-03-16T03:00Z"),
			"Until  Monday, 16 March 2026 10:00 WIB",
		),
		(("--target", "1h", "--end", "2026-03-16T03:00Z"), "Due           Monday, 16 March 2026 10:00 WIB"),
	],
)
def test_explain_finds_whichever_is_left_out(run: Run, options: tuple[str, ...], last: str) -> None:
	status, out, _ = run("explain", *options)
	assert status == 0
	assert out.strip().splitlines()[-1] == last


def test_pauses_with_and_without_an_end_and_a_reason(run: Run) -> None:
	_, out, _ = run(
		*("deadline", "--start", "2026-03-16T09:00+07:00", "--target", "2h", "--lang", "id"),
		*("--pause", "2026-03-16T10:00+07:00/2026-03-16T12:00+07:00#menunggu Mitra"),
		*("--pause", "2026-03-16T15:00+07:00/", "--pause", "2026-03-16T16:00+07:00/.."),
	)
	assert "10.00–12.00: ditangguhkan, menunggu Mitra (2 jam waktu kerja tidak dihitung)" in out
	assert out.strip().endswith("Jatuh tempo  Senin, 16 Maret 2026 13.00 WIB")


def test_the_answer_as_json(run: Run) -> None:
	_, out, _ = run("deadline", "--start", "2026-03-18T15:00+07:00", "--target", "4h", "--json")
	answer = json.loads(out)
	assert (answer["end"], answer["seconds"]) == ("2026-03-20T11:00:00+07:00", 4 * HOUR)
	assert sum(line["seconds"] for line in answer["lines"] if line["kind"] == "counted") == 4 * HOUR
	assert [line["note"] for line in answer["lines"] if line["kind"] == "holiday"] == [
		"Hari Suci Nyepi (SKB 3 Menteri)"
	]


@pytest.mark.parametrize(
	("written", "seconds"),
	[
		*(("8h", 8 * HOUR), ("8 h", 8 * HOUR), ("8 jam", 8 * HOUR), ("PT8H", 8 * HOUR), ("28800", 8 * HOUR)),
		*(("1h30m", 5400), ("1 h 30 min", 5400), ("1 jam 30 menit", 5400), ("PT1H30M", 5400), ("90m", 5400)),
		*(
			("1.5h", 5400),
			("1,5 jam", 5400),
			("45s", 45),
			("PT45S", 45),
			("0", 0),
			("0.5", 0.5),
			("400h", 400 * HOUR),
		),
	],
)
def test_how_a_length_may_be_written(written: str, seconds: float) -> None:
	assert read_length(written) == seconds


def test_it_runs_as_a_module(tmp_path: Path) -> None:
	"""In a process of its own, on a terminal that knows no dashes."""
	path = tmp_path / "hours.json"
	path.write_text(json.dumps(OFFICE), encoding="utf-8")
	options = ["--calendar", str(path), "--start", "2026-03-16T10:00+07:00", "--target", "PT1H"]
	done = subprocess.run(
		[sys.executable, "-m", "sla_id.engine", "deadline", *options],
		cwd=Path(__file__).parents[2],
		env={"PYTHONIOENCODING": "ascii", "PYTHONDONTWRITEBYTECODE": "1"},
		capture_output=True,
		text=True,
		check=False,
	)
	assert (done.returncode, done.stderr) == (0, "")
	assert done.stdout.strip().endswith("Due    Monday, 16 March 2026 11:00 WIB")


# --- what it says instead -------------------------------------------------------------------------------------

START = ("--start", "2026-03-16T09:00+07:00")


@pytest.mark.parametrize(
	("command", "options", "message"),
	[
		(
			"deadline",
			("--start", "2026-03-16T09:00", "--target", "8h"),
			"--start: '2026-03-16T09:00' has no offset; add one, in the calendar's own zone 2026-03-16T09:00+07:00",
		),
		("elapsed", (*START, "--end", "2026-03-17"), "--end: '2026-03-17' has no offset; add one"),
		(
			"deadline",
			("--start", "monday", "--target", "8h"),
			"--start: 'monday' is not an instant; write e.g. 2026-",
		),
		(
			"deadline",
			(*START, "--target", "3d"),
			"--target: '3d' is not a length; write 8h, 1h30m, PT8H or seconds",
		),
		("deadline", (*START, "--target", "P1D"), "--target: 'P1D' is not a length"),
		("deadline", (*START, "--target", "PT"), "--target: 'PT' is not a length"),
		("deadline", (*START, "--target", ""), "--target: '' is not a length"),
		("deadline", (*START, "--target", "9" * 400), "inf seconds: give a number, 0 or more"),
		("deadline", (*START, "--target", "9999999999h"), "ask for less"),
		(
			"deadline",
			(*START, "--target", "8h", "--pause", "2026-03-16T10:00+07:00"),
			"has no end; write FROM/TO",
		),
		(
			"deadline",
			(*START, "--target", "8h", "--pause", "2026-03-16T10:00/.."),
			"--pause: '2026-03-16T10:00' has no off",
		),
		(
			"deadline",
			(*START, "--target", "8h", "--pause", "2026-03-16T10:00+07:00/"),
			"due only once resumed",
		),
		(
			"deadline",
			(*START, "--target", "8h", "--pause", "2026-03-16T10:00Z/2026-03-16T09:00Z"),
			"ends before it starts",
		),
		("elapsed", (*START, "--end", "2026-03-15T09:00+07:00"), "swap the two"),
		("deadline", ("--start", "9999-12-31T23:00+07:00", "--target", "8h"), "check the dates"),
		("deadline", ("--start", "0001-01-01T00:00+14:00", "--target", "0"), "check the dates"),
		("explain", START, "explain needs two of --start, --target and --end"),
		("explain", (*START, "--target", "8h", "--end", "2026-03-17T09:00Z"), "explain needs two of"),
	],
)
def test_a_question_that_cannot_be_answered(
	run: Run, command: str, options: tuple[str, ...], message: str
) -> None:
	"""One line on stderr, nothing on stdout, exit status 2."""
	status, out, problem = run(command, *options)
	assert (status, out) == (2, "")
	assert problem.startswith("sla_id.engine: ")
	assert message in problem
	assert problem.count("\n") == 1


@pytest.mark.parametrize(
	("calendar", "message"),
	[
		("{\n  hours\n}", "/hours.json, line 2, column 3: not JSON"),
		("", "/hours.json, line 1, column 1: not JSON"),
		("[" * 100_000, "/hours.json: not JSON in UTF-8"),
		("[]", "/hours.json: calendar: must be a mapping with time_zone and hours"),
		(
			{"time_zone": "Asia/Bandung", "hours": {}},
			"/hours.json: time_zone: 'Asia/Bandung' is not an IANA time zone",
		),
		(
			{"time_zone": JAKARTA, "hours": {"mon": [["9", "17"]]}},
			"/hours.json: hours.mon[0]: '9' is not a time",
		),
		({"time_zone": JAKARTA}, "/hours.json: hours: missing"),
		({"time_zone": JAKARTA, "hours": {}}, "the calendar does not open again; add hours to its week"),
	],
)
def test_a_calendar_file_that_cannot_be_used(run: Run, calendar: Any, message: str) -> None:
	status, out, problem = run("deadline", *START, "--target", "8h", calendar=calendar)
	assert (status, out) == (2, "")
	assert message in problem
	assert problem.count("\n") == 1


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
	for path in (tmp_path / "none.json", tmp_path):
		assert main(["deadline", "--calendar", str(path), *START, "--target", "8h"]) == 2
		assert f"{path}: " in capsys.readouterr().err


def test_a_file_that_is_not_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
	path = tmp_path / "hours.json"
	path.write_bytes(b"\xff\xfe\x00")
	assert main(["deadline", "--calendar", str(path), *START, "--target", "8h"]) == 2
	assert "not JSON in UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize("options", [(), ("--start", "2026-03-16T09:00Z")])
def test_a_missing_option_is_named(run: Run, options: tuple[str, ...]) -> None:
	status, out, problem = run("deadline", *options)
	assert (status, out) == (2, "")
	assert "the following arguments are required: " in problem
