"""Escalations that fired before 0.4 get what their list shows: the ticket's subject, and the tier in English."""

from typing import Any

import frappe


def execute() -> None:
	"""Fill in what is empty; a tier that its policy no longer has keeps its Indonesian title."""
	rows = frappe.get_all(
		"SLA Escalation",
		filters={"subject": ["is", "not set"]},
		fields=["name", "sla_ticket", "level", "agreement"],
		limit_page_length=0,
	)
	subjects = dict(
		frappe.get_all("SLA Ticket", fields=["name", "subject"], as_list=True, limit_page_length=0)
	)
	for row in rows:
		tier = _tier(row.agreement, row.level)
		values = {
			"subject": subjects.get(row.sla_ticket),
			"tier_title_en": tier.tier_title_en,
			"protocol_en": tier.protocol_en,
		}
		frappe.db.set_value("SLA Escalation", row.name, values, update_modified=False)


def _tier(agreement: str | None, level: int) -> Any:
	policy = frappe.db.get_value("SLA Agreement", agreement, "escalation_policy") if agreement else None
	tiers = frappe.get_cached_doc("SLA Escalation Policy", policy).tiers if policy else []
	return next((tier for tier in tiers if tier.level == level), frappe._dict())
