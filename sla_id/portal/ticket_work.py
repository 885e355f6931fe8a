"""What a partner sees of the work on their ticket: action plans as they were sent, and conference calls.

Called by `ticket_page.describe_ticket` for what `sla_id.access` lets the reader see.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate

from sla_id.engine.words import say_duration
from sla_id.escalation import action_plans, conference_calls
from sla_id.instants import from_site, from_utc, reader_language
from sla_id.record_types import ActionPlanRecord, ActionStepRow, ConferenceCallRecord
from sla_id.text_as_typed import as_typed
from sla_id.ticket_record import TicketRecord

Say = Callable[[datetime | None], Any]
"""An instant as the page says it; None for none."""


def describe_work(record: TicketRecord, moment: Say) -> dict[str, Any]:
	"""`plans` and `calls` of an SLA Ticket, newest first; `moment` says an instant as the page does."""

	def say(at: datetime | None) -> Any:
		return moment(at) if at else None

	return {"plans": _plans(record, say), "calls": _calls(record, say)}


def _plans(record: TicketRecord, say: Say) -> list[dict[str, Any]]:
	names = frappe.get_all(
		action_plans.DOCTYPE,
		filters={"sla_ticket": record.name, "partner": record.partner or "", "revision": [">", 0]},
		order_by="sent_utc desc",
		pluck="name",
	)
	return [_plan(frappe.get_doc(action_plans.DOCTYPE, name), say) for name in names]


def _plan(doc: ActionPlanRecord, say: Say) -> dict[str, Any]:
	"""The plan as last sent, with the present state of its steps."""
	content = action_plans.sent_content(doc) or {}
	withdrawn = doc.status == action_plans.WITHDRAWN
	rows = {row.name: row for row in doc.steps}
	return {
		"title": as_typed(content["title"]),
		"revision": doc.revision,
		"sent": say(from_utc(doc.sent_utc)),
		"status": _say_plan(doc.status),
		"colour": {action_plans.SENT: "blue", action_plans.DONE: "green"}.get(doc.status, "gray"),
		"situation": "" if withdrawn else as_typed(content["situation"]),
		"goal": "" if withdrawn else as_typed(content["goal"]),
		"next_update": None if withdrawn else say(_instant(content["next_update"])),
		"steps": [] if withdrawn else [_step(step, rows.get(step["row"]), say) for step in content["steps"]],
	}


def _step(step: dict[str, Any], row: ActionStepRow | None, say: Say) -> dict[str, Any]:
	status = row.status if row else action_plans.STEP_DROPPED
	return {
		"step": as_typed(step["step"]),
		"owner": as_typed(step["owner"]),
		"due": say(_instant(step["due"])),
		"status": _say_step(status),
		"colour": {action_plans.STEP_OPEN: "blue", action_plans.STEP_DONE: "green"}.get(status, "gray"),
		"done": say(from_site(row.done_on)) if row and status == action_plans.STEP_DONE else None,
	}


def _calls(record: TicketRecord, say: Say) -> list[dict[str, Any]]:
	"""The calls in which the partner's people take part, once they were invited or the call was held."""
	names = frappe.get_all(
		conference_calls.DOCTYPE,
		filters={"sla_ticket": record.name, "partner": record.partner or ""},
		order_by="starts_on desc",
		pluck="name",
	)
	docs = [frappe.get_doc(conference_calls.DOCTYPE, name) for name in names]
	return [
		_call(doc, say)
		for doc in docs
		if (doc.invited_utc or doc.status == conference_calls.HELD)
		and any(row.party == conference_calls.PARTNER for row in doc.participants)
	]


def _call(doc: ConferenceCallRecord, say: Say) -> dict[str, Any]:
	planned, shared = (
		doc.status == conference_calls.PLANNED,
		doc.status == conference_calls.HELD and doc.share_with_partner,
	)
	return {
		"subject": as_typed(doc.subject),
		"starts": say(from_site(doc.starts_on)),
		"length": say_duration(doc.duration_minutes * 60, reader_language()),
		"status": _say_call(doc.status),
		"colour": {conference_calls.PLANNED: "orange", conference_calls.HELD: "green"}.get(
			doc.status, "gray"
		),
		"agenda": as_typed(doc.agenda) if planned else "",
		"bridge": as_typed(doc.bridge) if planned and _takes_part(doc) else "",
		"minutes": as_typed(doc.minutes) if shared else "",
		"decisions": [
			{
				"decision": as_typed(row.decision),
				"owner": as_typed(row.owner_name),
				"due": formatdate(row.due, "d MMMM yyyy") if row.due else "",
				"status": _say_step(row.status),
				"colour": {"Open": "blue", "Done": "green"}.get(row.status, "gray"),
			}
			for row in (doc.decisions if shared else ())
		],
	}


def _takes_part(doc: ConferenceCallRecord) -> bool:
	"""Whether the reader is a participant of the call. Only participants see how to join."""
	user = frappe.session.user
	email = (frappe.db.get_value("User", user, "email") or user).lower()
	return any(row.user == user or (row.email or "").lower() == email for row in doc.participants)


def _instant(iso: str | None) -> datetime | None:
	return datetime.fromisoformat(iso) if iso else None


def _say_plan(status: str) -> str:
	return {
		action_plans.SENT: _("Under way", context="SLA Action Plan"),
		action_plans.DONE: _("Done", context="SLA Action Plan"),
		action_plans.WITHDRAWN: _("Withdrawn", context="SLA Action Plan"),
	}.get(status, status)


def _say_step(status: str) -> str:
	return {
		action_plans.STEP_OPEN: _("Open", context="SLA Action Step"),
		action_plans.STEP_DONE: _("Done", context="SLA Action Step"),
		action_plans.STEP_DROPPED: _("Dropped", context="SLA Action Step"),
	}.get(status, status)


def _say_call(status: str) -> str:
	return {
		conference_calls.PLANNED: _("Planned", context="SLA Conference Call"),
		conference_calls.HELD: _("Held", context="SLA Conference Call"),
		conference_calls.CANCELLED: _("Cancelled", context="SLA Conference Call"),
	}.get(status, status)
