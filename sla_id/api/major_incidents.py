"""What agents do about major incidents in the desk. Permission first, typed."""

from typing import Any

import frappe
from frappe import _

from sla_id.access import need_role, need_staff
from sla_id.api.arguments import answerable, read_list
from sla_id.escalation.requests.who_may_ask import is_agent_of
from sla_id.hosts.base import record_name
from sla_id.major_incidents.grouping import DOCTYPE, add_tickets, group_tickets, resolve, take_out

ROLES = ("SLA Agent", "SLA Manager", "System Manager")
MOST = 200


@frappe.whitelist(methods=["POST"])
@answerable
def group(tickets: str | list[str], title: str, reason: str = "") -> str:
	"""Group tickets as a major incident, or add them to the open one of their service. Returns its name. For
	agents of all the tickets.
	"""
	names = _tickets(tickets)
	return str(group_tickets(names, title, reason).name)


@frappe.whitelist(methods=["POST"])
@answerable
def add(incident: str, tickets: str | list[str]) -> int:
	"""Add tickets to an open major incident. Returns how many partners it affects now. For agents of all the
	tickets.
	"""
	names = _tickets(tickets)
	_incident(incident)
	return int(add_tickets(incident, names).partner_count)


@frappe.whitelist(methods=["POST"])
@answerable
def remove(incident: str, ticket: str) -> int:
	"""Take a ticket out of an open major incident. Returns how many partners it affects now. For agents of
	the ticket.
	"""
	names = _tickets([ticket])
	_incident(incident)
	return int(take_out(incident, names[0]).partner_count)


@frappe.whitelist(methods=["POST"])
@answerable
def close(incident: str, resolution: str) -> None:
	"""Close a major incident whose cause is gone, saying how. The tickets stay as they are. For agents."""
	need_role(*ROLES)
	_incident(incident)
	if not resolution.strip():
		frappe.throw(_("Resolution: say how the cause was removed."))
	resolve(incident, resolution, frappe.session.user)


@frappe.whitelist()
@answerable
def describe(incident: str) -> dict[str, Any]:
	"""The tickets of a major incident as they are now: partner, state, next due and escalation level of each."""
	doc = _incident(incident)
	return {"tickets": [_row(row) for row in doc.tickets]}


def _row(row: Any) -> dict[str, Any]:
	record = frappe.db.get_value(
		"SLA Ticket",
		row.sla_ticket,
		["reference_doctype", "reference_name", "subject", "state", "due_text", "escalation_level"],
		as_dict=True,
	)
	record = record or frappe._dict(subject=row.subject, reference_name=row.sla_ticket)
	partner = frappe.get_cached_value("SLA Partner", row.partner, "partner_name") if row.partner else ""
	return {
		"sla_ticket": row.sla_ticket,
		"reference": record.reference_name,
		"subject": record.subject or "",
		"partner": partner or row.partner or "",
		"state": record.state or "",
		"due_text": record.due_text or "",
		"level": record.escalation_level or 0,
		"removed": bool(row.removed),
	}


def _tickets(names: str | list[str]) -> list[str]:
	"""Return the names if the reader works on all of these tickets."""
	need_role(*ROLES)
	wanted = read_list(names, MOST, _("Choose between one and {0} tickets."))
	for name in wanted:
		record = frappe.get_doc("SLA Ticket", name)
		record.check_permission("read")
		if not is_agent_of(record, frappe.session.user):
			frappe.throw(
				_("You may not change {0}.").format(
					record_name(record.reference_doctype, record.reference_name)
				),
				frappe.PermissionError,
			)
	return wanted


def _incident(name: str) -> Any:
	need_staff()
	doc = frappe.get_doc(DOCTYPE, name)
	doc.check_permission("read")
	return doc
