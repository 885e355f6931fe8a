"""A process of its own for the concurrency test of digests. `send` waits for a line on its standard input, so that all
begin at once.

`python -m tests.app.digest_process prepare SITE COUNT LOGIN | send SITE`
"""

import json
import sys
from pathlib import Path
from typing import Any

import embedded


def prepare(site: str, count: int, login: dict[str, Any]) -> int:
	"""A site on MariaDB with that many people whose weekly digest has been due for three days.

	Made here, for a process that makes a site loses the one it is connected to.
	"""
	embedded.new_site(Path(site), db_type="mariadb", **login)
	frappe = embedded.connect(Path(site), in_test=True)
	from sla_id.management.digests import subscribe
	from tests.app import world

	world.outgoing_account()
	for number in range(count):
		user = f"manajer{number}@provider.example"
		world.user(user, "SLA Manager")
		subscribe(user, "Weekly", "08:00", "Monday", enabled=True)
	frappe.db.set_value("SLA Digest", {"enabled": 1}, "next_due_utc", frappe.utils.add_days(None, -3))
	frappe.db.commit()
	embedded.disconnect()
	return count


def send(site: str) -> int:
	"""What the minute tick does; how many digests this process wrote."""
	frappe = embedded.connect(Path(site))
	from sla_id.instants import utc_now
	from sla_id.management.digests import send_due_digests

	# a snapshot from before the others began, as a tick may have
	frappe.db.count("SLA Digest")
	print("ready", flush=True)
	sys.stdin.readline()
	written = send_due_digests(utc_now())
	frappe.db.commit()
	embedded.disconnect()
	return written


if __name__ == "__main__":
	answer = (
		prepare(sys.argv[2], int(sys.argv[3]), json.loads(sys.argv[4]))
		if sys.argv[1] == "prepare"
		else send(sys.argv[2])
	)
	print(json.dumps(answer), flush=True)
