"""Many tickets at once on MariaDB: a changed calendar recomputed, changed rows reconciled, what would move looked at.

Seconds are the whole of it, the app's and the server's, for each thousand tickets.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.bench import crowd
from tests.bench.bench_tick import listen
from tests.bench.measure import Measure, Unavailable
from tests.layers import mariadb_missing

TICKETS = 1_000
MOST_RECOMPUTED_S, MOST_RECONCILED_S, MOST_CHECKED_S = 5.0, 2.0, 12.0
MOST_STATEMENTS = 400
"""Of a tick that recomputes a thousand tickets: by the batch, not by the ticket."""


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
		yield from _measure(frappe, world)


def _measure(frappe: Any, world: Any) -> Iterator[Measure]:
	import time_machine

	from sla_id.instants import utc_now
	from sla_id.ledger.calendar_impact import find_moves
	from sla_id.sweep.minute_tick import run_sla_minute_tick
	from sla_id.sweep.self_check.run_self_check import run_self_check

	with time_machine.travel("2026-06-22 09:00:00.000001+07:00", tick=False) as clock:
		ticket = world.ticket("HD Ticket", sla_id_priority="P3")
		run_sla_minute_tick()
		crowd.clone(frappe, str(ticket.name), TICKETS - 1)
		frappe.db.commit()
		listed = frappe.get_doc("SLA Holiday List", "ID 2026")
		day = {"holiday_date": "2026-06-23", "holiday_name": "Hari uji", "holiday_class": "National"}
		listed.append("holidays", day)
		impact, seconds = _timed(lambda: find_moves(listed, utc_now(), seconds=None))
		assert impact.looked_at == TICKETS
		yield Measure(f"what would move, {TICKETS:,} open tickets", seconds, "s", None)
		listed.save(ignore_permissions=True)
		frappe.db.commit()
		clock.shift(timedelta(minutes=5))
		asked, seconds = _timed(lambda: listen(frappe, run_sla_minute_tick))
		moved = frappe.db.count("SLA Event", {"event_type": "due_moved"})
		assert moved == TICKETS, f"{moved} of {TICKETS} have moved"
		yield Measure(
			f"{TICKETS:,} recomputed, each moved: statements", len(asked.statements), "", MOST_STATEMENTS
		)
		yield Measure("  in all", seconds, "s", MOST_RECOMPUTED_S)
		yield Measure("  of it in the database", asked.seconds, "s", None)
		clock.shift(timedelta(minutes=30))
		run_sla_minute_tick()
		now = str(frappe.utils.now_datetime())
		# as after a save of each that a hook has seen
		frappe.db.sql(f"update `tab{crowd.PLACE}` set modified = %s", now)
		frappe.db.sql("update `tabSLA Ticket` set host_modified = %s", now)
		frappe.db.commit()
		clock.shift(timedelta(seconds=30))
		asked, seconds = _timed(lambda: listen(frappe, run_sla_minute_tick))
		yield Measure(
			f"{TICKETS:,} changed rows compared: statements", len(asked.statements), "", MOST_STATEMENTS
		)
		yield Measure("  in all", seconds, "s", MOST_RECONCILED_S)
		report, seconds = _timed(run_self_check)
		assert not report.found, report.found[:3]
		yield Measure(f"self-check of {report.looked_at:,}", seconds, "s", MOST_CHECKED_S)


def _timed(call: Callable[[], Any]) -> tuple[Any, float]:
	began = time.perf_counter()
	return call(), time.perf_counter() - began
