"""What both adapters read alike: the app's own custom fields, assignment and status rules."""

import json
from typing import Any

import frappe

from sla_id.agreements.choose import Facts


def read_facts(doc: Any) -> Facts:
	"""The classification that a ticket carries in the app's custom fields and the host's own."""
	return Facts(
		kind=doc.get("sla_id_kind") or "Incident",
		service=doc.get("sla_id_service") or None,
		channel=doc.get("sla_id_channel") or None,
		channel_type=_channel_type(doc),
		priority=doc.get("sla_id_priority") or None,
		host_priority=doc.get("priority") or None,
		urgency=doc.get("sla_id_urgency") or None,
		impact=doc.get("sla_id_impact") or None,
		handed_over=bool(doc.get("sla_id_handed_over")),
	)


def assigned_to(doc: Any) -> list[str]:
	"""The users a ticket is assigned to."""
	return list(json.loads(doc.get("_assign") or "[]"))


def ruled_effect(doctype: str, status: str) -> str | None:
	"""What SLA Settings say that a status means, where they say anything."""
	for row in frappe.get_cached_doc("SLA Settings").status_rules:
		if (row.host, row.status) == (doctype, status):
			return str(row.effect)
	return None


def _channel_type(doc: Any) -> str | None:
	if doc.get("via_customer_portal"):
		return "Portal"
	return "E-mail" if doc.get("email_account") else None
