"""A process of its own for the concurrency test of requests and major incidents. Each but `prepare` waits for a line on
its standard input, so that all begin at once.

`python -m tests.app.crowd_process prepare SITE | look SITE TICKET … | ask SITE TICKET`
"""

import json
import sys
from pathlib import Path
from typing import Any

from tests.app import own_site
from tests.app.stage import open_ready

TICKETS = 4
"""Of each of the three partners."""


def prepare(site: str) -> list[str]:
	"""Incidents of three partners about one service; the names of their SLA Tickets."""
	frappe = own_site.connect(Path(site), in_test=True)
	from tests.app import world

	frappe.get_doc({"doctype": "SLA Service", "code": "UJI", "service_name": "Layanan uji"}).insert()
	frappe.db.commit()
	names = []
	for number in range(TICKETS):
		for user in (world.PARTNER_USER, "tono@satker.example", "rina@klien.example"):
			values = {"raised_by": user, "sla_id_service": "UJI", "subject": f"Gangguan {number}"}
			names.append(world.record(world.ticket("HD Ticket", **values)).name)
	frappe.db.commit()
	own_site.disconnect()
	return names


def look(site: str, names: list[str]) -> list[str | None]:
	"""What the minute tick does about new tickets."""
	open_ready(site, "SLA Ticket")
	from sla_id.major_incidents.search import look_for_major_incident, tell_grouped

	found = [look_for_major_incident(name) for name in names]
	tell_grouped()
	own_site.disconnect()
	return found


def ask(site: str, name: str) -> str:
	"""One request of the partner's for level 2; its status, or what it was told."""
	frappe = open_ready(site, "SLA Ticket")
	from sla_id.api import escalation_requests as api
	from tests.app import world

	frappe.set_user(world.PARTNER_USER)
	try:
		said = api.ask(name, 2, "stagnant")["status"]
		frappe.db.commit()
	except frappe.ValidationError as refusal:
		frappe.db.rollback()
		said = str(refusal)
	own_site.disconnect()
	return said


if __name__ == "__main__":
	command, site, *rest = sys.argv[1:]
	if command == "prepare":
		answer: Any = prepare(site)
	elif command == "look":
		answer = look(site, rest)
	else:
		answer = ask(site, rest[0])
	print(json.dumps(answer), flush=True)
