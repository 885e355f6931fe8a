"""SLA Compliance over 100,000 rows of SLA Clock Cycle on MariaDB, a year of them: what a manager waits for, and what it asks.

Wall-clock time of the whole report, the fastest of a few; its statements are counted.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.measure import Measure, Unavailable
from tests.layers import mariadb_missing

ROWS = 100_000
MOST_SECONDS = 2.0
MOST_STATEMENTS = 4
ROUNDS = 3
YEAR = {"from_date": "2026-01-01", "to_date": "2026-12-31"}


def measures() -> Iterator[Measure]:
	"""Raises Unavailable without MariaDB."""
	missing = mariadb_missing()
	if missing:
		raise Unavailable(missing)
	import embedded
	from tests.mariadb import mariadb

	with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
		login = {"db_type": "mariadb", "host": "127.0.0.1", **asdict(stack.enter_context(mariadb()))}
		site = embedded.new_site(Path(folder) / "site", **login)
		frappe = embedded.connect(site, in_test=True)
		stack.callback(embedded.disconnect)
		from tests.app import world

		world.prepare()
		_fill(frappe)
		yield from _reports()


def _fill(frappe: Any) -> None:
	"""Rows over a year: 40 partners, some late, open, paused, excluded and without a target."""
	started = "date_add('2026-01-01', interval seq * 315 second)"
	due = f"date_add({started}, interval 8 hour)"
	frappe.db.sql(
		f"""insert into `tabSLA Clock Cycle` (name, creation, modified, sla_ticket, clock, team, cycle, outcome, partner, agreement,
			service, priority, channel, started_utc, due_utc, stopped_utc, paused_since_utc, excluded_utc, used_seconds)
		select concat('B', seq), now(), now(), concat('HD Ticket ', seq div 2), if(seq mod 2, 'resolution', 'response'), '', 1,
			if(seq mod 11, 'pending', 'no_target'), concat('Mitra ', seq mod 40), 'INNOVASIA-MITRA v1.0', concat('S', seq mod 25),
			concat('P', seq mod 4), concat('C', seq mod 3), {started}, if(seq mod 11, {due}, null),
			if(seq mod 7, date_add({started}, interval (seq * 7919) mod 40000 second), null),
			if(seq mod 21, null, date_add({started}, interval 1 hour)),
			if(seq mod 97, null, date_add({started}, interval 2 hour)), (seq * 7919) mod 40000 from seq_1_to_{ROWS}"""
	)
	frappe.db.commit()
	frappe.db.sql("analyze table `tabSLA Clock Cycle`")


def _reports() -> Iterator[Measure]:
	from sla_id.compliance_figures.compliance_filters import GroupBy
	from sla_id.compliance_figures.compliance_report import build_report
	from tests.app.save_cost import measure

	cases: list[dict[str, str]] = [
		{"group_by": str(group_by)} for group_by in GroupBy if group_by is not GroupBy.TEAM
	]
	cases += [{"basis": basis} for basis in ("completed", "created")]
	cases.append({"group_by": "service", "partner": "Mitra 7"})
	for case in cases:
		filters = {**YEAR, **case}
		build_report(filters)
		seconds, statements = float("inf"), 0
		for _round in range(ROUNDS):
			began = time.perf_counter()
			cost = measure(lambda filters=filters: build_report(filters))
			seconds, statements = min(seconds, time.perf_counter() - began), len(cost.statements)
		name = ", ".join(case.values())
		yield Measure(f"a year of {ROWS:,} clocks, {name}", seconds, "s", MOST_SECONDS)
		yield Measure(f"statements, {name}", statements, "", MOST_STATEMENTS)
