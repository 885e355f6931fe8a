"""What both adapters read alike: reporter, classification, assignment, and what a status means."""

import json
from email.utils import parseaddr
from typing import Any

import frappe

from sla_id.agreements.choose import Facts
from sla_id.agreements.partners import Reporter
from sla_id.hosts.base import HostTicket
from sla_id.instants import from_site

CLASSIFICATION = (
	*("sla_id_state", "sla_id_due", "sla_id_kind", "sla_id_service", "sla_id_channel", "sla_id_category"),
	*("sla_id_urgency", "sla_id_impact", "sla_id_priority", "sla_id_priority_reason"),
	*("sla_id_handed_over", "sla_id_out_of_scope"),
)
"""The app's fields that only agents change once a ticket is reported. A day wished for a visit stays the partner's."""


def read_ticket(
	doc: Any, *, customer_doctype: str, effect: str, team: str = "", merged_into: str = ""
) -> HostTicket:
	"""One look at a host's ticket, given what only its adapter knows. SLA Settings may overrule `effect`."""
	created, modified = from_site(doc.creation), from_site(doc.modified)
	assert created is not None and modified is not None
	return HostTicket(
		doctype=doc.doctype,
		name=str(doc.name),
		subject=doc.subject or "",
		status=doc.status or "",
		effect=_ruled_effect(doc.doctype, doc.status) or effect,
		reporter=Reporter(
			customer=(customer_doctype, doc.customer) if doc.get("customer") else None,
			contact=doc.get("contact") or None,
			user=_address(doc.get("raised_by")),
			email=_address(doc.get("raised_by")),
		),
		facts=_read_facts(doc),
		created=created,
		modified=modified,
		made_by=doc.owner or "",
		team=team or _team_of(next(iter(_assigned_to(doc)), "")),
		merged_into=merged_into,
		out_of_scope=doc.get("sla_id_out_of_scope") or "",
	)


def _address(raised_by: str | None) -> str | None:
	"""Who raised it: of "Budi <budi@maju.example>" the address alone, as users are named; "Administrator" as it is."""
	address = parseaddr(raised_by or "")[1] or raised_by or ""
	return (address.strip().lower() if "@" in address else address) or None


def _read_facts(doc: Any) -> Facts:
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
		priority_reason=doc.get("sla_id_priority_reason") or None,
		category=doc.get("sla_id_category") or None,
	)


def _assigned_to(doc: Any) -> list[str]:
	return list(json.loads(doc.get("_assign") or "[]"))


def _team_of(user: str) -> str:
	"""The User Group that an assigned agent belongs to (the first by name), else the agent: ERPNext's Issue knows
	no teams, and an operational target (OLA) is a team's."""
	if not user or not frappe.db.exists("DocType", "User Group"):
		return user
	group = frappe.get_all(
		"User Group Member",
		filters={"user": user, "parenttype": "User Group"},
		pluck="parent",
		order_by="parent",
		limit=1,
	)
	return str(group[0]) if group else user


def _ruled_effect(doctype: str, status: str) -> str | None:
	for row in frappe.get_cached_doc("SLA Settings").status_rules:
		if (row.host, row.status) == (doctype, status):
			return str(row.effect)
	return None


def _channel_type(doc: Any) -> str | None:
	if doc.get("via_customer_portal"):
		return "Portal"
	return "E-mail" if doc.get("email_account") else None
