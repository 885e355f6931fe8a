"""Past tickets under two agreements: what flips, what only moves, what can't be said, who is called; and who else says so."""

from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from sla_id.agreements.file import parse
from sla_id.reporting.backtest.backtest_report import BacktestReport, build_report, plain_report
from sla_id.reporting.backtest.column_mapping import ColumnMapping, mapping_of_header
from sla_id.reporting.backtest.csv_rows import read_csv
from sla_id.reporting.backtest.past_ticket import PastTicket
from sla_id.reporting.backtest.read_past import read_past
from sla_id.reporting.backtest.run_backtest import ShardRun, plan_backtest, run_backtest
from sla_id.reporting.reporting_error import ReportingError
from tests.reporting.backtest.past import COLUMNS, agreement, mapped, table

UTC = timezone.utc
READ_AT = datetime(2026, 5, 1, tzinfo=UTC)
Rows = list[tuple[str, ...]]


def run_past(
	rows: Rows,
	first: str,
	other: str | None = None,
	*,
	columns: tuple[str, ...] = COLUMNS,
	mapping: ColumnMapping | None = None,
	read_at: datetime = READ_AT,
	**how: Any,
) -> BacktestReport:
	"""The report of a back-test."""
	csv = read_csv(table(rows, columns), "tickets.csv")
	mapping = mapping or mapping_of_header(csv.columns)
	reading = read_past(csv, mapping, "tickets.csv")
	plan = plan_backtest(first, other or first, reading, mapping.recorded_events, read_at)
	result = run_backtest(plan, reading.tickets, **how)
	files = parse(first, "first.yaml"), parse(other or first, "other.yaml")
	return build_report("tickets.csv", csv, reading, plan, result, files)


def flips(report: BacktestReport) -> dict[str, tuple[str, str]]:
	return {row["ticket"]: (row["before"], row["after"]) for row in report.result.changes}


WEEK: Rows = [
	("MET", "2026-04-06T09:00", "", "2026-04-06T12:00"),
	("AT4", "2026-04-06T09:00", "", "2026-04-06T13:00"),
	("FIVE", "2026-04-06T09:00", "", "2026-04-06T14:00"),
	("NINE", "2026-04-06T09:00", "", "2026-04-07T10:00"),
	("OPEN", "2026-04-06T09:00", "", ""),
	("NIGHT", "2026-04-06T20:00", "", "2026-04-07T13:00"),
]
"""A Monday; hours 09-17."""


def test_flips_are_listed_both_ways_not_as_a_net_figure() -> None:
	stricter = run_past(WEEK, agreement("8 h"), agreement("4 h", "DRAFT"))
	assert flips(stricter) == {"FIVE": ("met", "missed_closed")}
	looser = run_past(WEEK, agreement("4 h"), agreement("9 h", "DRAFT"))
	assert flips(looser) == {"FIVE": ("missed_closed", "met"), "NINE": ("missed_closed", "met")}
	answer = plain_report(looser)
	assert [row["ticket"] for row in answer["became_met"]] == ["FIVE", "NINE"] and answer[
		"became_missed"
	] == []
	assert answer["due_moved_only"] == 4
	[row] = plain_report(stricter)["became_missed"]
	assert (row["line"], row["due_before"], row["due_after"], row["stopped"]) == (
		4,
		"2026-04-06T10:00:00+00:00",
		"2026-04-06T06:00:00+00:00",
		"2026-04-06T07:00:00+00:00",
	)


def test_flips_that_cancel_out_are_both_there() -> None:
	"""P1 gets less time, P2 more: two flips, and the same share of met ones before and after."""
	rows = [
		("ONE", "2026-04-06T09:00", "", "2026-04-06T14:00", "P1"),
		("TWO", "2026-04-06T09:00", "", "2026-04-06T14:00", "P2"),
	]
	text = agreement("8 h").replace(
		"target: 8 h}", "target: 8 h, priority: P1}\n  - {clock: resolution, target: 4 h, priority: P2}"
	)
	draft = text.replace("8 h", "x").replace("4 h", "8 h").replace("x", "4 h").replace("UJI", "DRAFT")
	report = run_past(rows, text, draft)
	assert flips(report) == {"ONE": ("met", "missed_closed"), "TWO": ("missed_closed", "met")}
	answer = plain_report(report)["agreements"]
	assert (
		answer["before"]["clocks"]["resolution"]["rate"]
		== answer["after"]["clocks"]["resolution"]["rate"]
		== "50.0000"
	)


def test_an_agreement_held_against_itself_differs_in_nothing() -> None:
	report = run_past(WEEK, agreement("4 h", response="1 h"))
	assert (report.result.changes, report.result.moved, report.result.identity) == ([], 0, [])
	assert report.result.run_again == len(WEEK)
	beside = run_past(WEEK * 4, agreement("4 h"), agreement("9 h", "DRAFT"), mapping=None)
	assert (beside.result.run_again, beside.result.identity) == (1, [])


def test_identity_finds_what_differs(monkeypatch: pytest.MonkeyPatch) -> None:
	"""Were an agreement read back otherwise than it was written, each clock would be listed."""
	from sla_id.reporting.backtest import run_backtest as module

	monkeypatch.setattr(module, "dump", lambda _file: agreement("4 h"))
	report = run_past(WEEK, agreement("8 h"), agreement("9 h", "DRAFT"))
	assert [row["ticket"] for row in report.result.identity] == ["MET"]


def test_what_a_system_recorded_is_held_against_it() -> None:
	mapping = mapped(
		columns={"id": "id", "received": "received", "resolved": "resolved"}, recorded={"resolution": "kept"}
	)
	rows = [
		(*row[:2], row[3], kept)
		for row, kept in zip(WEEK, ("TRUE", "TRUE", "TRUE", "false", "?", "TRUE"), strict=True)
	]
	report = run_past(rows, agreement("4 h"), columns=("id", "received", "resolved", "kept"), mapping=mapping)
	assert report.result.recorded == {"resolution": [4, 1]}


def test_each_years_holidays_count() -> None:
	"""Nyepi is on Monday 11 March 2024, on Saturday 29 March 2025 and on Thursday 19 March 2026."""
	rows = [
		("2024", "2024-03-08T16:00", "", "2024-03-12T16:00"),
		("2026", "2026-03-18T16:00", "", "2026-03-20T16:00"),
		("2025", "2025-03-27T16:00", "", "2025-03-28T16:00"),
	]
	report = run_past(rows, agreement("8 h"))
	assert report.counts("before", "resolution").met == 3
	assert report.estimated == (2028,)
	without = agreement("8 h", "DRAFT").replace("holidays: [national]", "holidays: []")
	assert flips(run_past(rows, agreement("8 h"), without)) == {
		"2024": ("met", "missed_closed"),
		"2026": ("met", "missed_closed"),
	}
	late = [(name, start, "", end.replace("16:00", "16:01")) for name, start, _answer, end in rows]
	assert run_past(late, agreement("8 h")).counts("before", "resolution").missed == 3


def test_pauses_are_kept() -> None:
	mapping = mapped(
		columns={"id": "id", "received": "received", "resolved": "resolved"},
		pauses=[{"from": "p", "to": "q"}],
	)
	columns = ("id", "received", "resolved", "p", "q")
	rows = [
		("A", "2026-04-06T09:00", "2026-04-06T16:00", "2026-04-06T10:00", "2026-04-06T13:00"),
		("B", "2026-04-06T09:00", "2026-04-06T16:00"),
		("C", "2026-04-06T09:00", "", "2026-04-06T10:00"),
	]
	report = run_past(rows, agreement("4 h"), columns=columns, mapping=mapping)
	assert report.numbers("before", "resolution") == {"met": 1, "missed_closed": 1, "pending": 1}


def test_what_the_past_does_not_have_is_neither_met_nor_missed() -> None:
	"""The response needs an answer and a team; no column has the team. Who was solved in time had his answer, too."""
	text = agreement("8 h").replace(
		"targets:\n", "targets:\n  - {clock: response, target: 2 h, met_by: [confirmed, team_assigned]}\n"
	)
	rows = [
		("SOLVED", "2026-04-06T09:00", "2026-04-06T09:30", "2026-04-06T10:00"),
		("LATE", "2026-04-06T09:00", "2026-04-06T09:30", "2026-04-06T15:00"),
		("OPEN", "2026-04-06T09:00", "2026-04-06T09:30", ""),
	]
	report = run_past(rows, text)
	assert report.numbers("before", "response") == {"met": 1, "cant_say": 2}
	figures = plain_report(report)["agreements"]["before"]["clocks"]["response"]
	assert (figures["decided"], figures["rate"], figures["possible"]) == (1, None, ["33.3333", "100.0000"])
	columns = (*COLUMNS, "assigned")
	with_team = run_past(
		[(*row, *[""] * (5 - len(row)), "2026-04-06T10:30") for row in rows], text, columns=columns
	)
	assert with_team.numbers("before", "response") == {"met": 3}
	onlooker = run_past(
		[(*row, *[""] * (5 - len(row)), "2026-04-06T11:30") for row in rows], text, columns=columns
	)
	assert onlooker.numbers("before", "response") == {"met": 1, "missed_closed": 2}


@pytest.mark.parametrize(("goal", "met"), [("30", True), ("95", None), ("100", None)])
def test_a_goal_is_judged_where_no_doubt_decides(goal: str, met: bool | None) -> None:
	"""One is met for sure and two may be: a third to all of them."""
	text = agreement("8 h").replace(
		"target: 8 h}", "target: 8 h, met_by: [workaround_applied, fixed], met_when: any}"
	)
	rows = [
		("SOLVED", "2026-04-06T09:00", "", "2026-04-06T10:00"),
		("A", "2026-04-06T09:00"),
		("B", "2026-04-06T09:00"),
	]
	report = run_past(rows, text + f"terms: {{compliance_percent: {goal}}}\n")
	assert plain_report(report)["agreements"]["before"]["clocks"]["resolution"]["goal_met"] is met


TIERS = """
escalation:
  tiers:
    - {level: 1, title: L1, responsible: A, triggers: [{on: percent, value: 50, clock: resolution}]}
    - {level: 2, title: L2, responsible: B, triggers: [{on: breach, clock: resolution}, {on: manual, reasons: [{code: M, label: M}]}]}
    - {level: 3, title: L3, responsible: C, triggers: [{on: massive_impact}]}
    - {level: 4, title: L4, responsible: D}
"""


def test_escalations_count_once_a_ticket_and_level_and_by_hour_of_the_week() -> None:
	"""Half of 8 h is Monday 13:00, half of 4 h Monday 11:00; NIGHT begins on Tuesday at 9."""
	report = run_past(WEEK, agreement("8 h", more=TIERS), agreement("4 h", "DRAFT", TIERS))
	result = report.result
	assert result.tiers == {"before": {"1": 3, "2": 2}, "after": {"1": 6, "2": 3}}
	assert [(row["ticket"], row["level"]) for row in result.extra] == [
		("MET", 1),
		("AT4", 1),
		("FIVE", 2),
		("NIGHT", 1),
	]
	assert result.fewer == []
	assert {hour: number for hour, number in enumerate(result.by_hour) if number} == {
		11: 2,
		13: 1,
		24 + 11: 1,
	}
	assert report.sides["before"].untold == ((2, "manual"), (3, "massive_impact"), (4, "unacknowledged"))
	back = run_past(WEEK, agreement("4 h", more=TIERS), agreement("8 h", "DRAFT", TIERS)).result
	assert (len(back.extra), len(back.fewer), sum(back.by_hour)) == (0, 4, 0)


CREDIT = (
	"credit: {enabled: true, fee: 1000000, scheme: {kind: per_missed_target, each: 50000, cap_percent: 25}}\n"
)


def test_credits_for_each_missed_target_of_a_month() -> None:
	"""Six missed in April are capped at a quarter of the fee, two in May cost 100,000."""
	rows = [(f"A{n}", "2026-04-06T09:00", "", "2026-04-08T09:00") for n in range(6)]
	rows += [(f"M{n}", "2026-05-06T09:00", "", "2026-05-08T09:00") for n in range(2)]
	report = run_past(
		rows,
		agreement("8 h", more=CREDIT),
		agreement("24 h", "DRAFT", CREDIT),
		read_at=datetime(2026, 6, 1, tzinfo=UTC),
	)
	credit = plain_report(report)["agreements"]["before"]["credit"]
	assert credit == {
		"total": "350000.00",
		"enabled": True,
		"months": [
			{"month": "2026-04", "missed": 6, "amount": "250000.00"},
			{"month": "2026-05", "missed": 2, "amount": "100000.00"},
		],
	}
	assert plain_report(report)["agreements"]["after"]["credit"]["total"] == "0"
	assert plain_report(run_past(rows, agreement("8 h")))["agreements"]["before"]["credit"] is None


def test_priorities_that_the_agreement_does_not_have() -> None:
	"""The helpdesk's own word leads to its priority; another takes the default and is told."""
	text = agreement("8 h").replace(
		"target: 8 h}", "target: 8 h}\n  - {clock: resolution, target: 1 h, priority: P1}"
	)
	rows = [
		(f"T{name}", "2026-04-06T09:00", "", "2026-04-06T12:00", name.strip("?"))
		for name in ("P1", "Urgent", "P2", "Sedang", "?")
	]
	report = run_past(rows, text)
	assert report.numbers("before", "resolution") == {"missed_closed": 2, "met": 3}
	assert report.result.foreign == {"Sedang": 1}


def many(count: int) -> Rows:
	rows = []
	for number in range(count):
		day, hour = 6 + number % 5, 9 + number % 7
		rows.append(
			(f"T{number}", f"2026-04-{day:02d}T{hour:02d}:00", "", f"2026-04-{day + number % 3:02d}T16:30")
		)
	return rows


def test_the_result_is_the_same_for_any_number_of_workers(monkeypatch: pytest.MonkeyPatch) -> None:
	from sla_id.reporting.backtest import run_backtest as module

	monkeypatch.setattr(module, "SHARD", 40)
	texts = agreement("8 h", more=TIERS), agreement("4 h", "DRAFT", TIERS)
	one = run_past(many(150), *texts)
	assert one.result.changes and one.result.tickets == 150
	assert plain_report(run_past(many(150), *texts, workers=3)) == plain_report(one)
	monkeypatch.setattr(module, "SHARD", 1000)
	whole = plain_report(run_past(many(150), *texts))
	assert (
		whole["agreements"] == plain_report(one)["agreements"]
		and whole["became_missed"] == plain_report(one)["became_missed"]
	)


def test_a_run_that_was_stopped_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
	"""What was done isn't done again; a damaged part is; other tickets or terms find nothing."""
	from sla_id.reporting.backtest import run_backtest as module

	monkeypatch.setattr(module, "SHARD", 40)
	runs: list[int] = []
	real = ShardRun.run

	def counted(self: ShardRun, tickets: tuple[PastTicket, ...]) -> Any:
		if len(runs) == 2 and not tmp_path.joinpath("go on").exists():
			raise KeyboardInterrupt
		runs.append(len(tickets))
		return real(self, tickets)

	monkeypatch.setattr(ShardRun, "run", counted)
	texts, work = (agreement("8 h"), agreement("4 h", "DRAFT")), tmp_path / "work"
	with pytest.raises(KeyboardInterrupt):
		run_past(many(150), *texts, work=work)
	assert len(list(work.glob("*.json"))) == 2
	(tmp_path / "go on").touch()
	first = run_past(many(150), *texts, work=work)
	assert runs == [40, 40, 40, 30]
	damaged = sorted(work.glob("*.json"))[1]
	damaged.write_text("{", encoding="utf-8")
	assert (
		plain_report(run_past(many(150), *texts, work=work))
		== plain_report(first)
		== plain_report(run_past(many(150), *texts))
	)
	assert runs[4:] == [40, 40, 40, 40, 30]
	run_past(many(150), agreement("7 h"), texts[1], work=work)
	assert runs[9:] == [40, 40, 40, 30]


def test_a_level_of_another_agreement_is_refused() -> None:
	text = agreement("8 h").replace("{code: UJI,", "{code: UJI, extends: BASE,")
	with pytest.raises(ValueError, match="BASE"):
		run_past(WEEK, text)
	whole = parse(agreement("8 h"), "a.yaml")
	level = replace(whole, agreement=replace(whole.agreement, extends="BASE"))
	from sla_id.reporting.backtest.replayed_agreement import ReplayedAgreement

	with pytest.raises(ReportingError, match="UJI: is a level of BASE and says only what differs"):
		ReplayedAgreement(level, (2026,), frozenset())
