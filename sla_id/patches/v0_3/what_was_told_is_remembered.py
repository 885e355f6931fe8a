"""Tickets from before it was kept what was told of them: what their clocks show is taken for told.

Otherwise the first look after the update would warn of every clock that has long been at risk or breached. Escalations
need no such help: their rows are found by their key.
"""

import json

import frappe

from sla_id.instants import to_utc, utc_now


def execute() -> None:
	"""Run once, after the new field is there."""
	clock = frappe.qb.DocType("SLA Ticket Clock")
	now = to_utc(utc_now())
	rows = (
		frappe.qb.from_(clock)
		.select(
			clock.parent,
			clock.clock,
			clock.team,
			clock.cycle,
			clock.breached,
			clock.at_risk_utc,
			clock.stopped_utc,
		)
		.where((clock.parenttype == "SLA Ticket") & ((clock.breached == 1) | (clock.at_risk_utc <= now)))
	).run(as_dict=True)
	told: dict[str, list[str]] = {}
	for row in rows:
		identity = f"{row.clock}:{row.team or ''}:{row.cycle or 1}"
		if row.at_risk_utc and row.at_risk_utc <= (row.stopped_utc or now):
			told.setdefault(row.parent, []).append(f"{identity}:at_risk")
		if row.breached:
			told.setdefault(row.parent, []).append(f"{identity}:breached")
	for name, alerts in told.items():
		if not frappe.db.get_value("SLA Ticket", name, "told"):
			kept = json.dumps({"alerts": alerts, "tiers": {}}, separators=(",", ":"))
			frappe.db.set_value("SLA Ticket", name, "told", kept, update_modified=False)
