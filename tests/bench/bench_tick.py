"""The minute tick on MariaDB: an idle minute beside a million open clocks, and thousands of tickets that turn at once.

Time in the database is what the server's thread of this connection spends on a processor: a busy machine disturbs it
less than the time that passes. Beside it stands how long the app waits for it, which holds the driver's work in Python too.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tests.bench import crowd
from tests.bench.measure import Measure, Unavailable
from tests.layers import mariadb_missing

OPEN_TICKETS, CLOCKS_EACH = 500_000, 2
TURNING, TURNS, ROUNDS, QUIET = 5_000, ("At Risk", "Breached"), 3, 60
MOST_STATEMENTS, MOST_IDLE_MS = 3, 1.0
MOST_TURN = 2.0
"""Of a turn against its three rows plainly updated, in the same round. The aim is 1.3: what has to be read (the locks of two rows, the
ledger, the clocks) costs 0.6 of them at the least."""


@dataclass
class Asked:
	"""The statements that were asked, with their values, the seconds the server needed, and those the app waited."""

	statements: list[tuple[str, Any]] = field(default_factory=list)
	seconds: float = 0
	waited: float = 0


def measures() -> Iterator[Measure]:
	"""Raises Unavailable without MariaDB."""
	missing = mariadb_missing()
	if missing:
		raise Unavailable(missing)
	import embedded
	from tests.mariadb import mariadb

	with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
		server = stack.enter_context(mariadb("--performance-schema=ON"))
		login = {"db_type": "mariadb", "host": "127.0.0.1", **asdict(server)}
		site = embedded.new_site(Path(folder) / "site", **login)
		frappe = embedded.connect(site, in_test=True)
		stack.callback(embedded.disconnect)
		from tests.app import world

		world.prepare()
		frappe.db.commit()
		for assigned in (False, True):
			yield from _turning(frappe, world, assigned)
		yield from _idle(frappe)


def _turning(frappe: Any, world: Any, assigned: bool) -> Iterator[Measure]:
	"""Tickets that come into danger, then pass their due time, all of them in one tick: the quietest of a few rounds."""
	told = "one told of each" if assigned else "nobody told"
	rounds = [_round(frappe, world, assigned) for _number in range(1 if assigned else ROUNDS)]
	least = min(yardstick for yardstick, _turns in rounds)
	if not assigned:
		yield Measure("yardstick: the three rows of a turn, plainly updated", least * 1e6, "us")
	for number, state in enumerate(TURNS):
		asked = min((turns[number] for _yardstick, turns in rounds), key=lambda asked: asked.seconds)
		ratio = min(turns[number].seconds / TURNING / yardstick for yardstick, turns in rounds)
		yield Measure(
			f"{TURNING:,} turn {state}, {told}: each in the database", asked.seconds / TURNING * 1e6, "us"
		)
		yield Measure("  against the yardstick of its round", ratio, "x", None if assigned else MOST_TURN)
		yield Measure("  what the app waits for it", asked.waited / TURNING * 1e6, "us")


def _round(frappe: Any, world: Any, assigned: bool) -> tuple[float, list[Asked]]:
	"""Seconds a row set of the yardstick, and what each turn asked."""
	import time_machine

	from sla_id.instants import from_utc
	from sla_id.sweep.minute_tick import run_sla_minute_tick

	turns = []
	with time_machine.travel("2026-03-18 09:00:00.000001+07:00", tick=False) as clock:
		ticket = world.ticket("HD Ticket", sla_id_priority="P2")
		if assigned:
			from frappe.desk.form import assign_to

			assign_to.add({"assign_to": [world.AGENT], "doctype": "HD Ticket", "name": ticket.name})
		run_sla_minute_tick()
		record = frappe.get_doc("SLA Ticket", f"HD Ticket {ticket.name}")
		response = next(row for row in record.clocks if row.clock == "response")
		crowd.clone(frappe, str(ticket.name), TURNING - 1)
		frappe.db.commit()
		yardstick = _yardstick(frappe)
		for state, due in zip(TURNS, (response.at_risk_utc, response.due_utc), strict=True):
			clock.move_to(from_utc(due) + timedelta(seconds=1))
			frappe.db.set_single_value("SLA Settings", "reconciled_until", str(frappe.utils.now_datetime()))
			turns.append(listen(frappe, run_sla_minute_tick))
			turned = frappe.db.count("SLA Ticket", {"state": state})
			assert turned == TURNING, f"{turned} of {TURNING} turned {state}"
	crowd.empty(frappe)
	return yardstick, turns


def _yardstick(frappe: Any) -> float:
	"""Seconds for the least that a turn could cost: the columns that it changes in its three rows, written and nothing read."""
	names = frappe.get_all("SLA Ticket", pluck="name", limit_page_length=0)
	hosts = frappe.get_all(crowd.PLACE, pluck="name", limit_page_length=0)
	clocks = frappe.get_all("SLA Ticket Clock", {"clock": "response"}, pluck="name", limit_page_length=0)
	assert len(names) == len(hosts) == len(clocks)
	writes = (
		("SLA Ticket", "state = 'Paused', next_event_at = '2027-01-01'", names),
		("SLA Ticket Clock", "state = 'paused'", clocks),
		(crowd.PLACE, "sla_id_state = 'Paused'", hosts),
	)
	before = served(frappe)
	for table, change, rows in writes:
		for start in range(0, len(rows), 200):
			chunk = rows[start : start + 200]
			places = ", ".join(["%s"] * len(chunk))
			frappe.db.sql(f"update `tab{table}` set {change} where name in ({places})", chunk)
	spent = served(frappe) - before
	frappe.db.rollback()
	return spent / len(names)


def _idle(frappe: Any) -> Iterator[Measure]:
	from sla_id.sweep.minute_tick import run_sla_minute_tick

	crowd.fill(frappe, OPEN_TICKETS, CLOCKS_EACH)
	frappe.db.set_single_value("SLA Settings", "reconciled_until", str(frappe.utils.now_datetime()))
	run_sla_minute_tick()
	idle = min((listen(frappe, run_sla_minute_tick) for _n in range(QUIET)), key=lambda asked: asked.seconds)
	clocks = OPEN_TICKETS * CLOCKS_EACH
	yield Measure(f"idle tick, {clocks:,} open clocks: statements", len(idle.statements), "", MOST_STATEMENTS)
	yield Measure("idle tick: in the database", idle.seconds * 1e3, "ms", MOST_IDLE_MS)
	scans = crowd.full_scans(frappe, *idle.statements[-1])
	yield Measure("idle tick: tables read from end to end", scans, "", 0)


def listen(frappe: Any, call: Callable[[], object]) -> Asked:
	"""What a call asks of the database."""
	asked, real = Asked(), frappe.db.sql

	def listen(query: Any, values: Any = (), *args: Any, **kwargs: Any) -> Any:
		began = time.perf_counter()
		try:
			return real(query, values, *args, **kwargs)
		finally:
			asked.waited += time.perf_counter() - began
			asked.statements.append((str(query), values))

	before = served(frappe)
	frappe.db.sql = listen
	try:
		call()
	finally:
		del frappe.db.sql
	asked.seconds = served(frappe) - before
	return asked


def served(frappe: Any) -> float:
	"""Seconds on a processor that the server has spent on this connection so far."""
	return int(_clock_of(frappe, frappe.db._conn.thread_id()).read_text().split()[0]) / 1e9


@cache
def _clock_of(frappe: Any, connection: int) -> Path:
	"""Where Linux says how long the server's thread of a connection has run, in nanoseconds."""
	((thread,),) = frappe.db.sql(
		"select thread_os_id from performance_schema.threads where processlist_id = %s", connection
	)
	return Path(f"/proc/{thread}/schedstat")
