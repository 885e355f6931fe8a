"""Processes of their own for the tests of monitors on MariaDB. Each but `prepare` waits for a line on its standard input.

`python -m tests.app.monitor_process prepare SITE COUNT | judge SITE | receive SITE TOKEN TIMES`
"""

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.app import own_site
from tests.app.stage import open_ready


def prepare(site: str, count: int) -> str:
	"""That many monitors of one service, each down for a while, some still; all their messages stored. The source's token."""
	frappe = own_site.connect(Path(site), in_test=True)
	from sla_id.instants import utc_now
	from tests.app.monitor_world import send, source, target
	from tests.monitors.senders import DOWN, UP, KumaMonitor, kuma_message

	token = source()
	began = utc_now().replace(microsecond=0) - timedelta(hours=2)
	for number in range(1, count + 1):
		target("Uptime Kuma", f"id={number}")
		monitor = KumaMonitor(id=number, name=f"Portal {number}")
		start = began + timedelta(minutes=number)
		send(token, kuma_message(monitor, DOWN, start))
		if number % 2:
			send(token, kuma_message(monitor, UP, start + timedelta(minutes=20), last_down=start))
	frappe.db.commit()
	own_site.disconnect()
	return token


def judge(site: str) -> int:
	"""What a worker does about what waits."""
	open_ready(site, "SLA Monitor Observation")
	from sla_id.monitors.judge_waiting import judge_waiting

	done = judge_waiting()
	own_site.disconnect()
	return done


def receive(site: str, token: str, times: int) -> list[int]:
	"""The same message that many times, each a request of its own; the statuses."""
	frappe = open_ready(site, "SLA Monitor Message")
	from tests.app.monitor_world import send
	from tests.monitors.senders import kuma_test

	found = []
	for _number in range(times):
		found += send(token, kuma_test())
		frappe.db.commit()
	own_site.disconnect()
	return found


if __name__ == "__main__":
	command, site, *rest = sys.argv[1:]
	if command == "prepare":
		answer: Any = prepare(site, int(rest[0]))
	elif command == "judge":
		answer = judge(site)
	else:
		answer = receive(site, rest[0], int(rest[1]))
	print(json.dumps(answer), flush=True)
