"""A process of its own for the outbox's concurrency test: `prepare` a site with messages, or `work` as a worker does.

`python -m tests.app.outbox_process prepare SITE COUNT PORT LOGIN | work SITE LEASE_SECONDS`
"""

import json
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import embedded


def prepare(site: str, count: int, port: int, login: dict[str, Any]) -> None:
	"""A site on MariaDB with that many webhooks, WhatsApp messages and bell entries, all due.

	Made here, for a process that makes a site loses the one it is connected to.
	"""
	embedded.new_site(Path(site), db_type="mariadb", **login)
	frappe = embedded.connect(Path(site), in_test=True)
	from sla_id.notify.outbox import Message, enqueue
	from tests.app import outbox_world, world
	from tests.app.recorder import Recorder

	server = Recorder()
	server.port = port
	world.user(world.LEAD, "SLA Manager")
	outbox_world.allow_loopback()
	hook = outbox_world.endpoint(server)
	outbox_world.account(server, "WhatsApp")
	frappe.db.commit()
	for number in range(count):
		outbox_world.webhook(hook, f"hook {number}")
		outbox_world.text("WhatsApp", f"wa {number}")
		enqueue(Message(f"bell {number}", "Desk", world.LEAD, "notice", {"title": f"Bel {number}"}))
	frappe.db.commit()
	embedded.disconnect()


def work(site: str, lease: float) -> None:
	"""Deliver until nothing waits, with a lease short enough for a test."""
	frappe = embedded.connect(Path(site))
	from sla_id.notify.outbox import claim, deliver_due

	claim.LEASE = timedelta(seconds=lease)
	print("working", flush=True)
	for _round in range(600):
		deliver_due(1000)
		frappe.db.commit()
		if not frappe.db.count("SLA Outbox", {"state": ["in", ["Queued", "Sending"]]}):
			break
		time.sleep(0.2)
	embedded.disconnect()


if __name__ == "__main__":
	if sys.argv[1] == "prepare":
		prepare(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), json.loads(sys.argv[5]))
	else:
		work(sys.argv[2], float(sys.argv[3]))
