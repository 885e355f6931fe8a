"""The app's clock rows and escalations against the recomputation: what agrees, and each field that doesn't.

A stored row says of when it is, so its lengths and due times are held against that instant; its state has to be right
now, for the tick evaluates a ticket whenever its state changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from embedded.replay.recompute import MINUTE, WIB, Expected, Recomputation, micros, say
from embedded.replay.run import Replay

HOST_FIELDS = {"response": "response_by", "fulfilment": "resolution_by"}


@dataclass(frozen=True, slots=True)
class Difference:
	"""One field in which the two part."""

	number: str
	ticket: str
	what: str
	field: str
	app: object
	expected: object
	at: datetime

	def __str__(self) -> str:
		return (
			f"{self.number} ({self.ticket}) {self.what} {self.field}: app {_show(self.app)},"
			f" recomputed {_show(self.expected)} [looked at {self.at.astimezone(WIB):%d-%m-%Y %H:%M}]"
		)


@dataclass(slots=True)
class Comparison:
	"""How many were compared, how many agreed in every field, and the differences."""

	compared: int = 0
	agreed: int = 0
	differences: list[Difference] = field(default_factory=list)

	def add(self, differences: list[Difference]) -> None:
		"""One clock or escalation."""
		self.compared += 1
		self.agreed += not differences
		self.differences += differences


def compare_clocks(
	done: Replay, log: Recomputation, into: Comparison, *, open_only: bool = False
) -> Comparison:
	"""Every clock of every incident opened by now; with `open_only` just those of tickets with a running clock."""
	now = micros(done.now)
	kept = _stored(done.desk.host)
	for number in log.rows:
		ticket = done.desk.tickets.get(number)
		record = kept.get(ticket or "")
		wanted = log.clocks(number, now)
		if record is None:
			for clock in wanted:
				into.add(
					[Difference(number, ticket or "no ticket", clock, "clock", None, "expected", done.now)]
				)
			continue
		if open_only and all(clock.stopped is not None for clock in wanted.values()):
			continue
		for clock in sorted({*wanted, *record["clocks"]}):
			row, here = record["clocks"].get(clock), wanted.get(clock)
			then = log.clocks(number, row["as_of"]).get(clock) if row else None
			fields = _fields(record, row, then, here)
			into.add(
				[
					Difference(number, ticket or "", clock, *field, done.now)
					for field in fields
					if field[1] != field[2]
				]
			)
	for number in sorted(done.desk.tickets.keys() - log.rows.keys()):
		into.add(
			[
				Difference(
					number, done.desk.tickets[number], "ticket", "skipped", "replayed", "skipped", done.now
				)
			]
		)
	return into


def compare_host_fields(done: Replay, log: Recomputation) -> Comparison:
	"""The due times that the host's own fields show, of every clock that has one."""
	import frappe
	from frappe.utils import get_datetime

	into = Comparison()
	rows = {
		str(row.name): row
		for row in frappe.get_all(done.desk.host, fields=["name", "response_by", "resolution_by"])
	}
	kept = _stored(done.desk.host)
	for number in log.rows:
		ticket = done.desk.tickets.get(number, "")
		if ticket not in kept:
			continue
		measured = log.clocks(number, micros(kept[ticket]["evaluated"]))
		for clock, name in HOST_FIELDS.items():
			if clock in measured and measured[clock].due is not None:
				shown = get_datetime(rows[ticket][name])
				app = micros(shown.replace(tzinfo=WIB)) if shown else None
				wrong = Difference(number, ticket, done.desk.host, name, app, measured[clock].due, done.now)
				into.add([] if app == measured[clock].due else [wrong])
	return into


def compare_escalations(done: Replay, log: Recomputation) -> Comparison:
	"""Every escalation: which levels, due when, and fired within a minute."""
	import frappe

	found: dict[str, dict[int, tuple[int, int]]] = {}
	for row in frappe.get_all("SLA Escalation", fields=["sla_ticket", "level", "due_utc", "fired_utc"]):
		times = _instant(row.due_utc) or 0, _instant(row.fired_utc) or 0
		found.setdefault(row.sla_ticket, {})[row.level] = times
	into = Comparison()
	for number in log.rows:
		ticket = done.desk.tickets.get(number, "")
		here = found.pop(f"{done.desk.host} {ticket}", {})
		wanted = log.escalations(number, micros(done.now))
		for level in sorted({*here, *wanted}):
			app, own = here.get(level), wanted.get(level)
			agreed = app is not None and app[0] == own and app[0] <= app[1] <= app[0] + MINUTE
			differs = Difference(
				number, ticket, f"level {level}", "due and fired", list(app or ()), own, done.now
			)
			into.add([] if agreed else [differs])
	return into


def _fields(
	record: dict[str, Any], row: dict[str, Any] | None, then: Expected | None, here: Expected | None
) -> list[tuple[str, object, object]]:
	"""(field, the app's, the recomputed)."""
	if row is None or here is None or then is None:
		return [("clock", row and row["state"], here and here.state)]
	return [
		("state", row["state"], here.state),
		("priority", record["priority"], here.priority),
		("started", row["started"], then.started),
		("stopped", row["stopped"], then.stopped),
		("paused since", row["paused_since"], then.paused_since),
		("elapsed", row["elapsed"], then.elapsed),
		("target", row["target"], then.target),
		("due", row["due"], then.due),
	]


def _stored(host: str) -> dict[str, dict[str, Any]]:
	"""Ticket: its record's evaluation, priority and clocks, as the database has them."""
	import frappe

	names: dict[str, dict[str, Any]] = {}
	kept: dict[str, dict[str, Any]] = {}
	for record in frappe.get_all(
		"SLA Ticket",
		filters={"reference_doctype": host},
		fields=["name", "reference_name", "evaluated_utc", "priority"],
	):
		entry = {
			"evaluated": record.evaluated_utc.replace(tzinfo=timezone.utc),
			"priority": record.priority,
			"clocks": {},
		}
		names[record.name] = kept[record.reference_name] = entry
	for row in frappe.get_all("SLA Ticket Clock", filters={"parenttype": "SLA Ticket"}, fields=["*"]):
		if row.parent in names:
			names[row.parent]["clocks"][row.clock] = {
				"state": row.state,
				"started": _instant(row.started_utc),
				"stopped": _instant(row.stopped_utc),
				"paused_since": _instant(row.paused_since_utc),
				"due": _instant(row.due_utc),
				"as_of": _instant(row.as_of_utc),
				"elapsed": row.elapsed_seconds,
				"target": row.target_seconds or None,
			}
	return kept


def _instant(value: datetime | None) -> int | None:
	return None if value is None else micros(value.replace(tzinfo=timezone.utc))


def _show(value: object) -> str:
	if isinstance(value, int) and value > 10**14:
		return say(value)
	if isinstance(value, list):
		return " / ".join(map(_show, value)) or "none"
	return str(value)
