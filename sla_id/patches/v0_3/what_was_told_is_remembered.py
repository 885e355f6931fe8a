"""Tickets from before it was kept what was told of them: what their clocks show is taken for told.

Otherwise the first look after the update would warn of every clock that has long been at risk or breached. Escalations
need no such help: their rows are found by their key.
"""

import json

import frappe


def execute() -> None:
	"""Run once, after the new field is there."""
	clock = frappe.qb.DocType("SLA Ticket Clock")
	rows = (
		frappe.qb.from_(clock)
		.select(clock.parent, clock.clock, clock.team, clock.cycle, clock.state, clock.breached)
		.where((clock.parenttype == "SLA Ticket") & ((clock.breached == 1) | (clock.state == "at_risk")))
	).run(as_dict=True)
	told: dict[str, list[str]] = {}
	for row in rows:
		identity = f"{row.clock}:{row.team or ''}:{row.cycle or 1}"
		kinds = ("at_risk", "breached") if row.breached else ("at_risk",)
		told.setdefault(row.parent, []).extend(f"{identity}:{kind}" for kind in kinds)
	for name, alerts in told.items():
		if not frappe.db.get_value("SLA Ticket", name, "told"):
			kept = json.dumps({"alerts": alerts, "tiers": {}}, separators=(",", ":"))
			frappe.db.set_value("SLA Ticket", name, "told", kept, update_modified=False)
