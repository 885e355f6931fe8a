"""A process of its own for the test of several people at one outage. Each but `prepare` waits for a line on its standard input.

`python -m tests.app.outage_process prepare SITE COUNT | end SITE USER NAME MINUTE | merge SITE USER INTO OTHER | correct SITE USER NAME TEXT TIMES | ask SITE`
"""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.app import own_site
from tests.app.stage import open_ready


def prepare(site: str, count: str) -> list[str]:
	"""Open outages of the last three hours; their names."""
	frappe = own_site.connect(Path(site), in_test=True)
	from sla_id.instants import utc_now
	from sla_id.outages.outage_values import DownService, NewOutage
	from sla_id.outages.record_outage import open_outage

	start = utc_now() - timedelta(hours=3)
	names = [
		open_outage(NewOutage(f"Gangguan {number}", (DownService("API"),), start))
		for number in range(int(count))
	]
	confirmed = {"confirmed_utc": (start - timedelta(days=1)).replace(tzinfo=None)}
	for name in names:
		frappe.db.set_value("SLA Outage", name, confirmed)
	frappe.db.commit()
	own_site.disconnect()
	return names


def end(site: str, user: str, name: str, minute: str) -> str:
	"""End an outage so many minutes ago; "" or why it was refused."""
	ago = timedelta(minutes=int(minute))

	def act() -> None:
		from sla_id.instants import utc_now
		from sla_id.outages.record_outage import end_outage

		end_outage(name, utc_now() - ago)

	return _as(site, user, act)


def merge(site: str, user: str, into: str, other: str) -> str:
	"""Merge one outage into another; "" or why it was refused."""

	def act() -> None:
		from sla_id.outages.merge_outages import merge_outages

		merge_outages(into, [other], "one fault")

	return _as(site, user, act)


def correct(site: str, user: str, name: str, text: str, times: str) -> str:
	"""Correct an outage's cause several times, each in a transaction of its own; "" or why one was refused."""
	frappe = open_ready(site, "SLA Outage")
	from sla_id.outages.record_outage import correct_outage

	frappe.set_user(user)
	try:
		for number in range(int(times)):
			correct_outage(name, {"cause": f"{text} {number}"}, text)
			frappe.db.commit()
	except Exception as error:
		frappe.db.rollback()
		return repr(error)
	finally:
		own_site.disconnect()
	return ""


def ask(site: str) -> int:
	"""The scheduled job; how many outages it asked about."""
	frappe = open_ready(site, "SLA Outage")
	from sla_id.outages.ask_about_open import ask_about_open_outages

	asked = ask_about_open_outages()
	frappe.db.commit()
	own_site.disconnect()
	return asked


def _as(site: str, user: str, act: Callable[[], None]) -> str:
	frappe = open_ready(site, "SLA Outage")
	frappe.set_user(user)
	try:
		act()
		frappe.db.commit()
	except Exception as error:
		frappe.db.rollback()
		return str(error)
	finally:
		own_site.disconnect()
	return ""


if __name__ == "__main__":
	command, *arguments = sys.argv[1:]
	known: dict[str, Callable[..., Any]] = {
		"prepare": prepare,
		"end": end,
		"merge": merge,
		"correct": correct,
		"ask": ask,
	}
	print(json.dumps(known[command](*arguments)), flush=True)
