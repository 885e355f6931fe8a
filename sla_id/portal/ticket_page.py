"""The contents of one ticket's page, ready to print: plain values, no HTML. Called by `www/sla_ticket.py`.

Records that belong to a ticket are read only after `sla_id.access` has let the reader see the ticket.
Internal matters aren't shown: who did something, whom an escalation told, and internal teams' own clocks
(OLA).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import frappe
from frappe import _

from sla_id.agreements.choose import Choice, say_reason
from sla_id.agreements.ticket_language import agreement_reading
from sla_id.assets import asset_url
from sla_id.instants import from_utc, reader_language, site_zone, utc_now
from sla_id.portal.broken_parts import Parts
from sla_id.portal.reader_times import Elsewhere, Moment, find_elsewhere, say_moment
from sla_id.portal.ticket_claims_of_partner import describe_for_partner
from sla_id.portal.ticket_clocks import describe_clocks
from sla_id.portal.ticket_events import describe_events, event_pages
from sla_id.portal.ticket_facts import describe_facts, missing_facts
from sla_id.portal.ticket_requests import describe_past, describe_requests
from sla_id.portal.ticket_row import describe_row
from sla_id.portal.ticket_work import describe_work
from sla_id.ticket_record import TicketRecord


def describe_ticket(record: TicketRecord, first_event: int = 0) -> dict[str, Any]:
	"""Everything that the page of one ticket shows. `record` comes from `find_ticket`.

	It contains `ticket_events.EVENTS` events, newest first, starting at `first_event`.
	"""
	language, now, parts = reader_language(), utc_now(), Parts(record)
	zone = parts.read(lambda: agreement_reading(record)[1], site_zone())
	own = find_elsewhere(record.partner)

	def say(at: datetime | None) -> Moment:
		return say_moment(at, language, zone, own)

	page = {
		"ticket": describe_row(record, parts),
		"now": say(now.replace(second=0, microsecond=0)),
		"clocks": parts.read(lambda: describe_clocks(record, language, zone, own, now), []),
		"claims_page": parts.read(lambda: describe_for_partner(record, language, zone, own, now), {}),
		"reasons": parts.read(lambda: _reasons(record), []),
		"facts": describe_facts(record, parts),
		"missing": parts.read(lambda: missing_facts(record, language), []),
		"waits": record.completeness == "Waiting",
		"script_url": asset_url("js/portal_facts.js"),
		"events": describe_events(record.name, first_event, say, language, parts, zone),
		"event_pages": event_pages(record.name, first_event),
		"escalations": _escalations(record, language, zone, own),
		"requests": _requests(record, say, parts),
		"work": parts.read(lambda: describe_work(record, say), {}),
		"helpdesk_url": _helpdesk_url(record),
	}
	return page | {"problem": _say_broken() if parts.broken else ""}


def _say_broken() -> str:
	return _("Some things can't be shown right now. Your provider has been told and will fix this agreement.")


def _reasons(record: TicketRecord) -> list[str]:
	"""Why the ticket has these targets."""
	choice = Choice.from_details(frappe.parse_json(record.choice)) if record.choice else None
	return [say_reason(reason) for reason in choice.reasons] if choice else []


def _escalations(
	record: TicketRecord, language: str, zone: ZoneInfo, own: Elsewhere | None
) -> list[dict[str, Any]]:
	rows = frappe.get_all(
		"SLA Escalation",
		filters={"sla_ticket": record.name},
		fields=[
			"level",
			"tier_title",
			"tier_title_en",
			"responsible",
			"protocol",
			"protocol_en",
			"fired_utc",
		],
		order_by="level",
	)
	english = language != "id"
	return [
		{
			"level": row.level,
			"title": (english and row.tier_title_en) or row.tier_title or "",
			"responsible": row.responsible,
			"protocol": (english and row.protocol_en) or row.protocol,
			"at": say_moment(from_utc(row.fired_utc), language, zone, own),
		}
		for row in rows
	]


def _requests(record: TicketRecord, say: Callable[[datetime | None], Moment], parts: Parts) -> dict[str, Any]:
	"""The ticket's requests. If the agreement or its policy can't be read, what may be asked for is left out."""
	found = parts.read(lambda: describe_requests(record, say), None)
	return found or parts.read(lambda: describe_past(record, say), {})


def _helpdesk_url(record: TicketRecord) -> str:
	if record.reference_doctype == "HD Ticket" and "helpdesk" in frappe.get_installed_apps():
		return "/helpdesk/my-tickets/" + quote(record.reference_name, safe="")
	return ""
