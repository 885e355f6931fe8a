"""A process of its own for the test of two people who decide at once. Each but `prepare` waits for a line on its standard input.

`python -m tests.app.claim_process prepare SITE | decide SITE USER CLAIM GRANTED | approve SITE USER PAUSE APPROVED |
take_back SITE USER CLAIM`
"""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.app import own_site
from tests.app.stage import open_ready


def prepare(site: str) -> list[str]:
	"""A ticket of three hours ago, paused since an hour, with a claim and a pause that wait, and a claim that was granted.

	Returns (claim, pause, ticket, granted claim).
	"""
	frappe = own_site.connect(Path(site), in_test=True)
	from sla_id.api import ticket_claims as act
	from sla_id.instants import utc_now
	from tests.app import world
	from tests.app.claims_world import FORCE, VENDOR, names, sign_reasons

	sign_reasons()
	host = next(host for host in world.HOSTS if frappe.db.exists("DocType", host))
	doc = world.ticket(host, sla_id_priority="P1")
	world.change(doc, status=world.status(host, "Paused"))
	frappe.set_user(world.AGENT)
	act.name_reason(*names(doc), VENDOR)
	now = utc_now()
	reported = {"sla_ticket": world.record(doc).name, "event_type": ["in", ["reported", "received"]]}
	frappe.db.set_value("SLA Event", reported, "at_utc", (now - timedelta(hours=3)).replace(tzinfo=None))
	claim = act.claim(
		*names(doc), FORCE, str(now - timedelta(minutes=20)), str(now - timedelta(minutes=10)), "Berita acara"
	)
	pause = frappe.db.get_value("SLA Ticket Pause", {"sla_ticket": world.record(doc).name})
	minutes = (str(now - timedelta(minutes=left)) for left in (40, 30))
	granted = act.claim(*names(doc), FORCE, *minutes, "Berita acara lain")
	frappe.set_user(world.LEAD)
	act.decide_on_claim(granted, True, "diperiksa")
	frappe.db.commit()
	ticket = world.record(doc).name
	own_site.disconnect()
	return [claim, pause, ticket, granted]


def decide(site: str, user: str, claim: str, granted: str) -> str:
	"""Decide on a claim; "" or why it was refused."""
	return _as(site, user, "decide_on_claim", claim, granted == "1", "diperiksa")


def approve(site: str, user: str, pause: str, approved: str) -> str:
	"""Decide on a pause; "" or why it was refused."""
	return _as(site, user, "decide_on_pause", pause, approved == "1", "diperiksa")


def take_back(site: str, user: str, claim: str) -> str:
	"""Take back what was granted; "" or why that was refused."""
	return _as(site, user, "take_back", claim, "keliru")


def _as(site: str, user: str, method: str, *values: str | bool) -> str:
	frappe = open_ready(site, "SLA Ticket Claim")
	from sla_id.api import ticket_claims

	frappe.set_user(user)
	try:
		getattr(ticket_claims, method)(*values)
		frappe.db.commit()
	except Exception as error:
		frappe.db.rollback()
		return str(error)
	finally:
		own_site.disconnect()
	return ""


if __name__ == "__main__":
	acts: tuple[Callable[..., Any], ...] = (prepare, decide, approve, take_back)
	known = {act.__name__: act for act in acts}
	print(json.dumps(known[sys.argv[1]](*sys.argv[2:])), flush=True)
