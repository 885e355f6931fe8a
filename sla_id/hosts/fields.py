"""What both adapters read in the same way: reporter, classification, assignment, and what a status means."""

import json
from email.utils import parseaddr

import frappe

from sla_id.agreements.choose import AUTOMATIC, PORTAL, Facts
from sla_id.agreements.partners import Reporter
from sla_id.hosts.automatic import is_bouncer, is_reply_of_machine, mail_in_hand
from sla_id.hosts.base import Host, HostTicket
from sla_id.hosts.counted import CountedAs, verdict_of
from sla_id.hosts.opening import opening_message
from sla_id.hosts.sides import AGENT_ROLES, address_of
from sla_id.instants import from_site
from sla_id.record_types import HostDocument

CLASSIFICATION = (
	*("sla_id_state", "sla_id_due", "sla_id_kind", "sla_id_service", "sla_id_channel", "sla_id_category"),
	*("sla_id_urgency", "sla_id_impact", "sla_id_priority", "sla_id_priority_reason"),
	*("sla_id_handed_over", "sla_id_out_of_scope"),
)
"""The app's fields that only agents change once a ticket is reported. A day wished for a visit stays the partner's."""

CAME_BY = "sla_id_came_by"
"""Among the fields of a row that is read: how the ticket came, as an earlier look has found, so that nobody asks again."""
EMAIL = "E-mail"
MEDIA = {"Phone": "Phone", "Chat": "Chat", "Visit": "On-site"}
"""What Frappe calls how a message came, and the kind of channel that is."""


def read_ticket(
	host: Host, doc: HostDocument, *, effect: str, team: str = "", merged_into: str = ""
) -> HostTicket:
	"""Build a look at a host's ticket from what only its adapter knows. SLA Settings may overrule `effect`."""
	created, modified = from_site(doc.creation), from_site(doc.modified)
	assert created is not None and modified is not None
	return HostTicket(
		doctype=doc.doctype,
		name=str(doc.name),
		subject=doc.subject or "",
		status=doc.status or "",
		effect=_ruled_effect(doc.doctype, doc.status) or effect,
		reporter=host.read_reporter(doc),
		facts=_read_facts(doc),
		created=created,
		modified=modified,
		made_by=doc.owner or "",
		team=team or _team_of(next(iter(_assigned_to(doc)), "")),
		merged_into=merged_into,
		out_of_scope=doc.get("sla_id_out_of_scope") or "",
		description=doc.get("description") or "",
		visit_on=doc.get("sla_id_visit_on"),
		report_mark=host.mark_report(doc),
	)


def read_reporter(doc: HostDocument, customer_doctype: str) -> Reporter:
	"""Who raised a host's ticket."""
	return Reporter(
		customer=(customer_doctype, doc.customer) if doc.get("customer") else None,
		contact=doc.get("contact") or None,
		user=_address(doc.get("raised_by")),
		email=_address(doc.get("raised_by")),
	)


def _address(raised_by: str | None) -> str | None:
	"""The bare address of the person who raised it, as users are named. "Administrator" is returned
	unchanged.
	"""
	address = parseaddr(raised_by or "")[1] or raised_by or ""
	return (address.strip().lower() if "@" in address else address) or None


def _read_facts(doc: HostDocument) -> Facts:
	"""The classification that a ticket carries in the app's custom fields and the host's own."""
	return Facts(
		kind=doc.get("sla_id_kind") or "Incident",
		service=doc.get("sla_id_service") or None,
		channel=doc.get("sla_id_channel") or None,
		channel_type=doc.get(CAME_BY) or _channel_type(doc),
		priority=doc.get("sla_id_priority") or None,
		host_priority=doc.get("priority") or None,
		urgency=doc.get("sla_id_urgency") or None,
		impact=doc.get("sla_id_impact") or None,
		handed_over=bool(doc.get("sla_id_handed_over")),
		priority_reason=doc.get("sla_id_priority_reason") or None,
		category=doc.get("sla_id_category") or None,
	)


def _assigned_to(doc: HostDocument) -> list[str]:
	return list(json.loads(doc.get("_assign") or "[]"))


def _team_of(user: str) -> str:
	"""The User Group of an assigned agent (the first by name), or else the agent.

	ERPNext's Issue has no teams, but an operational target (OLA) belongs to a team.
	"""
	if not user:
		return ""
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


def _channel_type(doc: HostDocument) -> str | None:
	"""How a ticket came, according to its first message or its host. None if unknown.

	A ticket that was split off came the same way as the ticket it was split from.
	"""
	split_from = doc.get("ticket_split_from") or doc.get("issue_split_from")
	if split_from and frappe.db.exists(doc.doctype, split_from):
		return _channel_type(frappe.get_doc(doc.doctype, split_from))
	if doc.get("via_customer_portal") and not _made_by_agent(doc):
		return PORTAL
	first, mail = opening_message(doc.doctype, str(doc.name), doc.creation), mail_in_hand()
	if first is None and mail is not None and not mail.reference_document():
		return AUTOMATIC if is_bouncer(mail.from_email) or is_reply_of_machine(mail.mail) else EMAIL
	if first and first.email_account:
		return AUTOMATIC if verdict_of(first) is CountedAs.AUTOMATIC else EMAIL
	if first and first.communication_medium in MEDIA:
		return MEDIA[first.communication_medium]
	return EMAIL if doc.get("email_account") else None


def _made_by_agent(doc: HostDocument) -> bool:
	"""Whether an agent wrote the ticket for somebody else.

	Helpdesk marks every ticket as coming from the portal. Administrator doesn't count as an agent, because
	programs write as Administrator.
	"""
	if doc.owner == "Administrator" or address_of(doc.get("raised_by")) == address_of(doc.owner):
		return False
	return bool(AGENT_ROLES & set(frappe.get_roles(doc.owner)))
