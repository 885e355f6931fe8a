"""What the desk and scripts may ask about a ticket, and do to it. Permission first, typed."""

import json
from datetime import datetime
from typing import Any

import frappe
from frappe import _

from sla_id.access import MANAGERS, need_role, need_ticket
from sla_id.agreements.choose import Choice, say_reason
from sla_id.agreements.partners import AGENTS, STAFF, is_staff
from sla_id.agreements.ticket_language import agreement_reading
from sla_id.api.arguments import answerable
from sla_id.clock_words import clock_colour, say_clock, say_clock_state, say_ticket_state, ticket_colour
from sla_id.engine import Clock, ClockKind, ClockState, EventType
from sla_id.engine.words import Asked, say_duration, say_instant, say_receipt
from sla_id.escalation.requests.ticket_escalations import describe_escalations, describe_requests
from sla_id.hosts.base import record_name
from sla_id.hosts.completeness import check_report, keep_check, mark_given, was_asked_by_mail
from sla_id.hosts.observe import change_partner as give_to_partner
from sla_id.hosts.observe import look
from sla_id.hosts.registry import HOSTS
from sla_id.instants import from_utc, reader_language, reader_zone, utc_now
from sla_id.kept_json import read_kept
from sla_id.ledger.derive import evaluate_events
from sla_id.ledger.due_moves import say_moves
from sla_id.ledger.record import lock_record
from sla_id.ledger.record_events import Entry, record_events
from sla_id.ledger.stored_events import read_events
from sla_id.ticket_claims.describe_claims import Reading, describe_claims
from sla_id.ticket_record import TicketRecord

RUNNING = (ClockState.RUNNING, ClockState.AT_RISK, ClockState.BREACHED)
SHOWN = 20
"""So many changes of a ticket are shown at once, the last ones."""
"""The states in which a clock's time is being used up."""


@frappe.whitelist()
@answerable
def get_clocks(doctype: str, name: str) -> dict[str, Any]:
	"""The clocks of a host's ticket at this moment, for people and for scripts (instants in ISO 8601, UTC
	offset).
	"""
	_check_host(doctype)
	if not (STAFF | AGENTS) & set(frappe.get_roles()):
		# whose ticket it is in the helpdesk doesn't matter: people leave a partner, their tickets don't
		return describe(need_ticket(record_name(doctype, name)))
	frappe.has_permission(doctype, "read", doc=name, throw=True)
	return describe(_record(doctype, name))


@frappe.whitelist()
@answerable
def get_record(sla_ticket: str) -> dict[str, Any]:
	"""Like `get_clocks`, by the SLA Ticket's own name."""
	return describe(need_ticket(sla_ticket))


@frappe.whitelist(methods=["POST"])
@answerable
def record_workaround(doctype: str, name: str, note: str = "") -> dict[str, Any]:
	"""Record that a workaround is in place and the partner can work again (000 §1.3). Stops the clocks that
	the agreement names.
	"""
	need_agent(doctype, name)
	record = lock_record(record_name(doctype, name))
	if record is None:
		frappe.throw(_("This ticket has no SLA record yet. Save it once, then try again."))
	record_events(record, [Entry(EventType.WORKAROUND_APPLIED, utc_now(), reason=note)], "Agent")
	return describe(record)


@frappe.whitelist(methods=["POST"])
@answerable
def mark_fact(doctype: str, name: str, code: str, value: str) -> dict[str, Any]:
	"""Record that an agent knows a required fact by other means, e.g. from a call. The report then contains
	it.
	"""
	need_agent(doctype, name)
	if not value.strip():
		frappe.throw(_("Write down what is known."))
	record = lock_record(record_name(doctype, name))
	if record is None:
		frappe.throw(_("This ticket has no SLA record yet. Save it once, then try again."))
	mark_given(record, code, value.strip())
	check = check_report(record, look(doctype, name), utc_now())
	keep_check(record, check)
	record_events(record, check.entries, "Agent")
	return describe(record)


@frappe.whitelist(methods=["POST"])
@answerable
def change_partner(doctype: str, name: str, partner: str, reason: str) -> dict[str, Any]:
	"""Move a ticket to another partner and that partner's agreement. Returns the ticket's clocks.

	For agents who may change the ticket, and only for SLA Managers once it is solved. The reason is required
	and stays in the ledger. A ticket's partner is chosen once and never changes by itself.
	"""
	need_agent(doctype, name)
	record = lock_record(record_name(doctype, name))
	if record is None:
		frappe.throw(_("This ticket has no SLA record yet. Save it once, then try again."))
	if record.resolved_utc:
		need_role(*MANAGERS)
	if not reason.strip():
		frappe.throw(_("Reason: say why the ticket is another partner's."))
	if not frappe.db.exists("SLA Partner", {"name": partner, "disabled": 0}):
		frappe.throw(_("Partner: there is no partner {0}, or it is disabled.").format(partner))
	if record.partner != partner:
		give_to_partner(record, partner, reason.strip())
	return describe(record)


def describe(record: TicketRecord) -> dict[str, Any]:
	"""Clocks, receipts and reasons of an SLA Ticket at this moment, in the reader's language."""
	language = reader_language()
	_lang, zone = agreement_reading(record)
	now = utc_now()
	events = read_events(record.name)
	evaluation = evaluate_events(record, events, now, receipts=True)
	choice = Choice.from_details(frappe.parse_json(record.choice)) if record.choice else None
	staff = is_staff(frappe.session.user)
	return {
		"name": record.name,
		"state": record.state,
		"state_label": say_ticket_state(record.state),
		"colour": ticket_colour(record.state),
		"now": now.isoformat(),
		"agreement": record.agreement,
		"priority": record.priority,
		"zone": str(zone),
		"clocks": [_clock(clock, language, zone) for clock in evaluation.clocks if _may_see(clock)],
		"reasons": [say_reason(reason) for reason in choice.reasons] if choice else [],
		**_history(record, language, zone),
		"completeness": record.completeness or "",
		"asks": not record.resolved_utc and not record.excluded,
		"asked_by_mail": bool(record.asked_utc) and was_asked_by_mail(record),
		"facts": [
			{
				"code": row.code,
				"label": row.label if language == "id" else row.label_en or row.label,
				"given": bool(row.given),
				"value": row.value or "",
			}
			for row in record.facts
		],
		"problem": record.problem or _say_kept(record),
		"escalation_level": record.escalation_level,
		"escalations": describe_escalations(record) if staff else [],
		"requests": describe_requests(record) if staff else [],
		"major_incident": record.major_incident if staff else None,
		**describe_claims(Reading(record, events, evaluation, language, zone, staff)),
	}


def _say_kept(record: TicketRecord) -> str:
	"""Why the clocks differ from the helpdesk's status. Empty if they don't."""
	state = read_kept(record.host_state) or {}
	if not state.get("effect_kept") or not is_staff(frappe.session.user):
		return ""
	return _(
		"Mail that nobody of the partner's wrote set the status {0}. The clocks stay as they were until the partner writes"
		" or somebody sets another status."
	).format(_(state["status"]))


def _history(record: TicketRecord, language: str, zone: Any) -> dict[str, Any]:
	"""The last `SHOWN` reclassifications and moved due times: when, by whom and what, and how many there are
	in all.

	A changed calendar moves due times. Partners don't see who made a change.
	"""
	filters = {
		"sla_ticket": record.name,
		"event_type": ["in", [EventType.RECLASSIFIED, EventType.DUE_MOVED]],
	}
	rows = frappe.get_all(
		"SLA Event",
		filters=filters,
		fields=["event_type", "at_utc", "actor", "reason", "details"],
		order_by="at_utc desc, sequence desc",
		limit_page_length=SHOWN,
	)[::-1]
	staff = is_staff(frappe.session.user)
	told = []
	for row in rows:
		at = from_utc(row.at_utc)
		assert at is not None
		by, change = row.actor, row.reason or ""
		if row.event_type == EventType.DUE_MOVED:
			details = json.loads(row.details)
			by = details["by"]
			change = f"{say_moves(details, language, zone, teams=staff)} ({_(details['doctype'])} {details['name']})"
		told.append(
			{
				"at": say_instant(at, language, zone),
				"by": (frappe.get_cached_value("User", by, "full_name") or by) if staff else "",
				"change": change,
			}
		)
	count = len(told) if len(told) < SHOWN else frappe.db.count("SLA Event", filters)
	return {"history": told, "history_count": count}


def _clock(clock: Clock, language: str, zone: Any) -> dict[str, Any]:
	return {
		"clock": str(clock.kind),
		"label": say_clock(clock.kind),
		"state": str(clock.state),
		"state_label": say_clock_state(clock.state),
		"colour": clock_colour(clock.state),
		"team": clock.team,
		"due": clock.due.astimezone(zone).isoformat() if clock.due else None,
		"due_text": say_instant(clock.due, language, zone) if clock.due else "",
		"due_own_text": _in_own_zone(clock.due, language, zone),
		"started_text": say_instant(clock.started, language, zone) if clock.started else "",
		"target_text": say_duration(clock.target_seconds, language) if clock.target_seconds else "",
		"elapsed_seconds": clock.elapsed,
		"target_seconds": clock.target_seconds,
		"left_text": _say_left(clock, language),
		"source": clock.terms.source,
		"receipt": _receipt(clock, language),
	}


def _say_left(clock: Clock, language: str) -> str:
	"""The working time that a running clock has left, or by how much it is over. Empty for any other clock."""
	if clock.state not in RUNNING or clock.remaining is None:
		return ""
	seconds = round(clock.remaining)
	length = say_duration(abs(seconds), language)
	return _("{0} left").format(length) if seconds >= 0 else _("{0} over").format(length)


def _in_own_zone(at: datetime | None, language: str, zone: Any) -> str:
	"""An instant in the reader's own zone. Empty if it reads the same in the agreement's."""
	own = reader_zone()
	if at is None or own is None or at.astimezone(own).utcoffset() == at.astimezone(zone).utcoffset():
		return ""
	return say_instant(at, language, own)


def _receipt(clock: Clock, language: str) -> str:
	if not clock.receipt:
		return ""
	return say_receipt(clock.receipt, language, Asked.DUE if clock.due else Asked.ELAPSED)


def _may_see(clock: Clock) -> bool:
	"""Whether the reader may see a clock. Operational targets are internal: partners don't see them."""
	return clock.kind is not ClockKind.OLA or is_staff(frappe.session.user)


def _check_host(doctype: str) -> None:
	if doctype not in HOSTS:
		frappe.throw(_("{0} isn't a ticket. Use one of {1}.").format(doctype, ", ".join(HOSTS)))


def need_agent(doctype: str, name: str) -> None:
	"""Let agents through who may change a helpdesk's ticket. Throws PermissionError."""
	if not AGENTS & set(frappe.get_roles()):
		frappe.throw(_("Only agents may do this."), frappe.PermissionError)
	_check_host(doctype)
	frappe.has_permission(doctype, "write", doc=name, throw=True)


def _record(doctype: str, name: str) -> Any:
	key = record_name(doctype, name)
	if not frappe.db.exists("SLA Ticket", key):
		frappe.throw(_("This ticket has no SLA record yet. Save it once, then try again."))
	return frappe.get_doc("SLA Ticket", key)
