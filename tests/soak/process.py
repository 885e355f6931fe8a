"""A process of its own on the soak's site: `prepare` makes it, `serve` does what comes as JSON lines and answers each.

`python -m tests.soak.process prepare SITE LOGIN | serve SITE`
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.app import own_site


def prepare(site: str, login: dict[str, Any]) -> None:
	"""A site with partners, people, agreements and a webhook; level 2 is repeated and, unanswered, brings in level 3.

	Level 3 is told by a channel that the site has no account for.
	"""
	own_site.make(Path(site), login)
	frappe = own_site.connect(Path(site), in_test=True)
	import time_machine

	from tests.app import outbox_world, world
	from tests.app.recorder import Recorder

	with time_machine.travel("2026-03-01 08:00:00.000001+07:00", tick=False):
		world.prepare()
		outbox_world.allow_loopback()
		# nobody listens there: its messages wait for a worker, and none runs
		nobody = Recorder()
		nobody.port = 9
		outbox_world.endpoint(nobody)
		policy = frappe.db.get_value("SLA Agreement", {"partner": world.PARTNER}, "escalation_policy")
		tier = {"parent": policy, "level": 2}
		frappe.db.set_value("SLA Escalation Tier", tier, {"acknowledge_within": "2 h", "repeat_every": "5 h"})
		tier = {"parent": policy, "level": 3}
		frappe.db.set_value("SLA Escalation Tier", tier, {"repeat_every": "16 h", "tell_by": "whatsapp"})
		frappe.db.set_single_value("SLA Settings", "tick_batch", 20)
		frappe.db.commit()
	own_site.disconnect()


def serve(site: str) -> None:
	"""Do what each line says at its time; one line back when it is committed."""
	frappe = own_site.connect(Path(site), in_test=True)
	import time_machine

	from tests.soak.people import Desk

	desk = Desk(frappe)
	print("ready", flush=True)
	for line in sys.stdin:
		told = json.loads(line)
		with time_machine.travel(datetime.fromisoformat(told["at"]), tick=False):
			try:
				answer = desk.tick() if told["do"] == "tick" else desk.do(told)
				frappe.db.commit()
			except frappe.QueryDeadlockError:
				frappe.db.rollback()
				answer = "again"
		print(json.dumps(answer), flush=True)
	own_site.disconnect()


if __name__ == "__main__":
	if sys.argv[1] == "prepare":
		prepare(sys.argv[2], json.loads(sys.argv[3]))
	else:
		serve(sys.argv[2])
