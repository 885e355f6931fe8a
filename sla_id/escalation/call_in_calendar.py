"""Shows a conference call in Frappe's calendar. Only `conference_calls.py` calls this."""

from datetime import timedelta
from typing import Any

import frappe
from frappe.utils import escape_html, get_datetime

from sla_id.record_types import CallParticipantRow, ConferenceCallRecord


def write_event(call: ConferenceCallRecord) -> str:
	"""Create or update the Event of a call. Returns its name. Only its organizer and its participants see it."""
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


def close_event(call: ConferenceCallRecord, status: str) -> None:
	"""Mark the Event as held (Completed) or called off (Cancelled)."""
	if call.event and frappe.db.exists("Event", call.event):
		event = frappe.get_doc("Event", call.event)
		event.status = status
		event.save(ignore_permissions=True)


def _participant(call: ConferenceCallRecord, row: CallParticipantRow) -> dict[str, Any]:
	"""The Event's row for a participant.

	Frappe needs a record for each, so people without a user refer to the call itself.
	"""
	doctype, name = ("User", row.user) if row.user else (call.doctype, call.name)
	return {"reference_doctype": doctype, "reference_docname": name, "email": row.email}
