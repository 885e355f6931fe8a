"""Escalation requests on a ticket's page: what the reader may ask for, and what became of earlier requests.

Called by `ticket_page.describe_ticket`. It doesn't show agents' own requests or who decided. Staff ask in the
desk.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.partners import is_staff
from sla_id.assets import asset_url
from sla_id.escalation.requests.request_and_decide import (
	OPEN,
	OVERDUE,
	REFUSED,
	SOLVED,
	VALID,
	WITHDRAWN,
	decide_by,
	show_as_it_stands,
)
from sla_id.escalation.requests.request_limits import DOCTYPE, why_closed, why_open_already, why_too_many
from sla_id.escalation.requests.who_may_ask import AGENT, Possible, possible_requests
from sla_id.instants import from_utc, reader_language, utc_now
from sla_id.text_as_typed import as_typed
from sla_id.ticket_record import TicketRecord

COLOURS = {
	OPEN: "orange",
	VALID: "green",
	OVERDUE: "green",
	REFUSED: "red",
	WITHDRAWN: "gray",
	SOLVED: "gray",
}
Say = Callable[[datetime], Any]
"""An instant as the page says it."""


def describe_requests(record: TicketRecord, say: Say) -> dict[str, Any]:
	"""`groups` are the tiers that may be asked for, with reasons; `why_not` says why none may be now; `past`
	are earlier requests.

	`record` comes from `find_ticket`.
	"""
	user, now = frappe.session.user, utc_now()
	possible = () if is_staff(user) else possible_requests(record, user)
	why_not = (why_closed(record) or why_too_many(record, user, now)) if possible else ""
	return {
		"groups": [] if why_not else _groups(record, possible, say, now),
		"why_not": why_not,
		"past": _past(record, user, say),
		"script_url": asset_url("js/portal_requests.js"),
	}


def describe_past(record: TicketRecord, say: Say) -> dict[str, Any]:
	"""Like `describe_requests`, but only with what became of earlier requests, when the rest can't be read."""
	past = _past(record, frappe.session.user, say)
	return {"groups": [], "why_not": "", "past": past, "script_url": asset_url("js/portal_requests.js")}


def say_status(status: str) -> str:
	"""The state of a request, in the reader's language."""
	return {
		OPEN: _("Awaits a decision"),
		VALID: _("Valid", context="SLA Escalation Request"),
		OVERDUE: _("Valid (not decided in time)"),
		REFUSED: _("Not valid"),
		WITHDRAWN: _("Withdrawn", context="SLA Escalation Request"),
		SOLVED: _("Ticket solved first"),
	}.get(status, status)


def _groups(
	record: TicketRecord, possible: tuple[Possible, ...], say: Say, now: datetime
) -> list[dict[str, Any]]:
	language = reader_language()
	fired = _fired(record)
	return [
		{
			"level": entry.level,
			"title": entry.title if language == "id" else entry.title_en,
			"responsible": entry.responsible,
			"since": say(fired[entry.level]) if entry.level in fired else None,
			"at_once": entry.counts_at_once,
			"decide_by": _until(record, entry, say, now),
			"reasons": [
				{
					"code": reason.code,
					"label": reason.say(language),
					"hint": reason.description if language == "id" else reason.description_en,
				}
				for reason in entry.reasons
			]
			or [{"code": "", "label": _("Another reason, as explained below"), "hint": ""}],
		}
		for entry in possible
		if entry.counts_at_once or not why_open_already(record, entry.level)
	]


def _until(record: TicketRecord, entry: Possible, say: Say, now: datetime) -> Any | None:
	"""By when a request made now would be decided. None if that is unknown."""
	try:
		return (
			None
			if entry.counts_at_once
			else say(decide_by(record, entry, now.replace(second=0, microsecond=0)))
		)
	except ValueError:
		return None


def _fired(record: TicketRecord) -> dict[int, datetime]:
	"""When each tier of the ticket last fired."""
	rows = frappe.get_all(
		"SLA Escalation",
		filters={"sla_ticket": record.name},
		fields=["level", "fired_utc"],
		order_by="fired_utc",
	)
	return {row.level: at for row in rows if (at := from_utc(row.fired_utc)) is not None}


def _past(record: TicketRecord, user: str, say: Say) -> list[dict[str, Any]]:
	rows = frappe.get_all(
		DOCTYPE,
		filters={"sla_ticket": record.name, "party": ["!=", AGENT]},
		fields=[
			*("name", "level", "status", "reason_label", "reason_label_en", "explanation", "answer"),
			*("requested_by", "requested_utc", "decide_by_utc", "decide_by_text", "decided_utc"),
		],
		order_by="requested_utc desc",
		limit_page_length=0,
	)
	return [_row(row, user, say) for row in rows]


def _row(row: Any, user: str, say: Say) -> dict[str, Any]:
	show_as_it_stands(row)
	asked, until, decided = (
		from_utc(row[field]) for field in ("requested_utc", "decide_by_utc", "decided_utc")
	)
	english = reader_language() != "id" and row.reason_label_en
	return {
		"name": row.name,
		"level": row.level,
		"status": say_status(row.status),
		"colour": COLOURS.get(row.status, "gray"),
		"reason": row.reason_label_en if english else row.reason_label,
		"explanation": as_typed(row.explanation),
		"asked": say(asked) if asked else None,
		"decide_by": say(until) if until and row.status == OPEN else None,
		"decided": say(decided) if decided else None,
		"answer": as_typed(row.answer),
		"may_withdraw": row.status == OPEN and row.requested_by == user,
	}
