"""A process of its own for the concurrency test of digests. `send` waits for a line on its standard input, so that all
begin at once.

`python -m tests.app.digest_process prepare SITE COUNT | send SITE`
"""

import json
import sys
from pathlib import Path

from tests.app import own_site
from tests.app.stage import open_ready


def prepare(site: str, count: int) -> int:
	"""That many people whose weekly digest has been due for three days."""
	frappe = own_site.connect(Path(site), in_test=True)
	from sla_id.notify.digests.subscriptions import subscribe
	from tests.app import world

	for number in range(count):
		user = f"manajer{number}@provider.example"
		world.user(user, "SLA Manager")
		subscribe(user, "Weekly", "08:00", "Monday", enabled=True)
	frappe.db.set_value("SLA Digest", {"enabled": 1}, "next_due_utc", frappe.utils.add_days(None, -3))
	frappe.db.commit()
	own_site.disconnect()
	return count


def send(site: str) -> int:
	"""What the minute tick does; how many digests this process wrote."""
	frappe = open_ready(site, "SLA Digest")
	from sla_id.instants import utc_now
	from sla_id.notify.digests.subscriptions import send_due_digests

	written = send_due_digests(utc_now())
	frappe.db.commit()
	own_site.disconnect()
	return written


if __name__ == "__main__":
	command, site, *rest = sys.argv[1:]
	print(json.dumps(prepare(site, int(rest[0])) if command == "prepare" else send(site)), flush=True)
