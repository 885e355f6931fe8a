"""Acknowledging an escalation: whoever does so answers for it from then on. Permission is checked first;
arguments are typed.
"""

from typing import Any

import frappe
from frappe import _

from sla_id.access import need_staff
from sla_id.agreements.code_lists import codes_of
from sla_id.agreements.partners import AGENTS
from sla_id.api.arguments import answerable
from sla_id.api.ticket import describe
from sla_id.engine import EventType
from sla_id.instants import utc_now
from sla_id.ledger.record import lock_record
from sla_id.ledger.record_events import Entry, record_events
from sla_id.record_types import EscalationRecord
from sla_id.ticket_record import TicketRecord

DOCTYPE = "SLA Escalation"


@frappe.whitelist(methods=["POST"])
@answerable
def acknowledge(escalation: str) -> dict[str, Any]:
	"""Take over an escalation and those of lower tiers, so that nobody is told of them again. Returns the
	ticket's clocks.

	For the people whom it called, and for agents who may write the ticket. If it is acknowledged already,
	throws with who did so and when.
	"""
	fired = frappe.db.get_value(DOCTYPE, escalation, ["sla_ticket", "notified"], as_dict=True)
	if not fired or not _is_called(fired):
		need_staff()
	record = lock_record(fired.sla_ticket) if fired else None
	if record is None:
		frappe.throw(_("There is no escalation {0}.").format(escalation), frappe.DoesNotExistError)
	fields = ["notified", "acknowledged_by", "level"]
	row = frappe.db.get_value(DOCTYPE, escalation, fields, as_dict=True, for_update=True)
	_need_called(row, record)
	if row.acknowledged_by:
		frappe.throw(_("{0} has already taken this over.").format(_name(row.acknowledged_by)))
	entry = Entry(EventType.ACKNOWLEDGED, utc_now(), details={"level": row.level})
	record_events(record, [entry], "Agent")
	return describe(record)


def _need_called(row: EscalationRecord, record: TicketRecord) -> None:
	if _is_called(row):
		return
	may_write = frappe.has_permission(record.reference_doctype, "write", doc=record.reference_name)
	if not may_write or not AGENTS & set(frappe.get_roles()):
		frappe.throw(_("You aren't called by this escalation."), frappe.PermissionError)


def _is_called(row: EscalationRecord) -> bool:
	return frappe.session.user in codes_of(row.notified)


def _name(user: str) -> str:
	return frappe.get_cached_value("User", user, "full_name") or user
