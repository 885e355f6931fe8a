"""A conference call as an entry of Frappe's calendar; `conference_calls.py` alone calls this."""

from datetime import timedelta
from typing import Any

import frappe
from frappe.utils import escape_html, get_datetime


def write_event(call: Any) -> str:
	"""Create the Event of a call, or bring it up to date; its name. It is private to who called and who takes part."""
	event = (
		frappe.get_doc("Event", call.event)
		if call.event and frappe.db.exists("Event", call.event)
		else frappe.new_doc("Event")
	)
	starts = get_datetime(call.starts_on)
	event.update(
		{
			"subject": call.subject,
			"event_category": "Call",
			"event_type": "Private",
			"status": "Open",
			"starts_on": starts,
			"ends_on": starts + timedelta(minutes=call.duration_minutes),
			"description": "<br>".join(
				escape_html(text).replace("\n", "<br>") for text in (call.bridge, call.agenda) if text
			),
		}
	)
	event.set("event_participants", [])
	for row in call.participants:
		if row.email:
			event.append("event_participants", _participant(call, row))
	event.save(ignore_permissions=True)
	return str(event.name)


def close_event(call: Any, status: str) -> None:
	"""The call was held (Completed) or called off (Cancelled)."""
	if call.event and frappe.db.exists("Event", call.event):
		event = frappe.get_doc("Event", call.event)
		event.status = status
		event.save(ignore_permissions=True)


def _participant(call: Any, row: Any) -> dict[str, Any]:
	"""Frappe wants a record for each: somebody without a user hangs on the call itself."""
	doctype, name = ("User", row.user) if row.user else (call.doctype, call.name)
	return {"reference_doctype": doctype, "reference_docname": name, "email": row.email}
