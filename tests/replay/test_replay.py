"""A part of the replay: every clock, escalation and figure against the second opinion; and that no minute is missed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from embedded.replay import __main__ as command
from embedded.replay import summary
from embedded.replay.compare import Comparison, compare_clocks, compare_escalations, compare_host_fields
from embedded.replay.desk import AGREEMENT, TIERS_FROM, with_tiers
from embedded.replay.log import read_log
from embedded.replay.recompute import Recomputation
from embedded.replay.run import Replay, replay
from tests.replay.generator import write_log
from tests.replay.tell import incident, write

PART = 50
GENERATED_PART = 18


def test_a_part_of_the_log_agrees_on_every_clock(
	prepared_site: Callable[..., Any], tmp_path: Path, note: Callable[[str], None]
) -> None:
	"""The real log where it is there, as HD Tickets; looked at on the way too."""
	path, origin = command.find_log(None, tmp_path)
	log, recomputation = read_log(path, PART), Recomputation(path, PART)
	prepared_site()
	on_the_way = Comparison()
	done = replay(
		log,
		"HD Ticket",
		look_at=command.looks(log, 6),
		look=lambda so_far: _compare(so_far, recomputation, on_the_way),
	)
	final = compare_clocks(done, recomputation, Comparison())
	shown = compare_host_fields(done, recomputation)
	note(f"replay of {PART} incidents ({origin}): {final.agreed} of {final.compared} clocks agreed")
	assert list(map(str, final.differences + on_the_way.differences + shown.differences)) == []
	assert summary.failures() == []
	assert final.compared >= len(log.incidents) > 0
	assert on_the_way.compared > 20
	table = list(summary.compliance())
	assert re.match(rf"all +{len(log.incidents)} ", table[-1])


def test_a_generated_log_agrees_as_issues_with_tiers(
	prepared_site: Callable[..., Any], tmp_path: Path
) -> None:
	"""Every oddity once, on the other host, with the escalations of 000."""
	path = write_log(tmp_path / "log.csv", GENERATED_PART)
	log, recomputation = read_log(path), Recomputation(path, one_wait=True)
	prepared_site(True)
	on_the_way = Comparison()
	done = replay(
		log,
		"Issue",
		look_at=command.looks(log, 6),
		look=lambda so_far: _compare(so_far, recomputation, on_the_way),
	)
	final = compare_clocks(done, recomputation, Comparison())
	fired, shown = compare_escalations(done, recomputation), compare_host_fields(done, recomputation)
	differences = final.differences + on_the_way.differences + fired.differences + shown.differences
	assert list(map(str, differences)) == []
	assert fired.compared > len(log.incidents)
	assert summary.failures() == []


def test_a_tick_in_every_minute_changes_nothing(prepared_site: Callable[..., Any], tmp_path: Path) -> None:
	"""From 07:50 to 16:20: warnings, pauses, both escalations of a P1 and its breach, minute by minute or not."""
	high = {"impact": "1 - High", "urgency": "1 - High"}
	path = write(
		tmp_path / "log.csv",
		incident("INC1", "29-02-2016 07:50", ("29-02-2016 08:40", "Active"), **high),
		incident(
			"INC2",
			"29-02-2016 09:00",
			("29-02-2016 09:05", "Awaiting User Info"),
			("29-02-2016 11:00", "Active"),
			("29-02-2016 14:30", "Resolved"),
			("29-02-2016 15:10", "Active"),
			**high,
		),
		incident("INC3", "29-02-2016 13:17", ("29-02-2016 13:18", "New"), contact="Phone"),
		incident("INC4", "29-02-2016 10:00", ("29-02-2016 10:30", "Active"), ("29-02-2016 16:18", "Closed")),
	)
	found = []
	for every_minute in (False, True):
		frappe = prepared_site(True)
		done = replay(read_log(path), "HD Ticket", every_minute=every_minute)
		found.append((done.ticks, _everything(frappe)))
	(few, some), (many, all_of_it) = found
	assert few < 60 < 500 < many
	assert some == all_of_it
	assert {row["level"] for row in some["SLA Escalation"]} == {"1", "2", "3"}
	assert {row["state"] for row in some["SLA Ticket"]} >= {"Breached", "Met"}


def test_a_wrong_clock_is_told(prepared_site: Callable[..., Any], tmp_path: Path) -> None:
	"""The comparison itself: a due time moved by a second, a clock lost, an escalation that never came."""
	told = incident(
		"INC1", "29-02-2016 09:00", ("29-02-2016 09:30", "Active"), ("01-03-2016 09:00", "Closed")
	)
	path = write(tmp_path / "log.csv", told)
	log, recomputation = read_log(path), Recomputation(path)
	frappe = prepared_site()
	done = replay(log, "HD Ticket")
	assert compare_clocks(done, recomputation, Comparison()).agreed == 2
	row = frappe.get_all("SLA Ticket Clock", filters={"clock": "fulfilment"}, fields=["name", "due_utc"])[0]
	frappe.db.set_value("SLA Ticket Clock", row.name, "due_utc", row.due_utc + timedelta(seconds=1))
	frappe.db.delete("SLA Ticket Clock", {"clock": "response"})
	wrong = compare_clocks(done, recomputation, Comparison())
	assert (wrong.agreed, wrong.compared) == (0, 2)
	assert [str(difference).partition(" [")[0] for difference in wrong.differences] == [
		"INC1 (0001) fulfilment due: app 07-03-2024 09:00:01, recomputed 07-03-2024 09:00:00",
		"INC1 (0001) response clock: app None, recomputed met",
	]
	assert [difference.what for difference in compare_escalations(done, recomputation).differences] == [
		"level 1"
	]


def test_the_tiers_are_put_into_the_agreement() -> None:
	from sla_id.agreements.file import parse
	from sla_id.fixtures.sample_agreements import sample_agreement

	text = with_tiers(sample_agreement(AGREEMENT), sample_agreement(TIERS_FROM))
	read = parse(text, "hai_djpb.yaml")
	assert [tier.level for tier in read.tiers] == [1, 2, 3]
	assert read.agreement.version == "2023.0 with tiers"


def test_the_command_prints_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
	path = write(
		tmp_path / "log.csv",
		incident("INC1", "29-02-2016 09:00", ("29-02-2016 09:30", "Active"), ("01-03-2016 09:00", "Closed")),
		incident("INC2", "?", ("29-02-2016 09:30", "Active")),
	)
	assert command.main(["--log", str(path)]) == 0
	printed = capsys.readouterr().out
	assert f"Log: {path}" in printed
	assert "Skipped: 1 tickets\n  1: no readable opened_at or sys_created_at (INC2)" in printed
	assert "Clocks against the recomputation from the CSV: 2 of 2 agreed" in printed
	assert re.search(r"^P3 +1 +1 +0 +100.0% +0 +1 +0 +100.0% +0$", printed, flags=re.MULTILINE)


def test_the_command_tells_a_log_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
	(tmp_path / "log.csv").write_text("a,b\n1,2\n")
	assert command.main(["--log", str(tmp_path / "log.csv")]) == 2
	assert "can't be used" in capsys.readouterr().out
	path = write(tmp_path / "log.csv", incident("INC1", "?", ("29-02-2016 09:30", "Active")))
	assert command.main(["--log", str(path)]) == 2
	assert "Skipped: 1 tickets" in capsys.readouterr().out


def test_without_the_real_log_the_line_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(command, "REAL_LOG", tmp_path / "incidents_2016.csv")
	path, line = command.find_log(None, tmp_path)
	assert path.exists()
	assert "isn't there" in line and "generated with seed 2016" in line


def _compare(done: Replay, recomputation: Recomputation, into: Comparison) -> None:
	compare_clocks(done, recomputation, into, open_only=True)


def _everything(frappe: Any) -> dict[str, list[dict[str, Any]]]:
	"""What the app has written, without what differs from one evaluation to the next."""
	fields = {
		"SLA Ticket": [
			"name",
			"state",
			"due_utc",
			"next_event_at",
			"priority",
			"escalation_level",
			"resolved_utc",
		],
		"SLA Ticket Clock": [
			"parent",
			"clock",
			"state",
			"due_utc",
			"stopped_utc",
			"at_risk_utc",
			"cycle",
			"breached",
		],
		"SLA Event": ["sla_ticket", "sequence", "event_type", "at_utc", "reason", "origin"],
		"SLA Escalation": [
			"sla_ticket",
			"level",
			"trigger_on",
			"due_utc",
			"fired_utc",
			"late_seconds",
			"notified",
		],
		"Notification Log": ["for_user", "subject"],
		"HD Ticket": ["name", "status", "response_by", "resolution_by", "sla_id_state", "sla_id_due"],
	}
	found = {}
	for doctype, names in fields.items():
		rows = frappe.get_all(
			doctype, fields=names, order_by="creation, name" if doctype == "SLA Event" else "name"
		)
		found[doctype] = sorted([str(row[name]) for name in names] for row in rows)
	return {
		doctype: [dict(zip(fields[doctype], row, strict=True)) for row in rows]
		for doctype, rows in found.items()
	}
