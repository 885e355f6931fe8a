"""One ticket in one line, for the list and for the head of its page."""

from typing import Any

import frappe

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.ticket_language import agreement_reading
from sla_id.clock_words import say_ticket_state, ticket_colour
from sla_id.instants import from_utc, reader_language
from sla_id.portal.broken_parts import Parts
from sla_id.portal.page_links import ticket_url
from sla_id.portal.reader_times import Moment, find_elsewhere, say_moment
from sla_id.text_as_typed import as_typed

CLOSED = ("Met", "Missed", "Excluded")


def describe_row(row: Any, parts: Parts) -> dict[str, Any]:
	"""A ticket as a line of the list. `parts` reads what may fail."""
	return {
		"name": row.name,
		"reference": row.reference_name,
		"subject": as_typed(row.subject),
		"url": ticket_url(row.name),
		"state": say_ticket_state(row.state),
		"colour": ticket_colour(row.state),
		"paused": row.state == "Paused",
		"priority": parts.read(lambda: say_priority(row), str(row.priority or "")),
		"partner": frappe.get_cached_value("SLA Partner", row.partner, "partner_name") if row.partner else "",
		"due": parts.read(lambda: _next_due(row), None),
		"level": row.escalation_level,
	}


def say_priority(row: Any) -> str:
	"""Its code and what the agreement calls it, e.g. "P1 · Kritis"."""
	if not row.priority or not row.agreement:
		return str(row.priority or "")
	for entry in effective_agreement((row.agreement,)).file.priorities:
		if entry.code == row.priority and entry.label.id != entry.code:
			return f"{row.priority} · {entry.label.get(reader_language())}"
	return str(row.priority)


def _next_due(row: Any) -> Moment | None:
	due = from_utc(row.due_utc) if row.state not in (*CLOSED, "Paused") else None
	if due is None:
		return None
	_language, zone = agreement_reading(row)
	return say_moment(due, reader_language(), zone, find_elsewhere(row.partner))
