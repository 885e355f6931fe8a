"""SLA Clock Cycle: one row for each cycle of a clock, what its ticket's events say, whatever becomes of the ticket."""

import dataclasses
import json
from random import Random
from typing import Any

import pytest

from sla_id.clock_words import clock_outcomes
from sla_id.instants import from_utc
from sla_id.ledger.cycle_row import CYCLE_FIELDS, CycleRow, key_of
from sla_id.ledger.stored_cycles import CYCLE
from sla_id.reporting import ClockOutcome
from sla_id.sweep.self_check.run_self_check import run_self_check, say_report
from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.lives import live

DECIDED = ("met", "missed_closed", "missed_open")


def cycles(doc: Any, clock: str | None = None) -> list[Any]:
	"""The rows of a ticket, in order."""
	import frappe

	filters = {"sla_ticket": f"{doc.doctype} {doc.name}", **({"clock": clock} if clock else {})}
	return frappe.get_all(CYCLE, filters, ["*"], order_by="clock, team, cycle")


def test_the_rows_are_those_of_the_doctype(site: Any) -> None:
	meta = site.get_meta(CYCLE)
	fields = {
		field.fieldname for field in meta.fields if field.fieldtype not in ("Section Break", "Column Break")
	}
	assert fields == set(CYCLE_FIELDS)
	assert {field.name for field in dataclasses.fields(CycleRow)} == fields
	assert all(field.read_only for field in meta.fields if field.fieldname in fields)
	assert {row.role for row in meta.permissions} == {"System Manager", "SLA Manager", "SLA Executive"}
	assert set(clock_outcomes()) == {str(outcome) for outcome in ClockOutcome}
	assert not any(row.write or row.create or row.delete for row in meta.permissions)


@pytest.mark.each_host
def test_a_life_of_a_clock(host_name: str, clockwork: Clockwork, site: Any) -> None:
	"""From Monday 08:00, an hour before opening: paused an hour, solved, reopened, and late in all: one cycle with one outcome."""
	clockwork.at("2026-03-16 08:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	(row,) = cycles(doc, "resolution")
	assert (row.outcome, row.partner, row.priority, row.cycle) == ("pending", "MAJU", "P2", 1)
	due = row.due_utc
	clockwork.at("2026-03-16 09:00")
	world.change(doc, status=world.status(host_name, "Paused"))
	(row,) = cycles(doc, "resolution")
	assert (row.outcome, row.due_utc) == ("pending", None)
	assert str(row.paused_since_utc)[:19] == "2026-03-16 02:00:00"
	clockwork.at("2026-03-16 10:00")
	world.change(doc, status=world.status(host_name, "Running"))
	(row,) = cycles(doc, "resolution")
	assert (row.paused_since_utc, row.paused_seconds) == (None, 3600.0)
	assert row.due_utc > due
	clockwork.at("2026-03-16 11:00")
	world.change(doc, status=world.status(host_name, "Resolved"))
	(row,) = cycles(doc, "resolution")
	assert (row.outcome, round(row.used_seconds), row.reopened) == ("met", 3600, 0)
	clockwork.at("2026-03-17 08:00")
	world.change(doc, status=world.status(host_name, "Running"))
	(row,) = cycles(doc, "resolution")
	assert (row.outcome, row.stopped_utc, row.reopened) == ("pending", None, 1)
	clockwork.at("2026-04-16 12:00")
	world.tick()
	(row,) = cycles(doc, "resolution")
	assert (row.outcome, row.late_seconds) == ("missed_open", 0)
	world.change(doc, status=world.status(host_name, "Resolved"))
	(row,) = cycles(doc, "resolution")
	assert row.outcome == "missed_closed"
	assert row.late_seconds == (row.stopped_utc - row.due_utc).total_seconds() > 0
	assert row.used_seconds > row.target_seconds


def test_every_update_that_was_owed_is_a_row(host_name: str, clockwork: Clockwork, site: Any) -> None:
	"""The clock's row keeps the last cycle and a number; the first was late, the second in time, the third runs."""
	doc = _with_updates(host_name, clockwork)
	clockwork.at("2026-06-08 12:00")
	world.reply(doc)  # confirms, and is no update
	clockwork.at("2026-06-08 14:00")
	world.reply(doc)
	clockwork.at("2026-06-08 15:00")
	world.reply(doc)
	rows = cycles(doc, "next_update")
	assert [(row.cycle, row.outcome) for row in rows] == [(1, "missed_closed"), (2, "met"), (3, "pending")]
	assert world.clock(doc, "next_update").missed_cycles == 1
	world.change(doc, status=world.status(host_name, "Resolved"))
	assert [row.outcome for row in cycles(doc, "next_update")] == ["missed_closed", "met", "met"]
	clockwork.at("2026-06-08 16:00")
	world.change(doc, status=world.status(host_name, "Running"))
	assert [row.outcome for row in cycles(doc, "next_update")] == ["missed_closed", "met", "met", "pending"]


def _with_updates(host_name: str, clockwork: Clockwork) -> Any:
	from sla_id.agreements.records.load import load_agreement
	from sla_id.fixtures.sample_agreements import sample_agreement

	text = sample_agreement("innovasia_mitra").replace("code: INNOVASIA-MITRA", "code: KABAR", 1)
	start = text.index("\n", text.index("targets:")) + 1
	row = "  - {clock: next_update, target: 2 h, calendar: always}\n"
	text = (text[:start] + row + text[start:]).replace(
		"effective_from: 2025-01-01", "effective_from: 2026-06-08"
	)
	clockwork.at("2026-06-08 08:00")
	load_agreement(text, "kabar.yaml", partner="KLIEN")
	clockwork.at("2026-06-08 09:00")
	return world.ticket(host_name, raised_by="rina@klien.example", sla_id_priority="P1")


def test_what_was_in_force_when_it_stopped_counts(host_name: str, clockwork: Clockwork, site: Any) -> None:
	"""A later priority and a later partner are those of what still runs."""
	clockwork.at("2026-03-16 08:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	clockwork.at("2026-03-16 08:30")
	world.assign(doc)
	world.reply(doc)
	assert [row.outcome for row in cycles(doc, "response")] == ["met"]
	clockwork.at("2026-03-16 09:00")
	world.change(doc, sla_id_priority="P3", sla_id_priority_reason="Hanya satu pengguna")
	assert {(row.clock, row.priority) for row in cycles(doc)} >= {("response", "P2"), ("resolution", "P3")}
	assert run_self_check().found == []


def test_a_ticket_that_left_its_agreement(host_name: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 08:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	clockwork.at("2026-03-16 09:00")
	world.change(doc, sla_id_out_of_scope="Di luar layanan")
	rows = cycles(doc)
	assert {row.outcome for row in rows if row.target_seconds} == {"excluded"}
	assert {str(row.excluded_utc)[:19] for row in rows} == {"2026-03-16 02:00:00"}


@pytest.mark.each_host
def test_deleted_renamed_and_made_again(host_name: str, clockwork: Clockwork, site: Any) -> None:
	"""A deleted ticket's rows stay under its record's new name, and the next of its name gets its own."""
	clockwork.at("2026-03-16 08:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	before = len(cycles(doc))
	clockwork.at("2026-03-16 09:00")
	site.delete_doc(host_name, doc.name, force=True)
	assert cycles(doc) == []
	aside = site.get_all(CYCLE, {"sla_ticket": ["like", f"{host_name} {doc.name} deleted%"]}, ["outcome"])
	assert len(aside) == before
	assert {row.outcome for row in aside} <= {"excluded", "no_target"}
	again = site.get_doc({**doc.as_dict(), "name": None, "__islocal": 1})
	again.insert(ignore_permissions=True, set_name=doc.name)
	assert len(cycles(again)) == before
	assert {row.outcome for row in cycles(again)} <= {"pending", "no_target"}
	assert run_self_check().found == []


@pytest.mark.parametrize(
	"tampering",
	[
		{"outcome": "met"},
		{"due_utc": "2027-01-01 00:00:00"},
		{"partner": "SATKER"},
		{"clock": "ola"},
		{"target_seconds": 1},
		{"cycle": 7},
		None,
	],
)
def test_what_somebody_wrote_past_the_ledger_is_found_and_repaired(
	tampering: dict[str, Any] | None, host_name: str, clockwork: Clockwork, site: Any
) -> None:
	clockwork.at("2026-03-16 08:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	before = _plain(cycles(doc))
	(row,) = cycles(doc, "resolution")
	if tampering is None:
		site.db.delete(CYCLE, {"name": row.name})
	else:
		site.db.set_value(CYCLE, row.name, tampering, update_modified=False)
	(finding,) = run_self_check().found
	assert "cycle" in finding.says
	report = run_self_check(repair=True)
	assert report.left == [], say_report(report)
	assert _plain(cycles(doc)) == before
	assert run_self_check().found == []


def test_one_that_is_one_too_many(host_name: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 08:00")
	doc = world.ticket(host_name, sla_id_priority="P2")
	before = _plain(cycles(doc))
	(row,) = cycles(doc, "resolution")
	extra = site.get_doc({**row, "doctype": CYCLE, "name": "lebih", "cycle": 2})
	extra.db_insert()
	assert "one too many" in run_self_check().found[0].says
	assert run_self_check(repair=True).left == []
	assert _plain(cycles(doc)) == before


def test_nobody_edits_or_deletes_one(host_name: str, clockwork: Clockwork, site: Any) -> None:
	clockwork.at("2026-03-16 08:00")
	row = site.get_doc(CYCLE, cycles(world.ticket(host_name, sla_id_priority="P2"))[0].name)
	with pytest.raises(site.ValidationError, match="can't be changed"):
		row.save()
	with pytest.raises(site.ValidationError, match="can't be changed"):
		row.delete()
	for user, may in (
		(world.LEAD, True),
		(world.CHIEF, True),
		(world.AGENT, False),
		(world.PARTNER_USER, False),
	):
		assert bool(site.has_permission(CYCLE, "read", user=user)) is may, user
		assert not site.has_permission(CYCLE, "write", user=user), user


def test_tickets_from_before_get_theirs(clockwork: Clockwork, site: Any, monkeypatch: Any) -> None:
	"""The patch writes what the events say, in batches; stopped after the first, it goes on with the rest."""
	from sla_id.patches.v0_6 import cycles_are_rows

	live(site, clockwork, Random(3), tickets=7)
	before = _all(site)
	site.db.delete(CYCLE)
	site.db.sql("update `tabSLA Ticket` set cycles_written = null")
	monkeypatch.setattr(cycles_are_rows, "BATCH", 3)
	real, calls = cycles_are_rows.fill_cycles, []

	def once(names: Any) -> None:
		if calls:
			raise KeyboardInterrupt
		calls.append(names)
		real(names)

	monkeypatch.setattr(cycles_are_rows, "fill_cycles", once)
	with pytest.raises(KeyboardInterrupt):
		cycles_are_rows.execute()
	assert 0 < len(_all(site)) < len(before)
	monkeypatch.setattr(cycles_are_rows, "fill_cycles", real)
	cycles_are_rows.execute()
	assert _all(site) == before
	assert run_self_check().found == []


@pytest.mark.parametrize("seed", range(4))
def test_after_any_life_the_rows_are_what_the_events_say(seed: int, clockwork: Clockwork, site: Any) -> None:
	live(site, clockwork, Random(seed), tickets=6)
	report = run_self_check()
	assert report.found == [], say_report(report)
	for name in site.get_all("SLA Ticket", pluck="name"):
		record = site.get_doc("SLA Ticket", name)
		rows = site.get_all(CYCLE, {"sla_ticket": name}, ["*"])
		assert {key_of(row) for row in rows} == set(json.loads(record.cycles_written or "{}"))
		last = {(row.clock, row.team or ""): row for row in sorted(rows, key=lambda row: row.cycle)}
		for clock in record.clocks:
			if not clock.started_utc:
				continue
			row = last[clock.clock, clock.team or ""]
			assert (row.cycle, row.stopped_utc) == (clock.cycle, clock.stopped_utc)
			assert from_utc(row.started_utc) == from_utc(clock.started_utc)
			assert (row.outcome in DECIDED[1:]) == bool(clock.breached) or row.outcome == "excluded"


def _plain(rows: list[Any]) -> list[tuple[Any, ...]]:
	return [tuple(row[field] for field in ("name", *CYCLE_FIELDS) if field != "as_of_utc") for row in rows]


def _all(site: Any) -> list[tuple[Any, ...]]:
	figures = ("as_of_utc", "used_seconds", "paused_seconds")
	rows = site.get_all(CYCLE, fields=["*"], order_by="name")
	return [tuple(row[field] for field in ("name", *CYCLE_FIELDS) if field not in figures) for row in rows]
