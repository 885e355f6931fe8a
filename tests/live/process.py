"""What happens on the bench's site, each in a process of its own: `python -m tests.live.process COMMAND SITE …`, run in the
bench's `sites` folder. The answer is JSON on the last line.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import frappe
import time_machine

TICK, FLUSH = "minute_tick.run_sla_minute_tick", "queue.flush"
REPORTED = timedelta(hours=4, minutes=10)
"""So long ago: a P1 without a workaround is at level 2 after four hours (000 §4.2)."""


def prepare(mail_port: int, hook_port: int) -> dict[str, Any]:
	"""The usual world, mail and webhooks that go to this machine's ports, and a P1 of each helpdesk that is there."""
	from tests.app import outbox_world, world
	from tests.app.recorder import Recorder

	now = datetime.now(UTC)
	with time_machine.travel(now - REPORTED - timedelta(days=1), tick=False):
		world.prepare()
		frappe.db.set_value("User", world.LEAD, "language", "en")
		_mail_to(mail_port)
		hook = Recorder()
		hook.port = hook_port
		outbox_world.allow_loopback()
		outbox_world.endpoint(hook)
	with time_machine.travel(now - REPORTED, tick=False):
		made = {
			host: str(world.ticket(host, sla_id_priority="P1").name)
			for host in world.HOSTS
			if frappe.db.exists("DocType", host)
		}
	frappe.db.commit()
	return {"tickets": made, "lead": world.LEAD}


def _mail_to(port: int) -> None:
	account = frappe.db.get_value("Email Account", {"default_outgoing": 1, "enable_outgoing": 1})
	values = {"smtp_server": "127.0.0.1", "smtp_port": port, "use_tls": 0, "use_ssl_for_outgoing": 0}
	frappe.db.set_value("Email Account", account, {**values, "no_smtp_authentication": 1})
	frappe.db.set_single_value("SLA Settings", "email_on_escalation", 1)


def ask(job: str) -> str:
	"""Put a scheduled job on the queue, as the bench's scheduler does when its time has come."""
	name = frappe.db.get_value("Scheduled Job Type", {"method": ("like", f"%{job}")})
	frappe.get_doc("Scheduled Job Type", name).enqueue(force=True)
	return str(name)


def look() -> dict[str, Any]:
	"""The messages by channel and state, and the lead's bell."""
	rows = frappe.get_all("SLA Outbox", fields=["channel", "state", "last_error"], limit_page_length=0)
	bells = frappe.get_all("Notification Log", {"for_user": "lead@provider.example"}, ["subject"])
	mails = frappe.get_all("Email Queue", fields=["status", "error"], limit_page_length=0)
	return {
		"messages": [list(row.values()) for row in rows],
		"bells": [row.subject for row in bells],
		"mails": [list(row.values()) for row in mails],
	}


def forget() -> None:
	"""Empty the caches: the database under them was put back."""
	frappe.clear_cache()


def main() -> None:
	"""Run one command."""
	command, site, *rest = sys.argv[1:]
	frappe.init(site)
	frappe.connect()
	frappe.set_user("Administrator")
	try:
		if command == "prepare":
			answer: Any = prepare(*map(int, rest))
		elif command == "ask":
			answer = ask(TICK if rest == ["tick"] else FLUSH)
		elif command == "look":
			answer = look()
		else:
			answer = forget()
	finally:
		frappe.destroy()
	print(json.dumps(answer), flush=True)


if __name__ == "__main__":
	main()
