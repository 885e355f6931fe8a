"""What a ticket's panel shows: escalations that have fired, with their duties, and requests that await a
decision.

Called by `api.ticket` for staff, in the reader's language and the agreement's zone.
"""

from typing import Any

import frappe

from sla_id.agreements.ticket_language import agreement_reading
from sla_id.engine.words import say_instant
from sla_id.escalation.checklist import LAPSED, describe_checklists
from sla_id.escalation.requests.request_and_decide import OPEN, show_as_it_stands
from sla_id.escalation.requests.request_limits import DOCTYPE
from sla_id.escalation.requests.who_may_ask import may_decide
from sla_id.escalation.tell_tier import say_tellings
from sla_id.instants import from_utc, reader_language
from sla_id.ticket_record import TicketRecord


def describe_escalations(record: TicketRecord) -> list[dict[str, Any]]:
	"""The escalations that have fired, latest first: who was called, who took it over or by when somebody
	should, and its duties.

	A duty that is no longer owed is left out.
	"""
	rows = frappe.get_all(
		"SLA Escalation",
		filters={"sla_ticket": record.name},
		fields=["*"],
		order_by="fired_utc desc, level desc",
	)
	tellings = say_tellings([row.name for row in rows])
	checklists = {entry["escalation"]: entry for entry in describe_checklists(record)} if rows else {}
	return [
		{
			"name": row.name,
			"level": row.level,
			"title": checklists[row.name]["title"],
			"responsible": row.responsible or "",
			"fired": _say(record, row.fired_utc),
			"told": row.told,
			"called": row.notified or "",
			"tellings": tellings.get(row.name, []),
			"acknowledged": _say(record, row.acknowledged_utc),
			"acknowledged_by": _name(row.acknowledged_by),
			"acknowledge_by": "" if row.closed_utc else _say(record, row.acknowledge_by_utc),
			"open": not row.closed_utc and not row.acknowledged_by,
			"duties": [duty for duty in checklists[row.name]["duties"] if duty["state"] != LAPSED],
		}
		for row in rows
	]


def describe_requests(record: TicketRecord) -> list[dict[str, Any]]:
	"""The requests that await a decision, the most urgent first, and whether the reader may decide."""
	english, user = reader_language() != "id", frappe.session.user
	names = frappe.get_all(
		DOCTYPE, {"sla_ticket": record.name, "status": OPEN}, pluck="name", order_by="decide_by_utc asc"
	)
	found = [frappe.get_doc(DOCTYPE, name) for name in names]
	for request in found:
		show_as_it_stands(request)
	return [
		{
			"name": request.name,
			"level": request.level,
			"reason": (english and request.reason_label_en) or request.reason_label or "",
			"explanation": request.explanation or "",
			"asked_by": _name(request.requested_by),
			"asked": _say(record, request.requested_utc),
			"decide_by": _say(record, request.decide_by_utc),
			"may_decide": may_decide(request, user),
		}
		for request in found
		if request.status == OPEN
	]


def _say(record: TicketRecord, value: Any) -> str:
	at = from_utc(value)
	return say_instant(at, reader_language(), agreement_reading(record)[1]) if at else ""


def _name(user: str | None) -> str:
	return str(frappe.get_cached_value("User", user, "full_name") or user) if user else ""
