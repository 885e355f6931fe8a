"""A site with 100,000 tickets on MariaDB, 10,000 of them open, with their messages and events: what people ask of it.

Time is the server's own word, as in `bench_tick`: of all the statements behind a page or a list.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench import crowd
from tests.bench.bench_tick import listen
from tests.bench.measure import Measure, Unavailable
from tests.layers import mariadb_missing

MOST_MS = 50.0
ROUNDS = 3
PAGE = 50 * 20


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
		crowd.fill_helpdesk(frappe, world.PARTNER)
		for name, user, ask in _questions(frappe, world):
			frappe.set_user(user)
			ask()
			asked = min((listen(frappe, ask) for _n in range(ROUNDS)), key=lambda one: one.seconds)
			yield Measure(name, asked.seconds * 1e3, "ms", MOST_MS)
		frappe.set_user("Administrator")
		yield from _idle(frappe)


def _questions(frappe: Any, world: Any) -> Iterator[tuple[str, str, Callable[[], object]]]:
	from sla_id.portal.ticket_list_page import list_tickets

	partner, staff = world.PARTNER_USER, world.LEAD
	for who, user in (("partner", partner), ("staff", staff)):
		for show, start in (("open", 0), ("Breached", 0), ("all", 0), ("all", PAGE)):
			page = f", page {start // 20 + 1}" if start else ""
			yield f"portal list, {who}, {show}{page}", user, lambda s=show, n=start: list_tickets(s, n)
	desk: dict[str, Any] = {
		"as it opens": [["state", "not in", ["Met", "Missed", "Excluded"]]],
		"no filter": [],
		"by ticket": [["reference_name", "=", "L50000"]],
		"by major incident": [["major_incident", "=", "MI-7"]],
		"by agreement": [["agreement", "=", "Perjanjian 7"]],
		"by partner": [["partner", "=", "Mitra 7"]],
		"by state": [["state", "=", "Breached"]],
	}
	for name, filters in desk.items():
		yield (
			f"desk list, {name}",
			staff,
			lambda f=filters: frappe.get_list("SLA Ticket", f, ["*"], limit_page_length=20),
		)


def _idle(frappe: Any) -> Iterator[Measure]:
	"""The idle minute beside all of it: nothing is due, nothing has changed."""
	from sla_id.sweep.minute_tick import run_sla_minute_tick

	frappe.db.set_single_value("SLA Settings", "reconciled_until", str(frappe.utils.now_datetime()))
	run_sla_minute_tick()
	idle = min((listen(frappe, run_sla_minute_tick) for _n in range(30)), key=lambda asked: asked.seconds)
	yield Measure("idle tick beside them: statements", len(idle.statements), "", 3)
	yield Measure("idle tick beside them: in the database", idle.seconds * 1e3, "ms", 1.0)
	scans = crowd.full_scans(frappe, *idle.statements[-1])
	yield Measure("idle tick beside them: tables read from end to end", scans, "", 0)
