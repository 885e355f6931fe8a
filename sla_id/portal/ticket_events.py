"""The events on a ticket's page, newest first, `EVENTS` at a time. It doesn't show who did something."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import frappe
from frappe import _

from sla_id.instants import from_utc
from sla_id.kept_json import read_kept
from sla_id.ledger.due_moves import say_moves
from sla_id.ledger.stored_events import NAMES
from sla_id.portal.broken_parts import Parts
from sla_id.portal.event_words import say_event
from sla_id.portal.page_links import page_url
from sla_id.portal.reader_times import Moment
from sla_id.text_as_typed import as_typed

EVENTS = 50
"""So many events stand on a page of a ticket."""
REASONS_SHOWN = (
	"paused",
	"information_missing",
	"reopened",
	"workaround_applied",
	"out_of_scope",
	"exclusion_approved",
	"exclusion_revoked",
	"pause_named",
	"breach_explained",
)


def describe_events(
	name: str,
	first: int,
	say: Callable[[datetime | None], Moment],
	language: str,
	parts: Parts,
	zone: ZoneInfo,
) -> list[dict[str, Any]]:
	"""`EVENTS` of a ticket from `first` on."""
	rows = frappe.get_all(
		"SLA Event",
		filters={"sla_ticket": name},
		fields=["event_type", "at_utc", "reason", "team", "details"],
		order_by="at_utc desc, sequence desc",
		limit_start=first,
		limit_page_length=EVENTS,
	)
	return [
		{
			"label": say_event(row.event_type),
			"at": say(from_utc(row.at_utc)),
			"note": parts.read(partial(_note, row, language, zone), ""),
		}
		for row in rows
	]


def event_pages(name: str, first: int) -> dict[str, str]:
	"""The links to `newer` and `older` events. Empty if there are none."""
	count, address = frappe.db.count("SLA Event", {"sla_ticket": name}), "/sla/" + quote(name)
	older = first + EVENTS
	return {
		"newer": page_url(address, events=max(first - EVENTS, 0)) if first else "",
		"older": page_url(address, events=older) if older < count else "",
	}


def _note(row: Any, language: str, zone: ZoneInfo) -> str:
	"""A team's name, a reason, or which due times moved. Never a person's address."""
	if row.event_type == "due_moved":
		return say_moves(json.loads(row.details), language, zone, teams=False)
	if row.event_type == "team_assigned":
		return row.team if row.team and "@" not in row.team else ""
	named = (read_kept(row.details) or {}).get(NAMES)
	if row.event_type in REASONS_SHOWN and isinstance(named, dict):
		return str(named.get(language) or named.get("en") or "")
	if row.event_type in REASONS_SHOWN:
		return _(as_typed(row.reason)) if row.reason else ""
	return ""
