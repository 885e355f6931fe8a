"""What a source's form shows beside its fields: where to send, what waits to be mapped, what failed, what is down."""

from typing import Any

import frappe
from frappe.utils import get_url

from sla_id.instants import from_utc
from sla_id.monitors.source_token import HEADER

RECEIVE = "/api/method/sla_id.api.monitors.receive"
MOST = 20
MESSAGE, TARGET, SOURCE = "SLA Monitor Message", "SLA Monitor Target", "SLA Monitor Source"


def source_panel(name: str) -> dict[str, Any]:
	"""The panel of a source. Raises DoesNotExistError."""
	source = frappe.get_doc(SOURCE, name)
	waiting = {"source": name, "service": ["is", "not set"], "ignored": 0, "is_control": 0}
	failed = {"source": name, "state": "Failed"}
	return {
		"address": get_url(RECEIVE),
		"header": HEADER,
		"has_token": bool(source.token_hash),
		"last_heard": _iso(source.last_heard_utc),
		"silent_since": _iso(source.silent_since_utc),
		"waiting": frappe.get_all(
			TARGET, waiting, ["name", "title", "state"], order_by="last_seen_utc desc", limit=MOST
		),
		"waiting_count": frappe.db.count(TARGET, waiting),
		"failed": frappe.get_all(
			MESSAGE, failed, ["name", "says", "problem"], order_by="received_utc desc", limit=MOST
		),
		"failed_count": frappe.db.count(MESSAGE, failed),
		"down": frappe.get_all(
			TARGET,
			{"source": name, "state": "Down"},
			["name", "title", "service"],
			order_by="title",
			limit=MOST,
		),
	}


def _iso(value: Any) -> str | None:
	at = from_utc(value)
	return at.isoformat() if at else None
