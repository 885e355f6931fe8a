"""A process of its own for the test of agents at work while the tick recomputes. Each but `prepare` waits for a line on its
standard input, so that all begin at once.

`python -m tests.app.desk_process prepare SITE TICKETS | agent SITE NUMBER OF SAVES | recompute SITE ROUNDS`
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from tests.app import own_site
from tests.app.stage import open_ready


def prepare(site: str, tickets: int) -> int:
	"""Open tickets of both hosts, reported within the last days; how many."""
	frappe = own_site.connect(Path(site), in_test=True)
	import time_machine

	from tests.app import world

	with time_machine.travel(frappe.utils.add_days(frappe.utils.now_datetime(), -2), tick=True):
		for number in range(tickets):
			world.ticket(world.HOSTS[number % 2], sla_id_priority="P3", subject=f"Gangguan {number}")
		frappe.db.commit()
	frappe.db.set_single_value("SLA Settings", "tick_batch", 50)
	frappe.db.commit()
	own_site.disconnect()
	return tickets


def agent(site: str, seed: int, agents: int, saves: int) -> dict[str, Any]:
	"""What agents and partners do to tickets, each in a transaction of its own as a request is; what failed, and why.

	Each agent has tickets of their own, every second or third next to each other: nobody overtakes anybody's form.
	"""
	frappe = open_ready(site, "SLA Ticket")
	from tests.app import world

	random, failed, slowest = Random(seed), Counter[str](), 0.0
	names = {host: frappe.get_all(host, pluck="name", order_by="name")[seed::agents] for host in world.HOSTS}
	kinds = list(_acts(frappe, world))
	for number in range(saves):
		host = random.choice(world.HOSTS)
		kind = random.choice(kinds)
		began = time.monotonic()
		try:
			frappe.set_user("Administrator")
			frappe.db.commit()
			_acts(frappe, world)[kind](host, random.choice(names[host]), f"{seed}.{number}")
			frappe.db.commit()
		except Exception as error:
			frappe.db.rollback()
			failed[f"{kind}: {type(error).__name__} {str(error)[:200]}"] += 1
		slowest = max(slowest, time.monotonic() - began)
	own_site.disconnect()
	return {"saves": saves, "failed": dict(failed), "slowest": slowest}


def _acts(frappe: Any, world: Any) -> dict[str, Callable[[str, str, str], Any]]:
	def doc(host: str, name: str) -> Any:
		return frappe.get_doc(host, name)

	def status(host: str, name: str, effect: str) -> None:
		world.change(doc(host, name), status=world.status(host, effect))

	def workaround(host: str, name: str, mark: str) -> None:
		from sla_id.api.ticket import record_workaround

		record_workaround(host, str(name), f"Jalur cadangan {mark}")

	def take_over(host: str, name: str, _mark: str) -> None:
		from sla_id.api.escalation import acknowledge

		own = {"sla_ticket": f"{host} {name}", "acknowledged_by": ["is", "not set"]}
		row = frappe.db.get_value("SLA Escalation", own, order_by="level desc")
		if row:
			acknowledge(row)

	def assign(host: str, name: str, _mark: str) -> None:
		from frappe.desk.form import assign_to

		if not frappe.db.exists("ToDo", {"reference_type": host, "reference_name": name, "status": "Open"}):
			assign_to.add({"assign_to": [world.AGENT], "doctype": host, "name": name})

	return {
		"subject": lambda host, name, mark: world.change(doc(host, name), subject=f"Gangguan {mark}"),
		"report": lambda host, _name, mark: world.ticket(host, subject=f"Baru {mark}", sla_id_priority="P2"),
		"answer": lambda host, name, _mark: world.reply(doc(host, name)),
		"partner writes": lambda host, name, _mark: world.reply(doc(host, name), world.PARTNER_USER),
		"pause": lambda host, name, _mark: status(host, name, "Paused"),
		"resume": lambda host, name, _mark: status(host, name, "Running"),
		"reclassify": lambda host, name, mark: world.change(
			doc(host, name), sla_id_priority=f"P{1 + len(mark) % 3}", sla_id_priority_reason="Dampaknya lain"
		),
		"workaround": workaround,
		"solve": lambda host, name, _mark: status(host, name, "Resolved"),
		"take over": take_over,
		"assign": assign,
		"file": lambda host, name, mark: frappe.get_doc(
			{
				"doctype": "File",
				"file_name": f"bukti {mark}.txt",
				"content": mark,
				"attached_to_doctype": host,
				"attached_to_name": name,
			}
		).insert(ignore_permissions=True),
	}


def recompute(site: str, rounds: int) -> dict[str, Any]:
	"""A day more or less off in the agreement's calendar, then the tick, over and over; how many tickets it evaluated."""
	frappe = open_ready(site, "SLA Ticket")
	from sla_id.sweep.minute_tick import run_sla_minute_tick
	from tests.app import world

	name = frappe.db.get_value("SLA Agreement", {"partner": world.PARTNER}, "default_calendar")
	evaluated, failed = 0, Counter[str]()
	for number in range(rounds):
		try:
			calendar = frappe.get_doc("SLA Calendar", name)
			calendar.set("extra_holidays", [])
			if number % 2 == 0:
				day = frappe.utils.add_days(frappe.utils.nowdate(), 1)
				calendar.append("extra_holidays", {"holiday_date": day, "holiday_name": "Libur uji"})
			calendar.save(ignore_permissions=True)
			frappe.db.commit()
		except Exception as error:
			frappe.db.rollback()
			failed[f"calendar: {type(error).__name__} {str(error)[:200]}"] += 1
		evaluated += run_sla_minute_tick()
		frappe.db.commit()
	own_site.disconnect()
	return {"evaluated": evaluated, "failed": dict(failed)}


if __name__ == "__main__":
	command, site, *rest = sys.argv[1:]
	if command == "prepare":
		answer: Any = prepare(site, int(rest[0]))
	elif command == "agent":
		answer = agent(site, *map(int, rest))
	else:
		answer = recompute(site, int(rest[0]))
	print(json.dumps(answer), flush=True)
