"""A process of its own for the test of several people at one claim. Each but `prepare` waits for a line on its standard input.

`python -m tests.app.exclusion_process prepare SITE COUNT | decide SITE USER NAME HOURS | withdraw SITE USER NAME | object SITE USER NAME | claim SITE USER | remind SITE`
"""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.app import own_site
from tests.app.stage import open_ready

CLAIM = "SLA Exclusion Claim"


def prepare(site: str, count: str) -> list[str]:
	"""Open claims of an outage of two days ago, whose decision is overdue; their names."""
	frappe = own_site.connect(Path(site), in_test=True)
	from sla_id.exclusions.claim_values import NewClaim
	from sla_id.exclusions.make_claim import claim_exclusion
	from sla_id.instants import utc_now
	from sla_id.outages.outage_values import DownService
	from tests.app import world

	world.user("kedua@provider.example", "SLA Manager")
	start = (utc_now() - timedelta(days=2)).replace(microsecond=0)
	names = [
		claim_exclusion(
			NewClaim(
				world.PARTNER,
				"attack",
				(DownService("API"),),
				start + timedelta(minutes=number),
				start + timedelta(hours=4),
				"Log",
			)
		)
		for number in range(int(count))
	]
	overdue = (utc_now() - timedelta(hours=1)).replace(tzinfo=None)
	for name in names:
		frappe.db.set_value(CLAIM, name, {"decide_by_utc": overdue, "told_utc": None})
	frappe.db.commit()
	own_site.disconnect()
	return names


def decide(site: str, user: str, name: str, hours: str) -> str:
	"""Grant the first hours of a claim, 0 refuses it; "" or why it was refused."""

	def act() -> None:
		import frappe

		from sla_id.exclusions.decide_claim import decide_claim
		from sla_id.instants import from_utc

		start = from_utc(frappe.db.get_value(CLAIM, name, "start_utc"))
		assert start is not None
		decide_claim(name, [(start, start + timedelta(hours=int(hours)))] if int(hours) else [], "Alasan")

	return _as(site, user, act)


def withdraw(site: str, user: str, name: str) -> str:
	"""Withdraw a claim; "" or why it was refused."""

	def act() -> None:
		from sla_id.exclusions.make_claim import withdraw_claim

		withdraw_claim(name, "keliru")

	return _as(site, user, act)


def object_to(site: str, user: str, name: str) -> str:
	"""Object to a claim; "" or why it was refused."""

	def act() -> None:
		from sla_id.exclusions.decide_claim import object_to_claim

		object_to_claim(name, "tidak setuju")

	return _as(site, user, act)


def claim(site: str, user: str, start: str) -> str:
	"""Claim an hour; "" or why it was refused."""

	def act() -> None:
		from datetime import datetime

		from sla_id.exclusions.claim_values import NewClaim
		from sla_id.exclusions.make_claim import claim_exclusion
		from sla_id.outages.outage_values import DownService
		from tests.app import world

		since = datetime.fromisoformat(start)
		services = (DownService("API"),)
		claim_exclusion(NewClaim(world.PARTNER, "attack", services, since, since + timedelta(hours=1), "Log"))

	return _as(site, user, act)


def remind(site: str) -> int:
	"""The scheduled job; how many claims it told of."""
	frappe = open_ready(site, CLAIM)
	from sla_id.exclusions.remind_deciders import remind_of_waiting_claims

	told = remind_of_waiting_claims()
	frappe.db.commit()
	own_site.disconnect()
	return told


def _as(site: str, user: str, act: Callable[[], None]) -> str:
	frappe = open_ready(site, CLAIM)
	frappe.set_user(user)
	try:
		act()
		frappe.db.commit()
	except Exception as error:
		frappe.db.rollback()
		return str(error) or repr(error)
	finally:
		own_site.disconnect()
	return ""


if __name__ == "__main__":
	command, *arguments = sys.argv[1:]
	known: dict[str, Callable[..., Any]] = {
		"prepare": prepare,
		"decide": decide,
		"withdraw": withdraw,
		"object": object_to,
		"claim": claim,
		"remind": remind,
	}
	print(json.dumps(known[command](*arguments)), flush=True)
