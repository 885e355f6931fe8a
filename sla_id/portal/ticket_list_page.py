"""The contents of the list of tickets, ready to print: plain values, no HTML. Called by `www/sla.py`."""

from typing import Any

import frappe
from frappe import _

from sla_id.access import count_own, list_own
from sla_id.agreements.partners import is_staff, partners_of
from sla_id.clock_words import say_ticket_state, ticket_colour
from sla_id.portal.broken_parts import Parts
from sla_id.portal.page_links import page_url
from sla_id.portal.ticket_row import CLOSED, describe_row

PAGE = 20
URGENT = ("Breached", "At Risk", "Paused")
LIST_FIELDS = (
	*("name", "reference_name", "subject", "partner", "agreement", "priority", "state", "due_utc"),
	*("escalation_level", "creation"),
)


def list_tickets(show: str, start: int) -> dict[str, Any]:
	"""One page of the reader's tickets and how many there are in each state. `show`: open, all or a state."""
	counts = _counts()
	rows = list_own(
		"SLA Ticket",
		_filters(show),
		fields=list(LIST_FIELDS),
		order_by="creation desc",
		limit_start=start,
		limit_page_length=PAGE + 1,
	)
	return {
		"tickets": [describe_row(row, Parts(row)) for row in rows[:PAGE]],
		"tabs": _tabs(show, counts),
		"show_partner": is_staff(frappe.session.user) or len(partners_of(frappe.session.user)) > 1,
		"previous": page_url("/sla", show=show, start=max(start - PAGE, 0)) if start else "",
		"next": page_url("/sla", show=show, start=start + PAGE) if len(rows) > PAGE else "",
	}


def _filters(show: str) -> list[list[Any]]:
	if show == "all":
		return []
	if show in URGENT:
		return [["state", "=", show], *_filters("open")]
	return [["state", "not in", CLOSED], ["resolved_utc", "is", "not set"]]


def _counts() -> dict[str, int]:
	"""How many open tickets the reader may see, in total and in each urgent state."""
	states = count_own("SLA Ticket", "state", _filters("open"))
	return {"open": sum(states.values()), **{state: states.get(state, 0) for state in URGENT}}


def _tabs(show: str, counts: dict[str, int]) -> list[dict[str, Any]]:
	labels = {
		"open": _("Open", context="SLA Ticket"),
		**{state: say_ticket_state(state) for state in URGENT},
		"all": _("All", context="SLA Ticket"),
	}
	current = show if show in labels else "open"
	return [
		{
			"label": label,
			"count": counts.get(key),
			"url": page_url("/sla", show=key),
			"current": key == current,
			"colour": ticket_colour(key),
		}
		for key, label in labels.items()
	]
