"""`python -m sla_id.reporting backtest` as anybody calls it, and the incident log read by the mapping of docs/reporting.md."""

import csv
import json
import re
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path

import pytest

from embedded.replay.recompute import Expected, Recomputation, micros
from sla_id.fixtures.sample_agreements import sample_agreement
from sla_id.reporting.__main__ import main
from sla_id.reporting.backtest.column_mapping import parse_mapping
from sla_id.reporting.backtest.csv_rows import read_csv
from sla_id.reporting.backtest.read_past import read_past
from sla_id.reporting.backtest.replay_ticket import replay_ticket
from sla_id.reporting.backtest.run_backtest import ShardRun, plan_backtest
from tests.replay.generator import write_log
from tests.reporting.backtest.past import agreement, table

ROOT = Path(__file__).resolve().parents[3]
REAL_LOG = ROOT.parent / "shared" / "data" / "incidents_2016.csv"
SAMPLES = ROOT / "sla_id" / "fixtures" / "agreements"
NO_FRAPPE = (
	"import sys; sys.modules['frappe'] = None; from sla_id.reporting.__main__ import main; sys.exit(main())"
)


def documented_mapping() -> str:
	"""The mapping of the incident log, as docs/reporting.md prints it."""
	page = (ROOT / "docs" / "reporting.md").read_text(encoding="utf-8")
	found = re.search(r"(?:^    .*\n)*^    rows: states\n(?:^    .*\n)*", page, re.M)
	assert found
	return "\n".join(line[4:] for line in found.group().splitlines())


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
	"""Two agreements, a file of tickets, the log's mapping and a generated log."""
	written = {
		"agreement": agreement("8 h"),
		"draft": agreement("4 h", "DRAFT"),
		"tickets": table([("A&<b>", "2026-04-06T09:00", "", "2026-04-06T14:00"), ("B", "never")]).decode(),
		"mapping": documented_mapping(),
	}
	for name, text in written.items():
		(tmp_path / name).write_text(text, encoding="utf-8")
	log = write_log(tmp_path / "log.csv", 120)
	return {
		**{name: str(tmp_path / name) for name in written},
		"log": str(log),
		"page": str(tmp_path / "page.html"),
	}


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
	status = main(["backtest", *arguments])
	out, err = capsys.readouterr()
	return status, out, err


def test_it_needs_no_frappe(files: dict[str, str]) -> None:
	command = [sys.executable, "-c", NO_FRAPPE, "backtest", files["agreement"], files["tickets"], "--json"]
	done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
	assert done.returncode == 0, done.stderr
	answer = json.loads(done.stdout)
	assert answer["rows"] == {"in_file": 2, "read": 1, "refused": 1}
	assert answer["identity"] == {"rows": 0, "differences": []}


def test_what_is_printed_begins_with_identity(
	files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
	status, out, _err = said(
		capsys, files["agreement"], files["tickets"], "--against", files["draft"], "--language", "en"
	)
	assert status == 0
	headings = [line for line in out.splitlines() if line and not line.startswith(" ")]
	assert headings[:3] == [
		"Back-test: UJI 1.0 in force, DRAFT 1.0 held against it",
		"Identity",
		"What was read",
	]
	assert "run again for 1 of 1 tickets: 0 rows differ" in out
	assert "2 rows, 1 read into 1 tickets, 1 refused" in out
	assert "Met before, missed now\n  1 clocks." in out
	assert "3     B       received: 'never' is no time" in out


class Page(HTMLParser):
	"""What of a page would be fetched, and its text."""

	def __init__(self, text: str) -> None:
		super().__init__()
		self.fetched: list[str] = []
		self.tags: list[str] = []
		self.text = ""
		self.feed(text)

	def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
		self.tags.append(tag)
		self.fetched += [
			value or "" for name, value in attrs if name in ("src", "href", "srcset", "data", "action")
		]

	def handle_data(self, data: str) -> None:
		self.text += data


@pytest.mark.parametrize(
	("language", "words"), [("id", "Semula terpenuhi, kini dilanggar"), ("en", "Met before, missed now")]
)
def test_the_page_needs_nothing_else(
	files: dict[str, str], capsys: pytest.CaptureFixture[str], language: str, words: str
) -> None:
	arguments = (files["agreement"], files["tickets"], "--against", files["draft"], "--html", files["page"])
	assert said(capsys, *arguments, "--language", language)[0] == 0
	text = Path(files["page"]).read_text(encoding="utf-8")
	page = Page(text)
	assert page.fetched == [] and not {"script", "link", "img", "iframe"} & set(page.tags)
	assert "url(" not in text and "@import" not in text and "svg" in page.tags
	assert words in page.text and f'lang="{language}"' in text
	assert "A&<b>" in page.text and "<b>" not in text


@pytest.mark.parametrize(
	("arguments", "problem"),
	[
		(("nowhere.yaml", "{tickets}"), "nowhere.yaml: No such file"),
		(("{agreement}", "nowhere.csv"), "nowhere.csv: No such file"),
		(("{tickets}", "{tickets}"), "line 1"),
		(("{agreement}", "{tickets}", "--mapping", "nowhere.yaml"), "nowhere.yaml: No such file"),
		(("{agreement}", "{tickets}", "--mapping", "{agreement}"), "agreement: agreement: is unknown"),
		(("{agreement}", "{tickets}", "--read-at", "2026-05-01T00:00"), "--read-at: '2026-05-01T00:00' can't be read; write"),
		(("{agreement}", "{tickets}", "--html", "{tickets}/a.html"), "a.html: Not a directory"),
		(("{agreement}", "{tickets}", "--work", "{tickets}"), "tickets: File exists"),
		(("{agreement}", "{tickets}", "--mapping", "{mapping}"), "tickets: has no column 'number'; it has id, received"),
	],
)  # fmt: skip
def test_what_cannot_be_run_is_said(
	files: dict[str, str], capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], problem: str
) -> None:
	status, out, err = said(capsys, *(argument.format(**files) for argument in arguments))
	assert (status, out) == (2, "")
	assert err.startswith("sla_id.reporting: ") and problem in err


def test_a_file_without_rows_is_refused(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
	Path(files["tickets"]).write_text("id,received\n", encoding="utf-8")
	assert "has no rows below its header" in said(capsys, files["agreement"], files["tickets"])[2]


STATE_OUTCOMES = {
	"met": "met",
	"missed": "missed_closed",
	"breached": "missed_open",
	"paused": "pending",
	"running": "pending",
	"at_risk": "pending",
	"done": "no_target",
	"ageing": "no_target",
}


def moved_log(source: Path, target: Path) -> Path:
	"""The log as `embedded.replay` reads it: moved into years with decrees, its rows half a minute into their minute."""

	def moved(text: str, seconds: int) -> str:
		try:
			at = datetime.strptime(text.strip(), "%d-%m-%Y %H:%M")  # noqa: DTZ007
		except ValueError:
			return text
		return (at + timedelta(weeks=418, seconds=seconds)).isoformat(" ")

	with (
		source.open(encoding="utf-8-sig", newline="") as read,
		target.open("w", encoding="utf-8", newline="") as written,
	):
		rows = csv.DictReader(read)
		writer = csv.DictWriter(written, rows.fieldnames or [])
		writer.writeheader()
		for row in rows:
			changed = {"opened_at": 0, "sys_created_at": 0, "sys_updated_at": 30}
			writer.writerow({**row, **{name: moved(row[name], seconds) for name, seconds in changed.items()}})
	return target


def compare_with_recomputation(log: Path, folder: Path) -> tuple[int, list[str]]:
	"""Every clock of every incident against `embedded.replay.recompute`, which imports nothing of the app."""
	mapping = parse_mapping(
		documented_mapping().replace('unknown: ["?"]', 'unknown: ["?", "-100"]'), "map.yaml"
	)
	reading = read_past(read_csv(moved_log(log, folder / "moved.csv").read_bytes(), "log"), mapping, "log")
	assert reading.rows_read + len(reading.refused) == reading.row_count
	second = Recomputation(log)
	assert {ticket.id for ticket in reading.tickets} == set(second.rows)
	text = sample_agreement("hai_djpb")
	now = datetime(2024, 3, 20, tzinfo=timezone.utc)
	run = ShardRun(plan_backtest(text, text, reading, mapping.recorded_events, now))
	compared, differences = 0, []
	for ticket in reading.tickets:
		if ticket.received > now:
			continue
		found = replay_ticket(ticket, run.before, run.before.timeline(ticket), now).clocks
		for clock, wanted in second.clocks(ticket.id, micros(now)).items():
			compared += 1
			own = found.get(clock)
			if own is None or not _agrees(own.outcome, own.due, wanted):
				differences.append(f"{ticket.id} {clock}: {own} {wanted}")
	return compared, differences


def _agrees(outcome: str, due: datetime | None, wanted: Expected) -> bool:
	same_due = wanted.state == "paused" or (None if due is None else micros(due)) == wanted.due
	endless = wanted.due is None and wanted.stopped is None and wanted.state != "paused"
	return outcome == ("no_target" if endless else STATE_OUTCOMES[wanted.state]) and same_due


def test_a_second_opinion_on_a_generated_log(tmp_path: Path) -> None:
	compared, differences = compare_with_recomputation(write_log(tmp_path / "log.csv", 200), tmp_path)
	assert compared > 250 and differences == []


@pytest.mark.skipif(not REAL_LOG.exists(), reason=f"{REAL_LOG.name} isn't beside the project")
def test_a_second_opinion_on_the_real_log(tmp_path: Path) -> None:
	compared, differences = compare_with_recomputation(REAL_LOG, tmp_path)
	assert compared > 1700 and differences == []


@pytest.mark.skipif(not REAL_LOG.exists(), reason=f"{REAL_LOG.name} isn't beside the project")
def test_the_real_log_is_read_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
	mapping = tmp_path / "map.yaml"
	mapping.write_text(documented_mapping(), encoding="utf-8")
	status, out, _err = said(
		capsys, str(SAMPLES / "hai_djpb.yaml"), str(REAL_LOG), "--mapping", str(mapping), "--json"
	)
	answer = json.loads(out)
	assert (status, answer["tickets"], answer["identity"]["rows"]) == (0, 890, 0)
	assert answer["rows"] == {"in_file": 5998, "read": 5992, "refused": 6}
	assert [row["line"] for row in answer["refused"]] == [330, 336, 346, 351, 359, 438]
