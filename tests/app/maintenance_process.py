"""Processes of their own for the concurrency tests of maintenance. What waits for a line begins with the others.

`python -m tests.app.maintenance_process prepare SITE | announce SITE NAME | overrun SITE | die SITE NAME`
"""

import json
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.app import own_site
from tests.app.stage import open_ready

PARTNERS = 6


def prepare(site: str) -> dict[str, str]:
	"""Six partners of one service; one maintenance planned, one started whose end has passed."""
	frappe = own_site.connect(Path(site), in_test=True)
	from sla_id.instants import utc_now
	from sla_id.maintenance.carry_out import announce_maintenance, start_maintenance
	from sla_id.maintenance.maintenance_values import MaintenancePlan
	from sla_id.maintenance.plan_maintenance import plan_maintenance
	from sla_id.outages.outage_values import DownService
	from tests.app import maintenance_world as scenery
	from tests.app import world

	for number in range(PARTNERS):
		code, email = f"MITRA{number}", f"orang@mitra{number}.example"
		world.user(email, "SLA Partner", website=True)
		world.partner(code, f"PT Mitra {number}", email)
		scenery.agree(code, code, "PAY")
	now = utc_now().replace(microsecond=0)

	def plan(start: timedelta, end: timedelta) -> str:
		services = (DownService("PAY.CARD"),)
		return plan_maintenance(
			MaintenancePlan("Basis data", services, now + start, now + end, "Asia/Jakarta")
		)

	planned = plan(timedelta(days=30), timedelta(days=30, hours=4))
	late = plan(timedelta(seconds=2), timedelta(hours=1))
	announce_maintenance(late, late_is_known=True)
	start_maintenance(late, now + timedelta(seconds=1))
	frappe.db.set_value(
		"SLA Maintenance", late, "planned_end_utc", (now - timedelta(minutes=1)).replace(tzinfo=None)
	)
	frappe.db.commit()
	own_site.disconnect()
	return {"planned": planned, "late": late}


def announce(site: str, name: str) -> str:
	"""Announce it; "announced", or why not."""
	frappe = open_ready(site, "SLA Maintenance")
	from sla_id.maintenance.carry_out import announce_maintenance

	try:
		announce_maintenance(name)
		frappe.db.commit()
		return "announced"
	except frappe.ValidationError as error:
		frappe.db.rollback()
		return str(error)
	finally:
		own_site.disconnect()


def overrun(site: str) -> int:
	"""The job; how many it told of."""
	open_ready(site, "SLA Maintenance")
	from sla_id.maintenance.notice_overrun import notice_late_maintenance

	found = notice_late_maintenance()
	own_site.disconnect()
	return found


def die(site: str, name: str) -> None:
	"""Announce it, and be killed after the messages were written and before they are committed."""
	open_ready(site, "SLA Maintenance")
	from sla_id.maintenance import carry_out

	def kill(*_args: Any) -> None:
		os.kill(os.getpid(), signal.SIGKILL)

	carry_out.keep_maintenance = kill
	carry_out.announce_maintenance(name)


if __name__ == "__main__":
	command, site, *rest = sys.argv[1:]
	done = {"prepare": prepare, "announce": announce, "overrun": overrun, "die": die}[command](site, *rest)  # type: ignore[operator]
	print(json.dumps(done), flush=True)
