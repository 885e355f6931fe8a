"""Frappe Helpdesk's `HD Ticket`, read."""

from typing import Any

import frappe

from sla_id.agreements.partners import Reporter
from sla_id.hosts.base import PAUSED, RESOLVED, RUNNING, Host, HostTicket
from sla_id.hosts.fields import assigned_to, read_facts, ruled_effect
from sla_id.instants import from_site

EFFECTS = {"Open": RUNNING, "Paused": PAUSED, "Resolved": RESOLVED}


def read(doc: Any) -> HostTicket:
	"""One look at an HD Ticket."""
	created, modified = from_site(doc.creation), from_site(doc.modified)
	assert created is not None and modified is not None
	return HostTicket(
		doctype="HD Ticket",
		name=str(doc.name),
		subject=doc.subject or "",
		status=doc.status or "",
		effect=_effect(doc),
		reporter=Reporter(
			customer=("HD Customer", doc.customer) if doc.get("customer") else None,
			contact=doc.get("contact") or None,
			user=doc.get("raised_by") or None,
			email=doc.get("raised_by") or None,
		),
		facts=read_facts(doc),
		created=created,
		modified=modified,
		team=doc.get("agent_group") or next(iter(assigned_to(doc)), ""),
		merged_into=str(doc.get("merged_with") or "merged") if doc.get("is_merged") else "",
		out_of_scope=doc.get("sla_id_out_of_scope") or "",
	)


def _effect(doc: Any) -> str:
	category = doc.get("status_category") or frappe.get_cached_value(
		"HD Ticket Status", doc.status, "category"
	)
	return ruled_effect("HD Ticket", doc.status) or EFFECTS.get(category or "", RUNNING)


HOST = Host("HD Ticket", read)
