"""What the site holds against what the engine expects. Runs in a process connected to the site.

`python -m tests.soak.compare SITE TICKS.json` prints the figures as JSON.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.app import own_site
from tests.soak.expected import Batch, Expected, expect

MESSAGES = ("escalation", "at_risk", "breached")


def compare(site: str, ticks: list[datetime]) -> dict[str, Any]:
	"""Counts of what was expected and found, and the differences, a handful of each kind."""
	frappe = own_site.connect(Path(site), in_test=True)
	keys: Counter[str] = Counter()
	fired: set[str] = set()
	alerts: set[str] = set()
	wrong: list[str] = []
	for name in frappe.get_all("SLA Ticket", pluck="name", order_by="name"):
		record = frappe.get_doc("SLA Ticket", name)
		found = expect(list(_batches(frappe, record)), ticks)
		fired |= {f"{name}:{identity}" for identity in found.escalations}
		alerts |= {f"{name}:{identity}" for identity in found.alerts}
		keys.update(_keys(frappe, record, found))
		wrong += _wrongly_kept(frappe, record, found)
	rows = frappe.get_all("SLA Escalation", pluck="escalation_key")
	told = {
		f"{row.name}:{identity}"
		for row in frappe.get_all("SLA Ticket", fields=["name", "told"])
		for identity in json.loads(row.told or "{}").get("alerts", [])
	}
	outbox = frappe.get_all(
		"SLA Outbox",
		filters={"template": ["in", MESSAGES]},
		fields=["message_key", "channel", "state"],
	)
	written = Counter(row.message_key for row in outbox)
	sent = {"state": "Sent", "reference_doctype": "SLA Ticket"}
	channels = Counter(row.channel for row in frappe.get_all("SLA Outbox", filters=sent, fields=["channel"]))
	answer = {
		"tickets": frappe.db.count("SLA Ticket"),
		"events": frappe.db.count("SLA Event"),
		"escalations": len(rows),
		"alerts": len(told),
		"messages": len(outbox),
		"differences": {
			"escalations missing": sorted(fired - set(rows))[:5],
			"escalations too many": sorted(set(rows) - fired)[:5],
			"escalations twice": [key for key, count in Counter(rows).items() if count > 1][:5],
			"escalations kept wrongly": wrong[:5],
			"alerts missing": sorted(alerts - told)[:5],
			"alerts too many": sorted(told - alerts)[:5],
			"messages missing": sorted((keys - written).elements())[:5],
			"messages too many": sorted((written - keys).elements())[:5],
			"messages not sent": [
				row.message_key for row in outbox if row.channel != "Webhook" and row.state != "Sent"
			][:5],
			"bell entries": _difference(
				frappe.db.count("Notification Log", {"type": "Alert", "document_type": "SLA Ticket"}),
				channels["Desk"],
			),
			"e-mails": _difference(
				frappe.db.count("Email Queue", {"reference_doctype": "SLA Ticket"}), channels["E-mail"]
			),
			"self-check": _self_check(ticks[-1]),
		},
	}
	own_site.disconnect()
	return answer


def _self_check(end: datetime) -> list[str]:
	"""What the app itself finds at the end of it all, in every ticket."""
	import time_machine

	from sla_id.sweep.self_check.run_self_check import run_self_check

	with time_machine.travel(end, tick=False):
		report = run_self_check(closed=1_000_000)
	return [f"{finding.record}: {finding.kind}: {finding.says}" for finding in report.found][:5]


def _difference(found: int, expected: int) -> list[str]:
	return [] if found == expected else [f"{found} instead of {expected}"]


def _batches(frappe: Any, record: Any) -> Iterator[Batch]:
	"""The ledger as it grew: events by the moment they were recorded, with the classifications known by then."""
	from sla_id.instants import from_site
	from sla_id.ledger.derive import timeline
	from sla_id.ledger.stored_events import read_events

	rows = frappe.get_all(
		"SLA Event",
		filters={"sla_ticket": record.name},
		fields=["creation", "sequence", "at_utc"],
		order_by="at_utc asc, sequence asc",
	)
	known = sorted(
		zip(rows, read_events(record.name), strict=True),
		key=lambda pair: (pair[0].creation, pair[0].sequence),
	)
	so_far: list[Any] = []
	for creation in dict.fromkeys(row.creation for row, _entry in known):
		new = [entry for row, entry in known if row.creation == creation]
		so_far = sorted([*so_far, *new], key=lambda entry: entry.event.at)
		recorded = from_site(creation)
		assert recorded is not None
		yield Batch(recorded, [entry.event for entry in new], timeline(record, so_far))


def _keys(frappe: Any, record: Any, found: Expected) -> Iterator[str]:
	"""The keys of every message that must have been written."""
	from sla_id.notify.outbox.write_messages import row_key

	endpoint = frappe.db.get_value("SLA Webhook Endpoint", {"enabled": 1})
	rows: dict[str, str] = {}
	for identity, number, _at in found.tellings:
		if identity not in rows:
			# other systems hear of an escalation the first time that people are told of it
			own = {"escalation_key": f"{record.name}:{identity}"}
			rows[identity] = frappe.db.get_value("SLA Escalation", own) or identity
			yield row_key(f"escalation:{rows[identity]}:webhook:{endpoint}")
		row = rows[identity]
		again = f":again {number}" if number > 1 else ""
		for user in _called(frappe, record, identity):
			# level 3 is told by WhatsApp, which the site has no account for: the usual ways take its place
			yield row_key(f"escalation:{row}{again}:desk:{user}")
			yield row_key(f"escalation:{row}{again}:mail:{user}")
	for identity, sent in found.alerts.items():
		if sent is not None:
			for user in _holders(frappe, record, sent):
				yield row_key(f"{record.name}:{record.creation}:{identity}:desk:{user}")
			yield row_key(f"{record.name}:{record.creation}:{identity}:webhook:{endpoint}")


def _called(frappe: Any, record: Any, identity: str) -> list[str]:
	"""The holders of a tier's role, by name: everybody on the soak's site has a desk and an address."""
	from sla_id.agreements.tiers import ticket_tier
	from sla_id.notify.role_holders import users_of_role

	tier = ticket_tier(record, int(identity.split(":")[0].split()[1]))
	return sorted(users_of_role(tier.role) or users_of_role("SLA Manager"))


def _wrongly_kept(frappe: Any, record: Any, found: Expected) -> Iterator[str]:
	"""Escalations whose row names others than were told, or counts another number of tellings."""
	told = Counter(identity for identity, _number, _at in found.tellings)
	for identity in found.escalations:
		key = f"{record.name}:{identity}"
		row = frappe.db.get_value(
			"SLA Escalation", {"escalation_key": key}, ["told", "notified"], as_dict=True
		)
		called = ", ".join(_called(frappe, record, identity)) if told[identity] else ""
		if row and (row.told, row.notified or "") != (told[identity], called):
			yield f"{key}: told {row.told} of {told[identity]}, {row.notified}"


def _holders(frappe: Any, record: Any, at: datetime) -> list[str]:
	"""Who had the ticket then; who gets it in a step is told what that very step finds due."""
	from sla_id.instants import to_site

	return frappe.get_all(
		"ToDo",
		filters={
			"reference_type": record.reference_doctype,
			"reference_name": record.reference_name,
			"creation": ["<=", to_site(at)],
		},
		pluck="allocated_to",
	)


if __name__ == "__main__":
	instants = [
		datetime.fromisoformat(text) for text in json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
	]
	print(json.dumps(compare(sys.argv[1], instants)))
